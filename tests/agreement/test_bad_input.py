"""Bad input has one stated rule everywhere: on both engines, and for every verb on an index or a score sheet.

The rules stand in a table of docs/en/index-methods.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

import gaoxin as gx
from gaoxin.base.errors import DataError, UsageError
from gaoxin.formula.program import Program
from gaoxin.plan.index import compile_index
from gaoxin.spec import Index
from tests.agreement import indices
from tests.agreement.single import program

T = {"zh": "数", "en": "number"}
NAMES = "abc"
VARIABLES: dict[str, dict[str, Any]] = {
    name: {"title": {"zh": f"{name}数", "en": name}, "type": "real", "unit": "1"} for name in NAMES
}
FIRMS = ((1.0, 1.0, 1.0), (2.0, 3.0, 2.0), (3.0, 5.0, 5.0), (4.0, 2.0, 3.0), (5.0, 4.0, 6.0))
YEARS = (2023, 2024)
MINMAX = {"method": "minmax", "low": 1, "high": 100}
Row = dict[str, Any]


def index(weights: tuple[str, ...] = ("1", "1", "1"), direction: str | None = None, **methods: Any) -> Row:
    more = {} if direction is None else {"direction": direction}
    leaves = [
        {"id": f"i{name}", "title": T, "indicator": name, "weight": weight, **more}
        for name, weight in zip(NAMES, weights, strict=True)
    ]
    return {"title": T, "methods": {"normalise": MINMAX, **methods}, "tree": leaves}


def rows(change: Callable[[Row], Row] = lambda row: row, firms: int = 5) -> list[Row]:
    """Figures of two years, as they are or changed row by row."""
    found: list[Row] = []
    for n, figures in enumerate(FIRMS[:firms]):
        for year in YEARS:
            own = {f"i{name}": value + (year - 2023) * n for name, value in zip(NAMES, figures, strict=True)}
            found.append(change({"subject": f"F{n}", "period": year, **own}))
    return found


ONE = {"ib": None}
CASES: dict[str, tuple[Row, list[Row], str, str, str]] = {
    # the index; its rows; the node that says why; the word; what the total of F0 says
    "zero under a geometric mean": (
        index(normalise={**MINMAX, "low": 0}, aggregate={"method": "geometric"}),
        rows(), "total", "not positive", "unknown;not positive",
    ),
    "below zero under a harmonic mean": (
        index(normalise={"method": "zscore"}, aggregate={"method": "harmonic"}),
        rows(), "total", "not positive", "unknown;not positive",
    ),
    "below zero under a power mean": (
        index(normalise={"method": "zscore"}, aggregate={"method": "power_mean", "p": 2}),
        rows(), "total", "not positive", "unknown;not positive",
    ),
    "a constant column": (index(), rows(lambda row: {**row, "ib": 7.0}), "ib", "constant", "unknown"),
    "a constant column that may go": (
        index(aggregate={"method": "arithmetic", "min_share": "1/2"}),
        rows(lambda row: {**row, "ib": 7.0}), "ib", "constant", "reweighted",
    ),
    "one unit": (index(), rows(firms=1), "ia", "group of one", "unknown"),
    "no unit with data": (
        index(), rows(lambda row: {**row, "ia": None, "ib": None, "ic": None}), "ia", "unknown", "unknown",
    ),
    "an indicator missing everywhere": (
        index(), rows(lambda row: {**row, "ib": None}), "ib", "unknown", "unknown",
    ),
    "an indicator missing everywhere that may go": (
        index(aggregate={"method": "arithmetic", "min_share": "1/2"}),
        rows(lambda row: {**row, "ib": None}), "ib", "unknown", "reweighted",
    ),
}  # fmt: skip


def made(spec: Row) -> Program:
    items = [{"id": f"p{name}", "title": T, "max": 10, "score": name} for name in NAMES]
    groups = [{"id": "g", "title": T, "items": items}]
    sheet = {"title": T, "normalise": {"method": "minmax"}, "groups": groups}
    return program({"index": {"x": spec}, "points": {"s": sheet}}, VARIABLES)


def table(found: list[Row]) -> pa.Table:
    heads = {"subject": "firm", "period": "年度", **{f"i{name}": f"{name}数" for name in NAMES}}
    return pa.table(
        {head: [None if row[key] is None else str(row[key]) for row in found] for key, head in heads.items()}
    )


def said(given: object) -> None:
    """No NaN and no infinity, at any depth."""
    if isinstance(given, float):
        assert math.isfinite(given)
    for part in given.values() if isinstance(given, dict) else given if isinstance(given, list) else ():
        said(part)


def word(found: list[Row], node: str) -> str:
    return next(row["status"] for row in found if (row["subject"], row["node"]) == ("F0", node))


@pytest.mark.parametrize("case", CASES)
def test_an_index_says_why_on_both_engines(case: str):
    spec, given, node, why, total = CASES[case]
    plan = compile_index(Index.model_validate(spec), "x")
    figures = indices.table(plan, given)
    sql, arrays = indices.on_duckdb(plan, figures), indices.on_arrays(plan, figures)
    assert indices.differences(sql, arrays) == []
    said(arrays)
    assert why in word(arrays, node)
    assert word(arrays, "total") == total
    unknown = [row for row in arrays if row["score"] is None]
    assert all(row["rank"] is None and row["status"].startswith("unknown") for row in unknown)


@pytest.mark.slow
def test_a_group_of_one_on_both_engines():
    """C alone is in its group: its scale is unknown, the others' is not; a rank in the group is known."""
    leaves = [{"id": "ia", "title": T, "indicator": "a", "weight": 1}]
    keys = ("subject", "period", "ia", "stage")
    units = (("A", 2024, 1.0, "甲"), ("B", 2024, 2.0, "甲"), ("C", 2024, 3.0, "乙"))
    found = [dict(zip(keys, unit, strict=True)) for unit in units]
    for method, why in (
        ({**MINMAX, "by": "stage"}, "unknown;group of one"),
        ({"method": "rank", "by": "stage"}, ""),
    ):
        spec = {"title": T, "methods": {"normalise": method}, "tree": leaves}
        plan = compile_index(Index.model_validate(spec), "x")
        figures = indices.table(plan, found)
        sql, arrays = indices.on_duckdb(plan, figures), indices.on_arrays(plan, figures)
        assert indices.differences(sql, arrays) == []
        assert [row["status"] for row in arrays if row["node"] == "ia"] == ["", "", why]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_every_verb_keeps_to_the_rule(case: str):
    """A unit without a score has no interval, no parts, no target; each says so, with the reason."""
    spec, given, node, why, total = CASES[case]
    pack, figures = made(spec), table(given)
    lost = total.startswith("unknown")
    robust = gx.robust(pack, figures, draws=4)
    said(robust.plain())
    assert (robust.rows()[0]["rank_low"] is None) == lost
    assert any("没有得分" in notice for notice in robust.notices) == lost
    change = gx.change(pack, figures, *YEARS, subject="F0").rows()
    said(change)
    reasons = {(row["part"], row["node"], row["status"]) for row in change if row["part"] == "unknown"}
    word = "missing" if why == "unknown" else why
    told = {("unknown", node, f"{word} 2023;{word} 2024")} if lost else set[tuple[str, str, str]]()
    assert reasons >= told
    assert bool(reasons) == lost
    if lost:
        with pytest.raises(UsageError, match=f"F0 2024: 没有得分 · has no score; {word}: .* {node}"):
            gx.target(pack, figures, "F0", score=50)
    else:
        said(gx.target(pack, figures, "F0", score=50).rows())
    points = gx.points(pack, figures).rows()
    said(points)
    assert all((row["points"] is None) == ("unknown" in row["status"]) for row in points)


