"""What a demonstration is made of: its files, the slips in them, what was recorded, what is shown."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from gaoxin.spec.model import Day, Id, Line, Model, Name, PackId

FILE = "demo.toml"


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType] - TOML


Names = Annotated[tuple[Name, ...], BeforeValidator(_tuple)]


class SheetSpec(Model):
    """A sheet with a title above two rows of headings: groups, and the figures under each."""

    name: Line
    title: Line
    groups: dict[Line, Names]


class Money(Model):
    """A unit of money, and the one that is written in its place."""

    own: Line = Field(alias="from")
    written: Line = Field(alias="to")


class FileSpec(Model):
    """A file of a kind of subject: a CSV of some figures or of all the rest, or a workbook of sheets.

    Parameters
    ----------
    codes : headings are codes of the survey where a variable has one
    """

    path: Line
    kind: Name = "enterprise"
    rest: bool = False
    codes: bool = False
    money: Money | None = None
    variables: Names = ()
    sheets: tuple[SheetSpec, ...] = ()

    @property
    def names(self) -> set[str]:
        """The figures that the file names."""
        return {
            *self.variables,
            *(n for sheet in self.sheets for names in sheet.groups.values() for n in names),
        }


class Slip(Model):
    """A cell in a wrong unit: the value so many times too large."""

    special: Line
    variable: Name
    period: int
    factor: int = Field(gt=1)


class ReasonSpec(Model):
    """A typed reason for warnings of some checks about one subject."""

    special: Line
    period: int
    checks: Names
    type: Name
    reason: Line


class Records(Model):
    """What a statistician recorded, and who that was; `check` is the one that finds the slips."""

    check: Name
    by: Line
    on: Day
    correction: Line
    reasons: tuple[ReasonSpec, ...] = ()


class Own(Model):
    """The first zone: whose enterprises belong to it, and which of its figures are sums over them.

    Parameters
    ----------
    link : the variable of an enterprise that names its zone
    counts : figure of the zone: the flag that is counted, all enterprises where empty
    sums : figure of the zone: the figures that are added up
    """

    link: Name
    counts: dict[Name, str]
    sums: dict[Name, Names]


class Rules(Model):
    """The verdict and the sheet of points that are shown."""

    pack: PackId
    verdict: Name
    sheet: Name


class NearlySpec(Model):
    """How many that are nearly there are shown, and the special that is taken apart."""

    count: int
    special: Line


class RedSpec(Model):
    """The red figure, and how many enterprises behind it."""

    pack: PackId
    measure: Line
    movers: int


class IndexSpec(Model):
    """An index on a published table."""

    pack: PackId
    name: Name
    table: Line


class Ranking(Model):
    """An index of the run that ranks the zones."""

    pack: PackId
    index: Name
    node: Id


class Change(Model):
    """A cell that a reader may change, to see what moves."""

    special: Line
    variable: Name
    period: int
    value: Line
    reason: Line


class Show(Model):
    """What is shown at the end."""

    rules: Rules
    nearly: NearlySpec
    red: RedSpec
    index: IndexSpec
    ranking: Ranking
    refused: Line
    change: Change


class Demo(Model):
    """A demonstration; `enterprises` and `zones` are descriptions of synthetic tables."""

    enterprises: Line
    zones: Line
    own: Own
    files: tuple[FileSpec, ...]
    slips: tuple[Slip, ...]
    records: Records
    show: Show


def read_demo(home: Path) -> Demo:
    """Read the demonstration of an example."""
    return Demo.model_validate(tomllib.loads((home / FILE).read_text(encoding="utf-8")))
