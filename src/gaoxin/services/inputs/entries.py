"""Lists that people keep beside the data, CSV or XLSX: rows by the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from gaoxin.base.errors import DataError, Fault, Place
from gaoxin.intake import open_table
from gaoxin.plan.binding import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list.

    Parameters
    ----------
    file, line : where it stands
    cells : column -> text, without spaces at the ends; empty where nothing stands
    """

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def period(self) -> int | None:
        """The year; 0 where none is given, None where it is no year."""
        text = self["period"].removesuffix("年").removesuffix(".0") or "0"
        return int(text) if text.isascii() and text.isdigit() else None


@dataclass(slots=True)
class Faults:
    """Faults of lists, collected."""

    listed: list[Fault] = field(default_factory=list[Fault])

    def add(self, entry: Entry, column: str, seen: str, rule: str, next_step: str) -> None:
        """Note a fault of one entry."""
        self.listed.append(Fault(Place(entry.file, entry.line), column, seen, rule, next_step))

    def lacks(self, entry: Entry, columns: Sequence[str]) -> bool:
        """Whether an entry lacks one of some columns; each is noted."""
        empty = [column for column in columns if not entry[column]]
        for column in empty:
            rule = f"必须填写 {column} · {column} must be filled in"
            self.add(entry, column, "（空） empty", rule, "填上 · fill it in")
        return bool(empty)


def read_entries(path: Path | None, needed: Sequence[str] = ()) -> list[Entry]:
    """The rows of a list; none where there is no file, or nothing in it.

    A heading names its column by its last word: ``period``, or ``年份 period``.

    Parameters
    ----------
    needed : columns without which its rows mean nothing

    Raises
    ------
    DataError : the file cannot be read, or lacks columns
    """
    if path is None or not path.is_file() or not path.stat().st_size:
        return []
    source = open_table(path)
    table: Any = pq.read_table(source.path) if source.path else source.table
    names = [(_last_word(column.heading), column.name) for column in source.columns if column.heading]
    columns = {name: table[column].to_pylist() for name, column in reversed(names)}
    missing = [name for name in needed if name not in columns]
    if missing:
        seen = f"没有列 · no column {', '.join(missing)}"
        rule = f"第一行是列名 · the first line names the columns: {', '.join(needed)}"
        step = "补上列名，用逗号分隔 · add them, with commas between"
        raise DataError([Fault(Place(path.name, 1), "columns", seen, rule, step)])
    lines: list[int] = _lines(source, table)
    return [
        Entry(path.name, line, {name: _text(values[row]) for name, values in columns.items()})
        for row, line in enumerate(lines)
    ]


def _lines(source: Source, table: Any) -> list[int]:
    if source.row_column is None:
        return list(range(2, table.num_rows + 2))
    return table[source.row_column].to_pylist()


def _last_word(heading: str) -> str:
    return heading.split()[-1].lower()


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value).strip()
