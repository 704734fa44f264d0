"""What follows from the tree of an index alone: weights, and what scores rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

from gaoxin.plan.index.joins import COMPUTED
from gaoxin.plan.index.marks import MARKS
from gaoxin.plan.index.steps import TOTAL
from gaoxin.spec import Family, Index, IndexNode, Status, Variant, weight_of

_WHOLE = 2**53  # a double counts whole numbers exactly up to here


@dataclass(frozen=True)
class Tree:
    """The nodes of an index, for the subjects of one category.

    Parameters
    ----------
    index : the index
    variant : fills unpublished weights
    status : of the index
    statuses : of the indicators behind the leaves, by reference
    category : of `weights_by`; None for subjects of no category that has weights
    """

    index: Index
    variant: Variant | None
    status: Status
    statuses: Mapping[str, Status]
    category: str | None = None

    @cached_property
    def families(self) -> dict[str, Family]:
        """The nodes with children, parents first."""
        return {family.node: family for family in self.index.families()}

    def weights(self, family: Family) -> list[Fraction] | None:
        """Weights of siblings, filled by the variant; None where one is not published."""
        if family.weigh.method != "given":
            return [Fraction(1)] * len(family.children)
        found = [self._weight(node) for node in family.children]
        known = [weight for weight in found if weight is not None]
        return known if len(known) == len(found) else None

    def _weight(self, node: IndexNode) -> Fraction | None:
        weight = weight_of(node, self.category)
        if weight is None and self.variant and not (node.weights and self.category is None):
            return self.variant.weight
        return weight

    def filled(self, family: Family) -> str | None:
        """Status of the variant, where it fills a weight of these siblings."""
        if self.variant is None or family.weigh.method != "given":
            return None
        lacking = any(weight_of(node, self.category) is None for node in family.children)
        return self.variant.status if lacking else None

    def complete(self, family: Family) -> bool:
        """Whether every weight of these siblings and below them is known."""
        below = (self.families[node.id] for node in family.children if node.children)
        return self.weights(family) is not None and all(map(self.complete, below))

    def siblings(self) -> Family:
        """The family at the top, whether or not it has a total."""
        index = self.index
        way = index.methods
        level = 1 + max(node.height for node in index.tree)
        return self.families.get(TOTAL) or Family(
            TOTAL, level, index.tree, index.weigh or way.weight, index.aggregate or way.aggregate
        )

    def leaf_marks(self, node: IndexNode) -> set[str]:
        """What the score of a leaf rests on."""
        found = {self.status, node.status, self.statuses.get(node.indicator or "")}
        return {mark for mark in found if mark in MARKS}

    def marks(self, family: Family) -> set[str]:
        """What the score of a node rests on: the weights of its children, and all below."""
        found = {self.status, self.filled(family), *(node.status for node in family.children)}
        if family.weigh.method in COMPUTED:
            found.add("weight computed")
        for node in family.children:
            found |= self.marks(self.families[node.id]) if node.children else self.leaf_marks(node)
        return {mark for mark in found if mark in MARKS}

    def weight_marks(self, family: Family) -> set[str]:
        """What the weights of siblings rest on."""
        if self.weights(family) is None:
            return {"weight unpublished"}
        if family.weigh.method in COMPUTED:
            return {"weight computed"} if family.node in self.families else set()
        return {"weight assumed"} if self.filled(family) in MARKS else set()

    def shares(self, family: Family) -> list[Fraction | None]:
        """The share of each sibling in the weight of all; None where it is not known before the data."""
        weights = self.weights(family)
        whole = sum(weights or ())
        if weights is None or not whole or family.weigh.method in COMPUTED:
            return [None] * len(family.children)
        return [weight / whole for weight in weights]


def whole_weights(weights: Sequence[Fraction]) -> list[int]:
    """Whole numbers in the ratio of the weights, small enough for doubles to count with."""
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    whole = [weight // gcd(*whole) for weight in whole]
    if sum(whole) > _WHOLE:
        whole = [round(Fraction(weight, sum(whole)) * (_WHOLE // 2)) for weight in whole]
    return whole


def ordered(marks: set[str]) -> tuple[str, ...]:
    """Put words of ``status`` in their order."""
    return tuple(mark for mark in MARKS if mark in marks)
