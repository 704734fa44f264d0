"""Breaks: no formula looks across a change of calibre, save by a comparable series; solved by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.resolve.breaks import across, joined, walls
from gaoxin.formula.values import Value
from gaoxin.plan.rows import verdict_plan
from tests.agreement.language import BREAK
from tests.agreement.single import found as found_in
from tests.agreement.single import judged, rows, truth

AMOUNT = {"unit": "元", "decimals": 2, "digits": 9, "min": 0}
WALL = {"from": 2023, **BREAK}
BRIDGE = {"from": 2023, "comparable": "c", **BREAK}
YEARS: list[dict[str, Value]] = [{"a": Fraction(10 * n), "c": Fraction(n)} for n in range(1, 6)]
"""10, 20 … 50 in the years 2020 to 2024, and 1, 2 … 5 of the comparable series."""


def holds(formula: str, *breaks: dict[str, object], last: int = 2024) -> bool | None:
    """The truth of a condition in a year, on the reference and on DuckDB alike."""
    built = judged(formula, a={**AMOUNT, "breaks": breaks}, c=AMOUNT)
    return found_in(built, rows(*YEARS[: last - 2019], last=last))["test.c"]  # type: ignore[return-value]


ACROSS = [
    "prior(a, 2) >= 0 元",
    "growth(a, 2) > 0",
    "total(a, 3) > 0 元",
    "mean_of(a, 3) > 0 元",
    "cagr(a, 2) > 0",
    "each_of(a > 0 元, 3)",
]


@pytest.mark.parametrize("formula", ACROSS)
def test_across_a_break_nothing_is_known(formula: str):
    assert holds(formula) is True
    assert holds(formula, WALL) is None
    assert holds(formula, WALL, last=2022) is True  # all years before it
    assert holds(formula, {**WALL, "from": 2022}) is True  # all years after it
    assert holds(formula, {**WALL, "from": 2025}) is True


@pytest.mark.parametrize(("last", "known"), [(2022, True), (2023, None), (2024, True)])
def test_growth_is_unknown_in_the_year_of_the_break_only(last: int, known: bool | None):
    assert holds("growth(a) > 0", WALL, last=last) is known


@pytest.mark.parametrize(
    ("formula", "year"),
    [
        ("prior(a, 2) = 3 元", 2024),  # c of 2022
        ("prior(a) = 40 元", 2024),  # a of 2023, after the break
        ("prior(a) = 3 元", 2023),
        ("prior(a) = 20 元", 2022),
        ("growth(a, 2) = 47 / 3", 2024),  # 50 / 3 - 1
        ("total(a, 3) = 93 元", 2024),  # 50 + 40 + 3
        ("mean_of(a, 3) = 31 元", 2024),
    ],
)
def test_a_comparable_series_stands_for_the_earlier_years(formula: str, year: int):
    assert holds(formula, BRIDGE, last=year) is True


def test_of_two_breaks_the_last_one_counts():
    first, second = {**BRIDGE, "from": 2022}, {**WALL, "from": 2024}
    assert holds("prior(a) = 2 元", first, second, last=2022) is True
    assert holds("prior(a, 2) = 2 元", first, second, last=2023) is True
    assert holds("prior(a) >= 0 元", first, second, last=2024) is None
    assert holds("prior(a) = 2 元", WALL, {**BRIDGE, "from": 2024}, last=2023) is None
    assert holds("prior(a, 3) = 2 元", WALL, {**BRIDGE, "from": 2024}, last=2024) is True


def test_a_missing_zero_does_not_bridge_a_break():
    spec = {**AMOUNT, "missing": "zero", "missing_source": "test", "breaks": [WALL]}
    built = judged("prior(a) >= 0 元", a=spec)
    assert found_in(built, rows({}, {}, last=2023))["test.c"] is None
    assert found_in(built, rows({}, {}, last=2024))["test.c"] is True


def test_the_reasons_name_what_is_cut_off_or_missing():
    built = judged("growth(a) > 0", a={**AMOUNT, "breaks": [WALL]})
    (reason,) = [r for r in verdict_plan(built).reasons if r.output == "test.c"]
    assert [(column, words) for column, words, _ in reason.inputs] == [
        ("a", "待补充：题"),
        ("known.a@-1", "待补充：题（前1年）"),
        ("break.a@-1", "口径变动,不可比：题（前1年）"),
    ]


def test_members_are_looked_back_at_as_one():
    inner = t.Ref(1, "x", "number", breaks=(t.Break(2023),))
    node = across(t.Rollup(1, "sum", "firm", inner, None, shift=2))
    assert isinstance(node, t.Across)
    assert [(way.first, way.last, way.value) for way in node.ways] == [(2023, 2024, None)]
    bridged = across(
        t.Rollup(1, "sum", "firm", t.Ref(1, "x", "number", breaks=(t.Break(2023, "y"),)), None, 1)
    )
    assert isinstance(bridged, t.Across)
    (way,) = bridged.ways
    assert (way.first, way.last) == (2023, 2023)
    assert way.value == t.Rollup(1, "sum", "firm", t.Ref(1, "y", "number"), None, 1)


def test_a_figure_at_one_calibre():
    ref = t.Ref(1, "x", "number", breaks=(t.Break(2020, "u"), t.Break(2022), t.Break(2024, "v")))
    found = joined(t.Op(1, "+", (ref, t.Number(1, Fraction(1)))))
    assert isinstance(found, t.Op)
    made = found.args[0]
    assert isinstance(made, t.Across)
    names = {year: made.at(year) for year in (2019, 2020, 2021, 2022, 2023, 2024)}
    assert {year: node.name for year, node in names.items() if isinstance(node, t.Ref)} == {
        2019: "u", 2020: "x", 2021: "x", 2022: "v", 2023: "v", 2024: "x",
    }  # fmt: skip
    assert walls(ref) == (2022,)


def test_without_a_break_nothing_changes():
    ref = t.Ref(1, "x", "number", shift=3)
    assert across(ref) is ref
    assert truth("growth(a) > 0", rows({"a": 1}, {"a": 2})) is True
