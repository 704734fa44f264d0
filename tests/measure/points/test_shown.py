"""Digits that add up: thirds by hand, caps beside their sums, and any tree of points."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.measure.points import DIGITS, reconciled

PARENTS = [-1, 0, 0, 1, 1, 1, 2, 2]
"""A total of two groups with three and two items."""
POINTS = st.builds(Fraction, st.integers(0, 10**4), st.sampled_from([1, 2, 3, 7, 30, 997]))


def test_three_thirds():
    """0.33 + 0.33 + 0.33 is not 1: the first of equal remainders gets the last hundredth."""
    third = 1 / 3
    shown = reconciled(np.array([[1.0, third, third, third]]), [-1, 0, 0, 0], digits=2)
    assert shown.points.tolist() == [[100, 34, 33, 33]]
    assert shown.sums.tolist() == [[100, 34, 33, 33]]


def test_the_largest_remainder_gets_more():
    shown = reconciled(np.array([[1.0, 0.126, 0.337, 0.537]]), [-1, 0, 0, 0], digits=2)
    assert shown.points.tolist() == [[100, 12, 34, 54]]


def test_a_cap_stands_beside_the_sum():
    """20 + 15 make 35 of at most 30: the items are shown as they are."""
    shown = reconciled(np.array([[30.0, 30.0, 20.0, 15.0]]), [-1, 0, 1, 1], digits=0)
    assert shown.points.tolist() == [[30, 30, 20, 15]]
    assert shown.sums.tolist() == [[30, 35, 20, 15]]


def test_points_without_more_digits_are_shown_as_they_are():
    """Ten tenths in doubles are not one; they are shown as tenths that make one."""
    shown = reconciled(np.array([[sum([0.1] * 10), *[0.1] * 10]]), [-1, *[0] * 10])
    assert shown.points.tolist() == [[10**DIGITS, *[1000] * 10]]


def test_a_loss_of_points():
    shown = reconciled(np.array([[5.5, 10.0, -4.5]]), [-1, 0, 0], digits=0)
    assert shown.points.tolist() == [[6, 10, -4]]


@given(st.lists(st.lists(POINTS, min_size=5, max_size=5), min_size=1, max_size=4), st.booleans())
def test_shown_digits_add_up(rows: list[list[Fraction]], doubles: bool):
    """Every part is within a unit of its value, and sums hold exactly, in fractions and in doubles."""
    whole = [[sum(r), sum(r[:3]), sum(r[3:]), *r] for r in rows]
    points = np.array(whole, dtype=object)
    shown = reconciled(points.astype(float) if doubles else points, PARENTS)
    for row, exact in zip(shown.points, whole, strict=True):
        assert row[0] == row[1] + row[2]
        assert row[1] == row[3:6].sum()
        assert row[2] == row[6:8].sum()
        assert all(
            abs(int(a) - b * 10**DIGITS) < 1 + Fraction(1, 1000) for a, b in zip(row, exact, strict=True)
        )
    assert (shown.sums == shown.points).all()
