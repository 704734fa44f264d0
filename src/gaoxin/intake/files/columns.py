"""Cells -> Arrow columns: of numbers doubles, of texts texts, of dates dates; a mixed column becomes text.

A number in a mixed column is written by its 15 digits, as a spreadsheet shows it, and with an exponent where
it has more: no code is made up.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaoxin.intake.files.grid import Cell

_ARROW: Any = pa  # its type hints know less than it does
_EXACT = 10**15
_MOMENT = pa.timestamp("us")
_TYPES: dict[type, Any] = {
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
    dt.datetime: _MOMENT,
}


def column(cells: Sequence[Cell | None]) -> Any:
    """One column of the type that all its cells share, else text."""
    kinds: set[type] = {type(cell) for cell in cells if cell is not None}
    if not kinds:
        return _ARROW.nulls(len(cells))
    if len(kinds) == 1 and (kind := next(iter(kinds))) in _TYPES:
        return _ARROW.array(cells, _TYPES[kind])
    if kinds == {dt.date, dt.datetime}:
        return _ARROW.array([_moment(cell) for cell in cells], _MOMENT)
    return _ARROW.array([None if cell is None else shown(cell) for cell in cells], _ARROW.string())


def shared_type(types: Iterable[Any]) -> Any:
    """The type that holds the blocks of one column."""
    found = {kind for kind in types if kind != _ARROW.null()}
    if len(found) == 1:
        return found.pop()
    return _MOMENT if found == {pa.date32(), _MOMENT} else _ARROW.string()


def converted(block: Any, kind: Any) -> Any:
    """The block of a column in the type that all of its blocks share."""
    if block.type == kind:
        return block
    if kind == pa.string() and block.type != pa.null():
        return _ARROW.array([None if cell is None else shown(cell) for cell in block.to_pylist()], kind)
    return block.cast(kind)


def count_words(block: Any, words: Sequence[str]) -> dict[str, int]:
    """How often each of some words stands in a column, whatever its case and the spaces around it."""
    compute: Any = pc
    trimmed = compute.utf8_lower(compute.utf8_trim_whitespace(block))
    found = trimmed.filter(compute.is_in(trimmed, value_set=pa.array(words)))
    return {entry["values"]: entry["counts"] for entry in compute.value_counts(found).to_pylist()}


def shown(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return f"{cell:.14e}" if abs(cell) >= _EXACT else f"{Decimal(f'{cell:.15g}'):f}"
    return cell.isoformat(sep=" ") if isinstance(cell, dt.datetime) else cell.isoformat()


def _moment(value: Cell | None) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else None
