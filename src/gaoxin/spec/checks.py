"""Checks of the data: what figures must keep to, and what asks for a reason."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from gaoxin.spec.model import Exact, Formula, Item, Line, Model, Name, Text


class Identifier(Model):
    """Identifiers have a right check character, and were not rounded by a spreadsheet."""

    scheme: Literal["credit_code"] = Field(description="credit_code: the 18 characters of GB 32100")
    headings: tuple[Line, ...] = Field(
        min_length=1,
        description="headings of columns that hold such identifiers; others hold numbers of one's own",
    )


class MissingAfterValue(Model):
    """A figure that was reported last year is missing this year."""

    variables: tuple[Name, ...] = Field(
        default=(), description="these; every figure whose empty cell means unknown where there is none"
    )


class UnitSlip(Model):
    """A figure that looks as if it had been entered in a smaller unit, such as 千元 in a column of 万元.

    The logarithms of a figure's ratios, to the subject's other years and to other figures of its row, are
    compared with those of all rows by median and median absolute deviation. A figure is suspect where a ratio
    is an outlier and division by a factor brings it back among the others.
    """

    variables: tuple[Name, ...] = Field(min_length=1, description="the figures that are looked at")
    partners: tuple[Name, ...] = Field(default=(), description="the figures that they are compared with")
    factors: tuple[Exact, ...] = Field(min_length=1, description="how many times too large a slip is")
    threshold: Exact = Field(gt=0, description="an outlier has a modified z-score above this")
    bulk: Exact = Field(gt=0, description="divided by a factor it has at most this one")
    floor: Exact = Field(gt=0, description="least spread of a ratio, in powers of ten")
    least: int = Field(ge=3, description="a ratio with fewer rows than this is not judged")


class Check(Item):
    """A rule that the data keep: exactly one of `require` and the three other kinds."""

    level: Literal["error", "warning"] = Field(
        description="an error blocks until it is corrected, a warning passes with a typed reason"
    )
    subject: Name | None = Field(default=None, description="whose rows are checked; the pack's where empty")
    require: Formula | None = Field(default=None, description="what must hold; unknown is no finding")
    variable: Name | None = Field(
        default=None, description="the figure whose cell is named first; the first one read where empty"
    )
    identifier: Identifier | None = Field(default=None, description="the form of identifiers")
    missing_after_value: MissingAfterValue | None = Field(
        default=None, description="reported last year and not this year"
    )
    unit_slip: UnitSlip | None = Field(default=None, description="entered in a smaller unit, it seems")
    next: Text | None = Field(default=None, description="what to do about it, where there is more to say")

    @model_validator(mode="after")
    def _check(self) -> Check:
        kinds = (self.require, self.identifier, self.missing_after_value, self.unit_slip)
        if sum(kind is not None for kind in kinds) != 1:
            message = (
                "a check needs exactly one of `require`, `identifier`, `missing_after_value` and `unit_slip`"
            )
            raise ValueError(message)
        if self.variable is not None and self.require is None:
            message = "`variable` goes with `require`"
            raise ValueError(message)
        return self


class ReasonType(Model):
    """A kind of reason that explains a warning."""

    title: Text = Field(description="title in Chinese and English")
