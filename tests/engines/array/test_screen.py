"""Screening, by hand."""

import numpy as np

from gaoxin.engines.array.screen import METHODS, units_by_availability

NAN = np.nan
X = np.array([[1.0, 0.0, 2.0, NAN], [0.0, 0.0, 0.0, 5.0], [NAN, NAN, NAN, NAN], [1.0, 1.0, NAN, NAN]])


def test_by_availability() -> None:
    """Known figures: 3, 4, 0, 2."""
    np.testing.assert_array_equal(units_by_availability(X, least=3), [False, False, True, True])
    np.testing.assert_array_equal(units_by_availability(X), [False] * 4)


def test_by_zeros() -> None:
    """Shares that are not zero: 2/3, 1/4, none, 1."""
    np.testing.assert_array_equal(units_by_availability(X, nonzero=0.5), [False, True, True, False])
    np.testing.assert_array_equal(METHODS["units_by_availability"](X, least=3, nonzero=0.25), [0, 0, 1, 1])


def test_draws() -> None:
    found = units_by_availability(np.stack([X, np.ones_like(X)]), least=3)
    np.testing.assert_array_equal(found, [[0, 0, 1, 1], [0, 0, 0, 0]])
