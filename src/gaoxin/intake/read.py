"""Opening a table: files, and tables in memory; nothing is typed by a standard or changed here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake.files import csv_files, parquet_files, workbooks
from gaoxin.intake.files.grid import fault
from gaoxin.intake.files.sources import in_memory

if TYPE_CHECKING:
    from gaoxin.intake.files.grid import Progress
    from gaoxin.plan.binding import Source

_CSV = (".csv", ".txt", ".tsv")
_BOOKS = (".xlsx", ".xlsm")
_DATABASES = (".sqlite", ".sqlite3", ".db", ".db3")
_PARQUET = (".parquet", ".pq")
FORMATS = (*_CSV, *_BOOKS, *_PARQUET, *_DATABASES)
"""Endings of the files that are read."""

_OTHER_TOOLS = (".xls", ".et", ".ods", ".xlsb", ".numbers", ".xlt", ".ett")


def open_table(
    table: object, *, sheet: str | None = None, name: str | None = None, progress: Progress | None = None
) -> Source:
    """Open a table; rows of a Parquet file stay where they are.

    Parameters
    ----------
    table : path of a CSV, XLSX, Parquet or SQLite file, or anything with the Arrow PyCapsule interface: an
        Arrow, Polars or pandas table, a DuckDB relation
    sheet : sheet of a workbook; the first visible one that is not empty where not given
    name : table of a database; the only one where not given (`sheet` may name it too)
    progress : called with what is done and the whole, on long work

    Raises
    ------
    UsageError : no such file, sheet or table, a format that is not read, something that is no table
    DataError : the file is damaged
    """
    if isinstance(table, (str, Path)):
        return _open_file(Path(table), sheet, name, progress)
    if hasattr(table, "collect") and not hasattr(table, "__arrow_c_stream__"):
        table = cast("Any", table).collect()  # a lazy table
    if not hasattr(table, "__arrow_c_stream__"):
        message = (
            f"{type(table).__name__} is no table; give a path, or an Arrow, Polars, pandas or DuckDB table"
        )
        raise UsageError(message)
    shown = f"<{type(table).__module__.partition('.')[0].lstrip('_')} table>"
    try:
        arrow = pa.table(cast("Any", table))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        seen = str(error).partition("\n")[0]
        raise DataError(
            [fault(shown, seen, "a column has one type", "give mixed columns as text")]
        ) from error
    return in_memory(arrow, shown)


def readable(path: Path) -> str:
    """The ending of a file that can be read.

    Raises
    ------
    UsageError : no such file, or a format that is not read
    """
    ending = path.suffix.lower()
    if not path.is_file():
        message = f"{path}: 没有此文件 · no such file"
        raise UsageError(message)
    if ending in _OTHER_TOOLS:
        message = f"{path}: 不读 · {ending} files are not read; open it and save it as .xlsx (另存为 xlsx)"
        raise UsageError(message)
    if ending not in FORMATS:
        message = f"{path}: 不认识的格式 · unknown ending; tables are {', '.join(FORMATS)}"
        raise UsageError(message)
    return ending


def _open_file(path: Path, sheet: str | None, name: str | None, progress: Progress | None) -> Source:
    ending = readable(path)
    if ending in _BOOKS:
        return workbooks.read(path, sheet, progress)
    if ending in _DATABASES:
        from gaoxin.intake.files import sqlite_files

        return sqlite_files.read(path, name or sheet, progress)
    return parquet_files.read(path) if ending in _PARQUET else csv_files.read(path, progress)
