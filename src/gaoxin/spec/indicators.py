"""Indicators: figures from formulas."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from gaoxin.base import units
from gaoxin.spec.model import Exact, Formula, Id, Item, Line, Model


class Rounding(Model):
    """A stated rounding: to a step of a unit, and which way."""

    to: Line = Field(description="the step, such as `1 元` or `0.01 %`")
    mode: Literal["down", "up", "half_up", "half_even"] = Field(
        default="half_up", description="down and up follow the number line; half_up goes away from zero"
    )


class Indicator(Item):
    """A figure from a formula."""

    formula: Formula
    unit: str = Field(default="1", description="unit in which the figure is shown")
    round: Rounding | None = Field(default=None, description="the rounding stated by the document")
    coverage: Exact = Field(
        default=Fraction(1), ge=0, le=1, description="least share of members that must be known in a roll-up"
    )
    torch: Id | None = Field(default=None, description="code in the Torch statistical tables")

    @model_validator(mode="after")
    def _check(self) -> Indicator:
        if units.parse(self.unit) is None:
            message = f"{self.unit!r} is not a unit"
            raise ValueError(message)
        return self
