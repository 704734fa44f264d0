"""Results of the engine: rows not fetched yet, and the connection as other steps see it."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import duckdb

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Table, Task
from gaoxin.engines.sql.cte import Cte, Query, text
from gaoxin.engines.sql.rows import Relation
from gaoxin.engines.sql.statements import ENDINGS, copy, ordered, typed

BOM = b"\xef\xbb\xbf"
FEW = 10_000
"""So many rows are copied sooner than a query on them is planned."""
USUAL = 50_000, 250_000
"""Rows of a row group: of fewer the statistics take room, more of a wide table take memory."""
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Opened:
    """Tables under names that queries can read.

    Parameters
    ----------
    quick : they are read quickly: an error need not mean a fault
    codes : the identifiers of the main table are integers; see `gaoxin.engines.protocol.Task`
    ahead : keys that were not looked at yet are taken for plain ones
    """

    main: Relation
    members: dict[str, Relation]
    steps: list[Cte]
    tables: list[tuple[str, Table]]
    quick: bool = False
    codes: bool = False
    ahead: bool = False

    @property
    def together(self) -> int | None:
        """Rows to write together: as many as are read together, where that is no unusual number."""
        found = self.tables[0][1].source.together if self.tables else None
        return found if found is not None and USUAL[0] <= found <= USUAL[1] else None

    @property
    def small(self) -> bool:
        """Whether all rows are known to be few."""
        held = [table.source.table for _, table in self.tables]
        return bool(held) and all(isinstance(rows, Sized) and len(rows) <= FEW for rows in held)


def nothing(task: Task) -> Opened:
    """No tables: the rows of a task are at hand."""
    return Opened(Relation(""), {}, [], [], codes=task.codes)


Steps = Callable[[Opened], tuple[list[Cte], Query]]
"""Makes the steps of a script, and the query of its result."""


def fetched(connection: duckdb.DuckDBPyConnection, sql: str, opened: Opened, order: str) -> Any:
    """Run a query and give its rows as an Arrow table, in the order of some columns where any are named.

    A relation of DuckDB plans its query several times, and a cursor once, but copies the rows: of few it is
    the faster.
    """
    if not opened.small:
        found = connection.sql(sql)
        return (found.order(order) if order else found).to_arrow_table()
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of the copy
        return connection.execute(ordered(sql, order) if order else sql).to_arrow_table()


class Connected(Protocol):
    """An engine with a connection."""

    def fetch(self, sql: str, opened: Opened, order: str) -> Any:
        """Run a query and fetch it as an Arrow table."""
        ...

    def execute(self, sql: str, opened: Opened) -> int:
        """Run a statement and give the number of rows that it wrote."""
        ...

    def register(self, name: str, table: Any) -> None:
        """Make an Arrow table readable under a name."""
        ...

    def plain(self, opened: Opened) -> bool:
        """Whether all keys of tables are read as they stand; refuse a row without one of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Session:
    """The connection of an engine, as the steps of a score sheet see it."""

    engine: Connected
    opened: Opened

    def run(self, sql: str) -> None:
        """Run a statement; a faulty cell becomes a list of all faulty cells."""
        self.engine.execute(sql, self.opened)

    def arrow(self, query: Query) -> Any:
        """Run a query and fetch it as an Arrow table."""
        return self.engine.fetch(text(query), self.opened, "")

    def register(self, name: str, table: Any) -> None:
        """Make an Arrow table readable under a name."""
        self.engine.register(name, table)


class Again(Protocol):
    """Makes a result anew."""

    def __call__(self, *, quick: bool) -> Rows:
        """The same rows, of tables read quickly or cell by cell."""
        ...


@dataclass(slots=True)
class Rows:
    """A result that has not been fetched yet; see `gaoxin.engines.protocol.Result`.

    Parameters
    ----------
    again : makes the same result, of tables read quickly or cell by cell
    """

    engine: Connected
    opened: Opened
    query: Query
    ordered: bool
    again: Again | None = None

    @property
    def sql(self) -> str:
        """The query that runs."""
        return text(self.query)

    def arrow(self) -> Any:
        """All rows as an Arrow table, ordered by subject and period."""
        order = "subject, period" if self.ordered else ""
        return self.tried(lambda rows: rows.engine.fetch(rows.sql, rows.opened, order))

    def tried(self, act: Callable[[Rows], Done]) -> Done:
        """Do something with the result, of tables read cell by cell if need be."""
        if self.again is None:
            return act(self)
        sound = not self.opened.ahead or self.engine.plain(self.opened)
        try:
            return act(self if sound else self.again(quick=True))
        except duckdb.Error:
            return act(self.again(quick=False))

    def write(self, path: Path) -> int:
        """Write all rows to a file by its ending, whole or not at all."""
        ending = path.suffix.lower()
        if ending not in ENDINGS:
            message = f"{path.name}: results are written to .csv, .parquet or .json; try: {path.stem}.csv"
            raise UsageError(message)
        if not path.parent.is_dir():
            message = f"{path}: there is no folder {path.parent}; try: make it first, or another folder"
            raise UsageError(message)
        part = path.with_name(f".{path.name}.part")
        try:
            count = self.tried(lambda rows: rows.copied(part, ending))
            if ending == ".csv":
                _with_bom(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return count

    def copied(self, path: Path, ending: str) -> int:
        """Write all rows to a file in the format of an ending."""
        sql = text(typed(self.query, codes=self.opened.codes)) if ending == ".parquet" else self.sql
        return self.engine.execute(copy(sql, str(path), ending, self.opened.together), self.opened)


def _with_bom(path: Path) -> None:
    """Put the byte-order mark in front, so that spreadsheets read Chinese rightly."""
    marked = path.with_name(f"{path.name}.bom")
    with marked.open("wb") as target, path.open("rb") as source:
        target.write(BOM)
        shutil.copyfileobj(source, target)
    marked.replace(path)
