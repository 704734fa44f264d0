"""Points: an index for one subject, with bands, caps and juries (a score sheet)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from gaoxin.spec.indicators import Rounding
from gaoxin.spec.model import Exact, Formula, Item, Line, Model, Name, Status, Text

Award = Exact | tuple[Exact, Exact]
"""Points given: a number, or the interval inside which a jury chooses."""

Max = Exact | None | dict[Line, Exact | None]
"""A cap: a number, one for each category, or empty where it is not published."""

_COLUMNS = frozenset("subject period points low high rank of list status".split())

Quantity = Annotated[Formula, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
"""A literal of the language, such as ``5000 万元``; a whole number may stand bare."""


class Band(Model):
    """Points for whom the condition holds; the first band that holds counts."""

    when: Formula = Field(description="the condition")
    points: Award = Field(description="points given, or the interval [least, most] that is left to a jury")


class Bands(Model):
    """Bands in order, and what is given when none holds."""

    bands: tuple[Band, ...] = Field(min_length=1, description="bands, from the first to the last")
    otherwise: Award = Field(description="points when no band holds")


class PointsNormalise(Model):
    """How a figure becomes a share of an item's points, from 0 to 1, beside the other rows of its period.

    With x the figure, over the known figures of the row's group: minmax is (x - min) / (max - min);
    percentile_rank is the rows that are worse, divided by the known rows less one (ties share the lesser);
    share_of_max is x / max, and min / x where less is better; goalposts is (x - a) / (b - a). What lies
    outside 0 and 1 is cut. A group without any spread has no share, unless `constant` gives one.
    """

    method: Literal["minmax", "percentile_rank", "share_of_max", "goalposts"] = Field(
        default="minmax", description="how the figure becomes a share"
    )
    by: tuple[Name, ...] = Field(
        default=(), description="categories whose groups are compared within, such as [stage, sector]"
    )
    posts: tuple[Quantity, Quantity] | None = Field(
        default=None,
        description="goalposts: the figures of 0 and of the full points; the lesser stands first",
    )
    constant: Exact | None = Field(
        default=None,
        ge=0,
        le=1,
        description="share where all known figures of the group are the same; unknown where empty",
    )

    @model_validator(mode="after")
    def _check(self) -> PointsNormalise:
        if (self.method == "goalposts") != (self.posts is not None):
            message = "goalposts need `posts`, and only goalposts have them"
            raise ValueError(message)
        if self.method in ("goalposts", "share_of_max") and self.constant is not None:
            message = f"`constant` means nothing to {self.method}"
            raise ValueError(message)
        if self.method == "goalposts" and self.by:
            message = "`by` means nothing to goalposts: they are the same for all"
            raise ValueError(message)
        return self


class PointsItem(Item):
    """One row of a score sheet: by bands, the best of several rows of bands, a jury, a formula, or a share.

    `score` names a figure; its points are the cap times the share that `normalise` makes of it.
    """

    id: Name
    max: Max = Field(
        description="cap of the item; a number, `{category: number}` of `max_by`, or empty: not published"
    )
    bands: tuple[Band, ...] = Field(default=(), description="bands in order; the first that holds counts")
    otherwise: Award | None = Field(
        default=None, description="points when no band holds; needed with `bands`"
    )
    best_of: tuple[Bands, ...] = Field(
        default=(), description="the better of several bands counts (the subject chooses)"
    )
    grade: Name | None = Field(default=None, description="grade variable that a jury gives")
    formula: Formula | None = Field(default=None, description="points by a formula, cut at 0 and at `max`")
    score: Formula | None = Field(
        default=None, description="figure, by name or formula, whose share of the full points is given"
    )
    direction: Literal["up", "down"] = Field(default="up", description="down: less of `score` is better")
    normalise: PointsNormalise | None = Field(
        default=None, description="how `score` becomes a share; that of the sheet where empty"
    )
    round: Rounding | None = Field(
        default=None, description="rounding of the points of `score`, such as `{to: 0.01}`; none where empty"
    )

    @model_validator(mode="after")
    def _check(self) -> PointsItem:
        ways = [bool(self.bands), bool(self.best_of)]
        ways += [way is not None for way in (self.grade, self.formula, self.score)]
        if sum(ways) != 1:
            message = "an item needs exactly one of `bands`, `best_of`, `grade`, `formula` and `score`"
            raise ValueError(message)
        if bool(self.bands) != (self.otherwise is not None):
            message = "`bands` and `otherwise` go together"
            raise ValueError(message)
        if self.score is None:
            unused = sorted(self.model_fields_set & {"direction", "normalise", "round"})
            if unused:
                message = f"{', '.join(unused)} means nothing without `score`"
                raise ValueError(message)
        return self

    @property
    def alternatives(self) -> tuple[Bands, ...]:
        """The rows of bands of which the best counts; empty for a jury, a formula or a share."""
        if self.bands and self.otherwise is not None:
            return (Bands(bands=self.bands, otherwise=self.otherwise),)
        return self.best_of


class PointsGroup(Item):
    """A group of items with a cap."""

    id: Name
    max: Max = Field(default=None, description="cap of the group; the sum of its items where empty")
    bonus: bool = Field(default=False, description="its points are added beyond the cap of the total")
    items: tuple[PointsItem, ...] = Field(min_length=1, description="its rows")


class PointsCategory(Item):
    """A category that the sheet makes of figures, such as the stage of life by revenue."""

    formula: Formula = Field(description="CASE that gives one of several texts")


class Veto(Item):
    """A condition that leaves a row out of the ranking, or takes its points away."""

    id: Name
    when: Formula = Field(description="the condition; where it is unknown the row has no rank")
    then: Literal["excluded", "zero"] = Field(
        description="excluded: no rank and no list, the points stay to be seen; zero: the total is 0"
    )


class PointsList(Item):
    """A list of the best within each group of the ranking: from where the list before ends."""

    id: Name
    to: Exact = Field(gt=0, le=1, description="share of the ranked rows of the group that it ends with")


class Ranking(Model):
    """Ranks of the total, and lists of the best.

    1 is the best; ties share the smallest rank. A list ends at the place n x `to`, of n ranked rows of the
    group, as `places` makes it whole. Rows that tie across that line are all in, or all out.
    """

    by: tuple[Name, ...] = Field(default=(), description="categories whose groups are ranked by themselves")
    ties: Literal["in", "out"] = Field(
        default="in", description="rows that tie across the end of a list: all in, or all in the next one"
    )
    places: Literal["down", "up", "half_up"] = Field(
        default="down", description="how a share of the rows becomes a whole number of places"
    )
    lists: tuple[PointsList, ...] = Field(default=(), description="lists, the best first")

    @model_validator(mode="after")
    def _check(self) -> Ranking:
        ends = [found.to for found in self.lists]
        if ends != sorted(set(ends)):
            message = "each list ends after the one before it: `to` grows"
            raise ValueError(message)
        ids = [found.id for found in self.lists]
        if len(set(ids)) != len(ids):
            message = "lists of one ranking need different ids"
            raise ValueError(message)
        return self


class PointsVariant(Model):
    """A named variant that fills unpublished caps; its results are marked with its status."""

    title: Text = Field(description="what marks its results, such as 暂定值(官方未公布)")
    status: Status = Field(default="assumed", description="how sure the caps are; results show it")
    max: Exact | None = Field(default=None, gt=0, description="the cap that every unpublished cap takes")
    maxes: dict[Name, Exact | dict[Line, Exact]] = Field(
        default_factory=dict, description="caps of items by their id: a number, or one for each category"
    )


class Points(Item):
    """A score sheet: groups of items; formulas use `<points>`, `<points>.<group>` and `<points>.<item>`."""

    max: Max = Field(
        default=None,
        description="cap of the total, bonus groups left aside; the sum of the groups where empty",
    )
    categories: dict[Name, PointsCategory] = Field(
        default_factory=dict, description="categories that the sheet makes of figures, by name"
    )
    max_by: Name | None = Field(
        default=None, description="category of the sheet, or category variable, by which caps differ"
    )
    normalise: PointsNormalise = Field(
        default=PointsNormalise(), description="how `score` becomes a share, where an item says nothing else"
    )
    groups: tuple[PointsGroup, ...] = Field(min_length=1, description="its groups")
    min_share: Exact = Field(
        default=Fraction(1),
        gt=0,
        le=1,
        description="least share of items that must be known: below it a row has no rank, from there on an "
        "unknown item counts 0, and the row says so",
    )
    veto: tuple[Veto, ...] = Field(default=(), description="conditions that exclude a row or take its points")
    ranking: Ranking = Field(default=Ranking(), description="ranks and lists of the total")
    variants: dict[Name, PointsVariant] = Field(
        default_factory=dict, description="ways to fill unpublished caps, asked for by name"
    )

    @property
    def items(self) -> Iterator[PointsItem]:
        """All items, in order."""
        return (item for group in self.groups for item in group.items)

    def caps(self) -> Iterator[tuple[tuple[str | int, ...], Max]]:
        """Every cap, with the way to it."""
        yield ("max",), self.max
        for n, group in enumerate(self.groups):
            yield ("groups", n, "max"), group.max
            yield from ((("groups", n, "items", k, "max"), item.max) for k, item in enumerate(group.items))

    def filled(self, item: PointsItem, variant: str | None) -> Max:
        """The cap of an item, filled by a variant where it is not published."""
        chosen = self.variants[variant] if variant is not None else None
        return item.max if chosen is None else _filled(item.max, chosen.maxes.get(item.id), chosen.max)

    @model_validator(mode="after")
    def _check(self) -> Points:
        ids = [g.id for g in self.groups] + [i.id for i in self.items]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            message = f"{', '.join(twice)} stands twice; groups and items of one sheet need different ids"
            raise ValueError(message)
        if all(group.bonus for group in self.groups):
            message = "one group at least is no bonus"
            raise ValueError(message)
        if taken := sorted(set(self.categories) & _COLUMNS):
            message = f"{', '.join(taken)} is a column of the result; call the category otherwise"
            raise ValueError(message)
        vetoes = [veto.id for veto in self.veto]
        if len(set(vetoes)) != len(vetoes):
            message = "vetoes of one sheet need different ids"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_caps(self) -> Points:
        tables = [cap for _, cap in self.caps() if isinstance(cap, dict)]
        tables += [cap for v in self.variants.values() for cap in v.maxes.values() if isinstance(cap, dict)]
        if bool(tables) != (self.max_by is not None):
            message = "`max_by` names the category of `max: {category: number}`, and the two go together"
            raise ValueError(message)
        if any(set(table) != set(tables[0]) for table in tables):
            message = "every `max` of one sheet names the same categories"
            raise ValueError(message)
        numbers = [value for _, cap in self.caps() for value in _numbers(cap)]
        if any(value < 0 for value in numbers):
            message = "a cap is not below 0"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_variants(self) -> Points:
        open_ids = {item.id for item in self.items if not _published(item.max)}
        if open_ids and any(group.max is not None for group in self.groups if _holds(group, open_ids)):
            message = "a group with an unpublished `max` of an item has no cap of its own"
            raise ValueError(message)
        for name, variant in self.variants.items():
            if strange := sorted(set(variant.maxes) - open_ids):
                message = f"variant {name}: {', '.join(strange)} is no item with an unpublished `max`"
                raise ValueError(message)
            empty = sorted(
                item.id
                for item in self.items
                if item.id in open_ids and not _published(self.filled(item, name))
            )
            if empty:
                message = f"variant {name} leaves {', '.join(empty)} without a `max`"
                raise ValueError(message)
        return self


def _holds(group: PointsGroup, ids: set[str]) -> bool:
    return any(item.id in ids for item in group.items)


def _numbers(cap: Max) -> list[Fraction]:
    values = list(cap.values()) if isinstance(cap, dict) else [cap]
    return [value for value in values if value is not None]


def _published(cap: Max) -> bool:
    return all(value is not None for value in cap.values()) if isinstance(cap, dict) else cap is not None


def _filled(cap: Max, own: Fraction | Mapping[str, Fraction] | None, every: Fraction | None) -> Max:
    """A cap with its unpublished numbers filled: by the variant's own for the item, else by that for all."""
    if isinstance(cap, dict):
        given: Mapping[str, Any] = own if isinstance(own, Mapping) else dict.fromkeys(cap, own)
        return {key: _first(value, given.get(key), every) for key, value in cap.items()}
    if isinstance(own, Mapping) and cap is None:
        return dict(own)
    return _first(cap, own if isinstance(own, Fraction) else None, every)


def _first(*values: Fraction | None) -> Fraction | None:
    return next((value for value in values if value is not None), None)
