"""Doubles: logs, roots and powers, and exact quotients as the double next to them."""

import math

import pytest

from tests.agreement.single import figure, found, measured, rows, truth

REAL = {"x": {"type": "real"}}


def real(formula: str, x: float | None) -> object:
    """A formula of one double."""
    return found(measured(formula, **REAL), rows({"x": x}))["f"]


@pytest.mark.parametrize(
    ("formula", "x", "value"),
    [
        ("log(x)", math.e, 1.0),
        ("log10(x)", 1000.0, 3.0),
        ("exp(x)", 0.0, 1.0),
        ("sqrt(x)", 2.25, 1.5),
        ("power(x, 3)", -2.0, -8.0),
        ("power(x, 1/2)", 2.25, 1.5),
        ("abs(x)", -1.5, 1.5),
        ("-x", 1.5, -1.5),
        ("least(x, 1)", 1.5, 1.0),
        ("greatest(x, 1)", 1.5, 1.5),
        ("round(x, 2)", 1.005000001, 1.01),
        ("round(x, 2)", -1.005000001, -1.01),
        ("CASE WHEN x > 1 THEN x ELSE 0 END", 1.5, 1.5),
    ],
)
def test_functions(formula: str, x: float, value: float):
    assert real(formula.replace("WHEN x > 1", "WHEN round(x, 6) > 1"), x) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("formula", "x"),
    [
        ("log(x)", 0.0),
        ("log(x)", -1.0),
        ("log10(x)", 0.0),
        ("sqrt(x)", -1.0),
        ("exp(x)", 1000.0),
        ("power(x, 1/2)", -1.0),
        ("power(x, -1)", 0.0),
        ("power(x, 400)", 10.0),
        ("1 / x", 0.0),
        ("x * x", 1e200),
        ("x + x", 1.7e308),
        ("log(x)", None),
    ],
)
def test_outside_its_domain_it_is_unknown(formula: str, x: float | None):
    assert real(formula, x) is None


@pytest.mark.parametrize(("a", "holds"), [(99, False), (100, True), (101, True)])
def test_a_verdict_on_a_logarithm_states_its_rounding(a: int, holds: bool):
    assert truth("round(log10(a / 1 元), 6) >= 2", rows({"a": a})) is holds


def test_a_quotient_is_the_double_next_to_it():
    assert figure("a / b", rows({"a": 1, "b": 3})) == 1 / 3
    assert figure("a / b", rows({"a": 1, "b": 0})) is None
    assert figure("100 * a / b - 5", rows({"a": 1, "b": 3})) == pytest.approx(100 / 3 - 5, rel=1e-15)


def test_compound_growth_as_a_figure():
    table = rows({"a": 100}, {"a": 50}, {"a": 121})
    assert figure("cagr(a, 2)", table) == pytest.approx(0.1, rel=1e-12)
    assert figure("cagr(a, 2)", rows({"a": -100}, {"a": 50}, {"a": 121})) is None


def test_sums_of_wide_products_are_exact_before_they_are_doubles():
    """123456789012345.67 squared less 123456789012345.66 squared is not lost to cancellation."""
    from fractions import Fraction

    x, y = Fraction("123456789012345.67"), Fraction("123456789012345.66")
    row = rows({"w": x, "v": y, "u": 1})
    amounts = {name: {"unit": "元", "decimals": 2, "digits": 17} for name in ("w", "v", "u")}
    got = found(measured("(w * w - v * v) / (u * u)", **amounts), row)["f"]
    assert got == pytest.approx(float(x * x - y * y), rel=1e-15)
