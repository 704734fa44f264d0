"""Points: an index for one subject, with bands, caps and juries (a score sheet)."""

from __future__ import annotations

from pydantic import Field, model_validator

from gaoxin.spec.model import Exact, Formula, Item, Model, Name

Award = Exact | tuple[Exact, Exact]
"""Points given: a number, or the interval inside which a jury chooses."""


class Band(Model):
    """Points for whom the condition holds; the first band that holds counts."""

    when: Formula = Field(description="the condition")
    points: Award = Field(description="points given, or the interval [least, most] that is left to a jury")


class Bands(Model):
    """Bands in order, and what is given when none holds."""

    bands: tuple[Band, ...] = Field(min_length=1, description="bands, from the first to the last")
    otherwise: Award = Field(description="points when no band holds")


class PointsItem(Item):
    """One row of a score sheet: by bands, the best of several rows of bands, a jury, or a formula."""

    id: Name
    max: Exact = Field(description="cap of the item")
    bands: tuple[Band, ...] = Field(default=(), description="bands in order; the first that holds counts")
    otherwise: Award | None = Field(
        default=None, description="points when no band holds; needed with `bands`"
    )
    best_of: tuple[Bands, ...] = Field(
        default=(), description="the better of several bands counts (the subject chooses)"
    )
    grade: Name | None = Field(default=None, description="grade variable that a jury gives")
    formula: Formula | None = Field(default=None, description="points by a formula, cut at 0 and at `max`")

    @model_validator(mode="after")
    def _check(self) -> PointsItem:
        ways = [bool(self.bands), bool(self.best_of), self.grade is not None, self.formula is not None]
        if sum(ways) != 1:
            message = "an item needs exactly one of `bands`, `best_of`, `grade` and `formula`"
            raise ValueError(message)
        if bool(self.bands) != (self.otherwise is not None):
            message = "`bands` and `otherwise` go together"
            raise ValueError(message)
        return self

    @property
    def alternatives(self) -> tuple[Bands, ...]:
        """The rows of bands of which the best counts; empty for a jury or a formula."""
        if self.bands and self.otherwise is not None:
            return (Bands(bands=self.bands, otherwise=self.otherwise),)
        return self.best_of


class PointsGroup(Item):
    """A group of items with a cap."""

    id: Name
    max: Exact = Field(description="cap of the group")
    items: tuple[PointsItem, ...] = Field(min_length=1, description="its rows")


class Points(Item):
    """A score sheet: groups of items; formulas use `<points>`, `<points>.<group>` and `<points>.<item>`."""

    max: Exact = Field(description="cap of the total")
    groups: tuple[PointsGroup, ...] = Field(min_length=1, description="its groups")

    @model_validator(mode="after")
    def _check(self) -> Points:
        ids = [g.id for g in self.groups] + [i.id for g in self.groups for i in g.items]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            message = f"{', '.join(twice)} stands twice; groups and items of one sheet need different ids"
            raise ValueError(message)
        return self