@pytest.mark.slow
def test_points_without_a_spread_are_undecided_and_say_so():
    pack = made(index())
    for given in (rows(lambda row: {**row, "ib": 7.0}), rows(firms=1)):
        row = gx.points(pack, table(given)).rows()[0]
        assert (row["points"], row["s.pb"], row["rank"], row["status"]) == (None, None, None, "unknown")
        sheet = gx.score_sheet(pack, table(given), "F0")
        item = next(row for row in sheet.rows if row.item == "g.pb")
        assert (item.unplaced, item.shown) == (True, ("0", "10"))
        assert "同组只有一家或没有差异" in sheet.text()


VERBS: dict[str, Callable[[Program, pa.Table], object]] = {
    "index": gx.index,
    "robust": lambda pack, given: gx.robust(pack, given, draws=4),
    "change": lambda pack, given: gx.change(pack, given, *YEARS),
    "target": lambda pack, given: gx.target(pack, given, "F1", score=50),
    "points": gx.points,
    "sheet": lambda pack, given: gx.score_sheet(pack, given, "F1"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_unit_twice_is_refused_with_its_rows(verb: str):
    with pytest.raises(DataError, match="'F0, 2023'; a subject has one row in a period") as caught:
        VERBS[verb](made(index()), table([*rows(), *rows()[:1]]))
    assert [fault.place.line for fault in caught.value.faults] == [1, 11]


@pytest.mark.parametrize("verb", ["robust", "change", "target", "sheet"])
def test_a_table_without_rows_is_refused(verb: str):
    with pytest.raises(UsageError, match=r"没有数据|no row"):
        VERBS[verb](made(index()), table(rows()).slice(0, 0))


@pytest.mark.parametrize("verb", ["index", "robust", "change", "target"])
def test_weights_that_do_not_sum_are_told(verb: str):
    found: Any = VERBS[verb](made(index(("0.5", "0.3", "0.3"))), table(rows()))
    assert [notice for notice in found.notices if "add up to 1.1, not 1" in notice]


@pytest.mark.slow
def test_without_a_direction_more_is_better():
    for spec in (index(), index(direction="up")):
        found = gx.index(made(spec), table(rows())).rows()
        best = [
            row["subject"] for row in found if (row["period"], row["node"], row["rank"]) == (2024, "total", 1)
        ]
        assert best == ["F4"]
    worst = gx.index(made(index(direction="down")), table(rows())).rows()
    assert [r["rank"] for r in worst if (r["subject"], r["period"], r["node"]) == ("F4", 2024, "total")] == [
        5
    ]
