"""Values: three truths, exact numbers, doubles, intervals, and how they are rounded."""

import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.formula.values import (
    Interval,
    Value,
    arithmetic,
    as_interval,
    both,
    compare,
    double,
    either,
    finite,
    plain,
    rounded,
    span,
)

T, F, U = True, False, None


def part(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("a", "b", "conjunction", "disjunction"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_the_tables_of_kleene(
    a: bool | None, b: bool | None, conjunction: bool | None, disjunction: bool | None
):
    """Kleene, Introduction to Metamathematics, section 64: the strong tables."""
    assert both([a, b]) is conjunction
    assert either([a, b]) is disjunction


def test_of_none_all_hold_and_no_one_does():
    assert both([]) is True
    assert either([]) is False


@pytest.mark.slow
@given(st.lists(st.sampled_from([T, F, U])))
def test_the_law_of_de_morgan(parts: list[bool | None]):
    turned = [None if p is None else not p for p in parts]
    held = both(turned)
    assert either(parts) is (None if held is None else not held)


@pytest.mark.parametrize(
    ("op", "a", "b", "result"),
    [
        ("+", Fraction(1, 3), Fraction(1, 6), Fraction(1, 2)),
        ("-", Fraction(1), Fraction(3), Fraction(-2)),
        ("*", Fraction(2, 3), Fraction(3, 2), Fraction(1)),
        ("/", Fraction(1), Fraction(3), Fraction(1, 3)),
        ("/", Fraction(1), Fraction(0), None),
        ("/", Fraction(0), Fraction(0), None),
        ("+", None, Fraction(1), None),
        ("*", Fraction(0), None, None),
        ("+", 0.5, Fraction(1, 2), 1.0),
        ("/", 1.0, Fraction(0), None),
        ("/", 1.0, 0.0, None),
        ("*", 1e308, 1e308, None),
        ("+", 1.5, Fraction(10) ** 400, None),
        ("+", part(9, 10), part(1, 2), part(10, 12)),
        ("+", part(9, 10), Fraction(1), part(10, 11)),
        ("-", part(9, 10), part(1, 2), part(7, 9)),
        ("*", part(9, 10), Fraction(-2), part(-20, -18)),
        ("*", part(-1, 2), Fraction(3), part(-3, 6)),
    ],
)
def test_arithmetic(op: str, a: Value, b: Value, result: Value):
    found = arithmetic(op, a, b)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize("value", ["x", True, date(2024, 1, 1)])
def test_what_cannot_be_added(value: Value):
    with pytest.raises(TypeError, match="is not a number"):
        arithmetic("+", value, Fraction(1))


@pytest.mark.parametrize(
    ("a", "b", "truths"),
    [
        (Fraction(1), Fraction(2), "< <= <>"),
        (Fraction(2), Fraction(2), "<= >= ="),
        (Fraction(3), Fraction(2), "> >= <>"),
        (0.5, Fraction(1, 2), "<= >= ="),
        (0.1, Fraction(1, 10), "> >= <>"),
        (date(2024, 1, 1), date(2024, 1, 2), "< <= <>"),
        (part(70, 70), Fraction(70), "<= >= ="),
        (part(1, 2), part(3, 4), "< <= <>"),
    ],
)
def test_comparisons(a: Value, b: Value, truths: str):
    for op in ("<", "<=", ">", ">=", "=", "<>"):
        assert compare(op, a, b) is (op in truths.split())


@pytest.mark.parametrize(
    ("op", "points", "limit", "truth"),
    [
        (">", part(71, 75), 70, True),
        (">", part(70, 75), 70, None),
        (">=", part(70, 75), 70, True),
        (">", part(65, 70), 70, False),
        (">=", part(65, 70), 70, None),
        ("<", part(65, 75), 70, None),
        ("<=", part(70, 71), 70, None),
        ("=", part(65, 75), 70, None),
        ("<>", part(65, 75), 70, None),
        ("=", part(71, 75), 70, False),
        ("<>", part(71, 75), 70, True),
        ("=", part(70, 71), 70, None),
    ],
)
def test_an_interval_answers_where_all_its_points_agree(
    op: str, points: Interval, limit: int, truth: bool | None
):
    assert compare(op, points, Fraction(limit)) is truth


def test_unknown_compares_with_nothing():
    assert compare("=", None, None) is None
    assert compare("<", Fraction(1), None) is None


def test_texts_and_flags_are_equal_or_not():
    assert compare("=", "甲", "甲") is True
    assert compare("<>", "甲", "乙") is True
    assert compare("=", True, False) is False


@pytest.mark.parametrize(
    ("value", "down", "up", "half_up", "half_even"),
    [
        ("2.5", 2, 3, 3, 2),
        ("3.5", 3, 4, 4, 4),
        ("-2.5", -3, -2, -3, -2),
        ("-3.5", -4, -3, -4, -4),
        ("2.4", 2, 3, 2, 2),
        ("-2.4", -3, -2, -2, -2),
        ("2.6", 2, 3, 3, 3),
        ("-2.6", -3, -2, -3, -3),
        ("7", 7, 7, 7, 7),
        ("-7", -7, -7, -7, -7),
        ("0", 0, 0, 0, 0),
        ("0.0001", 0, 1, 0, 0),
        ("-0.0001", -1, 0, 0, 0),
    ],
)
def test_rounding(value: str, down: int, up: int, half_up: int, half_even: int):
    modes = {"down": down, "up": up, "half_up": half_up, "half_even": half_even}
    for mode, expected in modes.items():
        assert rounded(Fraction(value), Fraction(1), mode) == expected
        # the same in 分, in 万元, and in thirds
        for step in (Fraction(1, 100), Fraction(10_000), Fraction(1, 3)):
            assert rounded(Fraction(value) * step, step, mode) == expected * step


def test_rounding_a_double_gives_an_exact_number():
    assert rounded(2.5, Fraction(1), "half_up") == Fraction(3)
    assert rounded(-2.5, Fraction(1), "half_up") == Fraction(-3)
    assert rounded(1.234567891, Fraction(1, 10**6), "half_up") == Fraction(1234568, 10**6)
    assert isinstance(rounded(2.5, Fraction(1), "half_up"), Fraction)
    assert rounded(1e308, Fraction(1, 10**6), "half_up") is None
    assert rounded(None, Fraction(1), "half_up") is None


@pytest.mark.slow
@given(st.fractions(), st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_rounding_moves_by_less_than_a_step(value: Fraction, step: Fraction):
    found = {mode: rounded(value, step, mode) for mode in ("down", "up", "half_up", "half_even")}
    assert all(isinstance(v, Fraction) and (v / step).denominator == 1 for v in found.values())
    down, up = found["down"], found["up"]
    assert down <= value <= up < down + 2 * step
    assert up - down in (0, step)
    assert all(abs(found[mode] - value) <= step / 2 for mode in ("half_up", "half_even"))
    assert rounded(-value, step, "half_up") == -found["half_up"]
    assert rounded(-value, step, "down") == -up


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(5), "5"),
        (Fraction(-5), "-5"),
        (Fraction(1, 4), "0.25"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(-9, 4), "-2.25"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(1, 3000), "0.000333333"),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(180905, 1000), "180.905"),
        (Fraction(10**400), "1" + "0" * 400),
        (Fraction(10**400, 3), "3" * 400),
    ],
)
def test_numbers_in_messages(value: Fraction, text: str):
    assert plain(value) == text


def test_intervals_in_messages():
    assert str(part(9, 10)) == "9..10"
    assert str(Interval(Fraction(1, 2), Fraction(1, 2))) == "0.5"


def test_the_span_of_intervals():
    assert span([part(3, 4), part(0, 1)]) == part(0, 4)
    assert as_interval(Fraction(2)) == part(2, 2)
    assert as_interval(part(1, 2)) == part(1, 2)


def test_doubles_are_finite_or_unknown():
    assert finite(1.5) == 1.5
    assert finite(math.inf) is None
    assert finite(math.nan) is None
    assert double(Fraction(1, 2)) == 0.5
    assert double(Fraction(10) ** 400) is None
