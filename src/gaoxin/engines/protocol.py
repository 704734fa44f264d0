"""What an engine offers: plans in, results out. Analyses and services know this and no particular engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from gaoxin.plan.binding import Binding, BoundColumn, Source
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.parts import PartsPlan
from gaoxin.plan.points import Counted, PointsPlan
from gaoxin.plan.steps import RowPlan

_SIGNED = 18
"""Digits of integers that have a sign, as `Storage` states them."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one subject.

    Parameters
    ----------
    source : where they come from
    binding : what its columns mean; None where they are the stored columns of ``input`` already
    dated : whether stored columns have periods, and so earlier years; a binding says it itself
    kept : stored columns that an engine keeps under this name; see `Engine.framed`
    full : stored columns that hold a value in every row
    """

    source: Source
    binding: Binding | None = None
    dated: bool = True
    kept: str | None = None
    full: frozenset[str] = frozenset()


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

    @property
    def codes(self) -> bool:
        """Whether the identifiers of the rows are integers, which a Parquet file keeps as such."""
        binding = self.table.binding
        if binding is None:
            return False
        storage = binding.subject.storage
        return storage.kind == "integer" and storage.digits <= _SIGNED


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

        Identifiers are texts, in Parquet integers where those of the table are (`Task.codes`).

        Returns
        -------
        the number of rows
        """
        ...


class Figures(Protocol):
    """Figures of all rows, whose rows have one order."""

    def read(self, names: Sequence[str]) -> Any:
        """Some columns of all rows as an Arrow table."""
        ...


class Population(Protocol):
    """The rows of a score sheet on their way to points: score them, rank them, then ask for the result."""

    def scored(self, names: Sequence[str]) -> Any:
        """Chosen columns of all rows as an Arrow table.

        Returns
        -------
        ``subject, period``, the columns, ``place by``, the total that is ranked, and ``g.0``, ``g.1`` …, what
        it is ranked within beside its period (where one of these is null, the row is not ranked)

        Raises
        ------
        DataError : every faulty cell of the table at once
        """
        ...

    def details(self, rows: Any) -> Any:
        """What the totals of some rows rest on.

        Parameters
        ----------
        rows : an Arrow table with ``row, subject, period``
        """
        ...

    def result(self, rows: Any, names: Sequence[str]) -> Result:
        """Rows as `scored` gives them, with ``rank`` beside, as columns of the result, lists among them."""
        ...


class Gathering(Protocol):
    """Parts of one kind of subject, typed for themselves and joined by key; a context.

    Ask in this order: `faults`, `twice`, `join`, and then the rest.
    """

    def __enter__(self) -> Gathering: ...

    def __exit__(self, *error: object) -> None: ...

    def faults(self) -> list[tuple[int, int, str, str | None, str]]:
        """Every cell that cannot be read: part, row, name of the column, value, rule."""
        ...

    def keys_of(self, number: int, rows: Sequence[int]) -> dict[int, list[tuple[str | None, int | None]]]:
        """The keys of some rows of a part: several for a row that holds several years."""
        ...

    def twice(self) -> list[tuple[int, str, int, list[int]]]:
        """Keys in several rows of a part: part, subject, period, rows; the first row is used on."""
        ...

    def join(self) -> Any:
        """Join the parts: the stored columns as an Arrow table, ordered by subject and period."""
        ...

    def conflicts(self) -> list[dict[str, Any]]:
        """The figures that two parts give differently.

        Each has subject, period, variable, part, row, raw, other_part, other_row and other_raw.
        """
        ...

    def cells(self, variables: Sequence[str]) -> Any:
        """Of every key ``<variable>.part``, ``.row`` and ``.raw``, in the order of `join`."""
        ...

    def rows(self) -> Any:
        """The rows of parts that each key was made from: subject, period, part, row."""
        ...

    def write_values(
        self, typed: Any, shown: Mapping[str, tuple[str, Fraction, str]], columns: Any, path: Path
    ) -> int:
        """Write every figure with its cell to a Parquet file.

        Parameters
        ----------
        typed : what `join` gave, with corrections applied
        shown : variable -> its type, the stored value of one of its unit, and that unit
        columns : part, variable, year (NULL where rows have theirs), position: where parts hold variables

        Returns
        -------
        the number of figures
        """
        ...

    def read(self, bound: BoundColumn, cells: Sequence[str | None]) -> list[tuple[tuple[Any, ...], bool]]:
        """Read texts as cells of a column: their stored values, and whether they fail to convert."""
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

    def points(self, figures: RowPlan, plan: PointsPlan, task: Task) -> Population:
        """Make the points of a score sheet of figures."""
        ...

    def points_of(
        self, figures: Any, plan: PointsPlan, counted: Mapping[Counted, Any], task: Task
    ) -> Population:
        """Make the points of a score sheet of an Arrow table of figures whose percentile ranks are counted.

        Parameters
        ----------
        task : where the figures are from
        counted : what was counted, with the table of each group's known rows
        """
        ...

    def figures(self, plan: RowPlan, task: Task, sheet: PointsPlan | None = None) -> Figures:
        """Read figures a few columns at a time, their rows in one order.

        Parameters
        ----------
        sheet : the score sheet that reads them: integers that name rows or groups may stay integers
        """
        ...

    def at_hand(self, rows: Any, task: Task) -> Result:
        """Give an Arrow table that was computed elsewhere from a task as a result, written like any other."""
        ...

    def look(self, table: Table) -> None:
        """Begin to look at the keys of a table, which tasks need, beside the making of a plan for it."""
        ...

    def framed(self, plans: Iterable[RowPlan], task: Task) -> Task:
        """Read and type the rows once for several plans, the earlier years that they need beside them.

        Returns
        -------
        the same task over rows that the engine keeps until it is closed; only these plans can run on it

        Raises
        ------
        DataError : every faulty cell of the table at once
        """
        ...

    def contributions(self, plan: PartsPlan, task: Task) -> Result:
        """Give the part of each member in one roll-up figure."""
        ...

    def movers(self, plan: PartsPlan, task: Task, most: int) -> Result:
        """Give the members that move one roll-up figure most, in its value and against the year before.

        The rows hold exact integers; `gaoxin.plan.parts` makes parts and parts of the change of them.
        """
        ...

    def standings(self, plan: PartsPlan, task: Task) -> Result:
        """Give the sums of the members of one roll-up figure who stand alike against the year before.

        Members stand alike who have a row in the same of the two years, and reported in the same. The rows
        hold exact integers; `gaoxin.measure.change.members` makes accounts of them.
        """
        ...

    def cells(self, task: Task, column: str, values: Collection[str], member: str | None = None) -> Any:
        """The stored columns of the rows whose column holds one of some values, as an Arrow table."""
        ...

    def gathering(self, parts: Mapping[int, Table]) -> Gathering:
        """Type the parts of one kind of subject, each with a binding, by their numbers."""
        ...

    def script(
        self, plan: RowPlan, over: IndexPlan | PointsPlan | None = None, task: Task | None = None
    ) -> str:
        """The SQL of a plan; without a task, over ``input`` and ``input_<member>`` of stored columns."""
        ...
