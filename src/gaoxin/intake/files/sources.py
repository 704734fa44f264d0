"""Rows that were read, and their headings -> a `Source`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gaoxin.intake.files.grid import ROW
from gaoxin.plan.binding import Source, SourceColumn, Storage, StorageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from fractions import Fraction

    from gaoxin.intake.files.heads import Heads
    from gaoxin.intake.files.spool import Spool


def from_rows(name: str, spool: Spool, head: Heads, sheet: str | None = None) -> Source:
    """The rows of a spool under their headings; columns without a heading keep their place.

    Parameters
    ----------
    name : the file
    spool : its columns are named by their positions, and `ROW`
    head : what the first rows say
    sheet : sheet of a workbook, table of a database
    """
    filled = {int(c) for c in spool.columns() if c != ROW}
    positions = sorted(filled | set(head.headings))
    written = [head.headings.get(position, "") for position in positions]
    names = unique(written)
    stored = spool.finish({**{str(p): n for p, n in zip(positions, names, strict=True)}, ROW: ROW})
    columns = tuple(
        SourceColumn(
            name=own,
            heading=heading,
            position=position,
            storage=storage_of(stored.schema.field(own).type),
            full=own in stored.full,
            unit=head.units.get(position),
            marks=tuple(sorted(stored.marks[own].items())) if own in stored.marks else (),
        )
        for own, heading, position in zip(names, written, positions, strict=True)
    )
    return Source(
        name=name,
        columns=columns,
        path=None if stored.path is None else str(stored.path),
        table=stored.table,
        sheet=sheet,
        row_column=ROW,
        heading_rows=head.rows if head.rows[0] else None,
        units=head.table_units,
        notices=tuple(head.notices),
        keep=stored.folder,
    )


def in_memory(table: pa.Table, name: str, headings: Iterable[str] | None = None) -> Source:
    """Describe an Arrow table; headings that stand twice get names of their own.

    Parameters
    ----------
    table : its column ``ROW``, if any, holds the row numbers of the file and is no column of data
    headings : headings of the columns, where the table's own names are not those
    """
    numbered = ROW in table.column_names
    written = list(headings) if headings is not None else [n for n in table.column_names if n != ROW]
    names = unique(written)
    renamed = table.rename_columns(names + ([ROW] if numbered else []))
    full = {name for name in names if renamed.column(name).null_count == 0}
    columns = described(renamed.schema, written, full)
    return Source(name, columns, table=renamed, row_column=ROW if numbered else None)


def unique(headings: Iterable[str]) -> list[str]:
    """Names of columns: headings that stand twice, whatever their case, get a number."""
    names: list[str] = []
    taken = {ROW}
    for heading in headings:
        name, count = heading, 1
        while name.lower() in taken:
            count += 1
            name = f"{heading} #{count}"
        taken.add(name.lower())
        names.append(name)
    return names


def described(
    schema: Any,
    headings: Iterable[str],
    full: set[str],
    spans: Mapping[str, tuple[Fraction, Fraction]] = MappingProxyType({}),
) -> tuple[SourceColumn, ...]:
    """The columns of an Arrow schema, in its order."""
    return tuple(
        SourceColumn(
            field.name,
            heading,
            position,
            storage_of(field.type),
            field.name in full,
            span=spans.get(field.name),
        )
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
