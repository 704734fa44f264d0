"""The tree of an index as a change is divided over it: how each node joins its children."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gaoxin.measure.change.panel import Scored
from gaoxin.plan.index import Aggregate, IndexPlan


@dataclass(frozen=True, slots=True)
class Rule:
    """How a node joins its children: the method, and the power of a power mean."""

    method: str
    power: float = 1.0

    @property
    def mean(self) -> bool:
        """Whether it is a mean of a function of the scores, ``g(s) = Σ w g(n)``."""
        return self.method in ("arithmetic", "geometric", "harmonic", "power_mean")

    def g(self, score: float) -> float:
        """The function whose weighted mean is taken: x, ln x, 1/x or x^p."""
        match self.method:
            case "geometric":
                return math.log(score)
            case "harmonic":
                return 1 / score
            case "power_mean":
                return math.log(score) if self.power == 0 else score**self.power
            case _:
                return score

    def slope(self, score: float) -> float:
        """The derivative of g."""
        match self.method:
            case "geometric":
                return 1 / score
            case "harmonic":
                return -1 / score**2
            case "power_mean":
                return 1 / score if self.power == 0 else self.power * score ** (self.power - 1)
            case _:
                return 1.0

    def steepness(self, first: float, second: float) -> float:
        """The mean slope of g between two scores: of ln, one over their logarithmic mean."""
        if first == second == 0 and self.method != "arithmetic":
            return 0.0
        if math.isclose(first, second, rel_tol=1e-7, abs_tol=1e-12):
            return self.slope((first + second) / 2)
        return (self.g(second) - self.g(first)) / (second - first)


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes of a plan that have children: how they are joined, and which they are.

    ``names`` has the other name of a node that is called otherwise here than in its plan.
    """

    rules: Mapping[str, Rule]
    children: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str] = field(default_factory=dict[str, str])


def tree_of(plan: IndexPlan, names: Mapping[str, str] | None = None) -> Tree:
    """The tree of a plan.

    Parameters
    ----------
    names : other names for some nodes
    """
    called = names or {}
    rules: dict[str, Rule] = {}
    children: dict[str, tuple[str, ...]] = {}
    for step in plan.steps:
        if isinstance(step, Aggregate):
            for join in step.joins:
                rules[join.node] = Rule(step.method, 1.0 if step.p is None else float(step.p))
                children[join.node] = tuple(called.get(child.node, child.node) for child in join.children)
    return Tree(rules, children, called)


@dataclass(frozen=True, slots=True)
class State:
    """What one unit scores under some figures and one plan.

    Parameters
    ----------
    tree : of the plan
    scores : of the nodes that are known
    weights : of the known children of a node that has a score; they sum to one among siblings
    rank : of the top node
    """

    tree: Tree
    scores: Mapping[str, float]
    weights: Mapping[str, float]
    rank: float = math.nan


def state_of(tree: Tree, scored: Scored, row: int, top: str) -> State:
    """The state of the unit in a row."""
    called = tree.names
    plain = {other: node for node, other in called.items()}
    known = ((called.get(node, node), float(found[row])) for node, found in scored.scores.items())
    scores = {node: score for node, score in known if not np.isnan(score)}
    weights: dict[str, float] = {}
    for node, children in tree.children.items():
        if node in scores:
            known = {c: float(scored.weights[plain.get(c, c)][row]) for c in children if c in scores}
            whole = sum(known.values())
            weights |= {child: weight / whole for child, weight in known.items()}
    return State(tree, scores, weights, float(scored.ranks[top][row]))
