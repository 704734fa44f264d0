"""Indices: trees of weighted indicators, and the method of each step."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from gaoxin.spec.model import Exact, Id, Item, Model, Name, Status, Text

_SCALE = frozenset({"low", "high"})
_SETTINGS: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "minmax": _SCALE,
    "goalposts": _SCALE | {"clip"},
    "zscore": frozenset({"mean", "sd"}),
    "rank": frozenset(),
    "base_period": frozenset({"base", "chained"}),
}
"""The settings that each method of normalising reads."""


class Screen(Model):
    """Leave out subjects with too few reported indicators."""

    method: Literal["units_by_availability"] = Field(
        default="units_by_availability", description="subjects are judged by how much they report"
    )
    min_share: Exact = Field(ge=0, le=1, description="least share of indicators that must be reported")


class Impute(Model):
    """Fill gaps; every filled cell is listed as imputed."""

    method: Literal["none", "mean", "group_mean"] = Field(
        default="none", description="the mean of all, or of the subject's group"
    )
    group: Name | None = Field(default=None, description="category variable whose groups have their own mean")

    @model_validator(mode="after")
    def _check(self) -> Impute:
        if (self.method == "group_mean") != (self.group is not None):
            message = "group_mean needs `group`, and only group_mean has it"
            raise ValueError(message)
        return self


class Normalise(Model):
    """Bring indicators to one scale."""

    method: Literal["none", "minmax", "goalposts", "zscore", "rank", "base_period"] = Field(
        default="minmax", description="how a figure becomes a score"
    )
    low: Exact = Field(default=Fraction(0), description="lower end of the scale (minmax, goalposts)")
    high: Exact = Field(default=Fraction(100), description="upper end of the scale (minmax, goalposts)")
    mean: Exact = Field(default=Fraction(0), description="mean of the scale (zscore)")
    sd: Exact = Field(default=Fraction(1), gt=0, description="standard deviation of the scale (zscore)")
    base: int | None = Field(default=None, description="base period of base_period")
    chained: bool = Field(
        default=True, description="base_period multiplies year-on-year ratios, so a gap breaks it"
    )
    clip: bool = Field(default=True, description="goalposts cut values outside the posts")

    @model_validator(mode="after")
    def _check(self) -> Normalise:
        if (self.method == "base_period") != (self.base is not None):
            message = "base_period needs `base`, and only base_period has it"
            raise ValueError(message)
        if self.low >= self.high:
            message = "`low` must be below `high`"
            raise ValueError(message)
        unused = sorted(self.model_fields_set - _SETTINGS[self.method] - {"method"})
        if unused:
            message = f"{', '.join(unused)} means nothing to {self.method}"
            raise ValueError(message)
        return self


class Aggregate(Model):
    """Join the children of a node."""

    method: Literal["arithmetic", "geometric"] = Field(
        default="arithmetic", description="the weighted arithmetic or geometric mean"
    )
    min_share: Exact = Field(
        default=Fraction(1),
        gt=0,
        le=1,
        description="least share of weight that must be known: below it the node is unknown, "
        "from there on the rest is reweighted",
    )


class Methods(Model):
    """The method of each step of an index."""

    within: Literal["period", "all"] = Field(
        default="period", description="statistics per period, or over all periods"
    )
    screen: Screen | None = Field(default=None, description="which subjects are left out; none where empty")
    impute: Impute = Field(default=Impute(), description="how gaps are filled")
    normalise: Normalise = Field(default=Normalise(), description="how figures become scores")
    aggregate: Aggregate = Field(default=Aggregate(), description="how children become their parent")


class IndexNode(Item):
    """A node of the tree: an indicator, or a weighted group of nodes."""

    id: Id
    weight: Exact | None = Field(
        default=None, ge=0, description="weight among its siblings; empty when not published"
    )
    indicator: str | None = Field(default=None, description="indicator or variable, by name or `pack.name`")
    direction: Literal["up", "down"] = Field(default="up", description="down: less is better")
    posts: tuple[Exact, Exact] | None = Field(default=None, description="goalposts, in the indicator's unit")
    normalise: Normalise | None = Field(default=None, description="another method for this indicator")
    aggregate: Aggregate | None = Field(default=None, description="another method for this node")
    children: tuple[IndexNode, ...] = Field(default=(), description="the nodes that it joins")

    @model_validator(mode="after")
    def _check(self) -> IndexNode:
        if bool(self.children) == (self.indicator is not None):
            message = "a node has either `indicator` or `children`"
            raise ValueError(message)
        foreign = {"aggregate"} if self.indicator is not None else {"direction", "posts", "normalise"}
        if unused := sorted(self.model_fields_set & foreign):
            message = (
                f"{', '.join(unused)} means nothing to {'an indicator' if self.indicator else 'a group'}"
            )
            raise ValueError(message)
        if self.posts is not None and self.posts[0] >= self.posts[1]:
            message = "the lower of the two posts stands first; `direction: down` turns the scale"
            raise ValueError(message)
        return self

    def walk(self) -> Iterator[IndexNode]:
        """The node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


class Variant(Model):
    """A named variant that fills unpublished weights; its results are marked with its status."""

    title: Text = Field(description="what marks its results, such as 暂定值(官方未公布)")
    status: Status = Field(default="assumed", description="how sure the weights are; results show it")
    weight: Exact = Field(
        default=Fraction(1), gt=0, description="the weight that every unpublished weight takes"
    )


class Index(Item):
    """A tree of weighted indicators.

    Weights are relative: each is divided by the sum of its siblings'. A node with an unpublished weight among
    its children has no score, unless a variant is asked for by name.
    """

    subject: Name | None = Field(
        default=None, description="what its rows are; the pack's subject where empty"
    )
    methods: Methods = Field(default=Methods(), description="the method of each step")
    tree: tuple[IndexNode, ...] = Field(min_length=1, description="the nodes below the total")
    aggregate: Aggregate | None = Field(default=None, description="another method for the total")
    total: bool = Field(default=True, description="false: sub-scores only")
    variants: dict[Name, Variant] = Field(
        default_factory=dict, description="ways to fill unpublished weights, asked for by name"
    )

    @model_validator(mode="after")
    def _check(self) -> Index:
        ids = [n.id for root in self.tree for n in root.walk()]
        twice = sorted({i for i in ids if ids.count(i) > 1} | ({"total"} & set(ids)))
        if twice:
            seen = ", ".join(twice)
            message = f"{seen} stands twice; nodes of one index need different ids, and `total` is taken"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_methods(self) -> Index:
        for node in (n for root in self.tree for n in root.walk()):
            method = (node.normalise or self.methods.normalise).method
            if node.indicator is not None and (node.posts is not None) != (method == "goalposts"):
                message = (
                    f"{node.id}: goalposts need `posts`, and only goalposts have them; its method is {method}"
                )
                raise ValueError(message)
            if node.direction == "down" and method == "none":
                message = (
                    f"{node.id}: `direction: down` needs a method of normalising that turns it, not `none`"
                )
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_weights(self) -> Index:
        groups = {n.id: n.children for root in self.tree for n in root.walk() if n.children}
        if self.total:
            groups["total"] = self.tree
        empty = [name for name, children in groups.items() if all(child.weight == 0 for child in children)]
        if empty:
            message = f"{', '.join(empty)}: the weights below are all 0; one at least must count"
            raise ValueError(message)
        return self


IndexNode.model_rebuild()
