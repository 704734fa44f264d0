"""SQLite databases: one table, read only; numbers stay numbers, texts texts, a mixed column becomes text."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from gaoxin.base.errors import DataError, UsageError
from gaoxin.engines.sql.databases import columns_query, count_query, rows_query, tables_query
from gaoxin.intake.files.grid import Cell, fault
from gaoxin.intake.files.heads import Heads
from gaoxin.intake.files.sources import from_rows
from gaoxin.intake.files.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from gaoxin.intake.files.grid import Progress
    from gaoxin.plan.binding import Source

_BEGINNING = b"SQLite format 3\0"
_STEP = 10_000


def read(path: Path, table: str | None = None, progress: Progress | None = None) -> Source:
    """Read a table of a database: the one named, or the only one.

    Raises
    ------
    UsageError : no table of that name, or several and none named
    DataError : no database, a damaged one, an empty name, a cell of bytes
    """
    with _opened(path) as connection:
        names = _tables(connection)
        chosen = _choose(path, names, table)
        columns = [entry[0] for entry in connection.execute(columns_query(chosen)).description]
        spool = _rows(path, connection, chosen, columns, progress)
    head = Heads(dict(enumerate(columns, start=1)), (0, 0), 0)
    source = from_rows(str(path), spool, head, chosen)
    others = [name for name in names if name != chosen]
    return source.noticed(f"not read: table {', '.join(others)}") if others else source


def tables(path: Path) -> list[str]:
    """The tables of a database.

    Raises
    ------
    DataError : no database
    """
    with _opened(path) as connection:
        return _tables(connection)


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    """A connection that cannot write; whatever is wrong with the file is a fault of it."""
    with path.open("rb") as file:
        begin = file.read(len(_BEGINNING))
    rule, step = "a database is a whole SQLite 3 file", "export it again, or give the table as CSV"
    if begin != _BEGINNING:
        raise DataError([fault(str(path), "it does not begin as a SQLite file does", rule, step)])
    try:
        address = f"file:{quote(str(path.resolve()))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
    except (sqlite3.Error, OverflowError, UnicodeError, ValueError) as error:
        raise DataError([fault(str(path), f"it cannot be read: {error}", rule, step)]) from error


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [str(name) for (name,) in connection.execute(tables_query())]


def _choose(path: Path, names: list[str], table: str | None) -> str:
    if table is not None and table not in names:
        message = f"{path}: 没有此表 · no table {table!r}; there are {', '.join(names) or 'none'}"
        raise UsageError(message)
    if table is None and not names:
        raise DataError(
            [fault(str(path), "it holds no table", "a database holds a table", "choose another file")]
        )
    if table is None and len(names) > 1:
        message = (
            f"{path}: 有多张表，请指定一张 · it holds several tables, name one of them: {', '.join(names)}; "
            f'try: {{ path = "{path.name}", table = "{names[0]}" }}'
        )
        raise UsageError(message)
    return table or names[0]


def _rows(
    path: Path,
    connection: sqlite3.Connection,
    table: str,
    columns: list[str],
    progress: Progress | None,
) -> Spool:
    total = connection.execute(count_query(table)).fetchone()[0]
    numbered = True
    try:
        query = connection.execute(rows_query(table, columns, numbered=True))
    except sqlite3.OperationalError:  # a table without numbers of its own
        numbered = False
        query = connection.execute(rows_query(table, columns, numbered=False))
    spool = Spool()
    for count, row in enumerate(query, start=1):
        number = row[0] if numbered and isinstance(row[0], int) and row[0] > 0 else count
        cells = {
            p: _cell(path, number, p, cell) for p, cell in enumerate(row[1:], start=1) if cell is not None
        }
        spool.add((number, cells))
        if progress is not None and (count % _STEP == 0 or count == total):
            progress(count, total)
    return spool


def _cell(path: Path, number: int, position: int, cell: object) -> Cell:
    if isinstance(cell, (str, int, float)):
        return cell
    raise DataError(
        [
            fault(
                str(path),
                f"column {position} of row {number} holds bytes",
                "a cell holds a number or a text",
                "export the table without it",
                line=number,
                thing="cell",
            )
        ]
    )
