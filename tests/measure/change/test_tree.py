"""Trees of plans, and the functions whose means are taken."""

import math

import numpy as np
import pytest

from gaoxin.measure.change.panel import Scored
from gaoxin.measure.change.tree import Rule, state_of, tree_of

from .conftest import plan_of

RULES = [
    Rule("arithmetic"),
    Rule("geometric"),
    Rule("harmonic"),
    Rule("power_mean", 2.0),
    Rule("power_mean", 0.0),
    Rule("power_mean", -1.5),
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_steepness_is_the_difference_of_g_and_its_slope_at_a_point(rule: Rule):
    assert rule.mean
    assert rule.steepness(4, 9) == pytest.approx((rule.g(9) - rule.g(4)) / 5)
    assert rule.steepness(4, 4) == pytest.approx((rule.g(4 + 1e-6) - rule.g(4 - 1e-6)) / 2e-6, rel=1e-6)


def test_the_steepness_of_ln_is_one_over_the_logarithmic_mean():
    assert 1 / Rule("geometric").steepness(20, 40) == pytest.approx(20 / math.log(2))


def test_what_compares_units_is_no_mean():
    assert not Rule("copeland").mean


def test_weights_are_those_of_the_known_children():
    tree = tree_of(plan_of("abc", {"g": {"a": 1, "b": 3}, "total": {"g": 1, "c": 1}}))
    assert tree.children == {"g": ("a", "b"), "total": ("g", "c")}
    columns = {"a": 10, "b": np.nan, "c": 30, "g": 10, "total": 20}
    scores = {node: np.array([value], float) for node, value in columns.items()}
    weights = {"a": 1, "b": 3, "g": 1, "c": 1}
    scored = Scored(scores, {n: np.array([w], float) for n, w in weights.items()}, {"total": np.array([2.0])})
    state = state_of(tree, scored, 0, "total")
    assert state.weights == {"a": 1, "g": 0.5, "c": 0.5}
    assert "b" not in state.scores
    assert state.rank == 2
