"""Computed weights, by hand."""

from math import log, nan, sqrt

import numpy as np

from gaoxin.engines.array import weigh

X = np.array([[0.0, 10.0], [1.0, 20.0], [2.0, 60.0]])


def test_given_and_equal() -> None:
    np.testing.assert_allclose(weigh.given(X, weights=np.array([3.0, 1.0])), [0.75, 0.25])
    np.testing.assert_allclose(weigh.equal(np.stack([X, X])), [[0.5, 0.5]] * 2)


def test_pca() -> None:
    """Of two correlated children each loads by 1/√2. Of three, an independent one has no weight."""
    np.testing.assert_allclose(weigh.pca(X), [0.5, 0.5])
    x = np.array([[1.0, 2.0, 1.0], [1.0, 2.0, -1.0], [-1.0, -2.0, 1.0], [-1.0, -2.0, -1.0]])
    np.testing.assert_allclose(weigh.pca(x), [0.5, 0.5, 0], atol=1e-12)


def test_entropy() -> None:
    """Positions 0, 1/2, 1 and 0, 1/5, 1: shares 1/3, 2/3 and 1/6, 5/6 over ln 3."""
    one = 1 + (log(1 / 3) / 3 + log(2 / 3) * 2 / 3) / log(3)
    two = 1 + (log(1 / 6) / 6 + log(5 / 6) * 5 / 6) / log(3)
    np.testing.assert_allclose(weigh.entropy(X), [one / (one + two), two / (one + two)])


def test_critic() -> None:
    """Positions 0, 1/2, 1 and 0, 1/5, 1: s² = 1/4 and 7/25; of two children the conflict is the same."""
    one, two = sqrt(1 / 4), sqrt(7 / 25)
    np.testing.assert_allclose(weigh.critic(X), [one / (one + two), two / (one + two)])


def test_a_child_in_conflict_with_the_others_weighs_more() -> None:
    x = np.array([[0.0, 0.0, 1.0], [0.5, 0.5, 0.5], [1.0, 1.0, 0.0]])
    np.testing.assert_allclose(weigh.critic(x), [0.25, 0.25, 0.5])


def test_units_with_gaps_do_not_count_and_draws_are_apart() -> None:
    gappy = np.vstack([X, [[nan, 1000.0]]])
    for name in ("pca", "entropy", "critic"):
        method = weigh.METHODS[name]
        np.testing.assert_allclose(method(gappy), method(X))
        np.testing.assert_allclose(method(np.stack([X, X * 7 + 3])), [method(X)] * 2)


def test_the_data_may_give_no_weights() -> None:
    for name in ("pca", "entropy", "critic"):
        method = weigh.METHODS[name]
        assert np.isnan(method(X[:2])).all(), "two units"
        assert np.isnan(method(X * [1, 0] + 5)).all(), "a child that does not vary"
        assert np.isnan(method(np.full((3, 2), nan))).all()
    assert np.isnan(weigh.critic(X[:, [0, 0]])).all(), "children that say the same"
