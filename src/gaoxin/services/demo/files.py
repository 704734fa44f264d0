"""The files of the example, as a zone would get them: a CSV, a workbook, an export with codes as headings."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it has none

from gaoxin.base import units
from gaoxin.services.demo.drawing import Drawn
from gaoxin.services.demo.spec import Demo, FileSpec, Money, SheetSpec
from gaoxin.services.synthetic import PERIOD, heading, shown
from gaoxin.spec import Variable

Wrong = Mapping[tuple[str, str, int], int]
"""Cells in a wrong unit: variable, subject, year, and how many times too large."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its heading, the group above it, and its cells."""

    heading: str
    cells: Sequence[Any]
    group: str = ""


def write_files(folder: Path, demo: Demo, drawn: Iterable[Drawn]) -> list[str]:
    """Write every file of a demonstration, slips included.

    Returns
    -------
    their paths inside the folder
    """
    kinds = {each.kind: each for each in drawn}
    firms = kinds[demo.files[0].kind]
    wrong = {(slip.variable, firms.special(slip.special), slip.period): slip.factor for slip in demo.slips}
    named = {name for file in demo.files for name in file.names}
    for file in demo.files:
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        made = _Writing(kinds[file.kind], file.money, wrong, codes=file.codes)
        if file.sheets:
            made.workbook(place, file.sheets)
        else:
            made.csv(place, _names(file, kinds[file.kind], named))
    return [file.path for file in demo.files]


def _names(file: FileSpec, drawn: Drawn, named: set[str]) -> Sequence[str]:
    return (
        [name for name in drawn.recipe.spec.variables if name not in named] if file.rest else file.variables
    )


class _Writing:
    """Writes figures of one kind."""

    def __init__(self, drawn: Drawn, money: Money | None, wrong: Wrong, *, codes: bool) -> None:
        self.drawn, self.money, self.wrong, self.codes = drawn, money, wrong, codes

    def csv(self, place: Path, names: Sequence[str]) -> None:
        """Write a CSV that a Chinese spreadsheet opens as it is."""
        columns = [*self.keys(), *(self.column(name) for name in names), self.label()]
        with place.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([column.heading for column in columns])
            cells = [list(map(shown, column.cells)) for column in columns]
            writer.writerows(zip(*cells, strict=True))

    def workbook(self, place: Path, sheets: Iterable[SheetSpec]) -> None:
        """Write a workbook: a title, two rows of headings, the rows."""
        with xlsxwriter.Workbook(str(place), {"strings_to_formulas": False}) as book:
            for sheet in sheets:
                groups = [self.column(name, group) for group, names in sheet.groups.items() for name in names]
                columns = [*self.keys(), *groups, self.label()]
                _sheet(book, sheet, columns)

    def keys(self) -> list[Column]:
        """The identifier and the year."""
        columns, subject = self.drawn.columns, self.drawn.recipe.subject
        return [Column(subject.id[0], columns["subject"]), Column(PERIOD, columns["period"])]

    def label(self) -> Column:
        """The column that says that a row is synthetic."""
        name = self.drawn.recipe.spec.label.heading
        return Column(name, self.drawn.columns[name])

    def column(self, name: str, group: str = "") -> Column:
        """A figure in the unit of the file, with its slips."""
        variable, columns = self.drawn.recipe.variables[name], self.drawn.columns
        factor = unit_factor(variable, self.money)
        cells = [None if cell is None else _times(cell, factor) for cell in columns[name]]
        for (slipped, subject, period), times in self.wrong.items():
            if slipped == name and self.drawn.kind == self.drawn.recipe.spec.subject:
                row = self.drawn.row(subject, period)
                cells[row] = _times(cells[row], Decimal(times))
        return Column(self.heading(variable, factor), cells, group)

    def heading(self, variable: Variable, factor: Decimal) -> str:
        """The title or the code, with the unit that is written."""
        if not self.codes or variable.torch is None:
            text = heading(variable)
        else:
            text = variable.torch if variable.unit == "1" else f"{variable.torch}（{variable.unit}）"
        return text if factor == 1 or self.money is None else text.replace(variable.unit, self.money.written)


def unit_factor(variable: Variable, money: Money | None) -> Decimal:
    """What a figure is multiplied by to be in the unit that is written."""
    if money is None or variable.unit != money.own:
        return Decimal(1)
    own, written = units.parse(money.own), units.parse(money.written)
    assert own is not None
    assert written is not None
    ratio = own.factor / written.factor
    return Decimal(ratio.numerator) / Decimal(ratio.denominator)


def _times(cell: Any, factor: Decimal) -> Any:
    return cell if factor == 1 or isinstance(cell, bool | str | date) else Decimal(cell) * factor


def _sheet(book: Any, sheet: SheetSpec, columns: Sequence[Column]) -> None:
    """Write one sheet: the title, two rows of headings, the rows."""
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    text = book.add_format({"num_format": "@"})
    page.freeze_panes(3, 2)
    for n, width in enumerate([22, 8, *(14 for _ in columns[2:])]):
        page.set_column(n, n, width, text if n == 0 else None)
    page.merge_range(0, 0, 0, len(columns) - 1, sheet.title, bold)
    for merge in _merges(columns):
        _heading(page, bold, *merge)
    for n, column in enumerate(columns):
        if column.group:
            page.write_string(2, n, column.heading, bold)
    writers = [_writer(page, column.cells) for column in columns]
    for row in range(len(columns[0].cells)):
        for n, write in enumerate(writers):
            cell = columns[n].cells[row]
            if cell is not None:
                write(row + 3, n, cell)


def _merges(columns: Sequence[Column]) -> Iterator[tuple[int, int, int, int, str]]:
    """Headings over several cells: first row and column, last row and column, and the words."""
    for group, several in groupby(enumerate(columns), key=lambda item: item[1].group):
        wide = list(several)
        if group:
            yield 1, wide[0][0], 1, wide[-1][0], group
        else:
            yield from ((1, n, 2, n, column.heading) for n, column in wide)


def _heading(page: Any, bold: Any, top: int, left: int, bottom: int, right: int, words: str) -> None:
    """Write a heading over one cell or several."""
    if (top, left) == (bottom, right):
        page.write_string(top, left, words, bold)
    else:
        page.merge_range(top, left, bottom, right, words, bold)


def _writer(page: Any, cells: Sequence[Any]) -> Callable[[int, int, Any], object]:
    """How the cells of a column are written: numbers as numbers, all else as text."""
    first = next((cell for cell in cells if cell is not None), None)
    if isinstance(first, Decimal | int) and not isinstance(first, bool):
        return lambda row, column, cell: page.write_number(row, column, cell)
    return lambda row, column, cell: page.write_string(row, column, shown(cell))
