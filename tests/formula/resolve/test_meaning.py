"""Literals that are known when a formula is read."""

from fractions import Fraction

import pytest

from gaoxin.formula.parser import parse
from gaoxin.formula.resolve.meaning import constant


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("3", Fraction(3)),
        ("-3", Fraction(-3)),
        ("1 + 2 * 3 - 4 / 2", Fraction(5)),
        ("1 / 3", Fraction(1, 3)),
        ("1 / (2 - 2)", None),
        ("1 / 0 + 1", None),
        ("a", None),
        ("1 + a", None),
        ("-a", None),
        ("abs(1)", None),
        ("1 = 1", None),
        ("'1'", None),
    ],
)
def test_constants(formula: str, value: Fraction | None):
    assert constant(parse(formula)) == value
