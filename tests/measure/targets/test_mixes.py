"""The cheapest mix."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.measure.targets import Goal, cheapest, levers_of

from .conftest import trials_of

ROWS = {"v": (0, 0), "u": (5, 5), "w": (10, 10)}
TREE = {"total": {"a": 1, "b": 3}}


def mix(trials, goal: Goal, **given):
    return cheapest(trials, levers_of(trials, **given)[0], goal)


def test_all_of_the_better_lever_and_the_rest_of_the_other():
    """A unit of b gives 7.5 points for 2, of a 2.5 for 1: 60 needs 10 points, 4/3 of b; b may move by 1."""
    found = mix(
        trials_of(ROWS, TREE),
        Goal(score=60),
        most={"b": 1},
        costs={"a": 1, "b": 2},
        decimals={"a": 6, "b": 6},
    )
    assert found.met
    assert found.figures == pytest.approx([6, 6])
    assert found.cost == pytest.approx(found.bound)
    assert found.reached.score == pytest.approx(60)


def test_whole_numbers():
    found = mix(trials_of(ROWS, TREE), Goal(score=61), costs={"a": 1, "b": 10}, decimals={"a": 0, "b": 0})
    assert found.figures == [10, 5]
    assert found.reached.score == 62.5


def test_a_goal_out_of_reach_says_what_all_can_do():
    found = mix(trials_of(ROWS, TREE), Goal(score=90), most={"a": 1, "b": 1})
    assert (found.met, found.bound) == (False, None)
    assert found.figures == pytest.approx([6, 6])
    assert found.reached.score == pytest.approx(60)


def test_a_goal_that_is_met_costs_nothing():
    found = mix(trials_of(ROWS, TREE), Goal(score=50))
    assert (found.met, found.cost, found.figures) == (True, 0, [5, 5])


def test_a_rank_passes_all_but_the_ones_that_may_stay_ahead():
    rows = {"v": (0, 0), "u": (5, 5), "w": (10, 10), "x": (7, 7)}
    found = mix(trials_of(rows, TREE), Goal(rank=2), decimals={"a": 0, "b": 0})
    assert found.met
    assert found.reached.rank == 2
    assert found.cost == pytest.approx(0.3)


def test_a_geometric_mean_is_searched_and_proved():
    trials = trials_of(
        ROWS, {"total": {"a": 1, "b": 1}}, method="goalposts", posts=(0, 10), joined="geometric"
    )
    found = mix(
        trials, Goal(score=70), most={"a": 5, "b": 5}, costs={"a": 1, "b": 1}, decimals={"a": 2, "b": 2}
    )
    assert found.met
    assert found.reached.score >= 70
    assert found.cost == pytest.approx(4, abs=0.05)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=9, max_size=9),
    st.integers(1, 5),
    st.integers(1, 5),
    st.floats(30, 95),
    st.sampled_from([None, 1, 2]),
)
def test_no_mix_of_whole_numbers_is_cheaper(
    figures: list[int], first: int, second: int, wanted: float, rank: int | None
):
    rows = {"v": figures[:2], "w": figures[2:4], "x": (0, 9), "y": (9, 0), "u": figures[4:6]}
    trials = trials_of(rows, TREE, method="goalposts", posts=(0, 10))
    goal = Goal(rank=rank) if rank else Goal(score=wanted)
    costs, most = {"a": first, "b": second}, {"a": 4.0, "b": 4.0}
    found = mix(trials, goal, costs=costs, most=most, decimals={"a": 0, "b": 0})
    met = []
    for a, b in itertools.product(range(5), repeat=2):
        if trials.at(trials.own + np.array([a, b], float)).meets(goal):
            met.append(a * first + b * second)
    assert found.met == bool(met)
    if met:
        slack = max(first, second) if not rank else 2 * max(first, second)
        assert min(met) - 1e-9 <= found.cost <= min(met) + slack
        assert found.reached.meets(goal)
