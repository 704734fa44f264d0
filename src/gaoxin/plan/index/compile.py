"""From the index an author wrote to its plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import Literal

from gaoxin.base.errors import UsageError
from gaoxin.plan.index import steps
from gaoxin.spec.index import Aggregate, Index, IndexNode, Variant
from gaoxin.spec.model import Status

_Method = Literal["arithmetic", "geometric"]
_WHOLE = 2**53  # a double counts whole numbers exactly up to here


def compile_index(
    index: Index,
    index_id: str,
    *,
    variant: str | None = None,
    status: Status = "verified",
    statuses: Mapping[str, Status] | None = None,
    walls: Mapping[str, tuple[int, ...]] | None = None,
) -> steps.IndexPlan:
    """Make the plan of an index; the same index gives the same plan.

    Parameters
    ----------
    index : the index
    index_id : its name in the pack
    variant : name of the variant that fills unpublished weights
    status : the pack's status, for an index that states none
    statuses : status of the indicators and variables that the leaves refer to, by reference
    walls : periods from which these have another calibre, by reference

    Raises
    ------
    UsageError : the index has no such variant
    """
    tree = _Tree(
        index, _variant(index, index_id, variant), index.status or status, statuses or {}, walls or {}
    )
    leaves = tuple(
        steps.Leaf(node.id, _column(place, node.id), node.indicator, node.title.zh)
        for place, node in enumerate(tree.leaves, start=1)
        if node.indicator is not None
    )
    group = index.methods.impute.group
    groups = (steps.GroupColumn(f"g_{group}", group),) if group else ()
    parts = (_screen(tree), _impute(tree, groups), _normalise(tree), _aggregate(tree))
    body = [step for part in parts for step in part]
    last = (steps.Rank(), steps.Tidy(tuple(_rows(tree))))
    return steps.IndexPlan(index_id, index.title.zh, variant, leaves, groups, (*body, *last))


def _variant(index: Index, index_id: str, name: str | None) -> Variant | None:
    if name is None or name in index.variants:
        return index.variants[name] if name else None
    known = ", ".join(index.variants) or "none"
    message = f"index {index_id} has no variant {name!r}; it has: {known}; try: one of these, or no variant"
    raise UsageError(message)


@dataclass(frozen=True)
class _Tree:
    """The nodes of an index, and what follows from the tree alone."""

    index: Index
    variant: Variant | None
    status: Status
    statuses: Mapping[str, Status]
    walls: Mapping[str, tuple[int, ...]]

    @property
    def leaves(self) -> list[IndexNode]:
        return [node for root in self.index.tree for node in root.walk() if node.indicator is not None]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(node.id for node in self.leaves)

    def groups(self) -> Iterator[tuple[str, Sequence[IndexNode], Aggregate]]:
        """Each group's id, children and method: the total first, then parents before children."""
        default = self.index.methods.aggregate
        if self.index.total:
            yield steps.TOTAL, self.index.tree, self.index.aggregate or default
        for node in (n for root in self.index.tree for n in root.walk()):
            if node.children:
                yield node.id, node.children, node.aggregate or default

    def weights(self, nodes: Sequence[IndexNode]) -> list[Fraction] | None:
        """Weights of siblings, filled by the variant; None where one is not published."""
        fill = self.variant.weight if self.variant else None
        found = [fill if node.weight is None else node.weight for node in nodes]
        known = [weight for weight in found if weight is not None]
        return known if len(known) == len(found) else None

    def filled(self, nodes: Sequence[IndexNode]) -> str | None:
        """Status of the variant, where it fills a weight of these siblings."""
        return self.variant.status if self.variant and any(node.weight is None for node in nodes) else None

    def complete(self, nodes: Sequence[IndexNode]) -> bool:
        """Whether every weight of these siblings and below them is known."""
        return self.weights(nodes) is not None and all(self.complete(n.children) for n in nodes if n.children)

    def leaf_marks(self, node: IndexNode) -> set[str]:
        """What the score of a leaf rests on."""
        found = {self.status, node.status, self.statuses.get(node.indicator or "")}
        return {mark for mark in found if mark in steps.MARKS}

    def marks(self, children: Sequence[IndexNode]) -> set[str]:
        """What the score of a group of these children rests on: their weights, and all below."""
        found = {self.status, self.filled(children), *(node.status for node in children)}
        for node in children:
            found |= self.marks(node.children) if node.children else self.leaf_marks(node)
        return {mark for mark in found if mark in steps.MARKS}


