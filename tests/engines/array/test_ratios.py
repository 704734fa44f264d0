"""Ratios by hand; those to the best and to the mean stand with the other scales in `test_normalise`."""

from math import nan

import numpy as np

from gaoxin.engines.array import ratios

X = np.array([[2.0, 2.0], [4.0, 8.0], [0.0, 0.0], [nan, 5.0]])
DOWN = np.array([False, True])


def test_to_a_target() -> None:
    """Against 4: 2 is half of it; where less is better, 4 is twice 2. Nothing is divided by 0."""
    found = ratios.ratio_to_reference(X, reference=np.array([4.0, 4.0]), times=100, down=DOWN)
    np.testing.assert_array_equal(found, [[50, 200], [100, 50], [0, nan], [nan, 80]])
    capped = ratios.ratio_to_reference(X, reference=np.array([2.0, 4.0]), cap=True, down=DOWN)
    np.testing.assert_array_equal(capped, [[1, 1], [1, 0.5], [0, nan], [nan, 0.8]])


def test_to_a_reference_of_each_row() -> None:
    reference = np.array([[1.0], [nan], [0.0], [1.0]])
    found = ratios.ratio_to_reference(X[:, :1], reference=reference)
    np.testing.assert_array_equal(found, [[2], [nan], [nan], [nan]])


def test_the_best_and_the_mean_of_some_units() -> None:
    """Of the first two units alone: the best is 4 and the least 2, the means are 3 and 5."""
    basis = np.array([True, True, False, False])
    best = ratios.share_of_max(X, down=DOWN, basis=basis)
    np.testing.assert_array_equal(best, [[0.5, 1], [1, 0.25], [0, nan], [nan, 0.4]])
    mean = ratios.ratio_to_mean(X, down=DOWN, basis=basis)
    np.testing.assert_allclose(mean, [[2 / 3, 2.5], [4 / 3, 0.625], [0, nan], [nan, 1]])
