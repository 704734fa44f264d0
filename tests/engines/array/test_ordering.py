"""The order of figures by radix, against comparison."""

import numpy as np
import pytest

from gaoxin.engines.array.ordering import first_places, in_order

ROWS = 4000
RNG = np.random.default_rng(5)


def check(figures):
    order, ordered = in_order(figures)
    np.testing.assert_array_equal(np.sort(order), np.arange(len(figures)))
    np.testing.assert_array_equal(ordered, np.sort(figures))
    np.testing.assert_array_equal(ordered, figures[order])


@pytest.mark.parametrize(
    "figures",
    [
        RNG.normal(size=ROWS),
        np.round(RNG.normal(size=ROWS), 1),
        np.full(ROWS, 3.5),
        np.where(RNG.random(ROWS) < 0.5, 0.0, -0.0),
        np.arange(ROWS, dtype=np.int64)[::-1] + 2**60,
        RNG.normal(size=30),
        np.zeros(0),
    ],
    ids=["all differ", "ties", "all equal", "zeros of both signs", "large integers", "few", "none"],
)
def test_figures_are_in_order(figures):
    check(figures)


def test_figures_that_share_a_step_are_compared():
    """One figure is so large that most others are less than a step apart; ties remain side by side."""
    small = np.append(RNG.integers(0, 1000, ROWS) / 2.0**40, 1.0)
    check(RNG.permutation(np.append(small, small * 1e9)))


@pytest.mark.parametrize("end", [1.7e308, np.inf, 5e-324])
def test_figures_without_steps(end):
    """Their range is infinite, or so small that its reciprocal is."""
    check(RNG.permutation(np.append(RNG.choice([end, -end, 0.0], ROWS), end)))


def test_equal_figures_share_the_first_place():
    np.testing.assert_array_equal(first_places(np.array([1.0, 2.0, 2.0, 5.0])), [0, 1, 1, 3])
    assert len(first_places(np.zeros(0))) == 0
