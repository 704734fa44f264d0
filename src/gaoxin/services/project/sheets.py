"""Rows as files that spreadsheets open rightly: XLSX with identifiers as text, CSV with a byte-order mark."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it has none

Cell = str | int | float | None
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, headings and rows.

    Parameters
    ----------
    widths : width of columns by their number, where it should not follow the heading
    texts : columns whose cells are text, whatever is typed into them later
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]] = ()
    widths: Mapping[int, int] = field(default_factory=dict[int, int])
    texts: frozenset[int] = frozenset()


def write_csv(path: Path, sheet: Sheet) -> None:
    """Write a table as CSV: UTF-8 with a byte-order mark, lines as spreadsheets end them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.headings)
        writer.writerows(sheet.rows)


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write tables as sheets of a workbook; texts stay texts, none becomes a formula, a link or a number."""
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), plain) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.repeat_rows(0)
            for n, heading in enumerate(sheet.headings):
                width = sheet.widths.get(n, min(WIDEST, max(10, _width(heading) + 2)))
                page.set_column(n, n, width, text if n in sheet.texts else None)
                page.write_string(0, n, heading, bold)
            _rows(page, sheet)


def _rows(page: Any, sheet: Sheet) -> None:
    for line, row in enumerate(sheet.rows, 1):
        for n, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(line, n, cell)
            elif cell is not None:
                page.write_number(line, n, cell)


def _width(text: str) -> int:
    """Columns that a text takes on a screen: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
