"""Faults of cells: what an engine found, in words: file, sheet, row, column, value, rule, next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.base.errors import Fault, Place
from gaoxin.plan.cell_rules import address, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.plan.binding import Binding, Source

Row = tuple[int, str, str | None, str, int]
"""Row number, name of the column, value, rule, number of all faults: a row of an engine's list of faults."""


def cell_faults(source: Source, binding: Binding, rows: Iterable[Row]) -> list[Fault]:
    """Put the faults that an engine listed into words.

    Parameters
    ----------
    source : the table
    binding : what its columns mean
    rows : result of the faults query, in its order

    Returns
    -------
    a fault for each row, and a last one with the total where not all are listed
    """
    listed = list(rows)
    faults = [_fault(source, binding, *row[:4]) for row in listed]
    total = listed[0][4] if listed else 0
    if total > len(listed):
        seen, rule = f"{total:,} faults in all", f"the first {len(listed):,} are listed"
        faults.append(Fault(Place(source.name), "table", seen, rule, "correct these first and check again"))
    return faults


def _fault(source: Source, binding: Binding, row: int, name: str, value: str | None, rule: str) -> Fault:
    column = source.column(name)
    bound = next((bound for bound in binding.columns if bound.source == name), None)
    words = words_of(rule, bound)
    cell = address(column.position, row)
    where = f"{source.sheet}!{cell}" if source.sheet else cell
    seen = "empty" if value is None or not value.strip() else repr(value)
    return Fault(
        Place(source.name, row, column.position),
        f"column {column.heading!r}, cell {where}",
        seen,
        words.rule_en,
        words.next_en,
    )
