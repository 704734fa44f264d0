"""The change of a node divided over what lies below it."""

import math

import pytest

from gaoxin.measure.change.dividing import Share, divided, shares_of_way
from gaoxin.measure.change.tree import Rule, State, Tree


def state(rule: Rule, scores: dict[str, float], weights: dict[str, float], total: float) -> State:
    tree = Tree({"total": rule}, {"total": tuple(weights)})
    return State(tree, {**scores, "total": total}, weights)


def test_a_geometric_mean_by_logarithmic_weights():
    """Ang's LMDI-I: 10 and 40 make 20, 40 and 90 make 60; L(20, 60) = 40/ln 3; halves of ln 4 and ln 2.25."""
    half = {"a": 0.5, "b": 0.5}
    shares = divided(
        "total",
        state(Rule("geometric"), {"a": 10, "b": 40}, half, 20),
        state(Rule("geometric"), {"a": 40, "b": 90}, half, 60),
    )
    found = {share.node: share.amount for share in shares}
    middle = 40 / math.log(3)
    assert found == pytest.approx({"a": middle * math.log(4) / 2, "b": middle * math.log(2.25) / 2})
    assert sum(found.values()) == pytest.approx(40, abs=1e-12)


def test_the_minimum_along_the_way():
    """a goes from 10 to 40, b from 20 to 30: from the middle of the way on, at 25, b is less."""
    half = {"a": 0.5, "b": 0.5}
    found = list(
        divided(
            "total",
            state(Rule("minimum"), {"a": 10, "b": 20}, half, 10),
            state(Rule("minimum"), {"a": 40, "b": 30}, half, 30),
        )
    )
    assert found == [Share("a", "value", 15), Share("b", "value", 5)]


def test_a_median_of_an_even_number_is_shared_by_the_two_in_the_middle():
    assert shares_of_way([(0, 0), (1, 0), (2, 0), (3, 0)], {1, 2}) == [0, 0.5, 0.5, 0]


def test_what_compares_units_stays_undivided():
    half = {"a": 0.5, "b": 0.5}
    first, last = (state(Rule("copeland"), {"a": 1, "b": 2}, half, total) for total in (3, 5))
    assert list(divided("total", first, last)) == [Share("total", "undivided", 2)]


def test_a_change_to_what_is_no_mean_is_the_method():
    half = {"a": 0.5, "b": 0.5}
    first = state(Rule("arithmetic"), {"a": 1, "b": 3}, half, 2)
    last = state(Rule("minimum"), {"a": 1, "b": 3}, half, 1)
    assert list(divided("total", first, last)) == [Share("total", "method", -1)]


def test_an_indicator_in_another_group_leaves_one_and_enters_the_other():
    """40 of a counts in g, then in h: what g loses and h gains stands at a, as a change of the set."""
    rule = Rule("arithmetic")
    rules = {"total": rule, "g": rule, "h": rule}
    ahead = Tree(rules, {"total": ("g", "h"), "g": ("a", "b"), "h": ("c",)})
    behind = Tree(rules, {"total": ("g", "h"), "g": ("b",), "h": ("a", "c")})
    leaves = {"a": 40.0, "b": 20.0, "c": 80.0}
    first = State(
        ahead, {**leaves, "g": 30, "h": 80, "total": 55}, {"g": 0.5, "h": 0.5, "a": 0.5, "b": 0.5, "c": 1}
    )
    last = State(
        behind, {**leaves, "g": 20, "h": 60, "total": 40}, {"g": 0.5, "h": 0.5, "a": 0.5, "b": 1, "c": 0.5}
    )
    found = list(divided("total", first, last))
    assert sum(share.amount for share in found) == pytest.approx(-15)
    assert [share.detail for share in found if share.node == "a"] == ["set", "set"]


def test_a_group_that_becomes_an_indicator_is_the_set():
    rule = Rule("arithmetic")
    deep = Tree({"total": rule, "g": rule}, {"total": ("g",), "g": ("a",)})
    flat = Tree({"total": rule}, {"total": ("g",)})
    first = State(deep, {"total": 1, "g": 1, "a": 1}, {"g": 1, "a": 1})
    last = State(flat, {"total": 3, "g": 3}, {"g": 1})
    assert list(divided("total", first, last)) == [Share("g", "set", 2)]


def test_a_score_that_a_mean_cannot_take_does_not_count_without_weight():
    first = state(Rule("geometric"), {"a": 10, "b": 0}, {"a": 1, "b": 0}, 10)
    last = state(Rule("geometric"), {"a": 10, "b": 40}, {"a": 0.5, "b": 0.5}, 20)
    found = list(divided("total", first, last))
    assert sum(share.amount for share in found) == pytest.approx(10)


def test_a_mean_that_cannot_take_a_zero_is_the_method_whole():
    half = {"a": 0.5, "b": 0.5}
    first = state(Rule("arithmetic"), {"a": 0, "b": 4}, half, 2)
    last = state(Rule("geometric"), {"a": 1, "b": 4}, half, 2)
    assert list(divided("total", first, last)) == [Share("total", "method", 0)]


def test_a_power_mean_of_zeros_changes_by_nothing():
    half = {"a": 0.5, "b": 0.5}
    zero, some = {"a": 0, "b": 0}, {"a": 0, "b": 4}
    rule = Rule("power_mean", 0.5)
    assert list(divided("total", state(rule, zero, half, 0), state(rule, zero, half, 0))) == []
    found = list(divided("total", state(rule, zero, half, 0), state(rule, some, half, 1)))
    assert [(share.node, share.amount) for share in found] == [("a", 0), ("b", 1)]
