"""Score sheets of a population: digits that add up, full marks by category, shares, peers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Task
from gaoxin.formula.program import Program
from gaoxin.formula.values import Value
from gaoxin.plan.rows import beside_points, figure_plan
from gaoxin.services.score_sheets.population import (
    nodes,
    parts_of,
    peer_categories,
    sheet_heads,
    sheet_of,
    sheet_rows,
    text,
)
from gaoxin.services.stored import stored_table
from tests.agreement import language as lang
from tests.agreement.single import program

VARIABLES: dict[str, dict[str, Any]] = {
    "income": {"unit": "元", "min": 0},
    "cost": {"unit": "元", "min": 0},
    "stage": {"type": "category", "categories": ["初创期", "成长期"]},
}
SHEET = {
    "title": lang.T,
    "max_by": "stage",
    "normalise": {"method": "percentile_rank", "by": ["stage"]},
    "groups": [
        {"id": "a", "title": lang.T, "max": 10, "items": [
            {"id": "a1", "title": lang.T, "max": {"初创期": 8, "成长期": 6}, "score": "income"},
            {"id": "a2", "title": lang.T, "max": 6, "formula": "cost / 1 元"},
        ]},
        {"id": "b", "title": lang.T, "bonus": True, "items": [
            {"id": "b1", "title": lang.T, "max": 2,
             "bands": [{"when": "cost >= 3 元", "points": [1, 2]}], "otherwise": 0},
        ]},
    ],
}  # fmt: skip
FIRMS: list[tuple[str | None, int | None, int]] = [
    ("初创期", 1, 0), ("初创期", 2, 1), ("初创期", 3, 4), ("初创期", 9, 5), ("成长期", 5, 1), (None, 5, 1),
]  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Program:
    return program({"points": {"s": SHEET}}, VARIABLES)


@pytest.fixture(scope="module")
def rows(made: Program) -> Any:
    """Give the points of six firms, four of one stage."""
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for n, (stage, income, cost) in enumerate(FIRMS):
        amount = None if income is None else Fraction(income)
        found[(f"f{n}", 2024)] = {"stage": stage, "income": amount, "cost": Fraction(cost)}
    plan = figure_plan(made, [*parts_of(made, "s"), *beside_points(made)])
    with DuckDB() as engine:
        table = engine.rows(plan, Task(stored_table(found, made.variables), {}, None)).arrow()
    return table.sort_by("subject")


def column(made: Program, rows: Any, item: str, name: str) -> list[Any]:
    return dict(sheet_rows(made, sheet_of(made, "s"), rows))[item][name].to_pylist()


def test_the_parts_with_their_parents(made: Program):
    parts = nodes(made, sheet_of(made, "s"))
    assert [(n.item, n.name, n.parent) for n in parts] == [
        ("", "s", -1), ("a", "s.a", 0), ("a.a1", "s.a1", 1), ("a.a2", "s.a2", 1),
        ("b", "s.b", 0), ("b.b1", "s.b1", 4),
    ]  # fmt: skip
    assert [n.share for n in parts if n.share] == ["s.a1#share"]
    assert beside_points(made) == ["s#stage", "s.a1#share"]


def test_full_marks_by_category_and_without_bonus(made: Program, rows: Any):
    """Firms of the first stage have 8 and 6 in a group of 10; the bonus of 2 is no part of the whole."""
    assert column(made, rows, "a.a1", "cap") == [8, 8, 8, 8, 6, None]
    assert column(made, rows, "a", "cap") == [10] * 6
    assert column(made, rows, "b", "cap") == [2] * 6
    assert column(made, rows, "", "cap") == [10] * 6


def test_points_shown_add_up(made: Program, rows: Any):
    """Places 0, 1/3, 2/3 and 1 of 8 points; 2.6667 + 1 are shown as 3.6667."""
    assert column(made, rows, "a.a1", "low_text") == ["0", "2.6667", "5.3333", "8", "0", "0"]
    assert column(made, rows, "a", "low_text") == ["0", "3.6667", "9.3333", "10", "1", "1"]
    assert column(made, rows, "a", "sum_text") == [None, None, None, "13", None, None]
    assert column(made, rows, "", "low_text") == ["0", "3.6667", "10.3333", "11", "1", "1"]
    assert column(made, rows, "", "high_text")[:4] == ["0", "3.6667", "11.3333", "12"]


def test_shares_and_peers(made: Program, rows: Any):
    """The median of the others of the stage; a lone firm has no peers, nor has one of no stage."""
    shares = column(made, rows, "a.a1", "share")
    assert shares[:4] == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert shares[4:] == [None, None]
    assert column(made, rows, "a.a2", "peers") == [3, 3, 3, 3, 0, 0]
    assert column(made, rows, "a.a2", "median") == [4, 4, 1, 1, None, None]
    heads = sheet_heads(made, sheet_of(made, "s"), rows)
    assert heads["peers_of"].to_pylist() == ["初创期"] * 4 + ["成长期", None]


def test_peers_are_those_of_the_shares_else_of_the_ranks(made: Program):
    assert peer_categories(sheet_of(made, "s")) == ("stage",)
    plain = {**SHEET, "normalise": {"method": "minmax"}, "ranking": {"by": ["stage"]}}
    assert peer_categories(sheet_of(program({"points": {"s": plain}}, VARIABLES), "s")) == ("stage",)
    capped = {**SHEET, "normalise": {"method": "minmax"}}
    assert peer_categories(sheet_of(program({"points": {"s": capped}}, VARIABLES), "s")) == ("stage",)


@pytest.mark.parametrize(
    ("units", "shown"), [(0, "0"), (26667, "2.6667"), (100_0000, "100"), (-5000, "-0.5"), (1, "0.0001")]
)
def test_digits_as_text(units: int, shown: str):
    assert text(units) == shown
