"""Joining children, by hand."""

from math import nan, sqrt

import numpy as np
import pytest

from gaoxin.engines.array import aggregate
from gaoxin.engines.array.aggregate import METHODS

W = np.array([1.0, 2.0, 1.0])
X = np.array([[1.0, 4.0, 16.0], [nan, 4.0, 16.0], [nan, nan, nan]])


@pytest.mark.parametrize(
    ("method", "whole", "part"),
    [
        ("arithmetic", (1 + 8 + 16) / 4, (8 + 16) / 3),
        ("geometric", (1 * 16 * 16) ** (1 / 4), (16 * 16) ** (1 / 3)),
        ("harmonic", 4 / (1 + 0.5 + 1 / 16), 3 / (0.5 + 1 / 16)),
        ("median", 4, 10),
        ("minimum", 1, 4),
    ],
)
def test_means(method: str, whole: float, part: float) -> None:
    found = METHODS[method](X, W)
    np.testing.assert_allclose(found, [whole, part, nan])
    np.testing.assert_allclose(METHODS[method](X, W, least=4), [whole, nan, nan])
    np.testing.assert_allclose(METHODS[method](X, W, least=3), [whole, part, nan])
    np.testing.assert_allclose(METHODS[method](X, W, least=3, counted=True), [whole, nan, nan])
    draws = METHODS[method](np.stack([X, 2 * X]), np.stack([W, 3 * W])[:, None, :])
    np.testing.assert_allclose(draws, [found, 2 * found])


def test_power_mean() -> None:
    """p = 2: √((1 + 2·16 + 256)/4); p = -1 is the harmonic mean, p = 1 the arithmetic one."""
    np.testing.assert_allclose(aggregate.power_mean(X, W, p=2)[0], sqrt(289 / 4))
    np.testing.assert_allclose(aggregate.power_mean(X, W, p=-1), aggregate.harmonic(X, W))
    np.testing.assert_allclose(aggregate.power_mean(X, W, p=1), aggregate.arithmetic(X, W))


def test_zero_and_below() -> None:
    x = np.array([[0.0, 1.0], [1e-11, 1.0], [-1.0, 1.0]])
    even, first_off = np.array([1.0, 1.0]), np.array([0.0, 1.0])
    scale = np.array([100.0, 1.0])
    for method in ("geometric", "harmonic"):
        np.testing.assert_array_equal(np.isnan(METHODS[method](x, even)), [True, False, True])
        np.testing.assert_array_equal(np.isnan(METHODS[method](x, even, scale=scale)), [True] * 3)
        np.testing.assert_allclose(METHODS[method](x, first_off), [1, 1, 1])
    np.testing.assert_allclose(aggregate.power_mean(x, even, p=2), [sqrt(0.5), sqrt(0.5), nan])
    np.testing.assert_array_equal(np.isnan(aggregate.power_mean(x, even, p=-1)), [True, False, True])
    np.testing.assert_array_equal(aggregate.sinks(x, even), [True, False, True])


def test_children_without_weight() -> None:
    x = np.array([[9.0, 1.0, 3.0]])
    w = np.array([0.0, 1.0, 1.0])
    assert aggregate.median(x, w) == [2]
    assert aggregate.minimum(x, np.array([1.0, 0.0, 1.0])) == [3]
    assert np.isnan(aggregate.arithmetic(np.array([[5.0, nan, nan]]), w))


def test_copeland_by_hand() -> None:
    """Weights 2, 1, 1: a leads b by 2 - 1, a leads c by 2 + 1 - 1, b leads c by 2 + 1 - 1."""
    x = np.array([[3.0, 1.0, 1.0], [2.0, 1.0, 2.0], [1.0, 2.0, 0.0]])
    w = np.array([2.0, 1.0, 1.0])
    np.testing.assert_array_equal(aggregate.copeland(x, w), [2, 0, -2])
    np.testing.assert_array_equal(aggregate.copeland(x, w, scope=np.array([0, 0, 1])), [1, -1, 0])
    np.testing.assert_array_equal(aggregate.copeland(x, np.ones(3)), [1, 1, -2])
    noisy = x + np.array([[1e-14], [0.0], [0.0]])
    np.testing.assert_array_equal(aggregate.copeland(noisy, np.ones(3)), [1, 1, -2])


def test_copeland_with_gaps_does_not_depend_on_the_order_of_rows() -> None:
    """b knows only the first child: a beats b, b beats c; a and c win a child each."""
    x = np.array([[3.0, 1.0], [2.0, nan], [1.0, 2.0], [nan, nan]])
    w = np.array([1.0, 1.0])
    np.testing.assert_array_equal(aggregate.copeland(x, w), [1, 0, -1, nan])
    np.testing.assert_array_equal(aggregate.copeland(x[::-1], w), [nan, -1, 0, 1])
    apart = np.array([[1.0, nan], [nan, 5.0]])
    np.testing.assert_array_equal(aggregate.copeland(apart, w), [0, 0])
    np.testing.assert_array_equal(aggregate.copeland(x, w, least=2), [0, nan, 0, nan])


def test_copeland_by_own_weights() -> None:
    """By weights (2, 1) a beats b; b, whose weights are (1, 2), beats a: each is judged by its own."""
    x = np.array([[2.0, 1.0], [1.0, 2.0], [0.0, 0.0]])
    w = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])
    np.testing.assert_array_equal(aggregate.copeland(x, w), [2, 2, -2])
    np.testing.assert_array_equal(aggregate.copeland(x, w, scope=np.array([0, 1, 0])), [1, 0, -1])
    draws = aggregate.copeland(np.stack([x, x[::-1]]), np.array([[[2.0, 1.0]], [[1.0, 2.0]]]))
    np.testing.assert_array_equal(draws, [[2, 0, -2], [-2, 2, 0]])


def test_topsis_by_hand() -> None:
    """Weights 3/5, 2/5 (…) ideal (1, 1), worst (0, 0): (1, 0) is 0.4 from the best and 0.6 from the worst."""
    x = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    w = np.array([3.0, 2.0])
    np.testing.assert_allclose(aggregate.topsis(x, w), [0.6, 0.4, 1, 0])
    np.testing.assert_allclose(aggregate.topsis(x, w, scope=np.array([0, 0, 1, 1])), [0.6, 0.4, 1, 0])
    np.testing.assert_allclose(aggregate.topsis(np.array([[1.0, nan], [0.0, 1.0], [1.0, 0.0]]), w)[0], 1)
    assert np.isnan(aggregate.topsis(np.ones((2, 2)), w)).all()
