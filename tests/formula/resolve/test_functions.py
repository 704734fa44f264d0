"""Functions of the white list: what they take and what they give."""

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.parser import FUNCTIONS

YUAN = (("元", 1),)


@pytest.mark.parametrize(
    ("formula", "scalar", "dimension"),
    [
        ("abs(revenue)", "number", YUAN),
        ("round(revenue, 2)", "number", YUAN),
        ("round(heat, 2)", "number", ()),
        ("least(revenue, 0, profit)", "number", YUAN),
        ("greatest(patents, 1)", "number", (("件", 1),)),
        ("least(heat, 1)", "real", ()),
        ("log(staff)", "real", ()),
        ("log10(100)", "real", ()),
        ("log(revenue / 1 万元)", "real", ()),
        ("exp(1)", "real", ()),
        ("sqrt(heat)", "real", ()),
        ("power(heat, 2)", "real", ()),
        ("cagr(revenue, 2)", "real", ()),
        ("growth(revenue)", "number", ()),
        ("growth(heat)", "real", ()),
        ("total(revenue, 2)", "number", YUAN),
        ("mean_of(revenue, 2)", "number", YUAN),
        ("rank(revenue)", "number", ()),
        ("rank(heat)", "number", ()),
        ("top_share(revenue, 'asc')", "number", ()),
        ("share_of(revenue)", "number", ()),
        ("share_of(heat)", "real", ()),
        ("mean_over(revenue)", "number", YUAN),
        ("age_days(opened)", "number", (("天", 1),)),
        ("age_years(opened)", "number", (("年", 1),)),
        ("days_between(opened, as_of)", "number", (("天", 1),)),
        ("date('2024-02-29')", "date", ()),
        ("existed(0)", "flag", ()),
    ],
)
def test_kinds_and_units(firm, formula: str, scalar: t.Scalar, dimension: tuple[tuple[str, int], ...]):
    found = firm.meaning(formula).type
    assert (found.scalar, found.dimension) == (scalar, dimension)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("least(revenue, staff)", "元 and 人; least needs one unit"),
        ("greatest(revenue, 5)", "元 and a pure number; greatest needs one unit"),
        ("log(revenue)", "元; log takes numbers without a unit; try: divide by one: revenue / 1 万元"),
        ("sqrt(revenue / staff)", "元/人; sqrt takes numbers without a unit"),
        ("power(2, 3 元)", "元; power takes numbers without a unit"),
        ("rank(revenue, 'most')", "this order; the order is 'desc' (most first) or 'asc'"),
        ("rank(revenue, 1)", "pure number; behind the figure, and the order"),
        ("min_over(revenue, staff)", "人; behind the figure"),
        ("percentile_rank(revenue, 'desc', opened)", "date; behind the figure"),
        ("share_of(revenue, 'field')", "text; behind the figure"),
        ("date(opened)", "this date; a date is written date('2026-01-01')"),
        ("date('2024-02-30')", "this date"),
        ("date('yesterday')", "this date"),
        ("age_days(revenue)", "a 元; age_days takes dates"),
        ("days_between(opened, '2024-01-01')", "a text; days_between takes dates"),
        ("opened < age_days(opened)", "date and 天"),
        ("age_days(opened) > 1 年", "天 and 年"),
    ],
)
def test_faults(firm, formula: str, words: str):
    assert words in str(firm.fault(formula))


def test_existed_needs_a_founding_day(zone):
    error = zone.fault("existed(1)")
    assert "the subject has no `founded` variable; try: declare it on the subject" in str(error)


def test_every_function_of_the_white_list_means_something(firm):
    given = {"date": "date('2024-01-01')", "existed": "existed(1)", "each_of": "each_of(listed, 2)"}
    given |= {name: f"{name}(opened)" for name in ("age_days", "age_years")}
    given["days_between"] = "days_between(opened, as_of)"
    for name, (least, _) in FUNCTIONS.items():
        numbers = "patents, " + ", ".join(["2"] * (least - 1)) if least > 1 else "patents"
        assert firm.meaning(given.get(name, f"{name}({numbers})")).node
