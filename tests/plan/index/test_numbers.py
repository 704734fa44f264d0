"""Numbers as plans print them."""

from fractions import Fraction

from gaoxin.plan.index.numbers import show


def test_short_decimals_and_fractions() -> None:
    assert [show(Fraction(x)) for x in ("100", "0.01", "1/3", "-7/2")] == ["100", "0.01", "1/3", "-3.5"]
