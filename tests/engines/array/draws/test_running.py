"""Chunks, keys and categories: a run is the same however it is computed."""

import numpy as np
import pytest

from gaoxin.engines.array.draws import running
from gaoxin.engines.array.draws.levels import Joint
from gaoxin.engines.array.draws.running import Combination, Population, run

RNG = np.random.default_rng(6)
FIGURES = RNG.uniform(1, 9, (2, 5, 3))  # combinations, units, leaves
WEIGHTS = RNG.uniform(0.5, 2, (20, 3))
OF_RUN = RNG.integers(0, 2, 20)
LEAVES = ("a", "b", "c")
JOINT = Joint("t", LEAVES, np.ones(3))
TREES = [Combination(((JOINT,),)), Combination(((JOINT,),))]
NONE = np.empty((20, 0), dtype=np.int64)


def weights(_node, _children, _nominal, runs):
    return WEIGHTS[runs]


def plain(place: int, keys: np.ndarray) -> np.ndarray:
    return FIGURES[place][None]


def known() -> np.ndarray:
    return np.einsum("rl,rul->ru", WEIGHTS, FIGURES[OF_RUN]) / WEIGHTS.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(("threads", "cells"), [(1, 5), (2, 17), (3, 1), (None, 10**6)])
def test_in_any_chunks(threads, cells: int):
    units = Population(LEAVES, np.zeros(5, dtype=np.int64))
    scores, ranks = run(units, TREES, OF_RUN, plain, NONE, weights, "t", threads=threads, cells=cells)
    whole, _ = run(units, TREES, OF_RUN, plain, NONE, weights, "t")
    assert scores == pytest.approx(known())
    assert (scores == whole).all()
    assert (ranks == (known()[:, :, None] < known()[:, None, :]).sum(axis=2) + 1).all()


def test_runs_with_figures_of_their_own(monkeypatch):
    monkeypatch.setattr(running, "_FIGURES", 40)
    keys = RNG.integers(0, 6, (20, 1))

    def noisy(place: int, wanted: np.ndarray) -> np.ndarray:
        return FIGURES[place] + wanted[:, :1, None]

    units = Population(LEAVES, np.zeros(5, dtype=np.int64))
    scores, _ = run(units, TREES, OF_RUN, noisy, keys, weights, "t", cells=10)
    assert scores == pytest.approx(known() + keys)


def test_ranks_within_periods():
    units = Population(LEAVES, np.array([1, 2, 1, 2, 2]))
    _, ranks = run(units, TREES, OF_RUN, plain, NONE, weights, "t")
    for period in ([0, 2], [1, 3, 4]):
        assert (np.sort(ranks[:, period], axis=1) == np.arange(1, len(period) + 1)).all()


def test_a_tree_for_each_category():
    other = Joint("t", ("a",), np.ones(1))
    trees = [Combination(((JOINT,), (other,)))] * 2
    units = Population(LEAVES, np.zeros(5, dtype=np.int64), np.array([0, 1, 0, 1, 1]))

    def by_node(_node, children, _nominal, runs):
        return WEIGHTS[runs][:, : len(children)]

    scores, _ = run(units, trees, OF_RUN, plain, NONE, by_node, "t")
    assert scores[:, [0, 2]] == pytest.approx(known()[:, [0, 2]])
    assert scores[:, [1, 3, 4]] == pytest.approx(FIGURES[OF_RUN][:, [1, 3, 4], 0])


def test_a_leaf_alone():
    units = Population(LEAVES, np.zeros(5, dtype=np.int64))
    scores, _ = run(units, TREES, OF_RUN, plain, NONE, weights, "b")
    assert (scores == FIGURES[OF_RUN][:, :, 1]).all()
