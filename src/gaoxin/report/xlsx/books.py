"""A workbook that is written row by row: its sheets, their headings, what stands on every printed page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it has none

from gaoxin.report.characters import clean
from gaoxin.report.html.columns import Column
from gaoxin.report.xlsx.pouring import LONGEST, pour

MOST_ROWS = 1_048_575
"""Rows of a sheet below its headings; more go on in a second sheet."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NAME = 31
_WIDEST = 48
_A4 = 9
_REFUSED = re.compile(r"[\[\]:*?/\\]")
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet.

    Parameters
    ----------
    heading : with its unit
    cells : an Arrow column of texts or of numbers
    width : in characters; as wide as the heading asks where it is 0
    instead : texts that stand where `cells` has nothing
    """

    heading: str
    cells: Column
    width: int = 0
    instead: Column | None = None


class Book:
    """A workbook, open for writing; its rows are never in memory together.

    Parameters
    ----------
    path : the file
    head : what stands above every printed page; nothing where empty
    foot : what stands below it, before the number of the page
    """

    def __init__(self, path: Path, head: str, foot: str) -> None:
        self._book: Any = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._head, self._foot = (text.replace("&", "&&") for text in (head, foot))
        self._bold = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._plain = self._book.add_format()
        self._strong = self._book.add_format({"bold": True})
        self._names: set[str] = {"history"}

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()

    def properties(self, **told: str) -> None:
        """What the file says of itself: title, subject, comments."""
        self._book.set_properties({name: clean(text) for name, text in told.items()})

    def text(self, name: str, rows: Sequence[Sequence[Cell]], widths: Sequence[int]) -> None:
        """Write a sheet to read: rows one below the other, those of a single cell in bold."""
        page = self._page(name)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        for line, row in enumerate(rows):
            _write(page, line, row, self._strong if len(row) == 1 else None)

    def table(self, name: str, fields: Sequence[Field], frozen: int = 0) -> list[str]:
        """Write a table with all its rows.

        Parameters
        ----------
        name : of the sheet
        fields : the columns, equally long
        frozen : so many of them stay in sight, with the headings

        Returns
        -------
        the names of its sheets: one, or more where the rows are too many for one
        """
        size = len(fields[0].cells)
        starts = range(0, max(size, 1), MOST_ROWS)
        return [self._piece(name, fields, frozen, start, min(size, start + MOST_ROWS)) for start in starts]

    def _piece(self, name: str, fields: Sequence[Field], frozen: int, start: int, end: int) -> str:
        page = self._page(name)
        page.freeze_panes(1, frozen)
        page.repeat_rows(0)
        page.autofilter(0, 0, max(end - start, 1), len(fields) - 1)
        for at, field in enumerate(fields):
            width = field.width or min(_WIDEST, max(10, _width(field.heading) + 3))
            page.set_column(at, at, width)
            page.write_string(0, at, clean(field.heading), self._bold)
        if end > start:
            self._last(page, end - start, [_cell(field, end - 1) for field in fields])
            pour(page, [(field.cells, field.instead) for field in fields], start, end - 1)
        return page.get_name()

    def _last(self, page: Any, line: int, row: Sequence[Cell]) -> None:
        """Open the last row of a sheet, which puts its headings into the file."""
        _write(page, line, row, None)
        for at, cell in enumerate(row):
            if cell in (None, ""):
                page.write_blank(line, at, None, self._plain)

    def _page(self, name: str) -> Any:
        page = self._book.add_worksheet(self._free(name))
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        if self._head:
            page.set_header(f"&C{self._head}")
        page.set_footer(f"&L{self._foot}&R&P/&N")
        return page

    def _free(self, name: str) -> str:
        """A name that a sheet may have and none has yet."""
        plain = _REFUSED.sub("_", clean(name).replace("\n", " ")).strip("' ")[:_NAME] or "_"
        found, count = plain, 1
        while found.lower() in self._names:
            count += 1
            end = f"（{count}）"
            found = plain[: _NAME - len(end)] + end
        self._names.add(found.lower())
        return found


def _cell(field: Field, at: int) -> Cell:
    """One cell of a column."""
    found = field.cells[at].as_py()
    return field.instead[at].as_py() if found is None and field.instead is not None else found


def _write(page: Any, line: int, row: Sequence[Cell], style: Any) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                page.write_string(line, at, _safe(cell), style)
        elif cell is not None and isfinite(cell):
            page.write_number(line, at, cell, style)


def _safe(text: str) -> str:
    """A text that a cell can hold, and that XlsxWriter does not take for ready XML."""
    text = clean(text)
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _width(text: str) -> int:
    """Columns that a text takes on a screen: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
