"""The default engine: DuckDB, embedded, larger than memory, offline."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
from sqlglot import exp

from gaoxin.base.errors import DataError, InternalError, UsageError
from gaoxin.engines.duckdb.sign import exact_sign
from gaoxin.engines.protocol import Table, Task
from gaoxin.engines.sql.contributions import contribution_query
from gaoxin.engines.sql.cte import Cte, script, text
from gaoxin.engines.sql.index import index_ctes
from gaoxin.engines.sql.inputs import MARK, input_query
from gaoxin.engines.sql.long import long_query
from gaoxin.engines.sql.rows import Relation, row_ctes
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.steps import RowPlan

_FORMATS = {".csv": "csv", ".parquet": "parquet", ".json": "json"}
BOM = b"\xef\xbb\xbf"


class DuckDB:
    """An engine over one DuckDB in memory; use it as a context.

    Parameters
    ----------
    memory : limit, such as ``4GB``; DuckDB's own rule (80 % of the machine) where None
    threads : at most so many; all cores where None
    spill : folder for what does not fit into memory; a temporary one where None
    """

    name = f"duckdb {duckdb.__version__}"

    def __init__(self, *, memory: str | None = None, threads: int | None = None, spill: Path | None = None) -> None:
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
        self._connection = duckdb.connect(config=settings)
        exact_sign(self._connection)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection and remove what was spilled."""
        self._connection.close()
        if self._made is not None:
            shutil.rmtree(self._made, ignore_errors=True)

    def rows(self, plan: RowPlan, task: Task) -> Rows:
        """Run a plan for rows."""
        opened = self._open(task)
        ctes, final = row_ctes(plan, opened.main, opened.members, as_of=task.as_of, periods=task.periods)
        return self._result(task, opened, ctes, final)

    def long(self, plan: RowPlan, task: Task) -> Rows:
        """Run a plan of verdicts, one row for each condition."""
        opened = self._open(task)
        ctes, final = row_ctes(plan, opened.main, opened.members, as_of=task.as_of, periods=task.periods)
        kept, query = long_query(plan, final)
        return self._result(task, opened, [*ctes, kept], query)

    def index(self, figures: RowPlan, index: IndexPlan, task: Task) -> Rows:
        """Run an index on the figures of a plan for rows."""
        opened = self._open(task)
        ctes, final = row_ctes(figures, opened.main, opened.members, as_of=task.as_of, periods=task.periods)
        kept = Cte("figures", f"figures of {index.index}", final, kept=True)
        steps = [*ctes, kept, *index_ctes(index, "figures")]
        return self._result(task, opened, steps, exp.select("*").from_(steps[-1].name), ordered=False)

    def contributions(self, plan: RowPlan, name: str, task: Task) -> Rows:
        """Give the part of each member in one roll-up figure.

        Raises
        ------
        UsageError : the figure is not a sum, or a sum divided by a sum, over members
        """
        if len(plan.rollups) != 1 or not 1 <= len(plan.rollups[0].sums) <= 2 or plan.rollups[0].shift:
            message = f"{name} is not a sum, or a sum divided by a sum, over members; try: a figure with a roll-up"
            raise UsageError(message)
        opened = self._open(task)
        ctes, _ = row_ctes(plan, opened.main, opened.members, as_of=task.as_of, periods=task.periods)
        steps = [c for c in ctes if c.name.startswith(("input", "rollup"))]
        return self._result(task, opened, steps, contribution_query(plan))

    def row_script(self, plan: RowPlan, task: Task) -> str:
        """The SQL of `rows`."""
        return self.rows(plan, task).sql

    def index_script(self, figures: RowPlan, index: IndexPlan, task: Task) -> str:
        """The SQL of `index`."""
        return self.index(figures, index, task).sql

    # Inputs

    def _open(self, task: Task) -> _Opened:
        self._count += 1
        number = self._count
        main, steps = self._relation(f"source_{number}", "input", task.table)
        members: dict[str, Relation] = {}
        for subject, table in task.members.items():
            members[subject], more = self._relation(f"source_{number}_{subject}", f"input_{subject}", table)
            steps += more
        return _Opened(main, members, steps, number)

    def _relation(self, source: str, name: str, table: Table) -> tuple[Relation, list[Cte]]:
        self._view(source, table)
        if table.binding is None:
            columns = [c.name for c in table.source.columns]
            return Relation(source, frozenset(columns)), []
        query = input_query(table.binding, source)
        dated = table.binding.periods != (0,)
        kept = Cte(name, f"{table.source.name}: typed, exact columns", query, kept=dated)
        return Relation(name, frozenset(query.named_selects), dated), [kept]

    def _view(self, name: str, table: Table) -> None:
        """Make the rows of a table readable under a name; a Parquet file stays where it is."""
        if table.source.path is None:
            self._connection.register(name, table.source.table)
            return
        reader = exp.Anonymous(this="read_parquet", expressions=[exp.Literal.string(table.source.path)])
        query = exp.select("*").from_(exp.Table(this=reader))
        view = exp.Create(this=exp.to_table(name), kind="VIEW", expression=query, replace=True)
        self._connection.execute(view.sql(dialect="duckdb"))

    def _result(
        self, task: Task, opened: _Opened, steps: Iterable[Cte], final: exp.Query, *, ordered: bool = True
    ) -> Rows:
        query = script([*opened.steps, *steps], final)
        return Rows(self, task, opened, text(query), ordered)

    def fetch(self, sql: str, task: Task, opened: _Opened, order: str) -> Any:
        """Run a query and fetch it as an Arrow table; a faulty cell becomes a list of all faulty cells."""
        try:
            found = self._connection.sql(sql)
            return (found.order(order) if order else found).to_arrow_table()
        except duckdb.Error as error:
            raise self.explained(error, task, opened) from error

    def execute(self, sql: str, task: Task, opened: _Opened) -> int:
        """Run a statement and give the number of rows that it wrote."""
        try:
            found = self._connection.execute(sql).fetchall()
        except duckdb.Error as error:
            raise self.explained(error, task, opened) from error
        return int(found[0][0]) if found else 0

    def explained(self, error: duckdb.Error, task: Task, opened: _Opened) -> Exception:
        """What lies behind an error of DuckDB: faults of the tables, or a fault of ours."""
        if isinstance(error, duckdb.OutOfMemoryException):
            return UsageError(f"{error}; try: a higher memory limit, or more room in the spill folder")
        faults = self.faults(task, opened) if MARK in str(error) else []
        if faults:
            return DataError(faults)
        return InternalError(f"the engine refused its own query: {error}")

    def faults(self, task: Task, opened: _Opened) -> list[Any]:
        """Every fault of the cells of a task's tables."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Opened:
    """Tables under names that queries can read."""

    main: Relation
    members: dict[str, Relation]
    steps: list[Cte]
    number: int


@dataclass(slots=True)
class Rows:
    """A result that has not been fetched yet; see `gaoxin.engines.protocol.Result`."""

    engine: DuckDB
    task: Task
    opened: _Opened
    sql: str
    ordered: bool

    def arrow(self) -> Any:
        """All rows as an Arrow table, ordered by subject and period."""
        return self.engine.fetch(self.sql, self.task, self.opened, "subject, period" if self.ordered else "")

    def write(self, path: Path) -> int:
        """Write all rows to a file by its ending, whole or not at all."""
        kind = _FORMATS.get(path.suffix.lower())
        if kind is None:
            message = f"{path.name}: results are written to .csv, .parquet or .json; try: {path.stem}.csv"
            raise UsageError(message)
        part = path.with_name(f".{path.name}.part")
        options = {"csv": "FORMAT csv, HEADER true", "parquet": "FORMAT parquet", "json": "FORMAT json, ARRAY true"}[kind]
        target = exp.Literal.string(str(part)).sql(dialect="duckdb")
        try:
            count = self.engine.execute(f"COPY ({self.sql}) TO {target} ({options})", self.task, self.opened)
            if kind == "csv":
                _with_bom(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return count


def _with_bom(path: Path) -> None:
    """Put the byte-order mark in front, so that spreadsheets read Chinese rightly."""
    marked = path.with_name(f"{path.name}.bom")
    with marked.open("wb") as target, path.open("rb") as source:
        target.write(BOM)
        shutil.copyfileobj(source, target)
    marked.replace(path)


