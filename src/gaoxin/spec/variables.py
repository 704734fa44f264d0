"""Variables and subjects: what is reported, in which unit and calibre, for what purpose."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from gaoxin.base import units
from gaoxin.spec.model import Exact, Id, Item, Line, Model, Name, Text

Type = Literal["number", "real", "flag", "category", "text", "date", "grade"]
Missing = Literal["unknown", "zero", "absent"]
Purpose = Literal["administration", "statistics", "consent"]

_DECIMALS = {"元": 2, "美元": 2}


class Break(Model):
    """A change of calibre: figures of earlier periods cannot be compared with those from here on."""

    since: int = Field(alias="from", ge=1949, le=2199, description="first period of the new calibre")
    why: Text = Field(description="what changed, in a sentence")
    source: Id = Field(description="key of `sources`: who says so")
    comparable: Name | None = Field(
        default=None, description="variable that holds the earlier periods at the new calibre"
    )


class Variable(Item):
    """A reported figure: one calibre each.

    A ``number`` is exact: an integer count of ``10**-decimals`` base units, with at most ``digits`` digits.
    A ``real`` is a double and can be ranked and averaged, not judged unrounded. A ``grade`` is given by a
    jury: a number, or a letter that stands for an interval of points.
    """

    type: Type = Field(default="number", description="kind of value")
    unit: str = Field(default="1", description="unit of the figure as usually reported: 万元, 人, %")
    decimals: int | None = Field(
        default=None,
        ge=0,
        le=12,
        description="decimals kept of the base unit (分 for 元: 2); more are a fault",
    )
    digits: int | None = Field(
        default=None, ge=1, le=18, description="digits of the stored integer, at most 18"
    )
    min: Exact | None = Field(default=None, description="least possible value, in `unit`; less is a fault")
    max: Exact | None = Field(default=None, description="greatest possible value, in `unit`")
    categories: tuple[Line, ...] = Field(default=(), description="the possible values of a category")
    grades: dict[Line, tuple[Exact, Exact]] = Field(
        default_factory=dict, description="letters of a jury and the interval of points of each"
    )
    origin: Literal["reported", "derived", "jury"] = Field(
        default="reported", description="who gives the figure"
    )
    scorers: int | None = Field(
        default=None, ge=1, description="number of scorers of a jury figure, where published"
    )
    missing: Missing = Field(
        default="unknown",
        description="what an empty cell means: unknown, zero, or that the thing does not exist",
    )
    missing_source: Line | None = Field(default=None, description="why an empty cell means zero or absent")
    aliases: tuple[Line, ...] = Field(default=(), description="other headings of the same calibre")
    torch: Id | None = Field(default=None, description="code in the Torch statistical tables, such as qc05_0")
    calibre: Line | None = Field(default=None, description="what is counted, and what is not")
    population: Line | None = Field(default=None, description="whom the figure is collected from")
    purpose: Purpose = Field(
        default="administration",
        description="why it is collected; a figure of `statistics` judges and scores nobody",
    )
    breaks: tuple[Break, ...] = Field(
        default=(),
        description="changes of calibre (口径变动), the earliest first; no formula looks across one",
    )
    constant: bool = Field(
        default=False, description="the same for all periods of a subject (a founding date)"
    )

    @model_validator(mode="after")
    def _check(self) -> Variable:
        if self.missing != "unknown" and not self.missing_source:
            message = (
                "`missing` other than unknown needs `missing_source`: who says that an empty cell means this"
            )
            raise ValueError(message)
        if self.type == "category" and not self.categories:
            message = "a category needs `categories`"
            raise ValueError(message)
        if (self.type == "grade") != bool(self.grades):
            message = "a grade needs `grades` (letter: [least, most]), and only a grade has them"
            raise ValueError(message)
        if units.parse(self.unit) is None:
            message = f"{self.unit!r} is not a unit"
            raise ValueError(message)
        if self.type not in ("number", "real", "grade") and self.unit != "1":
            message = f"a {self.type} has no unit"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_values(self) -> Variable:
        if self.missing == "zero" and self.type not in ("number", "real"):
            message = f"an empty cell of a {self.type} is no zero; `missing: zero` is for figures"
            raise ValueError(message)
        if self.min is not None and self.max is not None and self.min > self.max:
            message = "`min` is above `max`"
            raise ValueError(message)
        turned = [letter for letter, (least, most) in self.grades.items() if least > most]
        if turned:
            message = f"the grade {', '.join(turned)} is turned round; give [least, most]"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_breaks(self) -> Variable:
        years = [found.since for found in self.breaks]
        if years != sorted(set(years)):
            message = "the breaks stand in the order of their years, each year once"
            raise ValueError(message)
        if years and (self.constant or self.type not in ("number", "real")):
            message = "a break is for figures that are reported period by period"
            raise ValueError(message)
        return self

    @property
    def scale(self) -> int:
        """Decimals kept of the base unit."""
        if self.decimals is not None:
            return self.decimals
        if self.type == "grade":
            return 2
        unit = units.parse(self.unit)
        dimension = unit.dimension if unit else ()
        if not dimension:
            return 6
        if dimension == ((dimension[0][0], 1),):
            return _DECIMALS.get(dimension[0][0], 0 if dimension[0][0] in units.COUNTING else self._fine)
        return 6

    @property
    def _fine(self) -> int:
        """Four decimals of a measure, in a unit with a name of its own four of that."""
        factor, _ = units.DERIVED.get(self.unit, (1, ""))
        return max(0, 4 - len(str(factor)) + 1)

    @property
    def width(self) -> int:
        """Digits of the stored integer, as declared or 16 for money, 10 for the rest."""
        if self.digits is not None:
            return self.digits
        unit = units.parse(self.unit)
        return 16 if unit and unit.dimension in ((("元", 1),), (("美元", 1),)) else 10


class Subject(Model):
    """What a row is: an enterprise, a zone, a project."""

    title: Text = Field(description="title in Chinese and English")
    id: tuple[Line, ...] = Field(description="headings under which its identifier stands")
    period: tuple[Line, ...] = Field(
        default=(),
        description="headings under which the year of a row stands, before the usual ones (year, 年度 …)",
    )
    name: Name | None = Field(default=None, description="variable that holds its name")
    founded: Name | None = Field(
        default=None, description="date variable: before it the subject did not exist"
    )
    belongs_to: dict[Name, Name] = Field(
        default_factory=dict,
        description="subject it rolls up to: variable that holds that subject's identifier",
    )
