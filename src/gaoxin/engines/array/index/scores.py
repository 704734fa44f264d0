"""From normalised leaves up the tree: the score of each node, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from gaoxin.engines.array import aggregate, weigh
from gaoxin.engines.array.index.cells import Cells
from gaoxin.engines.array.index.frame import Frame
from gaoxin.engines.array.index.scaled import FAULTS, Scaled, Words
from gaoxin.engines.array.ranks import largest
from gaoxin.engines.array.scopes import Bools, Floats
from gaoxin.plan.index import COMPUTED, Aggregate, IndexPlan, Join

_BENT = frozenset({"geometric", "harmonic", "power_mean"})
_OF_CHILDREN = frozenset({"arithmetic", "median", "minimum"})
_BETWEEN = frozenset({"copeland", "topsis"})
_NOT_POSITIVE, _UNDEFINED, _CONSTANT = (
    FAULTS.index(word) for word in ("not positive", "weight undefined", "constant")
)


@dataclass(frozen=True)
class Node:
    """A node in all rows; every array is (rows,).

    Parameters
    ----------
    score : NaN = unknown
    scale : the size by which scores are compared
    filled, changed : whether the score rests on such figures
    skewed : whether the figures of a leaf did not pass
    reweighted : whether a child is unknown, here or below
    fault : places in `FAULTS`
    """

    score: Floats
    scale: Floats
    filled: Bools
    changed: Bools
    skewed: Bools
    reweighted: Bools
    fault: Words


@dataclass(frozen=True)
class Tree:
    """All nodes, and the weights of those that have a parent, (rows,) each, where data gave them."""

    nodes: Mapping[str, Node]
    computed: Mapping[str, Floats]


def scores(frame: Frame, plan: IndexPlan, cells: Cells, scaled: Scaled) -> Tree:
    """Run the steps of aggregating, from the bottom up."""
    nodes = {leaf.node: _leaf(cells, scaled, place) for place, leaf in enumerate(plan.leaves)}
    computed: dict[str, Floats] = {}
    levels = [step for step in plan.steps if isinstance(step, Aggregate)]
    for step in levels:
        for join in step.joins:
            climb = _Climb(frame, plan, step, join, [nodes[child.node] for child in join.children])
            nodes[join.node] = climb.node()
            if join.weigh in COMPUTED:
                weights, _ = climb.weighed()
                whole = weights.sum() or np.nan
                computed |= {child.node: w / whole for child, w in zip(join.children, weights, strict=True)}
    return Tree(nodes, computed)


def _leaf(cells: Cells, scaled: Scaled, place: int) -> Node:
    score = scaled.values[:, place]
    return Node(
        score,
        np.broadcast_to(largest(score), score.shape),
        cells.filled[:, place],
        cells.changed[:, place],
        cells.skewed[:, place],
        np.zeros(len(score), np.bool_),
        scaled.faults[:, place],
    )


@dataclass(frozen=True)
class _Climb:
    """One node to be, from its children."""

    frame: Frame
    plan: IndexPlan
    step: Aggregate
    join: Join
    children: Sequence[Node]

    def node(self) -> Node:
        x = self._of_children("score")
        weights, least = self.weighed()
        scale = self._scale(weights)
        score = self._score(x, weights, least, scale)
        counts = ~np.isnan(x) & (weights > 0)
        known = np.where(~np.isnan(x), weights, 0.0).sum(axis=-1)
        return Node(
            score,
            scale.max(axis=-1) if self.step.method in _OF_CHILDREN else _own(score),
            (counts & self._of_children("filled")).any(axis=-1),
            (counts & self._of_children("changed")).any(axis=-1),
            np.zeros(len(score), np.bool_),
            (counts & self._of_children("reweighted")).any(axis=-1) | (known < weights.sum(axis=-1)),
            self._fault(x, weights, least, score, scale),
        )

    def weighed(self) -> tuple[Floats, Floats]:
        """The weights (rows, children) or (children,), and the least that must be known, (rows,) or ().

        Weights that the data do not give, or that are not published, are 0 and the least is infinite.
        """
        if self.join.weigh in COMPUTED:
            weights = weigh.METHODS[self.join.weigh](self._of_children("score"))
            most = len(weights) if self.join.counted else 1
            least = self.join.min_share * most
            if np.isnan(weights).any():
                return np.zeros(len(weights)), np.array(np.inf)
            return weights, np.array(
                float(ceil(least)) if self.join.counted else float(least) * weights.sum()
            )
        plain = _weights([child.weight for child in self.join.children], self.join.least)
        if not self.join.cases or self.plan.weights_by is None:
            return plain
        category = self.frame.categories[self.plan.weights_by.column]
        cases = {case.category: _weights(case.weights, case.least) for case in self.join.cases}
        chosen = [cases.get(name, plain) for name in category.names] + [plain]
        table, leasts = np.stack([w for w, _ in chosen]), np.stack([least for _, least in chosen])
        return table[category.codes], leasts[category.codes]  # -1, no category, is the last

    def _of_children(self, name: str) -> Any:
        return np.stack([getattr(child, name) for child in self.children], axis=-1)

    def _scale(self, weights: Floats) -> Floats:
        """The sizes of the children that have weight, (rows, children)."""
        return np.where(weights > 0, self._of_children("scale"), 0.0)

    def _score(self, x: Floats, weights: Floats, least: Floats, scale: Floats) -> Floats:
        settings: dict[str, Any] = {"least": least, "counted": self.join.counted}
        method = self.step.method
        if method in _BENT or method == "copeland":
            settings["scale"] = scale
        if method in _BETWEEN:
            settings["scope"] = self.frame.period_codes
        if self.step.p is not None:
            settings["p"] = float(self.step.p)
        return aggregate.METHODS[method](x, weights, **settings)

    def _fault(self, x: Floats, weights: Floats, least: Floats, score: Floats, scale: Floats) -> Words:
        found = np.zeros(len(score), np.int8)
        if self.step.method in _BENT:
            zero = self.step.p is not None and self.step.p > 0
            found[aggregate.sinks(x, weights, scale=scale, zero=zero)] = _NOT_POSITIVE
        if self.step.method == "topsis":
            sound = aggregate.enough(x, weights, least=least, counted=self.join.counted)
            found[sound & np.isnan(score)] = _CONSTANT
        if self.join.weigh in COMPUTED and not weights.any():
            found[:] = _UNDEFINED
        return found


def _weights(weights: Sequence[int | None], least: int | None) -> tuple[Floats, Floats]:
    if least is None or any(weight is None for weight in weights):
        return np.zeros(len(weights)), np.array(np.inf)
    return np.array([float(weight or 0) for weight in weights]), np.array(float(least))


def _own(score: Floats) -> Floats:
    return np.broadcast_to(largest(score), score.shape)
