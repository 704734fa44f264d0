"""Means of scorers with their intervals."""

import pytest

from gaoxin.measure.jury import scored


def test_by_hand():
    """Student's t with 4 degrees of freedom is 2.776445 at 97.5 %; sd of 80, 85, 90, 95, 100 is 7.905694."""
    found = scored([80, 100, 85, 95, 90])
    reach = 2.7764451051977987 * 7.905694150420948 / 5**0.5
    assert (found.n, found.mean, found.minimum, found.maximum) == (5, 90, 80, 100)
    assert (found.sd, found.low, found.high) == pytest.approx((7.905694150420948, 90 - reach, 90 + reach))


def test_the_highest_and_the_lowest_may_be_left_out_but_one_stays():
    found = scored([60, 84, 86, 100], drop_ends=1)
    assert (found.n, found.mean, found.minimum, found.maximum) == (2, 85, 60, 100)
    assert scored([60, 84, 100], drop_ends=5).mean == 84
    assert scored([60, 100], drop_ends=1).n == 2


def test_one_score_has_no_spread():
    found = scored([88.0])
    assert (found.n, found.mean, found.sd, found.low, found.high) == (1, 88, None, None, None)
