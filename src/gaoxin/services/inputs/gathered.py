"""What gathering takes and gives: parts of files in; typed tables, the way back and findings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gaoxin.engines.protocol import Table
from gaoxin.intake.findings import Finding


@dataclass(frozen=True, slots=True)
class Part:
    """One file, or one sheet or table of a file, that holds rows or columns of one kind of subject.

    Parameters
    ----------
    path : the file; an Arrow table or anything that `open_table` takes stands for itself
    sheet : sheet of a workbook; the first visible one that is not empty where None
    table : table of a database file
    period : the year of all its rows, where neither a column nor a heading states one
    name : the file as findings name it, such as its path from the project's folder; `path` where None
    """

    path: Path | object
    sheet: str | None = None
    table: str | None = None
    period: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class PartColumn:
    """Where a part holds a variable.

    Parameters
    ----------
    variable, year : whose figures; the year only where the heading states it
    column : 1-based position in the sheet
    heading, unit : as written, and the unit in which its cells are read
    """

    variable: str
    year: int | None
    column: int
    heading: str
    unit: str


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A part as it was read: what a run's manifest says about its data.

    Parameters
    ----------
    part : number of the part, from 0 on, through all kinds
    kind : kind of subject
    file, sheet : as findings name them
    sha256 : of the file; empty for a table in memory
    rows : rows read
    period : the year of all its rows, where one was set
    columns : the columns in use
    ignored : headings that are nobody's
    notices : what a reader should know
    """

    part: int
    kind: str
    file: str
    sheet: str | None
    sha256: str
    rows: int
    period: int | None
    columns: tuple[PartColumn, ...]
    ignored: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """The typed figures of one kind of subject.

    Parameters
    ----------
    kind : of subject
    table : the stored columns (subject, period, variables) as a table for engines, without a binding; its
        source is the Parquet file ``<folder>/<kind>.parquet``
    rows : Parquet file ``<folder>/<kind>.rows.parquet``: subject, period, part, row: the rows of parts that
        each row was made from
    values : Parquet file ``<folder>/<kind>.values.parquet``: one row for each figure that a file holds:
        subject, period, variable, number (in the variable's unit), text, part, row, column, raw, corrected
    variables : the variables that the data have, in order
    names : subject -> its name, of the last period that has one
    """

    kind: str
    table: Table
    rows: Path
    values: Path
    variables: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that a project's files give.

    Parameters
    ----------
    kinds : the typed figures by kind of subject
    parts : the parts as they were read, by number
    findings : errors before warnings, each with its state
    corrections : the recorded corrections that were applied, with the columns of a run's table
    notices : what a reader should know and nobody has to answer
    reasons : the kinds of reasons to choose from, in Chinese
    """

    kinds: Mapping[str, Typed]
    parts: tuple[PartInfo, ...]
    findings: tuple[Finding, ...]
    corrections: Any
    notices: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether an error stands open: nothing is computed then."""
        return any(f.level == "error" and f.state == "open" for f in self.findings)

    @property
    def passed(self) -> bool:
        """Whether nothing stands open: every error corrected, every warning explained."""
        return all(f.state != "open" for f in self.findings)


PartsByKind = Mapping[str, Sequence[Part]]
"""Parts by kind of subject."""
