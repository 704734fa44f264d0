"""Ranks, by hand."""

from math import nan

import numpy as np

from gaoxin.engines.array.ranks import METHODS, largest, ranks


def test_the_greatest_is_first_and_ties_share() -> None:
    np.testing.assert_array_equal(ranks(np.array([5.0, 7.0, nan, 7.0, 1.0])), [3, 1, 0, 1, 4])


def test_sums_that_are_equal_on_paper_are_equal() -> None:
    scores = np.array([0.1 + 0.2, 0.3, 0.25])
    np.testing.assert_array_equal(ranks(scores), [1, 1, 3])
    np.testing.assert_array_equal(ranks(scores, scale=1e-6), [1, 2, 3])
    np.testing.assert_array_equal(ranks(np.zeros(2)), [1, 1])


def test_scopes_and_draws() -> None:
    scores = np.array([[1.0, 2.0, 3.0, 4.0], [4.0, 3.0, nan, 1.0]])
    scope = np.array([0, 0, 1, 1])
    np.testing.assert_array_equal(METHODS["rank"](scores, scope=scope), [[2, 1, 2, 1], [1, 2, 0, 1]])
    np.testing.assert_array_equal(largest(-scores), [[4], [4]])
    np.testing.assert_array_equal(largest(np.full((1, 2), nan)), [[0]])