def _column(place: int, node: str) -> str:
    """A column name that no dialect need quote; the place keeps it apart from those of other leaves."""
    return f"n{place:02}_" + re.sub(r"[^a-z0-9]", "_", node.lower())


def _screen(tree: _Tree) -> Iterator[steps.Step]:
    screen = tree.index.methods.screen
    if screen is not None:
        yield steps.Screen(tree.ids, ceil(screen.min_share * len(tree.ids)))


def _impute(tree: _Tree, groups: tuple[steps.GroupColumn, ...]) -> Iterator[steps.Step]:
    methods = tree.index.methods
    if methods.impute.method != "none":
        yield steps.Impute(methods.impute.method, groups[0] if groups else None, methods.within, tree.ids)


def _normalise(tree: _Tree) -> Iterator[steps.Step]:
    """One step for each method in use, in the order in which the tree first uses it."""
    methods = tree.index.methods
    used = list(dict.fromkeys(node.normalise or methods.normalise for node in tree.leaves))
    for way in used:
        nodes = [node for node in tree.leaves if (node.normalise or methods.normalise) == way]
        based = way.method == "base_period"
        leaves = tuple(
            steps.ScaledLeaf(
                node.id,
                node.direction == "down",
                node.posts,
                tree.walls.get(node.indicator or "", ()) if based else (),
            )
            for node in nodes
        )
        yield steps.Normalise(
            way.method,
            leaves,
            methods.within,
            low=way.low,
            high=way.high,
            mean=way.mean,
            sd=way.sd,
            base=way.base or 0,
            chained=way.chained,
            clip=way.clip,
        )


def _aggregate(tree: _Tree) -> Iterator[steps.Step]:
    """One step for each level and method, from the bottom up."""
    found: dict[tuple[int, _Method], list[steps.Join]] = {}
    for node, children, way in tree.groups():
        found.setdefault((_height(children), way.method), []).append(_join(tree, node, children, way))
    for level, method in sorted(found):
        yield steps.Aggregate(level, method, tuple(found[level, method]))


def _join(tree: _Tree, node: str, children: Sequence[IndexNode], method: Aggregate) -> steps.Join:
    weights = tree.weights(children)
    if weights is None or not tree.complete(children):
        return steps.Join(node, tuple(steps.Child(child.id, None) for child in children), None)
    whole = _whole(weights)
    pairs = tuple(steps.Child(child.id, weight) for child, weight in zip(children, whole, strict=True))
    return steps.Join(node, pairs, ceil(method.min_share * sum(whole)))


def _whole(weights: Sequence[Fraction]) -> list[int]:
    """Whole numbers in the ratio of the weights, small enough for doubles to count with."""
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    whole = [weight // gcd(*whole) for weight in whole]
    if sum(whole) > _WHOLE:
        whole = [round(Fraction(weight, sum(whole)) * (_WHOLE // 2)) for weight in whole]
    return whole


def _height(children: Sequence[IndexNode]) -> int:
    """Level of the node above these children: 1 above leaves."""
    return 1 + max(_height(child.children) if child.children else 0 for child in children)


def _rows(tree: _Tree) -> Iterator[steps.Row]:
    """Rows in the order of the tree, parents first, the total before all."""
    index = tree.index
    if index.total:
        yield _group(tree, steps.TOTAL, index.title.zh, index.tree, Fraction(1), set())
    yield from _family(tree, index.tree)


def _family(tree: _Tree, siblings: Sequence[IndexNode]) -> Iterator[steps.Row]:
    weights = tree.weights(siblings)
    whole = sum(weights or ())
    marks = (
        {"weight unpublished"}
        if weights is None
        else {"weight assumed"}
        if tree.filled(siblings) in steps.MARKS
        else set[str]()
    )
    for place, node in enumerate(siblings):
        share = weights[place] / whole if weights and whole else None
        if node.children:
            yield _group(tree, node.id, node.title.zh, node.children, share, marks)
            yield from _family(tree, node.children)
        else:
            known = _ordered(tree.leaf_marks(node) | marks)
            yield steps.Row(node.id, node.title.zh, 0, share, known, _ordered(marks))


def _group(
    tree: _Tree, node: str, title: str, children: Sequence[IndexNode], share: Fraction | None, marks: set[str]
) -> steps.Row:
    reason = set[str]() if tree.complete(children) else {"weight unpublished"}
    known = _ordered(tree.marks(children) | marks)
    return steps.Row(node, title, _height(children), share, known, _ordered(reason | marks))


def _ordered(marks: set[str]) -> tuple[str, ...]:
    return tuple(mark for mark in steps.MARKS if mark in marks)
