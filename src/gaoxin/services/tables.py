"""Tables that users give -> tasks for an engine, and results back."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Table, Task
from gaoxin.formula.program import Program
from gaoxin.intake import bind, bind_keys, open_table
from gaoxin.loading.library import library_for
from gaoxin.plan.binding import Source
from gaoxin.plan.steps import Frame, RowPlan
from gaoxin.spec import Variable

_MEMORY = r"\d+(\.\d+)? ?[KMGT]i?B"


@dataclass(frozen=True, slots=True)
class Options:
    """How a verb runs.

    Parameters
    ----------
    as_of : the day of judgement; the last day of each row's period where None
    periods : only these come out
    members : tables of the subjects that roll up, by subject
    sheet : sheet of a workbook
    memory, spill : limit of the engine's memory, and folder for what does not fit
    """

    as_of: date | None = None
    periods: Collection[int] | None = None
    members: Mapping[str, object] = field(default_factory=dict[str, object])
    sheet: str | None = None
    memory: str | None = None
    spill: Path | None = None


def program_of(pack: str, as_of: date | None = None) -> Program:
    """A pack with all that it needs; a family gives the version in force on the day, today where None."""
    return library_for(pack).program(pack, as_of or date.today())


@contextmanager
def engine_for(options: Options) -> Generator[Engine]:
    """The default engine, with the limits that the options set.

    Raises
    ------
    UsageError : the limit of memory is not an amount
    """
    from gaoxin.engines.duckdb.engine import DuckDB

    if options.memory is not None and not re.fullmatch(_MEMORY, options.memory.strip(), re.IGNORECASE):
        message = f"{options.memory!r} 不是内存大小 · is no amount of memory; try: 4GB, or 500MB"
        raise UsageError(message)
    with DuckDB(memory=options.memory, spill=options.spill) as engine:
        yield engine


def task_for(program: Program, plan: RowPlan, table: object, options: Options) -> Task:
    """Open and bind the tables of a plan, with the subjects' names beside what the plan needs.

    Raises
    ------
    DataError : faults of headings
    UsageError : no such file, or members of a subject that the plan does not roll up
    """
    main = bound_table(program, plan.frame, table, options.sheet)
    wanted = {rollup.frame.subject: rollup.frame for rollup in plan.rollups}
    for subject in options.members:
        if subject not in wanted:
            known = ", ".join(wanted) or "none"
            message = (
                f"{program.pack.pack} rolls up {known}, not {subject}; try: leave out --members {subject}=…"
            )
            raise UsageError(message)
    members = {s: bound_table(program, wanted[s], t, None) for s, t in options.members.items()}
    as_of = options.as_of
    if as_of is None and main.binding is not None and main.binding.periods == (0,):
        as_of = date.today()
    return Task(main, members, as_of, options.periods)


def opened(engine: Engine, program: Program, table: object, options: Options) -> object:
    """Open a table; the engine looks at its keys while a plan is made for it."""
    if isinstance(table, Table):
        return table
    source = open_table(table, sheet=options.sheet)
    engine.look(Table(source, bind_keys(source, program.subjects.get(program.subject or ""))))
    return source


def bound_table(program: Program, frame: Frame, table: object, sheet: str | None) -> Table:
    """Open a table and match its headings to the variables that a frame needs."""
    return table if isinstance(table, Table) else table_of([(program, frame)], table, sheet)


def table_of(frames: Sequence[tuple[Program, Frame]], table: object, sheet: str | None = None) -> Table:
    """Open a table and match its headings to the variables that frames of one subject need."""
    variables: dict[str, Variable] = {}
    for program, frame in frames:
        names = {name.removesuffix("__lo").removesuffix("__hi") for name, _, _ in frame.columns}
        subject = program.subjects.get(frame.subject)
        if subject is not None:
            names |= {name for name in (subject.founded, subject.name) if name}
        variables |= {name: program.variables[name] for name in names}
    program, frame = frames[0]
    source = table if isinstance(table, Source) else open_table(table, sheet=sheet)
    listed = {name: variables[name] for name in sorted(variables)}
    return Table(source, bind(source, listed, program.subjects.get(frame.subject)))


@dataclass(slots=True)
class Results:
    """What a verb gives: a tidy table, with what was noticed on the way.

    Parameters
    ----------
    table : an Arrow table
    pack : the pack in the version that was used
    notices : what a reader should know, such as headings that nobody used
    """

    table: Any
    pack: str
    notices: tuple[str, ...] = ()

    def arrow(self) -> Any:
        """The Arrow table."""
        return self.table

    def to_pandas(self) -> Any:
        """A pandas data frame; needs pandas."""
        return self.table.to_pandas()

    def to_polars(self) -> Any:
        """A Polars data frame; needs Polars."""
        from polars import from_arrow  # pyright: ignore[reportUnknownVariableType] - partly typed

        return from_arrow(self.table)

    def rows(self) -> list[dict[str, Any]]:
        """Plain rows."""
        return self.table.to_pylist()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule interface: any Arrow library, and DuckDB, read a result directly."""
        return self.table.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        """Number of rows."""
        return self.table.num_rows


@dataclass(frozen=True, slots=True)
class Written:
    """What a verb gives where it wrote its rows to a file.

    Parameters
    ----------
    rows : how many were written
    pack, notices : as of `Results`
    """

    rows: int
    pack: str
    notices: tuple[str, ...] = ()


def notices_of(task: Task) -> tuple[str, ...]:
    """What intake noticed in the tables of a task."""
    found: list[str] = []
    for table in [task.table, *task.members.values()]:
        if table.binding is not None:
            found += [f"{table.source.name}: {notice}" for notice in table.binding.notices]
            if table.binding.ignored:
                found.append(f"{table.source.name}: headings not used: {', '.join(table.binding.ignored)}")
    return tuple(found)
