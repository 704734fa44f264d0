"""Opening a table: CSV, XLSX and Parquet files, and tables in memory; nothing is typed or changed here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake import csv_files, workbooks
from gaoxin.intake.grid import ROW, fault
from gaoxin.plan.binding import Source, SourceColumn, Storage, StorageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FORMATS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".parquet")
_OTHER_TOOLS = (".xls", ".et", ".ods", ".xlsb", ".numbers")


def open_table(table: object, *, sheet: str | None = None) -> Source:
    """Open a table; rows of a Parquet file stay where they are.

    Parameters
    ----------
    table : path of a CSV, XLSX or Parquet file, or anything with the Arrow PyCapsule interface: an Arrow,
        Polars or pandas table, a DuckDB relation
    sheet : sheet of a workbook; the first visible one that is not empty where not given

    Raises
    ------
    UsageError : no such file, a format that is not read, something that is no table
    DataError : the file is damaged
    """
    if isinstance(table, (str, Path)):
        return _open_file(Path(table), sheet)
    if hasattr(table, "collect") and not hasattr(table, "__arrow_c_stream__"):
        table = cast("Any", table).collect()  # a lazy table
    if not hasattr(table, "__arrow_c_stream__"):
        message = (
            f"{type(table).__name__} is no table; give a path, or an Arrow, Polars, pandas or DuckDB table"
        )
        raise UsageError(message)
    name = f"<{type(table).__module__.partition('.')[0].lstrip('_')} table>"
    try:
        arrow = pa.table(cast("Any", table))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise DataError(
            [
                fault(
                    name, str(error).partition("\n")[0], "a column has one type", "give mixed columns as text"
                )
            ]
        ) from error
    return in_memory(arrow, name)


def _open_file(path: Path, sheet: str | None) -> Source:
    ending = path.suffix.lower()
    if not path.is_file():
        message = f"{path}: no such file"
        raise UsageError(message)
    if ending in _OTHER_TOOLS:
        message = f"{path}: {ending} files are not read; open it and save it as .xlsx (另存为 xlsx)"
        raise UsageError(message)
    if ending not in FORMATS:
        message = f"{path}: unknown ending; tables are {', '.join(FORMATS)}"
        raise UsageError(message)
    if ending == ".parquet":
        return _parquet(path)
    if ending in (".xlsx", ".xlsm"):
        arrow, headings, chosen = workbooks.read(path, sheet)
        return in_memory(arrow, str(path), headings, sheet=chosen)
    arrow, headings = csv_files.read(path)
    return in_memory(arrow, str(path), headings)


def _parquet(path: Path) -> Source:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(
            [fault(str(path), str(error).partition("\n")[0], "a Parquet file is whole", "export it again")]
        ) from error
    lowered = [name.lower() for name in schema.names]
    if len(set(lowered)) < len(lowered):  # the engine would rename one of them
        return in_memory(pq.read_table(path), str(path))
    return Source(str(path), _columns(schema, schema.names, _full(path)), path=str(path))


def _full(path: Path) -> set[str]:
    """The columns of a Parquet file that have no empty cell, by its own count."""
    metadata = pq.read_metadata(path)
    seen: set[str] = set()
    empty: set[str] = set()
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for position in range(group.num_columns):
            column = group.column(position)
            statistics = column.statistics
            seen.add(column.path_in_schema)
            if statistics is None or statistics.null_count != 0:
                empty.add(column.path_in_schema)
    return seen - empty


def in_memory(
    table: pa.Table, name: str, headings: Iterable[str] | None = None, sheet: str | None = None
) -> Source:
    """Describe an Arrow table; headings that stand twice get names of their own.

    Parameters
    ----------
    table : its column ``ROW``, if any, holds the row numbers of the file and is no column of data
    headings : headings of the columns, where the table's own names are not those
    """
    numbered = ROW in table.column_names
    written = list(headings) if headings is not None else [n for n in table.column_names if n != ROW]
    names: list[str] = []
    taken = {ROW}
    for heading in written:
        unique, count = heading, 1
        while unique.lower() in taken:
            count += 1
            unique = f"{heading} #{count}"
        taken.add(unique.lower())
        names.append(unique)
    renamed = table.rename_columns(names + ([ROW] if numbered else []))
    full = {name for name in names if renamed.column(name).null_count == 0}
    columns = _columns(renamed.schema, written, full)
    return Source(name, columns, table=renamed, sheet=sheet, row_column=ROW if numbered else None)


def _columns(schema: Any, headings: Iterable[str], full: set[str]) -> tuple[SourceColumn, ...]:
    return tuple(
        SourceColumn(field.name, heading, position, storage_of(field.type), field.name in full)
        for position, (field, heading) in enumerate(zip(schema, headings, strict=False), start=1)
    )


def storage_of(kind: Any) -> Storage:
    """How an Arrow type stores values; nested types, times and bytes are ``other``."""
    types = pa.types
    if types.is_dictionary(kind):
        return storage_of(kind.value_type)
    if types.is_decimal(kind):
        return Storage("decimal", kind.precision, kind.scale)
    if types.is_integer(kind):
        return Storage("integer", 20 if kind == pa.uint64() else 18)
    if types.is_timestamp(kind):
        return Storage("timestamp" if kind.tz is None else "other")
    known: tuple[tuple[Callable[[Any], bool], StorageKind], ...] = (
        (types.is_string, "text"),
        (types.is_large_string, "text"),
        (types.is_string_view, "text"),
        (types.is_floating, "double"),
        (types.is_boolean, "boolean"),
        (types.is_date, "date"),
        (types.is_null, "empty"),
    )
    for test, name in known:
        if test(kind):
            return Storage(name)
    return Storage("other")
