"""Indices: trees of weighted indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from gaoxin.spec.methods import Aggregate, Impute, Methods, Normalise, Treat, Weigh
from gaoxin.spec.model import Exact, Id, Item, Model, Name, Status, Text
from gaoxin.spec.uncertainty import Uncertainty

TOTAL = "total"
"""The node at the top of an index."""
_OF_LEAVES = frozenset({"direction", "posts", "target", "bands", "impute", "treat", "normalise"})
_TO_REFERENCE = ("distance_to_reference", "ratio_to_reference")
_OF_GROUPS = frozenset({"aggregate", "weigh"})


class IndexNode(Item):
    """A node of the tree: an indicator, or a weighted group of nodes."""

    id: Id
    weight: Exact | None = Field(
        default=None, ge=0, description="weight among its siblings; empty when not published"
    )
    weights: dict[str, Exact | None] = Field(
        default_factory=dict,
        description="instead of `weight`: the weight for each category of the index's `weights_by`",
    )
    indicator: str | None = Field(default=None, description="indicator or variable, by name or `pack.name`")
    direction: Literal["up", "down"] = Field(
        default="up", description="down: less is better; up, also where nothing is said: more is better"
    )
    posts: tuple[Exact, Exact] | None = Field(default=None, description="goalposts, in the indicator's unit")
    target: Exact | None = Field(
        default=None,
        description="reference of distance_to_reference and ratio_to_reference, in the indicator's unit",
    )
    bands: tuple[tuple[Exact | None, Exact], ...] = Field(
        default=(),
        description="[from, points] of `bands`, from low to high; empty `from`: all below the next",
    )
    impute: Impute | None = Field(default=None, description="another way to fill gaps of this indicator")
    treat: Treat | Literal["none"] | None = Field(
        default=None, description="another treatment of this indicator's outliers, or `none`"
    )
    normalise: Normalise | None = Field(default=None, description="another method for this indicator")
    weigh: Weigh | None = Field(default=None, description="another source of the weights below this node")
    aggregate: Aggregate | None = Field(default=None, description="another method for this node")
    children: tuple[IndexNode, ...] = Field(default=(), description="the nodes that it joins")

    @model_validator(mode="after")
    def _check(self) -> IndexNode:
        if bool(self.children) == (self.indicator is not None):
            message = "a node has either `indicator` or `children`"
            raise ValueError(message)
        foreign = _OF_GROUPS if self.indicator is not None else _OF_LEAVES
        if unused := sorted(self.model_fields_set & foreign):
            message = (
                f"{', '.join(unused)} means nothing to {'an indicator' if self.indicator else 'a group'}"
            )
            raise ValueError(message)
        if self.posts is not None and self.posts[0] >= self.posts[1]:
            message = "the lower of the two posts stands first; `direction: down` turns the scale"
            raise ValueError(message)
        if self.weight is not None and self.weights:
            message = "a node has either `weight` or `weights` by category"
            raise ValueError(message)
        if any(weight is not None and weight < 0 for weight in self.weights.values()):
            message = "a weight is 0 or more"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_bands(self) -> IndexNode:
        starts = [start for start, _ in self.bands]
        known = [start for start in starts if start is not None]
        if None in starts[1:] or any(low >= high for low, high in pairwise(known)):
            message = "bands stand from low to high, each from where it begins; only the first may have none"
            raise ValueError(message)
        return self

    def walk(self) -> Iterator[IndexNode]:
        """The node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def height(self) -> int:
        """Level of the node: 0 for an indicator, else 1 more than the highest child."""
        return 1 + max((child.height for child in self.children), default=-1)


@dataclass(frozen=True, slots=True)
class Family:
    """A node with children, or the total: what it joins, and how.

    Parameters
    ----------
    node : its id
    level : 1 above indicators
    children : the nodes below it
    weigh, aggregate : its methods: its own, else those of its level, else those of the index
    """

    node: str
    level: int
    children: tuple[IndexNode, ...]
    weigh: Weigh
    aggregate: Aggregate


class Variant(Model):
    """A named variant that fills unpublished weights; its results are marked with its status."""

    title: Text = Field(description="what marks its results, such as 暂定值(官方未公布)")
    status: Status = Field(default="assumed", description="how sure the weights are; results show it")
    weight: Exact = Field(
        default=Fraction(1), gt=0, description="the weight that every unpublished weight takes"
    )


