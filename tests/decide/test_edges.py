"""Turning points: computed they are those that a search finds, or nearer ones that it passes over."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.decide.edges import Edges, IrregularError, ends, turns
from gaoxin.decide.nearly import searched, with_value
from gaoxin.formula.program import Judgement
from gaoxin.formula.values import Interval
from tests.decide.test_nearly import LINES, SMALL, WAN, firm, found, judged

SMALL_WHOLE = st.integers(-30, 30)


def sampled(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> list[Fraction] | None:
    """(a + b x) / (c + d x) at 0, 1, 2 and 3."""
    return None if any(c + d * x == 0 for x in range(4)) else [(a + b * x) / (c + d * x) for x in range(4)]


@pytest.mark.slow
@given(*[SMALL_WHOLE.map(Fraction)] * 4)
def test_zero_and_pole_of_a_quotient(a: Fraction, b: Fraction, c: Fraction, d: Fraction):
    values = sampled(a, b, c, d)
    if values is None or len(set(values)) == 1:
        return
    expected = {-top / low for top, low in ((a, b), (c, d)) if low}
    assert set(turns(values)) == expected


def test_what_stays_the_same_has_no_turn():
    assert turns([Fraction(3)] * 4) == []


@pytest.mark.parametrize("values", [[0, 1, 4, 9], [1, 1, 1, 2], [0, 0, 1, 1], [5, 4, 4, 3]])
def test_other_curves_are_irregular(values: list[int]):
    with pytest.raises(IrregularError):
        turns([Fraction(v) for v in values])


def test_ends():
    assert ends(None) is None
    assert ends(Fraction(3)) == (3, 3)
    assert ends(Interval(Fraction(1), Fraction(2))) == (1, 2)
    for value in (1.5, True, "甲"):
        with pytest.raises(IrregularError):
            ends(value)


@pytest.mark.parametrize(
    ("formula", "variable", "count"),
    [
        ("cost / income >= 5%", "cost", 1),
        ("cost / income >= 5%", "staff", 0),
        ("CASE WHEN income <= 5 元 THEN cost >= 7 元 ELSE cost >= 9 元 END", "income", 1),
        ("CASE WHEN listed THEN cost >= 7 元 ELSE cost >= 9 元 END", "cost", 1),
        ("listed AND cost >= 7 元", "cost", 1),
        ("(NOT listed) AND cost >= 7 元", "cost", 0),
        ("least(cost, income) >= 5 元", "cost", 2),
        ("abs(cost - income) >= 5 元", "cost", 2),
    ],
)
def test_edges_are_those_that_can_count(formula: str, variable: str, count: int):
    built = judged(formula)
    evaluator = firm(built, cost=WAN, income=WAN, staff=1, listed=True)
    made = built.items["test.v"]
    assert isinstance(made, Judgement)
    assert len(Edges(built).of(evaluator, made.tests["1"], variable)) == count


@pytest.mark.parametrize("formula", ["round(cost / 1 万元, 0) >= 3", "rank(cost) <= 1"])
def test_what_is_rounded_or_ranked_is_irregular(formula: str):
    built = judged(formula)
    made = built.items["test.v"]
    assert isinstance(made, Judgement)
    with pytest.raises(IrregularError):
        Edges(built).of(firm(built, cost=WAN), made.tests["1"], "cost")


@pytest.mark.slow
@given(LINES, st.integers(1, 30), SMALL, SMALL, st.integers(0, 9), st.integers(0, 9999), st.booleans())
def test_the_same_as_by_search_or_nearer(
    line: str, n: int, cost: Fraction, income: Fraction, staff: int, rate: int, listed: bool
):
    """Search may pass over two turns to a farther one; one nearer than what it found is proved by trial."""
    built = judged(line.format(n=n))
    row = {"cost": cost, "income": income, "staff": Fraction(staff), "rate": Fraction(rate, 10_000)}
    evaluator = firm(built, **row, listed=listed, digit=3)
    made = built.items["test.v"]
    assert isinstance(made, Judgement)
    test = made.tests["1"]
    if evaluator.test(test) is not False:
        return
    ours = {c.variable: c.then for c in found(evaluator) if isinstance(c.then, Fraction)}
    for name, now in row.items():
        spec = built.variables[name]
        unit = Fraction(1, 10**spec.scale)
        most = {"rate": (1 - now) / unit}.get(name, Fraction(10**9))

        def holds(steps: int, name: str = name, now: Fraction = now, unit: Fraction = unit) -> bool:
            return with_value(evaluator, name, now + steps * unit).test(test) is True

        steps = searched(holds, (int(most), int(now / unit)))
        if steps is not None:
            assert name in ours, f"search finds {steps} units of {name}"
            assert abs(ours[name] - now) <= abs(steps * unit)
        elif name in ours:
            assert holds(int((ours[name] - now) / unit))
