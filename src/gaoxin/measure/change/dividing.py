"""The change of a node between two states, divided over the indicators below it; it closes exactly.

A mean of a function g of the scores, ``g(s) = Σ w g(n)`` (x arithmetic, ln x geometric, 1/x harmonic, x^p of
a power mean), moves by

``s' - s = K Σ [ w̄ (g(n') - g(n)) + (ḡ - ḡs)(w' - w) ]``, where ``K = (s' - s) / (g(s') - g(s))``,

a bar is the mean of the two states and ḡs that of the node itself. For the arithmetic mean K is one and a
child adds its weight times its own change. For the geometric mean K is the logarithmic mean of the two scores
and this is the LMDI-I decomposition, perfect in decomposition and symmetric in time (B. W. Ang, Decomposition
analysis for policymaking in energy, Energy Policy 32, 2004). A weight counts against the unit's own mean, so
that moving weight to what a unit is weak in costs points, whatever the zero of the scale. A child that is
there in one state only has its score there for both.

The minimum and the median follow the straight way between the states: each child has the share of the way on
which it is the least, or the middle one (Aumann and Shapley, Values of Non-Atomic Games, 1974). What joins
children by comparing units (copeland, topsis) has no such rule: its change stands undivided at its node.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import Literal

from gaoxin.measure.change.tree import Rule, State

Detail = Literal["value", "weight", "set", "method", "undivided"]


@dataclass(frozen=True, slots=True)
class Share:
    """What a node adds to a change.

    ``detail``: by its value, by its weight, by standing in one of the states only (set), by another way to
    join its children (method), or undivided.
    """

    node: str
    detail: Detail
    amount: float


def divided(node: str, before: State, after: State, factor: float = 1.0) -> Iterator[Share]:
    """What each node below adds to the change of a node, times a factor; the parts sum to it.

    Parameters
    ----------
    node : known in both states
    """
    change = factor * (after.scores[node] - before.scores[node])
    rules = [state.tree.rules.get(node) for state in (before, after)]
    if rules == [None, None]:
        yield Share(node, "value", change)
    elif rules[0] is None or rules[1] is None:
        yield Share(node, "set", change)
    elif rules[0] == rules[1]:
        yield from _joined(node, rules[0], before, after, factor)
    elif _fits(node, rules[1], before) and _fits(node, rules[0], after):
        yield from _both_orders(node, before, after, factor)
    else:
        yield Share(node, "method", change)


def _joined(node: str, rule: Rule, before: State, after: State, factor: float) -> Iterator[Share]:
    if rule.mean:
        yield from _mean(node, rule, before, after, factor)
    elif rule.method in ("minimum", "median") and _same_children(node, before, after):
        yield from _ordered(node, rule, before, after, factor)
    else:
        yield Share(node, "undivided", factor * (after.scores[node] - before.scores[node]))


def _mean(node: str, rule: Rule, before: State, after: State, factor: float) -> Iterator[Share]:
    """A mean of g: values of the children, and their weights."""
    if rule.method != "arithmetic" and before.scores[node] == after.scores[node] == 0:
        return
    scale = factor / rule.steepness(before.scores[node], after.scores[node])
    own = (rule.g(before.scores[node]) + rule.g(after.scores[node])) / 2
    for child in _children(node, before, after):
        first, second = _place(node, child, before), _place(node, child, after)
        known = [
            score for weight, score in (first, second) if score is not None and _counts(rule, weight, score)
        ]
        if not known or not (first[0] or second[0]):
            continue
        if first[0] != second[0]:
            middle = sum(map(rule.g, known)) / len(known)
            both = all(child in s.tree.children.get(node, ()) for s in (before, after))
            amount = scale * (middle - own) * (second[0] - first[0])
            yield Share(child, "weight" if both else "set", amount)
        if len(known) == 2:
            share = scale * (first[0] + second[0]) / 2 * rule.steepness(known[0], known[1])
            yield from divided(child, before, after, share)


def _children(node: str, before: State, after: State) -> list[str]:
    """The children of a node in either state, in the order of the trees."""
    return list(dict.fromkeys([*before.tree.children[node], *after.tree.children[node]]))


def _place(node: str, child: str, state: State) -> tuple[float, float | None]:
    """The weight and the score of a child of a node; nothing where it is not one, or is unknown."""
    if child not in state.tree.children[node] or child not in state.scores:
        return 0.0, None
    return state.weights.get(child, 0.0), state.scores[child]


def _counts(rule: Rule, weight: float, score: float) -> bool:
    """Whether g of a score is defined: a child without weight may have a score that a mean cannot take."""
    if rule.method == "arithmetic" or weight:
        return True
    return score > 0


def _both_orders(node: str, before: State, after: State, factor: float) -> Iterator[Share]:
    """Another mean: half with the method changed first, half with the children changed first."""
    first, second = before.tree.rules[node], after.tree.rules[node]
    early, late = _under(node, second, before), _under(node, first, after)
    method = (early - before.scores[node]) + (after.scores[node] - late)
    yield Share(node, "method", factor * method / 2)
    yield from _mean(node, second, _scored(node, early, before), after, factor / 2)
    yield from _mean(node, first, before, _scored(node, late, after), factor / 2)


def _fits(node: str, rule: Rule, state: State) -> bool:
    """Whether a rule is a mean that can take what the children of a node score."""
    own = [rule, state.tree.rules[node]]
    scores = [state.scores[child] for child in _counting(node, state)]
    return all(each.mean for each in own) and (rule.method == "arithmetic" or min(scores) > 0)


def _under(node: str, rule: Rule, state: State) -> float:
    """The score of a node if another mean joined its children."""
    children = [c for c in state.tree.children[node] if state.weights.get(c)]
    mean = sum(state.weights[c] * rule.g(state.scores[c]) for c in children)
    match rule.method:
        case "geometric":
            return exp(mean)
        case "harmonic":
            return 1 / mean
        case "power_mean":
            return mean ** (1 / rule.power) if rule.power else exp(mean)
        case _:
            return mean


def _scored(node: str, score: float, state: State) -> State:
    return State(state.tree, {**state.scores, node: score}, state.weights)


def _same_children(node: str, before: State, after: State) -> bool:
    """Whether the same children count in both states."""
    first, second = (set(_counting(node, state)) for state in (before, after))
    return first == second


def _counting(node: str, state: State) -> list[str]:
    """The children of a node that are known and have weight."""
    return [c for c in state.tree.children[node] if state.weights.get(c) and c in state.scores]


def _ordered(node: str, rule: Rule, before: State, after: State, factor: float) -> Iterator[Share]:
    """Each child has the share of the straight way between the states on which it is the score."""
    children = _counting(node, before)
    lines = [(before.scores[c], after.scores[c] - before.scores[c]) for c in children]
    middle = {(len(lines) - 1) // 2, len(lines) // 2}
    shares = shares_of_way(lines, {0} if rule.method == "minimum" else middle)
    for child, share in zip(children, shares, strict=True):
        if share:
            yield from divided(child, before, after, factor * share)


def shares_of_way(lines: Sequence[tuple[float, float]], places: Collection[int]) -> list[float]:
    """The share of [0, 1] on which each line ``start + slope t`` stands at some places of their order.

    Parameters
    ----------
    places : from the lowest, 0; where there are several, their mean is meant
    """
    times = {0.0, 1.0}
    for at, (start, slope) in enumerate(lines):
        for other, incline in lines[at + 1 :]:
            if slope != incline:
                crossing = (other - start) / (slope - incline)
                times |= {crossing} if 0 < crossing < 1 else set()
    shares = [0.0] * len(lines)
    for first, second in pairwise(sorted(times)):
        middle = (first + second) / 2
        order = sorted(range(len(lines)), key=lambda at: lines[at][0] + lines[at][1] * middle)
        for place in places:
            shares[order[place]] += (second - first) / len(places)
    return shares