class Index(Item):
    """A tree of weighted indicators.

    Weights are relative: each is divided by the sum of its siblings', so that they need not add up to 1 or
    100. A node with an unpublished weight among its children has no score, unless a variant is asked for by
    name.
    """

    subject: Name | None = Field(
        default=None, description="what its rows are; the pack's subject where empty"
    )
    methods: Methods = Field(default=Methods(), description="the method of each step")
    weights_by: Name | None = Field(
        default=None, description="category variable on which `weights` of nodes depend, such as a stage"
    )
    tree: tuple[IndexNode, ...] = Field(min_length=1, description="the nodes below the total")
    weigh: Weigh | None = Field(default=None, description="another source of the weights below the total")
    aggregate: Aggregate | None = Field(default=None, description="another method for the total")
    total: bool = Field(default=True, description="false: sub-scores only")
    variants: dict[Name, Variant] = Field(
        default_factory=dict, description="ways to fill unpublished weights, asked for by name"
    )
    robust: Uncertainty | None = Field(
        default=None, description="what is uncertain in it; the weights by a quarter where empty"
    )

    def leaves(self) -> tuple[IndexNode, ...]:
        """The indicators, in the order of the tree."""
        return tuple(n for root in self.tree for n in root.walk() if n.indicator is not None)

    def families(self) -> tuple[Family, ...]:
        """The total, where there is one, and every node with children, parents first."""
        found: list[Family] = []
        if self.total:
            level = 1 + max(node.height for node in self.tree)
            found.append(self._family(TOTAL, level, self.tree, self.weigh, self.aggregate))
        nodes = (n for root in self.tree for n in root.walk() if n.children)
        found += [self._family(n.id, n.height, n.children, n.weigh, n.aggregate) for n in nodes]
        return tuple(found)

    def _family(
        self,
        node: str,
        level: int,
        children: tuple[IndexNode, ...],
        weigh: Weigh | None,
        aggregate: Aggregate | None,
    ) -> Family:
        ways = self.methods
        return Family(
            node, level, children, weigh or ways.weight, aggregate or ways.levels.get(level, ways.aggregate)
        )

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that have weights of their own, in the order of the tree."""
        nodes = (n for root in self.tree for n in root.walk())
        return tuple(dict.fromkeys(category for node in nodes for category in node.weights))

    @model_validator(mode="after")
    def _check(self) -> Index:
        ids = [n.id for root in self.tree for n in root.walk()]
        twice = sorted({i for i in ids if ids.count(i) > 1} | ({TOTAL} & set(ids)))
        if twice:
            seen = ", ".join(twice)
            message = f"{seen} stands twice; nodes of one index need different ids, and `total` is taken"
            raise ValueError(message)
        above = sorted(set(self.methods.levels) - {family.level for family in self.families()})
        if above:
            message = f"`levels` has {', '.join(map(str, above))}; no node of this tree is at such a level"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_robust(self) -> Index:
        known = {TOTAL, *(n.id for root in self.tree for n in root.walk())}
        if strange := [node for node in (self.robust.nodes if self.robust else ()) if node not in known]:
            message = f"`robust` names {', '.join(strange)}; the tree has no such node"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_leaves(self) -> Index:
        for node in self.leaves():
            _check_leaf(node, node.normalise or self.methods.normalise)
        return self

    @model_validator(mode="after")
    def _check_weights(self) -> Index:
        if bool(self.categories) != (self.weights_by is not None):
            message = "`weights` of nodes need `weights_by`, the category that they depend on, and it them"
            raise ValueError(message)
        for node in (n for root in self.tree for n in root.walk() if n.weights):
            if lacking := [name for name in self.categories if name not in node.weights]:
                message = f"{node.id}: no weight for {', '.join(lacking)}; leave it empty if not published"
                raise ValueError(message)
        for category in self.categories or (None,):
            given = [family for family in self.families() if family.weigh.method == "given"]
            empty = [f.node for f in given if all(weight_of(n, category) == 0 for n in f.children)]
            if empty:
                where = f" for {category}" if category else ""
                message = f"{', '.join(empty)}: the weights below are all 0{where}; one at least must count"
                raise ValueError(message)
        return self


def weight_of(node: IndexNode, category: str | None) -> Fraction | None:
    """Weight of a node as written, for a category where it depends on one; None where not published."""
    return node.weights.get(category) if node.weights and category is not None else node.weight


def _check_leaf(node: IndexNode, way: Normalise) -> None:
    """Hold what a leaf says of itself against its method of normalising."""
    method = way.method
    if (node.posts is not None) != (method == "goalposts"):
        message = f"{node.id}: goalposts need `posts`, and only goalposts have them; its method is {method}"
        raise ValueError(message)
    if bool(node.bands) != (method == "bands"):
        message = f"{node.id}: bands need `bands`, and only bands have them; its method is {method}"
        raise ValueError(message)
    referred = [x for x in (way.reference, node.target) if x is not None]
    if len(referred) != (method in _TO_REFERENCE):
        message = (
            f"{node.id}: {' and '.join(_TO_REFERENCE)} need either `reference`, a subject, or `target` at "
            f"the leaf, and only they have them; its method is {method}"
        )
        raise ValueError(message)
    if node.direction == "down" and method in ("none", "bands"):
        message = (
            f"{node.id}: `direction: down` needs a method of normalising that turns it, not `{method}`; "
            "put the minus sign into a formula, or the better band last"
        )
        raise ValueError(message)


IndexNode.model_rebuild()
