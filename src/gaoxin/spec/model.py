"""The base of every model of a pack: frozen, closed to unknown keys, with texts in two languages."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", description="an identifier")]
"""An identifier of a leaf or a node: letters, digits, ``_``, ``-`` and ``.``."""
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="a name that formulas can use")]
"""A name that formulas use: lower-case letters, digits and ``_``."""
PackId = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$", description="the name of a pack or of its family")
]
Formula = Annotated[
    str,
    Field(
        min_length=1,
        max_length=4000,
        description="a formula of the pack language",
        json_schema_extra={"format": "formula"},
    ),
]
Line = Annotated[str, Field(min_length=1, max_length=4000)]


def _day(value: Any) -> Any:
    """Refuse a number for a day: it would be read as seconds since 1970."""
    if isinstance(value, (int, float)):
        message = "give a day as 2024-12-31"
        raise ValueError(message)
    return value


Day = Annotated[date, BeforeValidator(_day)]
"""A day, written year-month-day."""

Status = Literal["quoted", "verified", "paraphrased", "assumed"]
"""How sure a figure is: official text held, seen in a source, reworded, or not published and set by us."""


_EXACT = r"^-?[0-9]{1,40}(\.[0-9]{1,40}|/[1-9][0-9]{0,39})? ?%?$"


def _exact(value: Any) -> Any:
    """Read a number exactly: an integer, a decimal text, a percentage or a fraction ``1/3``."""
    if isinstance(value, (bool, float)):
        message = "give a number as it is printed, such as 0.8, 12% or 1/3"
        raise ValueError(message)
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    if isinstance(value, str) and re.fullmatch(_EXACT, value):
        scale = Fraction(1, 100) if value.endswith("%") else Fraction(1)
        return Fraction(value.removesuffix("%").strip()) * scale
    message = f"{value!r:.60} is not a number; give 0.8, 12% or 1/3"
    raise ValueError(message)


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _EXACT}]}),
]
"""An exact number: written as printed, never as a binary fraction."""


class Model(BaseModel):
    """A frozen piece of a pack; unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Text(Model):
    """A title in Chinese, with English beside it."""

    zh: Line = Field(description="the Chinese wording")
    en: Line = Field(description="the English wording")

    def __str__(self) -> str:
        return self.zh


class Source(Model):
    """Where a figure was seen: the document, its issuer, its date, and the page of the issuing body."""

    title: Line = Field(description="title of the document")
    issuer: Line | None = Field(default=None, description="body that issued it")
    number: Line | None = Field(default=None, description="document number, such as 国科发火〔2016〕32号")
    published: Day | None = Field(default=None, description="day of publication")
    url: Line | None = Field(default=None, description="page of the issuing body")
    note: Line | None = Field(default=None, description="what was seen of it, and what was not")


class Item(Model):
    """What every titled piece of a pack may say about itself."""

    title: Text = Field(description="title in Chinese and English")
    status: Status | None = Field(
        default=None, description="how sure it is; the pack's own status where empty"
    )
    source: Line | None = Field(default=None, description="key of one of the pack's sources")
    clause: Line | None = Field(default=None, description="article of the document")
    note: Line | None = Field(default=None, description="a remark for readers of the pack")
