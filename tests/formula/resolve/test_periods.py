"""Periods are rewritten to shifted names."""

from fractions import Fraction

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.parser import parse
from gaoxin.formula.resolve.periods import shifted

T = {"zh": "例", "en": "example"}


def years_back(node: t.Node) -> list[tuple[str, int]]:
    return [(part.name, part.shift) for part in t.walk(node) if isinstance(part, t.Ref)]


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("prior(revenue)", [("revenue", 1)]),
        ("prior(revenue, 3)", [("revenue", 3)]),
        ("prior(prior(revenue, 2))", [("revenue", 3)]),
        ("prior(revenue / staff)", [("revenue", 1), ("staff", 1)]),
        ("growth(revenue, 2)", [("revenue", 0), ("revenue", 2)]),
        ("cagr(revenue, 2)", [("revenue", 0), ("revenue", 2)]),
        ("total(revenue, 1)", [("revenue", 0)]),
        ("total(revenue, 3)", [("revenue", 0), ("revenue", 1), ("revenue", 2)]),
        ("prior(total(revenue, 2))", [("revenue", 1), ("revenue", 2)]),
        ("each_of(revenue > 1 元, 2)", [("revenue", 0), ("revenue", 1)]),
        ("prior(opened) = opened", [("opened", 0), ("opened", 0)]),
        (
            "prior(CASE WHEN listed THEN revenue ELSE profit END)",
            [("listed", 1), ("revenue", 1), ("profit", 1)],
        ),
        ("prior(CASE WHEN listed THEN revenue END)", [("listed", 1), ("revenue", 1)]),
        ("prior(least(revenue, 1 元))", [("revenue", 1)]),
        ("prior(5)", []),
        ("prior(each)", [("revenue", 1), ("staff", 1)]),
    ],
)
def test_shifted_names(firm, formula: str, found: list[tuple[str, int]]):
    each = {"title": T, "formula": "revenue / staff", "unit": "元/人"}
    assert years_back(firm.meaning(formula, indicators={"each": each}).node) == found


def test_years_before_the_founding_day_have_a_fallback(firm, zone):
    parts = list(t.walk(firm.meaning("total(revenue, 3)").node))
    assert [p.shift for p in parts if isinstance(p, t.Since)] == [1, 2]
    # a zone has no founding day: a year that is not reported stays unknown
    assert not [p for p in t.walk(zone.meaning("total(revenue, 3)").node) if isinstance(p, t.Since)]
    moved = [p for p in t.walk(firm.meaning("prior(total(revenue, 2))").node) if isinstance(p, t.Since)]
    assert [p.shift for p in moved] == [2]


def test_an_indicator_of_an_earlier_year_says_so(firm):
    each = {"title": T, "formula": "revenue / staff", "unit": "元/人"}
    node = firm.meaning("prior(each, 2)", indicators={"each": each}).node
    assert isinstance(node, t.Item)
    assert node.name == "example.each@-2"


def test_roll_ups_move_as_a_whole(zone):
    node = zone.meaning("prior(sum(firm.revenue), 2)").node
    assert isinstance(node, t.Rollup)
    assert (node.shift, years_back(node)) == (2, [("revenue", 0)])


def test_existed_looks_further_back(firm):
    node = firm.meaning("prior(CASE WHEN existed(1) THEN 1 ELSE 0 END, 2)").node
    assert isinstance(node, t.Case)
    assert node.branches[0][0] == t.Call(1, "existed", (t.Number(1, Fraction(3)),))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (
            "prior(rank(revenue))",
            "a verdict, sheet or rank of an earlier year; only figures have earlier values",
        ),
        ("each_of(good, 2)", "a verdict, sheet or rank of an earlier year"),
        ("each_of(opened < as_of, 2)", "as_of in an earlier year; the day of judgement has no earlier value"),
        ("prior(age_years(opened))", "as_of in an earlier year"),
        ("each_of(age_days(opened) > 365, 3)", "as_of in an earlier year"),
        ("total(listed, 2)", "total of flag; total takes a figure"),
        ("growth(mark)", "growth of a pure number; growth takes a figure"),
        ("mean_of(field, 2)", "mean_of of text"),
        ("cagr(opened, 2)", "cagr of date"),
        ("each_of(revenue, 2)", "a condition must stand here"),
        ("prior(revenue, 0)", "a whole number from 1 to 20"),
        ("cagr(revenue, 0)", "a whole number from 1 to 20"),
    ],
)
def test_faults(firm, formula: str, words: str):
    good = {"title": T, "all": [{"id": "a", "title": T, "require": "listed"}]}
    assert words in str(firm.fault(formula, verdicts={"good": good}))


@pytest.mark.parametrize("function", ["total", "mean_of", "each_of"])
def test_years_of_years_do_not_swell(firm, function: str):
    formula = "revenue > 1 元" if function == "each_of" else "revenue"
    for _ in range(30):
        formula = f"{function}({formula}, 20)"
    assert "more than 20000 parts" in str(firm.fault(formula))


def test_growth_of_growth_does_not_swell(firm):
    formula = "revenue"
    for _ in range(35):
        formula = f"growth({formula})"
    assert "more than 20000 parts" in str(firm.fault(formula))


def test_literals_do_not_move():
    node = parse("1 + 2")
    assert shifted(node, 3) == node
