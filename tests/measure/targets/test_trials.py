"""Trials: the whole index with other figures of one unit."""

import math

import numpy as np

from gaoxin.measure.targets import Goal

from .conftest import trials_of

ROWS = {"v": (0, 0), "u": (5, 5), "w": (10, 10)}
TREE = {"total": {"a": 1, "b": 1}}


def test_a_move_shifts_the_extremes_of_all():
    """With 20 in a, u is the most and w falls to the half of it."""
    trials = trials_of(ROWS, TREE)
    reached = trials.at(np.array([20.0, 5.0]))
    assert (reached.score, reached.rank) == (75, 1)
    assert reached.others.tolist() == [0, 75]
    assert trials.own.tolist() == [5, 5]
    assert trials.others.tolist() == [[0, 0], [10, 10]]


def test_the_same_figures_are_computed_once():
    trials = trials_of(ROWS, TREE)
    first, again = (trials.at(np.array([6.0, 5.0])) for _ in range(2))
    assert first is again
    assert trials.runs == 1


def test_goals():
    trials = trials_of(ROWS, TREE)
    reached = trials.at(np.array([8.0, 8.0]))
    assert reached.meets(Goal(score=80))
    assert reached.meets(Goal(score=80 + 1e-12))
    assert not reached.meets(Goal(score=80.001))
    assert reached.meets(Goal(rank=2))
    assert not reached.meets(Goal(rank=1))
    assert not trials.at(np.array([math.nan, 8.0])).meets(Goal(score=0))
