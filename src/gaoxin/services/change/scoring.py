"""The array engine behind the change account and the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.index.cells import cells
from gaoxin.engines.array.index.frame import Category, Frame
from gaoxin.engines.array.index.scaled import FAULTS, scaled
from gaoxin.engines.array.index.scores import Node, Tree, scores
from gaoxin.engines.array.ranks import ranks
from gaoxin.engines.array.scopes import Codes
from gaoxin.measure.change import Panel, Scored
from gaoxin.plan.index import COMPUTED, Aggregate, IndexPlan, Join
from gaoxin.services.change.arrow import pa

_DIGITS = 12


def score(panel: Panel, plan: IndexPlan) -> Scored:
    """Compute an index on a panel; `gaoxin.measure.change.Score`."""
    frame, tree = _frame(panel), _tree(panel, plan)
    scope = frame.period_codes
    weights = dict(_weights(plan, frame))
    for node, found in tree.computed.items():
        weights[node] = np.broadcast_to(found, scope.shape)
    return Scored(
        {node: found.score for node, found in tree.nodes.items()},
        weights,
        _Ranks(tree.nodes, scope),
    )


def faults(panel: Panel, plan: IndexPlan, top: str) -> list[dict[str, str]]:
    """Of each row the nodes of a branch that are unknown though their figures are there, and why."""
    tree = _tree(panel, plan)
    found: list[dict[str, str]] = [{} for _ in panel.periods]
    for node in _branch(plan, top):
        one = tree.nodes[node]
        for row in np.flatnonzero(np.isnan(one.score) & (one.fault > 0)):
            found[row][node] = FAULTS[one.fault[row]]
    return found


def _branch(plan: IndexPlan, top: str) -> Iterator[str]:
    """A node, and all below it."""
    yield top
    for join in (join for step in plan.steps if isinstance(step, Aggregate) for join in step.joins):
        if join.node == top:
            for child in join.children:
                yield from _branch(plan, child.node)


def _tree(panel: Panel, plan: IndexPlan) -> Tree:
    frame = _frame(panel)
    held = cells(frame, plan)
    return scores(frame, plan, held, scaled(frame, plan, held.treated))


class _Ranks(Mapping[str, NDArray[np.float64]]):
    """The ranks of nodes, computed when they are asked for."""

    def __init__(self, nodes: Mapping[str, Node], scope: Codes) -> None:
        self._nodes, self._scope = nodes, scope

    def __getitem__(self, node: str) -> NDArray[np.float64]:
        found = self._nodes[node]
        places = ranks(found.score, scale=found.scale, digits=_DIGITS, scope=self._scope)
        return np.where(places == 0, np.nan, places.astype(np.float64))

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


def _frame(panel: Panel) -> Frame:
    _, codes = np.unique(panel.subjects, return_inverse=True)
    categories = {column: _category(values) for column, values in panel.groups.items()}
    return Frame(pa.array(panel.subjects), codes, panel.periods, panel.figures, categories)


def _category(values: NDArray[np.str_]) -> Category:
    names, codes = np.unique(values, return_inverse=True)
    if len(names) and not names[0]:
        return Category(codes - 1, tuple(names[1:].tolist()))
    return Category(codes, tuple(names.tolist()))


def _weights(plan: IndexPlan, frame: Frame) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """The weights that stand in the plan; those of the row's category where they depend on one."""
    for join in (join for step in plan.steps if isinstance(step, Aggregate) for join in step.joins):
        if join.weigh not in COMPUTED:
            table, codes = _table(join, plan, frame)
            for at, child in enumerate(join.children):
                yield child.node, table[codes, at]


def _table(join: Join, plan: IndexPlan, frame: Frame) -> tuple[NDArray[np.float64], Codes]:
    """Weights by category, those of no category last; and of each row its place there."""
    plain = _numbers([child.weight for child in join.children])
    if not join.cases or plan.weights_by is None:
        return np.array([plain]), np.zeros(len(frame.periods), np.int64)
    category = frame.categories[plan.weights_by.column]
    cases = {case.category: _numbers(case.weights) for case in join.cases}
    return np.array([*(cases.get(name, plain) for name in category.names), plain]), category.codes


def _numbers(weights: Sequence[int | None]) -> list[float]:
    return [float(weight or 0) for weight in weights]
