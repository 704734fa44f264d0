"""An index as arrays: its tree, and the figures and scores of one period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.spec.index import Index, IndexNode

Floats = NDArray[np.float64]
Columns = dict[str, list[Any]]
"""A tidy table: lists of one length by name; None where there is no value."""

TOTAL = "total"
"""The node at the top of an index, as in its tidy rows."""

STAGES = ("raw", "imputed", "treated", "normalised", "score", "weight", "rank")
"""What the tidy rows of an index say of each node."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes of an index in the order of the tree, parents first.

    Parameters
    ----------
    nodes, titles : id and Chinese title of each
    parents : position of each node's parent, -1 at the top
    methods : how each node joins its children, empty for an indicator
    powers : exponent of each power mean, 1 for other nodes
    """

    nodes: tuple[str, ...]
    titles: tuple[str, ...]
    parents: tuple[int, ...]
    methods: tuple[str, ...]
    powers: tuple[float, ...] = ()

    def power(self, node: int) -> float:
        """Exponent of a node that is a power mean."""
        return self.powers[node] if self.powers else 1.0

    def children(self, node: int) -> list[int]:
        """Positions of the children of a node."""
        return [place for place, parent in enumerate(self.parents) if parent == node]

    def ancestors(self, node: int) -> list[int]:
        """Positions of the nodes above one, the nearest first."""
        found: list[int] = []
        while (node := self.parents[node]) >= 0:
            found.append(node)
        return found

    def leaves(self, node: int | None = None) -> list[int]:
        """Positions of the indicators, of all or below a node."""
        every = [place for place, method in enumerate(self.methods) if not method]
        return every if node is None else [leaf for leaf in every if node in (leaf, *self.ancestors(leaf))]

    def groups(self) -> list[int]:
        """Positions of the nodes that have children."""
        return [place for place, method in enumerate(self.methods) if method]

    def level(self, node: int) -> int:
        """0 for an indicator, else one more than the highest child."""
        return 1 + max(map(self.level, self.children(node)), default=-1)


def tree_of(index: Index) -> Tree:
    """The tree of an index, the total first where it has one."""
    ways = {family.node: family.aggregate for family in index.families()}
    rows: list[tuple[str, str, int, str, float]] = []

    def add(node: str, title: str, parent: int, children: Sequence[IndexNode]) -> None:
        way = ways.get(node)
        rows.append((node, title, parent, way.method if way else "", float(way.p or 1) if way else 1.0))
        place = len(rows) - 1
        for child in children:
            add(child.id, child.title.zh, place, child.children)

    if index.total:
        add(TOTAL, index.title.zh, -1, index.tree)
    else:
        for root in index.tree:
            add(root.id, root.title.zh, -1, root.children)
    nodes, titles, parents, methods, powers = zip(*rows, strict=True)
    return Tree(nodes, titles, parents, methods, powers)


@dataclass(frozen=True, slots=True)
class Frame:
    """An index of one period.

    Parameters
    ----------
    tree : its nodes
    period : the year
    subjects : the units
    stages : by name of `STAGES`: units × nodes, NaN = unknown
    """

    tree: Tree
    period: int
    subjects: tuple[str, ...]
    stages: Mapping[str, Floats]

    def of(self, stage: str) -> Floats:
        """The figures of a stage; the scores of the groups beside the normalised figures of indicators.

        Returns
        -------
        units × nodes, NaN = unknown
        """
        return self.stages["score" if stage == "normalised" else stage]


def frames_of(tree: Tree, columns: Mapping[str, Any]) -> Iterator[Frame]:
    """The tidy rows of an index as a frame for each period, subjects in their order.

    Parameters
    ----------
    tree : the nodes of the index; rows of other nodes are left out
    columns : arrays of one length: subject, period, node and those of `STAGES`, NaN = unknown
    """
    places = {node: place for place, node in enumerate(tree.nodes)}
    nodes = np.array([places.get(str(node), -1) for node in columns["node"]], dtype=np.intp)
    periods = np.asarray(columns["period"])
    names = np.asarray(columns["subject"]).astype(str)
    for period in np.unique(periods):
        rows = np.flatnonzero((periods == period) & (nodes >= 0))
        subjects, units = np.unique(names[rows], return_inverse=True)
        stages: dict[str, Floats] = {}
        for stage in STAGES:
            values = np.full((len(subjects), len(tree.nodes)), np.nan)
            values[units, nodes[rows]] = np.asarray(columns[stage], dtype=np.float64)[rows]
            stages[stage] = values
        yield Frame(tree, int(period), tuple(map(str, subjects)), stages)


def number(value: float) -> float | None:
    """A number for a tidy table; None where it is not known."""
    return float(value) if np.isfinite(value) else None
