"""An index on a table as frames, and back as tidy tables."""

from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services import verbs
from gaoxin.services.analyses.running import each_period, options_of, run
from gaoxin.services.tables import Options, Results


def test_an_index_becomes_a_frame_for_each_period(lab: str, table: Any):
    ran = run(lab, table)
    assert [frame.period for frame in ran.frames] == [2023, 2024]
    assert ran.tree.nodes == ("total", "g", "a", "b", "c")
    assert ran.spec.title.zh == "指数"
    first = ran.frames[0]
    assert first.of("score")[first.subjects.index("乙")].tolist() == [56.25, 75, 50, 100, 0]


def test_what_an_index_gave_is_not_computed_again(lab: str, table: Any):
    given = verbs.index(lab, table)
    assert isinstance(given, Results)
    given.table = given.table.slice(0, 5)
    assert run(lab, given).frames[0].subjects == ("丁",)


def test_a_result_of_another_index_is_refused(lab: str, table: Any):
    given = verbs.index(lab, table)
    assert isinstance(given, Results)
    given.table = given.table.slice(0, 0)
    with pytest.raises(UsageError, match="没有结果"):
        run(lab, given)


def test_tables_of_periods_are_joined_with_their_types(lab: str, table: Any):
    found = each_period(run(lab, table), lambda frame: {"node": ["x"], "n": [frame.period], "share": [None]})
    assert found.rows() == [{"period": y, "node": "x", "n": y, "share": None} for y in (2023, 2024)]
    assert [str(kind) for kind in found.table.schema.types] == ["int64", "string", "int64", "double"]


def test_single_options_are_those_of_the_verbs():
    assert options_of({"periods": [2023]}) == Options(None, [2023], {})
    assert options_of({"periods": [2023], "options": Options()}) == Options()
