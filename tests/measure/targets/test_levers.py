"""Levers: how far and in which steps figures move."""

import math

import pytest

from gaoxin.measure.targets import Lever, levers_of

from .conftest import trials_of

TREE = {"total": {"a": 1, "b": 1}}


def test_counts_move_by_whole_numbers():
    lever = Lever("a", 0, down=False, own=5, most=2.5, cost=1, decimals=0)
    assert [lever.figure(steps) for steps in (0, 1, 2)] == [5, 6, 7]
    assert lever.last == 2
    assert lever.steps_to(5.2) == 1
    assert lever.steps_to(4) == 0


def test_amounts_move_in_their_unit_and_are_exact_decimals():
    lever = Lever("a", 0, down=False, own=0.1, most=0.25, cost=1, decimals=2)
    assert [lever.figure(steps) for steps in (1, 2, 3)] == [0.11, 0.12, 0.13]
    assert lever.last == 25


def test_a_figure_between_two_steps_stays_until_it_moves():
    lever = Lever("a", 0, down=False, own=5.4, most=2, cost=1, decimals=0)
    assert [lever.figure(steps) for steps in (0, 1, 2)] == [5.4, 6, 7]
    assert lever.last == 2


def test_less_is_better():
    lever = Lever("a", 0, down=True, own=5.4, most=2, cost=1, decimals=0)
    assert [lever.figure(steps) for steps in (0, 1, 2)] == [5.4, 5, 4]
    assert lever.last == 2
    assert lever.steps_to(4.5) == 2


def test_as_far_beyond_the_best_as_that_is_from_the_worst():
    trials = trials_of({"v": (0, 2), "u": (5, 5), "w": (10, 9)}, TREE, down="b")
    (a, b), unknown = levers_of(trials)
    assert not unknown
    assert (a.most, a.cost, a.sign) == (15, 0.1, 1)
    assert (b.most, b.cost, b.sign) == (5, pytest.approx(1 / 7), -1)


def test_bounds_costs_and_decimals_as_given():
    trials = trials_of({"v": (0, 2), "u": (5, math.nan), "w": (10, 9)}, TREE)
    (a,), unknown = levers_of(trials, most={"a": 3}, costs={"a": 7}, decimals={"a": 0})
    assert unknown == ["b"]
    assert (a.most, a.cost, a.decimals, a.last) == (3, 7, 0, 3)


def test_a_unit_alone_goes_to_ten_times_itself():
    trials = trials_of({"u": (5, 4)}, TREE, method="none", down="b")
    (a, b), _ = levers_of(trials)
    assert (a.most, b.most) == (45, 4)
