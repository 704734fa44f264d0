"""What an engine offers: plans in, results out. Analyses and services know this and no particular engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from gaoxin.plan.binding import Binding, Source
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.parts import PartsPlan
from gaoxin.plan.steps import RowPlan


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one subject.

    Parameters
    ----------
    source : where they come from
    binding : what its columns mean; None where they are the stored columns of ``input`` already
    dated : whether stored columns have periods, and so earlier years; a binding says it itself
    """

    source: Source
    binding: Binding | None = None
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """What a run of a plan needs beside the plan.

    Parameters
    ----------
    table : the rows
    members : subjects that roll up to the rows, by subject
    as_of : the day of judgement; the last day of each row's period where None
    periods : only these come out; all where None
    """

    table: Table
    members: Mapping[str, Table] = field(default_factory=dict[str, Table])
    as_of: date | None = None
    periods: Collection[int] | None = None


class Result(Protocol):
    """Rows that came out, not yet fetched."""

    def arrow(self) -> Any:
        """All rows as an Arrow table, ordered by subject and period.

        Raises
        ------
        DataError : every faulty cell of the tables at once
        """
        ...

    def write(self, path: Path) -> int:
        """Write all rows to CSV (UTF-8 with BOM), Parquet or JSON by the ending; whole or not at all.

        Returns
        -------
        the number of rows
        """
        ...


class Engine(Protocol):
    """Runs plans."""

    @property
    def name(self) -> str:
        """Name of the engine, as runs record it."""
        ...

    def rows(self, plan: RowPlan, task: Task) -> Result:
        """Run a plan for rows."""
        ...

    def long(self, plan: RowPlan, task: Task) -> Result:
        """Run a plan of verdicts, one row for each condition with the reason why it is unknown."""
        ...

    def index(self, figures: RowPlan, index: IndexPlan, task: Task) -> Result:
        """Run an index on the figures of a plan for rows."""
        ...

    def contributions(self, plan: PartsPlan, task: Task) -> Result:
        """Give the part of each member in one roll-up figure."""
        ...

    def cells(self, task: Task, column: str, values: Collection[str], member: str | None = None) -> Any:
        """The stored columns of the rows whose column holds one of some values, as an Arrow table."""
        ...

    def script(self, plan: RowPlan, index: IndexPlan | None = None, task: Task | None = None) -> str:
        """The SQL of a plan; without a task, over ``input`` and ``input_<member>`` of stored columns."""
        ...
