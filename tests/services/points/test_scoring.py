"""Score sheets over a population: known answers, and agreement with the reference on random sheets."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import UsageError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.duckdb.results import Opened
from gaoxin.engines.sql.cte import script, text
from gaoxin.engines.sql.points import RANKED, points_ctes, ranked_cte, result_query
from gaoxin.engines.sql.rows import Relation
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval, Value
from gaoxin.plan.points import points_plan
from gaoxin.services.points import points
from gaoxin.services.tables import Options, Results, task_for

from .conftest import Sheets

Q = Fraction


def score(program: Program, table: pa.Table, **more: Any) -> dict[str, list[Any]]:
    found = points(program, table, Options(), **more)
    assert isinstance(found, Results)
    return found.table.to_pydict()


def test_minmax_within_a_stage(sheets: type[Sheets]):
    """Worked by hand: 10, 20, 40 in one stage are 0, 1/3, 1 of 30; of two equal ones nothing is known."""
    item = {"id": "i", "max": 30, "score": "a", "normalise": {"method": "minmax", "by": ["stage"]}}
    program = sheets.program([sheets.group(item)], ranking={"by": ["stage"]})
    stages = ["初创期"] * 3 + ["成长期"] * 2 + [None]
    found = score(program, sheets.table(a=[10, 20, 40, 7, 7, 1], stage=stages))
    assert found["points"] == [0, 10, 30, None, None, None]
    assert (found["low"], found["high"]) == ([0, 10, 30, 0, 0, 0], [0, 10, 30, 30, 30, 30])
    assert (found["rank"], found["of"]) == ([3, 2, 1, None, None, None], [3, 3, 3, None, None, None])
    assert found["status"] == ["", "", "", "unknown", "unknown", "unknown;group unknown"]


@pytest.mark.parametrize(
    ("normalise", "direction", "shares"),
    [
        ({"method": "percentile_rank"}, "up", [Q(1, 4), Q(1, 4), 0, Q(3, 4), 1]),
        ({"method": "percentile_rank"}, "down", [Q(1, 2), Q(1, 2), 1, Q(1, 4), 0]),
        ({"method": "share_of_max"}, "up", [Q(1, 4), Q(1, 4), 0, Q(1, 2), 1]),
        ({"method": "share_of_max"}, "down", [0, 0, None, 0, 0]),
        ({"method": "goalposts", "posts": [1, 5]}, "up", [Q(1, 4), Q(1, 4), 0, Q(3, 4), 1]),
        ({"method": "goalposts", "posts": [1, 5]}, "down", [Q(3, 4), Q(3, 4), 1, Q(1, 4), 0]),
        ({"method": "minmax", "constant": 1}, "down", [Q(3, 4), Q(3, 4), 1, Q(1, 2), 0]),
    ],
)
def test_methods(
    sheets: type[Sheets], normalise: dict[str, Any], direction: str, shares: list[Fraction | None]
):
    item = {"id": "i", "max": 12, "score": "a", "direction": direction, "normalise": normalise}
    found = score(sheets.program([sheets.group(item)]), sheets.table(a=[2, 2, 0, 4, 8]))
    assert found["s.i"] == [None if share is None else share * 12 for share in shares]


@pytest.mark.parametrize("method", ["minmax", "percentile_rank"])
def test_a_group_without_spread(sheets: type[Sheets], method: str):
    item: dict[str, Any] = {
        "id": "i",
        "max": 10,
        "score": "a",
        "normalise": {"method": method, "constant": "0.5"},
    }
    found = score(sheets.program([sheets.group(item)]), sheets.table(a=[3, 3, None]))
    assert found["points"] == [5, 5, None]


@pytest.mark.parametrize("method", ["minmax", "percentile_rank"])
def test_a_parquet_file_keeps_identifiers_from_integers(sheets: type[Sheets], tmp_path: Path, method: str):
    item = {"id": "i", "max": 30, "score": "a", "normalise": {"method": method}}
    program, table = sheets.program([sheets.group(item)]), sheets.table(a=[10, 20, 40])
    for kind, stored in ((pa.int32(), pa.int64()), (pa.string(), pa.string())):
        given = table.set_column(0, "firm", table["firm"].cast(kind))
        points(program, given, Options(), out=tmp_path / "out.parquet")
        found = pq.read_table(tmp_path / "out.parquet").sort_by("subject")
        assert found["subject"].type == stored
        assert [str(name) for name in found["subject"].to_pylist()] == ["1", "2", "3"]
        assert found["rank"].to_pylist() == [3, 2, 1]
        assert score(program, given)["subject"] == ["1", "2", "3"]


@pytest.mark.slow
def test_caps_by_stage_bonus_and_veto(sheets: type[Sheets]):
    """Stage caps of 20 and 10, a total of at most 15, 3 on top, and vetoes."""
    main = {"id": "i", "max": {"初创期": 20, "成长期": 10}, "formula": "a"}
    extra = {"id": "e", "max": 3, "bands": [{"when": "b >= 1 万元", "points": 3}], "otherwise": 0}
    veto = [
        {"id": "fined", "title": T, "when": "fines >= 2", "then": "zero"},
        {"id": "barred", "title": T, "when": "fines = 1", "then": "excluded"},
    ]
    groups = [sheets.group(main), sheets.group(extra, name="bonus", bonus=True)]
    program = sheets.program(groups, max_by="stage", max=15, veto=veto)
    table = sheets.table(
        a=[18, 18, 18, 18, 18, 18],
        b=[1, 1, 0, 1, 1, 0],
        fines=[0, 0, 0, 2, 1, None],
        stage=["初创期", "成长期", "成长期", "初创期", "初创期", None],
    )
    found = score(program, table)
    assert found["points"] == [18, 13, 10, 0, 18, None]
    assert found["rank"] == [1, 2, 3, 4, None, None]
    assert (found["low"][5], found["high"][5]) == (0, 15)
    assert found["status"] == [
        "",
        "",
        "",
        "zero",
        "excluded",
        "unknown;incomplete;veto unknown"[:7] + ";veto unknown",
    ]


T = {"zh": "题", "en": "title"}


@pytest.mark.parametrize(
    ("ties", "places", "lists"),
    [
        ("in", "down", ["top", "top", None, None, None]),
        ("out", "down", ["next", "next", None, None, None]),
        ("in", "up", ["top", "top", None, None, None]),
        ("in", "half_up", ["top", "top", None, None, None]),
    ],
)
def test_lists_and_ties(sheets: type[Sheets], ties: str, places: str, lists: list[str | None]):
    """Of five ranked rows 20 % are one place, 40 % two: two rows tie across the line of the first list."""
    ranking = {
        "ties": ties,
        "places": places,
        "lists": [{"id": "top", "title": T, "to": "20%"}, {"id": "next", "title": T, "to": "40%"}],
    }
    program = sheets.program([sheets.group({"id": "i", "max": 100, "formula": "a"})], ranking=ranking)
    found = score(program, sheets.table(a=[90, 90, 50, 40, 30]))
    assert found["rank"] == [1, 1, 3, 4, 5]
    assert found["list"] == lists


@pytest.mark.slow
@pytest.mark.parametrize(("places", "ends"), [("down", 1), ("half_up", 2), ("up", 2)])
def test_places_of_a_list(sheets: type[Sheets], places: str, ends: int):
    """5 % of 30 rows are one place and a half."""
    ranking = {"places": places, "lists": [{"id": "top", "title": T, "to": "5%"}]}
    program = sheets.program([sheets.group({"id": "i", "max": 100, "formula": "a"})], ranking=ranking)
    found = score(program, sheets.table(a=list(range(30, 0, -1))))
    assert sorted(rank for rank, name in zip(found["rank"], found["list"], strict=True) if name) == [
        *range(1, ends + 1)
    ]


def test_the_least_share_of_known_items(sheets: type[Sheets]):
    items = [{"id": f"i{n}", "max": 10, "formula": name} for n, name in enumerate(("a", "fines"))]
    table = sheets.table(a=[4, 4, None], fines=[None, 1, None])
    whole = score(sheets.program([sheets.group(*items)]), table)
    assert whole["points"] == [None, 5, None]
    half = score(sheets.program([sheets.group(*items)], min_share="50%"), table)
    assert (half["points"], half["rank"]) == ([4, 5, None], [2, 1, None])
    assert half["status"] == ["incomplete", "", "unknown"]
    assert (half["low"][0], half["high"][0]) == (4, 14)


def test_unpublished_caps_and_a_variant(sheets: type[Sheets]):
    groups = [
        sheets.group({"id": "i", "max": None, "formula": "a"}, {"id": "k", "max": 5, "formula": "fines"})
    ]
    variants = {"even": {"title": T, "max": 10}}
    program = sheets.program(groups, variants=variants)
    table = sheets.table(a=[4, 40], fines=[1, 1])
    bare = score(program, table)
    assert (bare["points"], bare["s.k"], bare["rank"]) == ([None, None], [1, 1], [None, None])
    assert bare["status"] == ["max unpublished"] * 2
    filled = score(program, table, variant="even")
    assert (filled["points"], filled["status"]) == ([5, 11], ["max assumed"] * 2)
    with pytest.raises(UsageError, match="has no variant 'odd'; it has: even"):
        points(program, table, variant="odd")


@pytest.mark.slow
def test_totals_that_doubles_cannot_tell_share_a_rank(sheets: type[Sheets]):
    """1/10 + 2/10 and 3/10 are one total, which doubles tell apart; 2**-52 more is another."""
    items = [{"id": f"i{n}", "max": 1, "score": name} for n, name in enumerate(("a", "b"))]
    program = sheets.program([sheets.group(*items)])
    found = score(program, sheets.table(a=[0, 1, 3, 2, 10], b=[0, 2, 0, 1, 10]))
    assert 0.1 + 0.2 != 0.3
    assert found["points"][1] != found["points"][2]
    assert found["rank"] == [5, 2, 2, 2, 1]
    program = sheets.program([sheets.group({"id": "i", "max": 1, "score": "x"}, items[0])])
    found = score(program, sheets.table(x=[0.5, 0.25, 0.5 + 2**-52, 0, 1], a=[0, 0, 0, 0, 1]))
    assert found["rank"] == [3, 4, 2, 5, 1]


def test_no_such_column_or_sheet(sheets: type[Sheets]):
    program = sheets.program([sheets.group({"id": "i", "max": 5, "formula": "a"})])
    with pytest.raises(UsageError, match="has no column place; try: points"):
        points(program, sheets.table(a=[1]), columns=["place"])
    with pytest.raises(UsageError, match="has no score sheet 't'; its score sheets are: s"):
        points(program, sheets.table(a=[1]), name="t")


SCORED = st.fixed_dictionaries(
    {
        "score": st.sampled_from(["a", "b", "fines"]),
        "direction": st.sampled_from(["up", "down"]),
        "normalise": st.builds(
            lambda method, by, constant: {
                "method": method,
                "by": by,
                **({} if constant is None or method == "share_of_max" else {"constant": constant}),
            },
            st.sampled_from(["minmax", "percentile_rank", "percentile_rank", "share_of_max"]),
            st.sampled_from([[], ["stage"], ["stage", "sector"]]),
            st.sampled_from([None, None, "0.5"]),
        ),
    }
)
PLAIN = st.sampled_from(
    [
        {"formula": "a"},
        {"formula": "fines * 2"},
        {"grade": "mark"},
        {
            "bands": [{"when": "b >= 1 万元", "points": 4}, {"when": "a > 2", "points": [1, 2]}],
            "otherwise": 0,
        },
        {"score": "b", "round": {"to": "0.01"}, "normalise": {"method": "minmax", "by": ["stage"]}},
    ]
)
CAPS = st.sampled_from([5, "7/3", 8, {"初创期": 6, "成长期": "5/2"}])
ITEMS = st.lists(st.tuples(st.one_of(SCORED, SCORED, PLAIN), CAPS), min_size=1, max_size=4)


def _sheet(sheets: type[Sheets], drawn: Any, cap: object, veto: bool, share: str) -> Program:
    items = [{"id": f"i{n}", "max": most, **item} for n, (item, most) in enumerate(drawn)]
    for item in items:
        if "bands" in item or "grade" in item:
            item["max"] = 8
    group = sheets.group(*items, **({} if cap is None else {"max": cap}))
    bonus = sheets.group({"id": "e", "max": 2, "formula": "fines"}, name="more", bonus=True)
    more: dict[str, Any] = {"min_share": share, "ranking": {"by": ["stage"]}}
    caps = [item["max"] for item in items] + [cap]
    more |= {"max_by": "stage"} if any(isinstance(most, dict) for most in caps) else {}
    more |= {"veto": [{"id": "v", "title": T, "when": "fines >= 3", "then": "zero"}]} if veto else {}
    return sheets.program([group, bonus] if veto else [group], **more)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, values, values, st.none())


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "a": _maybe(st.integers(-2, 4)),
            "b": _maybe(st.integers(0, 5)),
            "fines": _maybe(st.integers(0, 3)),
            "stage": _maybe(st.sampled_from(["初创期", "成长期"])),
            "sector": _maybe(st.sampled_from(["电子", "材料"])),
            "mark": st.sampled_from(["A", "B", None]),
        }
    ),
    min_size=1,
    max_size=9,
)


def _world(rows: list[dict[str, Any]]) -> World:
    grades = {"A": Interval(Q(7), Q(8)), "B": Interval(Q(5), Q(5)), None: None}
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for n, row in enumerate(rows, start=1):
        values: dict[str, Value] = {
            name: None if row[name] is None else Q(row[name]) for name in ("a", "fines")
        }
        values["b"] = None if row["b"] is None else Q(row["b"]) * 10000
        found[(str(n), 0)] = {
            **values,
            "mark": grades[row["mark"]],
            "stage": row["stage"],
            "sector": row["sector"],
        }
    return World(found)


def _expected(
    program: Program, rows: list[dict[str, Any]], least: int
) -> list[tuple[Interval, Fraction | None]]:
    """The interval of the total, and the total that is ranked."""
    world = _world(rows)
    names = [row.name for row in program.items["test.s"].rows]  # pyright: ignore[reportAttributeAccessIssue]
    found: list[tuple[Interval, Fraction | None]] = []
    for n, row in enumerate(rows, start=1):
        judged = Evaluator(program, world, str(n), 0)
        total = judged.item("test.s")
        parts = [judged.item(name) for name in names]
        assert isinstance(total, Interval)
        known = sum(isinstance(part, Interval) and part.low == part.high for part in parts)
        decided = total.low == total.high or (known >= least and least < len(names))
        unsure = bool(program.pack.points["s"].veto) and row["fines"] is None
        ranked = decided and row["stage"] is not None and not unsure
        found.append((total, total.low if ranked else None))
    return found


@settings(max_examples=60, deadline=None)
@given(
    drawn=ITEMS,
    cap=st.sampled_from([None, None, 9, {"初创期": 3, "成长期": 4}]),
    veto=st.booleans(),
    share=st.sampled_from(["1", "1/2"]),
    rows=ROWS,
)
@pytest.mark.slow
def test_agrees_with_the_reference(drawn: Any, cap: Any, veto: bool, share: str, rows: list[dict[str, Any]]):
    """Totals to 1e-12, ranks exactly: ties of fractions are ties, on arrays and as window functions."""
    program = _sheet(Sheets, drawn, cap, veto, share)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    types = {"a": pa.int64(), "b": pa.int64(), "fines": pa.int64()}
    table = Sheets.table(**{name: pa.array(v, types.get(name, pa.string())) for name, v in columns.items()})
    plan = points_plan(program)[1]
    expected = _expected(program, rows, plan.least)
    found = score(program, table)
    for n, (total, ranked) in enumerate(expected):
        assert found["low"][n] == pytest.approx(float(total.low), abs=1e-12)
        assert found["high"][n] == pytest.approx(float(total.high), abs=1e-12)
        group = [t for (_, t), row in zip(expected, rows, strict=True) if row["stage"] == rows[n]["stage"]]
        better = sum(t is not None and ranked is not None and t > ranked for t in group)
        assert found["rank"][n] == (None if ranked is None else better + 1)
    windows = _windows(program, table)
    for name in ("low", "high", "points", "s.g"):
        assert found[name] == pytest.approx(windows[name], abs=1e-12)


def _windows(program: Program, table: pa.Table) -> dict[str, list[Any]]:
    """The same by the SQL that an auditor sees."""
    figures, plan = points_plan(program)
    task = task_for(program, figures, table, Options())
    with DuckDB(threads=1) as engine:
        names = ["subject", "period", *(output.name for output in figures.outputs)]
        engine.register("figures", engine.figures(figures, task).read(names))
        steps = [*points_ctes(plan, "figures"), ranked_cte(plan)]
        query = text(script(steps, result_query(plan, RANKED, plan.outputs)))
        opened = Opened(Relation("", frozenset()), {}, [], [])
        return engine.fetch(query, opened, "subject, period").to_pydict()
