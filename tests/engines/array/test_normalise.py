"""Normalising, by hand."""

from math import inf, nan, sqrt

import numpy as np
import pytest

from gaoxin.engines.array import normalise
from gaoxin.engines.array.normalise import METHODS

X = np.array([[2.0, 2.0], [4.0, 4.0], [nan, nan], [10.0, 10.0]])
DOWN = np.array([False, True])
"""Two columns of 2, 4, unknown, 10: of the second less is better."""


@pytest.mark.parametrize(
    ("method", "settings", "up", "down"),
    [
        ("none", {}, [2, 4, nan, 10], [2, 4, nan, 10]),
        ("minmax", {}, [0, 25, nan, 100], [100, 75, nan, 0]),
        ("minmax", {"low": 1, "high": 5}, [1, 2, nan, 5], [5, 4, nan, 1]),
        ("goalposts", {"posts": [[0, 8]] * 2}, [25, 50, nan, 100], [75, 50, nan, 0]),
        ("goalposts", {"posts": [[0, 8]] * 2, "clip": False}, [25, 50, nan, 125], [75, 50, nan, -25]),
        ("rank", {}, [1, 2, nan, 3], [3, 2, nan, 1]),
        ("borda", {}, [0, 1, nan, 2], [2, 1, nan, 0]),
        ("percentile_rank", {"times": 100}, [0, 50, nan, 100], [100, 50, nan, 0]),
        ("distance_to_max", {}, [0, 0.25, nan, 1], [1, 0.75, nan, 0]),
        ("distance_to_reference", {"reference": [6, 4]}, [0, 0.5, nan, 1], [1, 1, nan, 0]),
        ("distance_to_reference", {"reference": [6, 4], "cap": False}, [0, 0.5, nan, 2], [4 / 3, 1, nan, 0]),
        ("share_of_max", {"times": 10}, [2, 4, nan, 10], [10, 5, nan, 2]),
        ("share_of_max", {"turn": "negate"}, [0.2, 0.4, nan, 1], [1, 2, nan, 5]),
        ("ratio_to_mean", {}, [2 * 3 / 16, 4 * 3 / 16, nan, 30 / 16], [16 / 6, 16 / 12, nan, 16 / 30]),
        ("bands", {"steps": [[(4, 1), (5, 7)], [(-inf, 9), (4.5, 0)]]}, [0, 1, nan, 7], [9, 9, nan, 0]),
    ],
)
def test_by_hand(method: str, settings: dict[str, object], up: list[float], down: list[float]) -> None:
    found = _run(method, settings, X)
    np.testing.assert_allclose(found, np.array([up, down]).T, atol=1e-14)
    draws = _run(method, settings, np.stack([X, X[::-1]]))
    np.testing.assert_allclose(draws, [found, found[::-1]])


def _run(method: str, settings: dict[str, object], x: np.ndarray) -> np.ndarray:
    arrays = {name: np.array(v) if name in ("posts", "reference") else v for name, v in settings.items()}
    turned = {} if method in ("none", "bands") else {"down": DOWN}
    return METHODS[method](x, **arrays, **turned)


def test_zscore() -> None:
    """2, 4, 10: mean 16/3, sum of squares 120 - 256/3 = 104/3, s = √(52/3)."""
    s = sqrt(52 / 3)
    expected = np.array([2, 4, nan, 10]) - 16 / 3
    found = normalise.zscore(X, down=DOWN)
    np.testing.assert_allclose(found, np.array([expected, -expected]).T / s)
    np.testing.assert_allclose(normalise.zscore(X, mean=100, sd=15)[:, 0], 100 + 15 * expected / s)


def test_ties() -> None:
    """5, 1, 5, 5, 9 rank 2 to 4."""
    x = np.array([5.0, 1.0, 5.0, 5.0 + 1e-13, 9.0])[:, None]
    for ties, shared in (("min", 2), ("average", 3), ("max", 4)):
        found = normalise.rank(x, ties=ties, digits=12)
        np.testing.assert_array_equal(found[:, 0], [shared, 1, shared, shared, 5])
    np.testing.assert_array_equal(normalise.percentile_rank(x[[0, 1, 2, 4]])[:, 0], [1 / 3, 0, 1 / 3, 1])
    np.testing.assert_array_equal(normalise.rank(x)[:, 0], [2, 1, 2, 4, 5])


def test_groups_have_their_own_scales() -> None:
    x = np.array([1.0, 3.0, 10.0, 30.0, 20.0, 7.0, 8.0])[:, None]
    scope = np.array([0, 0, 1, 1, 1, 2, -1])
    found = normalise.minmax(x, scope=scope)[:, 0]
    np.testing.assert_array_equal(found, [0, 100, 0, 100, 50, nan, nan])
    found = normalise.percentile_rank(x, scope=scope)[:, 0]
    np.testing.assert_array_equal(found, [0, 1, 0, 1, 0.5, nan, nan])
    found = normalise.share_of_max(x, scope=scope)[:, 0]
    np.testing.assert_allclose(found, [1 / 3, 1, 1 / 3, 1, 2 / 3, 1, nan])


@pytest.mark.parametrize("method", ["minmax", "zscore", "distance_to_max"])
def test_figures_that_do_not_vary_have_no_scale(method: str) -> None:
    x = np.array([0.3, 0.1 + 0.2, 0.3])[:, None]
    assert np.isnan(METHODS[method](x)).all()


def test_a_reference_that_is_no_better_than_the_worst() -> None:
    x = np.array([[1.0], [3.0]])
    assert np.isnan(normalise.distance_to_reference(x, reference=np.array([1.0]))).all()
    assert np.isnan(normalise.distance_to_reference(x, reference=np.array([nan]))).all()


def test_ratios_need_divisors_above_zero() -> None:
    x = np.array([[-4.0, 0.0], [-2.0, 5.0]])
    np.testing.assert_array_equal(normalise.share_of_max(x, down=DOWN), [[nan, nan], [nan, 0]])
    np.testing.assert_array_equal(normalise.ratio_to_mean(x, down=DOWN), [[nan, nan], [nan, 0.5]])
    found = normalise.share_of_max(x, down=DOWN, turn="negate")
    np.testing.assert_array_equal(found[:, 1], [nan, nan])
