"""The main verbs over one table, and the script that they run."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.loading.library import installed
from gaoxin.services import verbs
from gaoxin.services.tables import Options, Results, Written, program_of
from tests.services.conftest import PACK

TABLE = pa.table(
    {
        "firm": ["a", "b", "c", "d"],
        "year": [2024] * 4,
        "revenue": [100, 200, 0, None],
        "cost": [6, 7, 8, 9],
        "staff": [10, 20, None, 9],
        "core": [True, True, True, None],
        "mark": ["A", None, "7", "B"],
        "born": ["2024-01-01"] * 4,
    }
)


def rows(result: object) -> list[dict[str, object]]:
    assert isinstance(result, Results)
    return result.rows()


def test_verdicts(small: str):
    found = {row["subject"]: row for row in rows(verbs.verdicts(small, TABLE))}
    assert [found[firm]["able"] for firm in "abcd"] == ["pass", "fail", "unknown", "fail"]


def test_verdicts_in_the_long_form(small: str):
    found = {
        (r["subject"], r["condition"]): (r["result"], r["why"])
        for r in rows(verbs.verdicts(small, TABLE, long=True))
    }
    assert len(found) == 16
    assert found["b", "C-3"] == ("unknown", "需评审：评分")
    assert found["c", "C-1"] == ("unknown", "待核实")
    assert found["d", "C-2"] == ("unknown", "待补充：自有")
    assert found["a", ""] == ("pass", "")


def test_indicators_in_their_units(small: str):
    first, *_ = rows(verbs.indicators(small, TABLE))
    assert first == {
        "subject": "a",
        "period": 2024,
        "intensity": 6.0,
        "doubled": 120000.0,
        "score.low": 9.0,
        "score.high": 10.0,
        "score.all.low": 9.0,
        "score.all.high": 10.0,
        "score.jury.low": 7.0,
        "score.jury.high": 8.0,
        "score.size.low": 2.0,
        "score.size.high": 2.0,
    }


def test_chosen_indicators_and_variables(small: str):
    found = rows(verbs.indicators(small, TABLE, names=["doubled", "cost", "mark"]))
    assert [list(row)[2:] for row in found] == [["doubled", "cost", "mark"]] * 4
    assert [(row["doubled"], row["cost"], row["mark"]) for row in found[:3]] == [
        (120000, 6, None),
        (140000, 7, None),
        (160000, 8, 7),
    ]


@pytest.mark.parametrize("name", ["nothing", "kind", "able.C-1"])
def test_what_is_not_a_figure(small: str, name: str):
    with pytest.raises(UsageError, match=f"{name} is no indicator, figure or points of small; try: "):
        verbs.indicators(small, TABLE, names=[name])


def test_a_verdict_beside_figures(small: str):
    found = rows(verbs.indicators(small, TABLE, names=["able", "doubled"]))
    assert [row["able"] for row in found] == ["pass", "fail", "unknown", "fail"]


def test_an_index(small: str):
    found = {(r["subject"], r["node"]): r for r in rows(verbs.index(small, TABLE))}
    assert found["a", "rd"]["score"] == 0
    assert found["b", "people"]["score"] == 100
    assert found["c", "total"]["score"] is None
    assert found["b", "total"]["rank"] == 1


@pytest.mark.slow
def test_a_variant_is_asked_for_by_name_and_marked(small: str):
    plain = {r["node"]: r for r in rows(verbs.index(small, TABLE, name="unweighted")) if r["subject"] == "a"}
    assert plain["total"]["score"] is None
    assumed = rows(verbs.index(small, TABLE, name="unweighted", variant="assumed"))
    first = {r["node"]: r for r in assumed if r["subject"] == "a"}
    assert first["total"]["score"] == 6.0
    assert "assumed" in first["total"]["status"]
    with pytest.raises(UsageError, match="has no variant 'official'; it has: assumed"):
        verbs.index(small, TABLE, name="unweighted", variant="official")


def test_only_the_asked_periods(small: str):
    assert rows(verbs.verdicts(small, TABLE, Options(periods=[2023]))) == []
    assert len(rows(verbs.indicators(small, TABLE, Options(periods=[2024])))) == 4


@pytest.mark.parametrize("verb", [verbs.verdicts, verbs.indicators, verbs.index])
def test_results_go_to_a_file(small: str, tmp_path: Path, verb):
    written = verb(small, TABLE, out=tmp_path / "out.parquet")
    assert isinstance(written, Written)
    with duckdb.connect() as connection:
        count = connection.execute(
            "SELECT count(*) FROM read_parquet(?)", [str(tmp_path / "out.parquet")]
        ).fetchall()
    assert count == [(written.rows,)]


def test_packs_without_what_is_asked(small: str):
    with pytest.raises(UsageError, match="vocabulary has no verdicts; try: gaoxin index vocabulary"):
        verbs.verdicts("vocabulary", TABLE)
    with pytest.raises(UsageError, match="vocabulary has no index; its indices are: none"):
        verbs.index("vocabulary", TABLE)
    with pytest.raises(UsageError, match="small has no index 'other'; its indices are: strength, unweighted"):
        verbs.index(small, TABLE, name="other")


def test_every_plan_of_a_pack(small: str):
    assert [title for title, _, _ in verbs.plans(small)] == [
        "verdicts",
        "indicators",
        "points score",
        "index strength",
        "index unweighted",
    ]


@pytest.mark.slow
def test_a_script_without_a_table_names_its_columns(small: str):
    script = verbs.script(small)
    assert "-- small: 小包" in script
    assert "revenue 营业收入 (1/100 元)" in script
    assert script.count("\nWITH") == 5


def test_a_script_runs_as_it_stands(small: str):
    """An auditor runs it on the stored columns."""
    script = verbs.script(small).split("\n\n")[0]
    stored = pa.table(
        {
            "subject": ["a"],
            "period": pa.array([2024], pa.int32()),
            "revenue": [100000000],
            "cost": [6000000],
            "core": [True],
            "mark__lo": [700],
            "mark__hi": [800],
            "staff": [12],
            "born": pa.array([19723], pa.date32()),
        }
    )
    with duckdb.connect() as connection:
        connection.register("input", stored)
        row = connection.execute(script).fetchall()[0]
    assert row == ("a", 2024, "pass", True, True, True)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(installed().entries))
def test_the_same_pack_gives_the_same_script(name: str):
    program = program_of(name)
    if not verbs.plans(program):
        pytest.skip("a pack of words computes nothing")
    assert verbs.script(program) == verbs.script(program_of(name))


def test_titles_of_strangers_stay_in_their_comments(make: Callable[..., str]):
    hostile = PACK.replace("zh: 合格", 'zh: "合格\\n */ DROP TABLE input; --"')
    assert hostile != PACK
    script = verbs.script(make(pack=hostile))
    assert "DROP TABLE" in script
    with duckdb.connect() as connection:
        for statement in connection.extract_statements(script):
            assert statement.type == duckdb.StatementType.SELECT
