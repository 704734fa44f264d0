"""What reading files shares: the column of row numbers, and faults of a whole file."""

from __future__ import annotations

from gaoxin.base.errors import Fault, Place

ROW = "__row"
"""Column that holds the row numbers of the file."""


def fault(
    file: str, seen: str, rule: str, next_step: str, *, line: int | None = None, thing: str = "table"
) -> Fault:
    """A fault of a file."""
    return Fault(Place(file, line), thing, seen, rule, next_step)
