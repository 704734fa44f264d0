"""One indicator alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.measure.targets import Goal, Lever, alone, levers_of

from .conftest import trials_of

ROWS = {"v": (0, 0), "u": (5, 5), "w": (10, 10)}
TREE = {"total": {"a": 1, "b": 3}}


def levers(trials, **given) -> list[Lever]:
    return levers_of(trials, **given)[0]


def test_a_score_by_hand():
    """50 now; 55 asks 20 points more of a: from 5 to 7."""
    trials = trials_of(ROWS, TREE)
    found = alone(trials, levers(trials, decimals={"a": 0})[0], Goal(score=55))
    assert (found.met, found.figure, found.change, found.short) == (True, 7, 2, 6)
    assert found.reached.score == 55


def test_the_first_whole_number_that_reaches_it():
    trials = trials_of(ROWS, TREE)
    found = alone(trials, levers(trials, decimals={"a": 0})[0], Goal(score=54))
    assert (found.figure, found.short) == (7, 6)


def test_a_rank_beyond_the_best_counts_its_own_move_of_the_extreme():
    """b at x > 10: u has 12.5 + 75, w 25 + 75·10/x; equal at x = 12, where both are first."""
    trials = trials_of(ROWS, TREE)
    found = alone(trials, levers(trials, decimals={"b": 3})[1], Goal(rank=1))
    assert found.figure == 12
    assert found.reached.rank == 1
    assert found.short == 11.999


def test_what_cannot_be_reached_says_how_near_it_comes():
    trials = trials_of(ROWS, TREE)
    found = alone(trials, levers(trials, decimals={"a": 0})[0], Goal(score=70))
    assert (found.met, found.figure, found.short) == (False, 10, None)
    assert found.reached.score == 62.5


def test_less_is_better():
    trials = trials_of(ROWS, TREE, down="a")
    found = alone(trials, levers(trials, decimals={"a": 0})[0], Goal(score=55))
    assert (found.figure, found.change) == (3, -2)


def test_a_goal_that_is_met_asks_for_nothing():
    trials = trials_of(ROWS, TREE)
    found = alone(trials, levers(trials)[0], Goal(score=50))
    assert (found.met, found.figure, found.short) == (True, 5, None)


def test_a_deviation_that_moves_with_the_figure_is_tried_stop_by_stop():
    """Deviations: of 0, 10 and x the lead of x over 0 is the greatest at x = 20, 2; no figure gives more."""
    trials = trials_of({"v": (0,), "u": (9,), "w": (10,)}, {"total": {"a": 1}}, method="zscore")
    (lever,) = levers(trials, most={"a": 1000.0}, decimals={"a": 0})
    found = alone(trials, lever, Goal(score=1.15))
    assert found.met
    assert found.reached.score >= 1.15 > trials.at(np.array([found.short])).score


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=8, max_size=8), st.floats(1, 99))
def test_the_step_before_does_not_reach_it(figures: list[int], wanted: float):
    rows = {"v": figures[:2], "w": figures[2:4], "x": figures[4:6], "u": figures[6:]}
    if min(len({row[at] for name, row in rows.items() if name != "u"}) for at in (0, 1)) < 2:
        return
    trials = trials_of(rows, TREE)
    for lever in levers(trials, decimals={"a": 0, "b": 0}):
        found = alone(trials, lever, Goal(score=wanted))
        if found.met and found.short is not None:
            figures_before = np.array(trials.own)
            figures_before[lever.leaf] = found.short
            assert not trials.at(figures_before).meets(Goal(score=wanted))
            assert found.change == int(found.change)
        elif not found.met:
            tried = np.array(trials.own)
            for steps in range(lever.last + 1):
                tried[lever.leaf] = lever.figure(steps)
                assert trials.at(tried).score <= found.reached.score + 1e-9


def test_nothing_to_move():
    trials = trials_of(ROWS, TREE)
    (a, _) = levers(trials, most={"a": 0.0})
    found = alone(trials, a, Goal(score=90))
    assert (found.met, found.change) == (False, 0)
    assert found.reached.score == pytest.approx(50)
