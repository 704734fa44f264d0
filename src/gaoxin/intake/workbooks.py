"""XLSX workbooks: one sheet, its first row that is not empty holds the headings.

A column of numbers stays doubles, of texts texts, of dates dates; a mixed column becomes text, a number in it
by its 15 digits. Cells that the reader would show as empty, errors (#DIV/0!) and formulas without a stored
value, keep their text, so that they are found.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import python_calamine as calamine

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake.grid import ROW, fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
from typing import Any

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
_EXACT = 10**15
_UNREADABLE = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]+)([0-9]+)")'
    rb'(?:(?=[^>]*?\bt="e")[^>/]*>(?:(?!</?(?:\w+:)?c\b).)*?<(?:\w+:)?v>([^<]*)<'
    rb"|[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>)",
    re.DOTALL,
)


def read(path: Path, sheet: str | None = None) -> tuple[pa.Table, list[str], str]:
    """Read a sheet as columns and the rows' numbers, its headings, and its name.

    Raises
    ------
    UsageError : no sheet of that name
    DataError : no workbook, or no sheet with headings
    """
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            name, rows = _choose(book, path, sheet)
        odd = _unreadable(path, name)
    except (calamine.CalamineError, zipfile.BadZipFile, KeyError, StopIteration) as error:
        raise DataError(
            [
                fault(
                    str(path),
                    f"it cannot be read: {error}",
                    "a workbook is an .xlsx file",
                    "open it and save it again",
                )
            ]
        ) from error
    for (row, column), text in odd.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(cell != "" for cell in row)]
    headings = [_text(cell).strip() for cell in numbered[0][1]]
    table: dict[str, Any] = {
        f"c{index}": _column([row[index] for _, row in numbered[1:]]) for index in range(len(headings))
    }
    table[ROW] = pa.array([number for number, _ in numbered[1:]], pa.int64())
    return pa.table(table), headings, name


def _choose(book: calamine.CalamineWorkbook, path: Path, sheet: str | None) -> tuple[str, list[list[Cell]]]:
    """The named sheet, or the first visible one that is not empty."""
    if sheet is not None and sheet not in book.sheet_names:
        message = f"{path}: no sheet {sheet!r}; there are {', '.join(book.sheet_names)}"
        raise UsageError(message)
    hidden = {meta.name for meta in book.sheets_metadata if meta.visible != calamine.SheetVisibleEnum.Visible}
    for name in [sheet] if sheet is not None else [n for n in book.sheet_names if n not in hidden]:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(cell != "" for row in rows for cell in row):
            return name, rows
    thing = f"sheet {sheet}" if sheet else "every sheet"
    raise DataError(
        [fault(str(path), f"{thing} is empty", "a table has a row of headings", "choose another sheet")]
    )


def _column(cells: Sequence[Cell]) -> Any:
    """One column of the type that all its cells share, else text."""
    kinds = {_kind(cell) for cell in cells if cell != ""}
    values = [None if cell == "" else cell for cell in cells]
    if kinds == {"double"}:
        return pa.array([None if v is None else float(v) for v in values], pa.float64())  # type: ignore[arg-type]
    if kinds == {"boolean"}:
        return pa.array(values, pa.bool_())
    if kinds == {"date"}:
        return pa.array(values, pa.date32())
    if kinds <= {"date", "timestamp"} and kinds:
        return pa.array([_moment(v) for v in values], pa.timestamp("us"))
    return pa.array([None if v is None else _text(v) for v in values], pa.string())


def _moment(value: Cell | None) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else None


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, (int, float)):
        return "double"
    if isinstance(cell, dt.datetime):
        return "timestamp"
    return "date" if isinstance(cell, dt.date) else "text"


def _text(cell: Cell) -> str:
    """A cell as text; a number by its 15 digits, with an exponent where it has more: no code is made up."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, (int, float)):
        if abs(cell) >= _EXACT:
            return f"{float(cell):.14e}"
        return f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell)


def _unreadable(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Cells that hold an error, or a formula without a value, with what they show."""
    with zipfile.ZipFile(path) as package:
        sheets = {tag["name"]: tag for tag in _tags(package.read("xl/workbook.xml"), "sheet")}
        links = {tag["Id"]: tag for tag in _tags(package.read("xl/_rels/workbook.xml.rels"), "Relationship")}
        key = next(value for name, value in sheets[sheet].items() if name.endswith(":id"))
        part = links[key]["Target"]
        text = package.read(part.removeprefix("/") if part.startswith("/") else f"xl/{part}")
    found: dict[tuple[int, int], str] = {}
    for match in _UNREADABLE.finditer(text):
        shown = match[3].decode() if match[3] else "formula without a value"
        found[int(match[2]), _position(match[1].decode())] = shown
    return found


def _tags(text: bytes, name: str) -> list[dict[str, str]]:
    """Attributes of the tags of a name; read without an XML parser, which an untrusted file could abuse."""
    tags = re.findall(rf"<(?:\w+:)?{name}\s([^>]*)>", text.decode("utf-8-sig"))
    found = (re.findall(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag) for tag in tags)
    return [{key: html.unescape(double or single) for key, double, single in pairs} for pairs in found]


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position
