"""An index without one of its nodes."""

from typing import Any

import pytest

from gaoxin.services.analyses.running import run
from gaoxin.services.analyses.without import runs_of, without
from gaoxin.services.tables import Options, program_of


def nodes(index: Any) -> list[str]:
    return [node.id for root in index.tree for node in root.walk()]


def test_a_node_goes_with_the_groups_that_it_leaves_empty(lab: str):
    spec = program_of(lab).pack.index["main"]
    left = without(spec, "a")
    assert nodes(left) == ["g", "b", "c"]
    assert nodes(spec) == ["g", "a", "b", "c"], "the index itself stays as it is"
    assert left is not None
    both = without(left, "b")
    assert nodes(both) == ["c"]
    assert both is not None
    assert without(both, "c") is None


def test_the_index_itself_on_arrays_is_that_of_the_engine(lab: str, table: Any):
    program = program_of(lab)
    found = runs_of(program, "main", None, table, Options())(None)
    for frame in run(program, table).frames:
        scores = dict(zip(frame.subjects, frame.of("score")[:, 0].tolist(), strict=True))
        assert {s: one for s, (one, _) in found[frame.period].items()} == pytest.approx(
            scores, abs=1e-9, nan_ok=True
        )


def test_everything_is_computed_anew(lab: str, table: Any):
    found = runs_of(program_of(lab), "main", None, table, Options())("c")
    assert found[2023] == {"甲": (0, 4), "乙": (75, 1), "丙": (75, 1), "丁": (30, 3)}
