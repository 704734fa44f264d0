"""The default engine: DuckDB, embedded, larger than memory, offline."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from gaoxin.base.errors import DataError, Fault, InternalError, UsageError
from gaoxin.engines.duckdb.damage import damage
from gaoxin.engines.duckdb.gathering import Gathering
from gaoxin.engines.duckdb.keys import Keys, Looks
from gaoxin.engines.duckdb.points import Figures, Population, bared, coded, with_codes
from gaoxin.engines.duckdb.results import Opened, Rows, Session, Steps, fetched, nothing
from gaoxin.engines.duckdb.sign import exact_sign
from gaoxin.engines.duckdb.views import view
from gaoxin.engines.protocol import Table, Task
from gaoxin.engines.sql.contributions import contribution_query
from gaoxin.engines.sql.cte import Cte, Query, script, text
from gaoxin.engines.sql.index import index_ctes
from gaoxin.engines.sql.input_faults import faults_query
from gaoxin.engines.sql.inputs import MARK
from gaoxin.engines.sql.long import long_query
from gaoxin.engines.sql.movers import mover_ctes, standing_ctes
from gaoxin.engines.sql.points import RANKED, points_ctes, ranked_cte, result_query
from gaoxin.engines.sql.relations import typed_relation
from gaoxin.engines.sql.render import SIGN_FUNCTION
from gaoxin.engines.sql.rows import Relation, framed_query, reads, rollup_ctes, row_ctes
from gaoxin.engines.sql.statements import (
    DIALECT,
    everything,
    kept_table,
    no_progress,
    parquet_view,
    rows_with,
)
from gaoxin.plan.binding import Source, SourceColumn, Storage
from gaoxin.plan.cell_faults import cell_faults
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.parts import PartsPlan
from gaoxin.plan.points import FIGURES, Counted, PointsPlan
from gaoxin.plan.steps import RowPlan


class DuckDB:
    """An engine over one DuckDB in memory; use it as a context. Limits that cannot be show at the first use.

    Parameters
    ----------
    memory : limit, such as ``4GB``; DuckDB's own rule (80 % of the machine) where None
    threads : at most so many; all cores where None
    spill : folder for what does not fit into memory; a temporary one where None
    """

    name = f"duckdb {duckdb.__version__}"

    def __init__(
        self, *, memory: str | None = None, threads: int | None = None, spill: Path | None = None
    ) -> None:
        self._made: str | None = None if spill else tempfile.mkdtemp(prefix="gaoxin-")
        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(spill or self._made),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if memory is not None:
            settings["memory_limit"] = memory
        if threads is not None:
            settings["threads"] = threads
        # Opening takes about as long as loading a pack and goes on beside; it is waited for at the first use.
        self._beside = ThreadPoolExecutor(max_workers=1)
        self._opened = self._beside.submit(duckdb.connect, config=settings)
        self._looks = Looks(self._beside, self._opened.result)
        self._count = 0

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        try:
            connection = self._opened.result()
        except duckdb.Error as error:
            message = f"{error}; try: a memory limit such as 4GB, and a whole number of threads"
            raise UsageError(message) from error
        connection.execute(no_progress())
        return connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection and remove what was spilled."""
        self._beside.shutdown()
        if self._opened.exception() is None:
            self._opened.result().close()
        if self._made is not None:
            shutil.rmtree(self._made, ignore_errors=True)

    def look(self, table: Table) -> None:
        """Begin to look at the keys of a table, beside the making of a plan for it."""
        if table.binding is not None:
            self._looks.at(table, table.binding)

    def rows(self, plan: RowPlan, task: Task) -> Rows:
        """Run a plan for rows."""
        return self._rows(task, lambda opened: _row_steps(plan, opened, task))

    def long(self, plan: RowPlan, task: Task) -> Rows:
        """Run a plan of verdicts, one row for each condition."""

        def steps(opened: Opened) -> tuple[list[Cte], Query]:
            ctes, final = _row_steps(plan, opened, task)
            kept, query = long_query(plan, final)
            return [*ctes, kept], query

        return self._rows(task, steps)

    def index(self, figures: RowPlan, index: IndexPlan, task: Task) -> Rows:
        """Run an index on the figures of a plan for rows."""
        opened = self._open(task)
        ctes, final = _row_steps(figures, opened, task)
        kept = Cte(FIGURES, f"figures of {index.index}", final, kept=True)
        steps = [*ctes, kept, *index_ctes(index, FIGURES)]
        return self._result(opened, steps, everything(steps[-1].name), ordered=False)

    def at_hand(self, rows: Any, task: Task) -> Rows:
        """Give an Arrow table that was computed elsewhere from a task as a result, written like any other."""
        name = self._name("at_hand")
        self.register(name, rows)
        return Rows(self, nothing(task), everything(name), ordered=False)

    def framed(self, plans: Iterable[RowPlan], task: Task) -> Task:
        """Read and type the rows once for several plans, the earlier years that they need beside them."""
        frames = [plan.frame for plan in plans]
        made = self._rows(
            replace(task, members={}), lambda opened: ([], framed_query(frames, opened.main, task.periods))
        )
        name = self._name("framed")

        def kept(rows: Rows) -> Relation:
            self.execute(kept_table(name, rows.query), rows.opened)
            return rows.opened.main

        main = made.tried(kept)
        columns = tuple(
            SourceColumn(column, column, place, Storage("other"))
            for place, column in enumerate(made.query.named_selects, start=1)
        )
        source = Source(task.table.source.name, columns)
        return replace(task, table=Table(source, None, main.dated, name, main.full))

    def points(self, figures: RowPlan, plan: PointsPlan, task: Task) -> Population:
        """Make the points of a score sheet of figures."""
        spread = [item.column for item in plan.shares if item.method == "minmax"]
        task, bare = bared(figures, coded(figures, plan, task), spread)
        opened, steps = self._figures(figures, task)
        return Population(Session(self, opened), plan, steps, FIGURES, self._name("points"), bare=bare)

    def points_of(
        self, figures: Any, plan: PointsPlan, counted: Mapping[Counted, Any], task: Task
    ) -> Population:
        """Make the points of a score sheet of figures at hand, the percentile ranks of which are counted."""
        session = Session(self, nothing(task))
        name = self._name("points")
        session.register(f"{name}_figures", figures)
        for found, table in counted.items():
            session.register(found.relation, table)
        return Population(session, plan, (), f"{name}_figures", name, tuple(counted))

    def figures(self, plan: RowPlan, task: Task, sheet: PointsPlan | None = None) -> Figures:
        """Read figures a few columns at a time, their rows in one order."""
        task = task if sheet is None else coded(plan, sheet, task)
        quick, bare = bared(plan, task, [output.name for output in plan.outputs])
        opened, steps = self._figures(plan, quick)

        def careful() -> Figures:
            opened, steps = self._figures(plan, task)
            return Figures(Session(self, opened), steps, FIGURES)

        found = Figures(Session(self, opened), steps, FIGURES, bare, careful)
        return found if plan.single else found.keep(self._name("figures"))

    def _figures(self, plan: RowPlan, task: Task) -> tuple[Opened, list[Cte]]:
        opened = self._open(task)
        ctes, final = _row_steps(plan, opened, task, codes=True)
        kept = Cte(FIGURES, f"figures of {plan.pack}", final, kept=not plan.single)
        return opened, [*opened.steps, *ctes, kept]

    def _name(self, what: str) -> str:
        self._count += 1
        return f"{what}_{self._count}"

    def contributions(self, plan: PartsPlan, task: Task) -> Rows:
        """Give the part of each member in one roll-up figure."""
        opened, steps = self._members(plan, task)
        query = contribution_query(plan, opened.main.name, task.periods)
        return self._result(opened, steps, query, ordered=False)

    def movers(self, plan: PartsPlan, task: Task, most: int) -> Rows:
        """Give the members that move one roll-up figure most, as exact integers."""
        opened, steps = self._members(plan, task)
        more, query = mover_ctes(plan, opened.main.name, most, task.periods)
        return self._result(opened, [*steps, *more], query, ordered=False)

    def standings(self, plan: PartsPlan, task: Task) -> Rows:
        """Give the sums of the members of one roll-up figure who stand alike, as exact integers."""
        opened, steps = self._members(plan, task)
        more, query = standing_ctes(plan, opened.main.name, task.periods)
        return self._result(opened, [*steps, *more], query, ordered=False)

    def _members(self, plan: PartsPlan, task: Task) -> tuple[Opened, list[Cte]]:
        """The tables of a figure over members, opened, and the steps of its roll-up."""
        opened = self._open(task)
        steps = rollup_ctes(plan.rows, opened.members, as_of=task.as_of)
        if not steps:
            message = f"there are no members to add up; try: a table of {plan.rollup.frame.subject}"
            raise UsageError(message)
        return opened, steps

    def script(
        self, plan: RowPlan, over: IndexPlan | PointsPlan | None = None, task: Task | None = None
    ) -> str:
        """The SQL of a plan; without a task, over ``input`` and ``input_<member>`` of stored columns."""
        if task is None:
            members = {r.frame.subject: reads(f"input_{r.frame.subject}", r.frame) for r in plan.rollups}
            opened, as_of, periods = Opened(reads("input", plan.frame), members, [], []), None, None
        else:
            opened, as_of, periods = self._open(task), task.as_of, task.periods
        ctes, final = row_ctes(plan, opened.main, opened.members, as_of=as_of, periods=periods)
        steps = [*opened.steps, *ctes]
        if isinstance(over, IndexPlan):
            kept = Cte(FIGURES, f"figures of {over.index}", final, kept=True)
            steps += [kept, *index_ctes(over, FIGURES)]
            final = everything(steps[-1].name)
        elif over is not None:
            steps.append(Cte(FIGURES, f"figures of {over.sheet}", final))
            steps += [*points_ctes(over, FIGURES), ranked_cte(over)]
            final = result_query(over, RANKED, over.outputs)
        views = [f"{parquet_view(name, t.source.path)};\n" for name, t in opened.tables if t.source.path]
        return "".join(views) + text(script(steps, final))

    def gathering(self, parts: Mapping[int, Table]) -> Gathering:
        """Type the parts of one kind of subject, each with a binding, by their numbers."""
        return Gathering(self._connection, parts, self._name("gathered"))

    # Inputs

    def _open(self, task: Task, *, quick: bool = False) -> Opened:
        """Make the tables of a task readable: cell by cell, or quickly."""
        source = self._name("source")
        ahead = quick and not all(map(self._looks.done, [task.table, *task.members.values()]))
        tables = [(source, task.table)]
        main, steps = self._relation(*tables[0], "input", quick=quick)
        members: dict[str, Relation] = {}
        for subject, table in task.members.items():
            tables.append((f"{source}_{subject}", table))
            members[subject], more = self._relation(*tables[-1], f"input_{subject}", quick=quick)
            steps += more
        return Opened(main, members, steps, tables, quick and bool(steps), task.codes, ahead)

    def _relation(self, source: str, table: Table, name: str, *, quick: bool) -> tuple[Relation, list[Cte]]:
        columns = frozenset(column.name for column in table.source.columns)
        if table.kept:
            return Relation(table.kept, columns, table.dated, table.full), []
        view(self._connection, source, table)
        if table.binding is None:
            return Relation(source, columns, table.dated, table.full), []
        look = self._looks.at(table, table.binding)
        plain = (quick and not look.done()) or self._keys(look, source, table).plain
        binding = table.binding.with_plain_keys() if plain else table.binding
        made, step = typed_relation(table.source, binding, source, name, quick=quick)
        return made, [step]

    def _keys(self, look: Future[Keys], name: str, table: Table) -> Keys:
        """What is seen of the keys of a table; refuse a row without one, and one that stands twice."""
        try:
            keys = look.result()
        except duckdb.OutOfMemoryException as error:
            raise _too_small(error) from error
        except duckdb.Error as error:
            raise damage(self._connection, [table]) or error from error
        if not keys.good:
            raise DataError(self._faults(name, table))
        return keys

    def plain(self, opened: Opened) -> bool:
        """Whether the keys of all tables are plain, each of which is waited for; refuse what `_keys` does."""
        bound = [(name, table, table.binding) for name, table in opened.tables if table.binding]
        seen = [self._keys(self._looks.at(t, b), name, t) for name, t, b in bound]
        return all(keys.plain for keys in seen)

    def _ask(self, question: Query) -> list[Any]:
        """The rows of a query about a table."""
        try:
            return self._connection.execute(question.sql(dialect=DIALECT, copy=False)).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise _too_small(error) from error

    def _rows(self, task: Task, steps: Steps) -> Rows:
        """A result of tables that are read quickly, and cell by cell only where that fails."""

        def rows(*, quick: bool) -> Rows:
            opened = self._open(with_codes(task), quick=quick)
            return self._result(opened, *steps(opened))

        made = rows(quick=True)
        made.again = rows if made.opened.quick else None
        return made

    def _result(self, opened: Opened, steps: Iterable[Cte], final: Query, *, ordered: bool = True) -> Rows:
        query = script([*opened.steps, *steps], final)
        return Rows(self, opened, query, ordered)

    def fetch(self, sql: str, opened: Opened, order: str) -> Any:
        """Run a query and fetch it as an Arrow table; a faulty cell becomes a list of all faulty cells."""
        self._prepare(sql)
        try:
            return fetched(self._connection, sql, opened, order)
        except duckdb.Error as error:
            if opened.quick and not isinstance(error, duckdb.OutOfMemoryException):
                raise
            raise self.explained(error, opened) from error

    def register(self, name: str, table: Any) -> None:
        """Make an Arrow table readable under a name."""
        self._connection.register(name, table)

    def execute(self, sql: str, opened: Opened) -> int:
        """Run a statement and give the number of rows that it wrote."""
        self._prepare(sql)
        try:
            found = self._connection.execute(sql).fetchall()
        except duckdb.Error as error:
            if opened.quick and not isinstance(error, duckdb.OutOfMemoryException):
                raise
            raise self.explained(error, opened) from error
        return int(found[0][0]) if found else 0

    def _prepare(self, sql: str) -> None:
        """Make the one function of ours known where a query calls it; most queries stay within 128 bits."""
        if SIGN_FUNCTION in sql:
            exact_sign(self._connection)

    def explained(self, error: duckdb.Error, opened: Opened) -> Exception:
        """What lies behind an error of DuckDB: faults of the tables, or a fault of ours."""
        if isinstance(error, duckdb.OutOfMemoryException):
            return _too_small(error)
        faults = [f for name, table in opened.tables if MARK in str(error) for f in self._faults(name, table)]
        if faults:
            return DataError(faults)
        return damage(self._connection, [table for _, table in opened.tables]) or InternalError(
            f"the engine refused its own query: {error}"
        )

    def _faults(self, name: str, table: Table) -> list[Fault]:
        """Every fault of the cells of a table."""
        if table.binding is None:
            return []
        rows = self._ask(faults_query(table.binding, name))
        return cell_faults(table.source, table.binding, [(r[0], r[1], r[2], r[3], r[4]) for r in rows])

    def cells(self, task: Task, column: str, values: Collection[str], member: str | None = None) -> Any:
        """The stored columns of the rows whose column holds one of some values, as an Arrow table.

        Parameters
        ----------
        column, values : which rows: ``subject`` and identifiers, or the variable of a link
        member : the subject whose table is read; the main table where None
        """
        opened = self._open(task)
        relation = opened.members[member] if member else opened.main
        return self._result(opened, [], rows_with(relation.name, column, values)).arrow()


def _row_steps(plan: RowPlan, opened: Opened, task: Task, *, codes: bool = False) -> tuple[list[Cte], Query]:
    """The steps of a plan for rows, and the query of its result; see `row_ctes`."""
    return row_ctes(plan, opened.main, opened.members, as_of=task.as_of, periods=task.periods, codes=codes)


def _too_small(error: duckdb.Error) -> UsageError:
    return UsageError(f"{error}; try: a higher memory limit, or more room in the spill folder")
