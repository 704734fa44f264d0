"""What reading files shares: cells, rows and their numbers, progress, faults of a whole file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from gaoxin.base.errors import Fault, Place

ROW = "__row"
"""Column that holds the row numbers of the file."""

Cell = str | float | int | bool | dt.date | dt.datetime
"""What a cell of a workbook or of a database may hold; an empty one is left out."""

Row = tuple[int, dict[int, Cell]]
"""A row's number in the file, and its filled cells by their position from 1."""

Progress = Callable[[int, int], None]
"""Called on long work with what is done and the whole, in bytes or in rows."""


def fault(
    file: str, seen: str, rule: str, next_step: str, *, line: int | None = None, thing: str = "table"
) -> Fault:
    """A fault of a file."""
    return Fault(Place(file, line), thing, seen, rule, next_step)
