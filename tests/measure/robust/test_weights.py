"""What inputs do to the weights of siblings."""

import numpy as np
import pytest
from scipy.stats import kstest

from gaoxin.measure.robust.weights import Chosen, Drawn, LeftOut, Reweigh, Stretch

ROWS = np.arange(4)
ONES = np.ones((4, 3))


def test_stretch():
    effect = Stretch({"b": 0}, np.array([[0.75], [1.25], [1.0], [1.1]]))
    found = effect.apply("t", "abc", ONES * 2, ROWS)
    assert found[:, 1] == pytest.approx([1.5, 2.5, 2.0, 2.2])
    assert (found[:, [0, 2]] == 2).all()
    assert (ONES == 1).all()


def test_sets_replace_what_they_name():
    effect = Chosen({"a": 0, "b": 1}, np.array([[5.0, np.nan], [7.0, 8.0]]), np.array([0, 1, 1, 0]))
    assert effect.apply("t", "abc", ONES, ROWS).tolist() == [[5, 1, 1], [7, 8, 1], [7, 8, 1], [5, 1, 1]]


def test_one_is_left_out():
    effect = LeftOut((None, "a", "c"), np.array([0, 1, 2, 1]))
    assert effect.apply("t", "abc", ONES, ROWS).tolist() == [[1, 1, 1], [0, 1, 1], [1, 1, 0], [0, 1, 1]]
    assert effect.apply("t", "xyz", ONES, ROWS) is ONES


def test_dirichlet_shares_have_their_distribution():
    """Shares of nominal weights 1, 3 at concentration 8 are beta(2, 6): mean 1/4, variance 3/16 / 9."""
    rng = np.random.default_rng(2)
    effect = Drawn(8.0, {"t": slice(0, 2)}, rng.random((4000, 2)))
    found = effect.apply("t", "ab", np.tile([1.0, 3.0], (4000, 1)), np.arange(4000))
    share = found[:, 0] / found.sum(axis=1)
    assert kstest(share, "beta", args=(2, 6)).pvalue > 0.01
    again = effect.apply("t", "ab", np.tile([1.0, 3.0], (3, 1)), np.array([7, 7, 5]))
    assert (again == found[[7, 7, 5]]).all()
    assert effect.apply("other", "ab", ONES, ROWS) is ONES


def test_a_weight_of_nought_stays_nought():
    effect = Drawn(5.0, {"t": slice(0, 2)}, np.full((2, 2), 0.5))
    assert (effect.apply("t", "ab", np.tile([0.0, 1.0], (2, 1)), np.arange(2))[:, 0] == 0).all()


def test_effects_follow_each_other_by_the_rows_of_each_run():
    source = np.array([[0, 1], [1, 0]])
    stretch = Stretch({"a": 0}, np.array([[1.0], [2.0]]))
    chosen = Chosen({"a": 0}, np.array([[10.0], [20.0]]), np.array([0, 1]))
    reweigh = Reweigh(((0, chosen), (1, stretch)), source)
    assert reweigh("t", "ab", np.ones((1, 2)), np.array([0, 1])).tolist() == [[20.0, 1.0], [20.0, 1.0]]
    assert reweigh("t", "ab", np.array([[1.0, 4.0]]), np.array([0])).tolist() == [[20.0, 4.0]]


def test_ten_thousand_draws_are_the_same_for_the_same_seed(index, uncertain):
    from gaoxin.measure.robust.setting import prepare

    spec = uncertain({"id": "w", "vary": "weights", "share": "0.25"}, draws=10_000, indices=False, seed=42)
    drawn = [
        prepare(index(), spec).reweigh("g", "ab", np.array([[1.0, 3.0]]), np.arange(10_000)) for _ in "12"
    ]
    assert (drawn[0] == drawn[1]).all()
    assert drawn[0].shape == (10_000, 2)
    assert 0.75 <= drawn[0][:, 0].min() < 0.751
    assert 3.749 < drawn[0][:, 1].max() <= 3.75
