"""The smallest single change that makes a condition hold: it holds there, and not one stored unit before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.decide import Change, changes, missing
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Judgement, Program
from gaoxin.formula.values import Interval, Value
from tests.agreement import language as lang
from tests.agreement.single import FIRM, YEAR, program

MONEY = {"unit": "万元", "decimals": 2, "min": 0}
VARIABLES: dict[str, dict[str, Any]] = {
    "income": MONEY,
    "cost": MONEY,
    "staff": {"unit": "人", "min": 0},
    "rate": {"unit": "%", "decimals": 4, "min": 0, "max": 100},
    "profit": {"unit": "万元", "decimals": 2, "min": -50},
    "digit": {"unit": "件", "digits": 1},
    "wide": {"unit": "件", "digits": 4},
    "listed": {"type": "flag"},
    "score": {"type": "real"},
    "mark": {"type": "grade", "grades": {"A": [7, 8]}, "origin": "jury"},
    "kind": {"type": "category", "categories": ["甲", "乙"]},
}
WAN = 10_000


def judged(*conditions: str | Mapping[str, Any], group: str = "all") -> Program:
    """A verdict `v` of conditions `1`, `2`, …"""
    nodes = [{"require": c} if isinstance(c, str) else dict(c) for c in conditions]
    listed = [{"id": str(n), "title": lang.T, **node} for n, node in enumerate(nodes, 1)]
    return program({"verdicts": {"v": {"title": lang.T, group: listed}}}, VARIABLES)


def firm(built: Program, **values: Value | int) -> Evaluator:
    """The firm in its year; numbers in base units."""
    row: dict[str, Value] = {
        name: Fraction(v) if isinstance(v, int) and not isinstance(v, bool) else v
        for name, v in values.items()
    }
    return Evaluator(built, World({(FIRM, YEAR): row}), FIRM, YEAR)


def found(evaluator: Evaluator, condition: str = "1") -> list[Change]:
    made = evaluator.program.items["test.v"]
    assert isinstance(made, Judgement)
    return changes(evaluator, made, made.tests[condition])


def told(evaluator: Evaluator) -> dict[str, Value]:
    return {change.variable: change.then for change in found(evaluator)}


def test_the_share_of_a_firm_at_the_line():
    """5 % of 10000000 元 is 500000 元; 499999.99 元 of cost are 5 % of 9999999.80 元."""
    evaluator = firm(judged("cost / income >= 5%"), income=1000 * WAN, cost=Fraction(49999999, 100))
    assert found(evaluator) == [
        Change("cost", Fraction(49999999, 100), Fraction(500000), settles=True),
        Change("income", Fraction(1000 * WAN), Fraction("9999999.8"), settles=True),
    ]
    assert [(change.grows, change.size) for change in found(evaluator)] == [
        (True, Fraction(1, 49999999)),
        (False, Fraction(2, 10**8)),
    ]


@pytest.mark.parametrize(
    ("formula", "values", "then"),
    [
        ("staff > 10 人", {"staff": 10}, {"staff": 11}),
        ("staff < 10 人", {"staff": 10}, {"staff": 9}),
        ("staff BETWEEN 10 人 AND 20 人", {"staff": 30}, {"staff": 20}),
        ("staff >= 10 人", {"staff": 0}, {"staff": 10}),
        ("NOT listed", {"listed": True}, {"listed": False}),
        ("listed", {"listed": False}, {"listed": True}),
        ("listed AND staff >= 2 人", {"listed": False, "staff": 2}, {"listed": True}),
        ("listed OR staff >= 2 人", {"listed": False, "staff": 1}, {"listed": True, "staff": 2}),
        ("profit >= 0 万元", {"profit": -7 * WAN}, {"profit": 0}),
        ("rate >= 99.5%", {"rate": Fraction(1, 2)}, {"rate": Fraction(995, 1000)}),
        ("income - cost >= 1 万元", {"income": WAN, "cost": 1}, {"income": WAN + 1, "cost": 0}),
    ],
)
def test_known_changes(formula: str, values: dict[str, Any], then: dict[str, Any]):
    assert told(firm(judged(formula), **values)) == then


def test_a_single_point_may_be_stepped_over():
    """Conditions are taken to turn once on the way; nothing is claimed where they do not."""
    assert told(firm(judged("staff = 10 人"), staff=3)) == {}


def test_a_line_between_two_stored_values():
    """A third of 100 people is 33.3…: 34 is the least number that is not below it."""
    assert told(firm(judged("staff >= 100 人 / 3"), staff=1)) == {"staff": 34}


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("staff < 0 人", {"staff": 0}),
        ("rate > 100%", {"rate": 1}),
        ("rate >= 120%", {"rate": 1}),
        ("profit < -50 万元", {"profit": -50 * WAN}),
        ("digit >= 10 件", {"digit": 9}),
        ("digit < -9 件", {"digit": -9}),
        ("kind = '甲'", {"kind": "乙"}),
        ("mark >= 9", {"mark": Interval(Fraction(7), Fraction(8))}),
        ("round(score, 2) >= 1", {"score": 0.5}),
        ("staff * 0 >= 1 人", {"staff": 5}),
    ],
)
def test_nothing_possible(formula: str, values: dict[str, Any]):
    """Beyond the bounds and the digits of a variable there is no value; what is no number is not changed."""
    assert told(firm(judged(formula), **values)) == {}


def test_bounds_are_in_the_unit_of_the_variable():
    """At least -50 万元 are -500000 元."""
    assert told(firm(judged("profit <= -49 万元"), profit=0)) == {"profit": -49 * WAN}
    assert told(firm(judged("profit <= -50 万元"), profit=0)) == {"profit": -50 * WAN}


@pytest.mark.parametrize("need", range(1, 10))
def test_every_value_up_to_the_last_digit_is_reached(need: int):
    assert told(firm(judged(f"digit >= {need} 件"), digit=0)) == {"digit": need}
    assert told(firm(judged(f"digit <= -{need} 件"), digit=0)) == {"digit": -need}


def test_the_nearer_of_two_ways_counts():
    formula = "wide <= 100 件 OR wide >= 180 件"
    assert told(firm(judged(formula), wide=130)) == {"wide": 100}
    assert told(firm(judged(formula), wide=150)) == {"wide": 180}


def test_a_condition_that_holds_or_is_unknown_needs_nothing():
    assert found(firm(judged("staff >= 10 人"), staff=10)) == []
    assert found(firm(judged("staff >= 10 人"))) == []
    assert found(firm(judged("staff >= cost / 1 万元 * 1 人"), staff=10)) == []


def test_only_the_own_year_is_changed():
    built = judged("total(cost, 2) >= 10 万元")
    rows: dict[tuple[str, int], dict[str, Value]] = {
        (FIRM, YEAR - 1): {"cost": Fraction(3 * WAN)},
        (FIRM, YEAR): {"cost": Fraction(2 * WAN)},
    }
    evaluator = Evaluator(built, World(rows), FIRM, YEAR)
    assert [(c.variable, c.now, c.then) for c in found(evaluator)] == [("cost", 2 * WAN, 7 * WAN)]
    assert rows[(FIRM, YEAR)]["cost"] == 2 * WAN, "the subject itself is left as it is"


def test_an_empty_cell_that_means_zero_grows_from_zero():
    zero = {"z": {"unit": "件", "missing": "zero", "missing_source": "by hand"}}
    verdict = {"v": {"title": lang.T, "all": [{"id": "1", "title": lang.T, "require": "z >= 3 件"}]}}
    evaluator = Evaluator(program({"verdicts": verdict}, zero), World({(FIRM, YEAR): {}}), FIRM, YEAR)
    assert [(c.now, c.then, c.size) for c in found(evaluator)] == [(0, 3, 3)]


def test_what_settles_the_verdict_comes_first():
    """Fewer staff would meet condition 1, and break condition 2."""
    built = judged("cost >= staff * 1 万元 / 1 人", "staff >= 10 人")
    first, second = found(firm(built, cost=9 * WAN, staff=10))
    assert (first.variable, first.then, first.settles) == ("cost", 10 * WAN, True)
    assert (second.variable, second.then, second.settles) == ("staff", 9, False)


def test_a_change_does_not_settle_what_another_condition_misses():
    built = judged("staff >= 10 人", "income >= 1 万元")
    assert [c.settles for c in found(firm(built, staff=9, income=0))] == [False]
    assert [c.settles for c in found(firm(built, staff=9))] == [False], "income is unknown"
    assert [c.settles for c in found(firm(built, staff=9, income=WAN))] == [True]


def test_one_of_several_is_enough():
    built = judged("staff >= 10 人", "income >= 1 万元", group="any")
    assert [c.settles for c in found(firm(built, staff=9, income=0))] == [True]


def test_a_condition_that_does_not_apply_needs_nothing():
    built = judged({"require": "staff >= 10 人", "applies": "listed"}, "income >= 1 万元")
    assert found(firm(built, staff=1, listed=False, income=WAN)) == []
    assert told(firm(built, staff=1, listed=True, income=WAN)) == {"staff": 10}


def test_a_flag_is_as_large_as_the_value_itself():
    change = Change("listed", now=True, then=False, settles=True)
    assert (change.grows, change.size) == (False, 1)


def test_ranks_are_taken_anew():
    """To be first of three, a firm needs as much as the first has."""
    built = judged("rank(staff) <= 1")
    rows = {(name, YEAR): {"staff": Fraction(n)} for name, n in ((FIRM, 5), ("乙", 8), ("丙", 7))}
    assert told(Evaluator(built, World(rows), FIRM, YEAR)) == {"staff": 8}


def test_missing_names_the_variables_and_the_years_back():
    built = judged("total(cost, 3) >= 10 万元 AND staff >= 1 人")
    rows = {(FIRM, YEAR - 1): {"cost": Fraction(1)}, (FIRM, YEAR): {"cost": Fraction(1)}}
    assert missing(Evaluator(built, World(rows), FIRM, YEAR), "test.v") == [("cost", 2), ("staff", 0)]


@pytest.mark.parametrize(
    ("born", "lacking"),
    [
        (date(2024, 1, 1), []),
        (date(2023, 12, 31), [("a", 1)]),
        (date(2022, 6, 30), [("a", 1), ("a", 2)]),
        (None, [("a", 1), ("a", 2)]),
    ],
)
def test_years_before_founding_are_not_missing(born: date | None, lacking: list[tuple[str, int]]):
    verdict = {
        "v": {"title": lang.T, "all": [{"id": "1", "title": lang.T, "require": "total(a, 3) >= 1 元"}]}
    }
    rows: dict[tuple[str, int], dict[str, Value]] = {(FIRM, 2024): {"a": Fraction(1), "born": born}}
    evaluator = Evaluator(lang.program({"verdicts": verdict}), World(rows), FIRM, 2024)
    assert sorted(missing(evaluator, "test.v")) == lacking


def test_what_may_be_empty_is_not_missing():
    verdict = {"v": {"title": lang.T, "all": [{"id": "1", "title": lang.T, "require": "z + a >= 1 元"}]}}
    evaluator = Evaluator(lang.program({"verdicts": verdict}), World({(FIRM, 2024): {}}), FIRM, 2024)
    assert missing(evaluator, "test.v") == [("a", 0)]


LINES = st.sampled_from(
    [
        "cost / income >= {n}%",
        "cost / income < {n}%",
        "cost * 3 - income > {n} 元",
        "income <= {n} 元",
        "staff * 1 万元 / 1 人 >= cost / {n}",
        "rate * income >= cost * {n}",
        "CASE WHEN income <= {n} 元 THEN cost >= 7 元 ELSE cost >= 9 元 END",
        "least(cost, income) >= {n} 元",
        "abs(cost - income) >= {n} 元",
        "(NOT listed) AND staff >= {n} 人",
        "digit >= {n} 件 OR listed",
    ]
)
SMALL = st.integers(0, 2_000).map(lambda n: Fraction(n, 100))


@pytest.mark.slow
@given(
    LINES,
    st.integers(1, 30),
    SMALL,
    SMALL,
    st.integers(0, 9),
    st.integers(0, 10_000),
    st.booleans(),
    st.integers(-9, 9),
)
def test_a_change_is_the_nearest_in_its_direction(
    line: str, n: int, cost: Fraction, income: Fraction, staff: int, rate: int, listed: bool, digit: int
):
    built = judged(line.format(n=n))
    values = {"cost": cost, "income": income, "staff": staff, "rate": Fraction(rate, 10_000)}
    row = {**values, "listed": listed, "digit": digit}
    evaluator = firm(built, **row)
    made = built.items["test.v"]
    assert isinstance(made, Judgement)
    for change in found(evaluator):
        moved = firm(built, **{**row, change.variable: change.then})  # type: ignore[arg-type]
        assert moved.judge(made) == "pass"
        assert change.settles
        if isinstance(change.then, bool):
            continue
        assert isinstance(change.then, Fraction)
        spec = built.variables[change.variable]
        step = Fraction(1, 10**spec.scale) * (1 if change.grows else -1)
        before = firm(built, **{**row, change.variable: change.then - step})  # type: ignore[arg-type]
        assert before.judge(made) == "fail"
        least = -(10**spec.width) if spec.min is None else spec.min
        assert least <= change.then < 10**spec.width
