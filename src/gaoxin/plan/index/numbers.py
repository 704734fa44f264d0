"""Numbers as plans print them."""

from __future__ import annotations

from fractions import Fraction


def show(number: Fraction) -> str:
    """Write a number: a decimal where it is a short one."""
    decimal = f"{float(number):.12g}"
    return decimal if Fraction(decimal) == number else str(number)
