"""Results of the engine: rows not fetched yet, and the connection as other steps see it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Table
from gaoxin.engines.sql.cte import Cte, Query, text
from gaoxin.engines.sql.rows import Relation
from gaoxin.engines.sql.statements import ENDINGS, copy, worded

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Opened:
    """Tables under names that queries can read."""

    main: Relation
    members: dict[str, Relation]
    steps: list[Cte]
    tables: list[tuple[str, Table]]


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


@dataclass(slots=True)
class Rows:
    """A result that has not been fetched yet; see `gaoxin.engines.protocol.Result`."""

    engine: Connected
    opened: Opened
    query: Query
    ordered: bool

    @property
    def sql(self) -> str:
        """The query that runs."""
        return text(self.query)

    def arrow(self) -> Any:
        """All rows as an Arrow table, ordered by subject and period."""
        return self.engine.fetch(self.sql, self.opened, "subject, period" if self.ordered else "")

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
            sql = text(worded(self.query)) if ending == ".parquet" else self.sql
            count = self.engine.execute(copy(sql, str(part), ending), self.opened)
            if ending == ".csv":
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
