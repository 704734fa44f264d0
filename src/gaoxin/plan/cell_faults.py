"""Faults of cells: what an engine found, in words: file, sheet, row, column, value, rule, next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.base.errors import Fault, Place
from gaoxin.base.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from gaoxin.plan.binding import Binding, BoundColumn, Source

Row = tuple[int, str, str | None, str, int]
"""Row number, name of the column, value, rule, number of all faults: a row of an engine's list of faults."""

_FIXED = {
    "number": ("a number is due", "write digits, such as 1234.56 or 1,234.56, or leave the cell empty"),
    "finite": ("NaN and infinity are no figures", "leave the cell empty where there is no figure"),
    "precision": (
        "a double holds 15 digits, this figure needs more",
        "give the column as text or as a decimal",
    ),
    "code": (
        "a code that became a number has lost digits",
        "format the column as text and enter the code again",
    ),
    "flag": ("yes or no is due", "write 是 or 否 (also true/false, 1/0, Y/N, 有/无, √/×), or leave it empty"),
    "date": ("a date is due", "write 2024-03-05, 2024/3/5, 20240305 or 2024年3月5日"),
    "time": ("a date without a time of day is due", "give the date alone"),
    "year": (f"a year from {FIRST_YEAR} to {LAST_YEAR} is due", "write 2024, 2024年 or 2024年度"),
    "no subject": ("every row needs the identifier of its subject", "enter it, or remove the row"),
    "no period": ("every row needs its period", "enter the year, or remove the row"),
    "duplicate": (
        "a subject has one row in a period",
        "keep one of the rows, or correct the identifier or the year",
    ),
    "founded": (
        "a subject has no figures for a year that ended before it was founded",
        "correct the founding date or the figure",
    ),
}


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
    meaning, step = _FIXED[rule] if rule in _FIXED else _of_variable(rule, bound)
    cell = f"{_letters(column.position)}{row}"
    where = f"{source.sheet}!{cell}" if source.sheet else cell
    seen = "empty" if value is None or not value.strip() else repr(value)
    return Fault(
        Place(source.name, row, column.position),
        f"column {column.heading!r}, cell {where}",
        seen,
        meaning,
        step,
    )


def _of_variable(rule: str, bound: BoundColumn | None) -> tuple[str, str]:
    """The rule in words with the variable's own bounds, and the next step."""
    if bound is None:
        return rule, "correct the cell"
    unit = "" if bound.unit == "1" else f" {bound.unit}"
    name, low, high = bound.variable, bound.minimum, bound.maximum
    if bound.type == "grade" and rule in ("grade", "number"):
        letters = ", ".join(letter for letter, _, _ in bound.grades)
        return (
            f"{name} is a number of points or one of {letters}",
            "write one of them, or leave the cell empty",
        )
    texts = {
        "unit": (
            f"a unit in a cell measures the same as {bound.unit}, the unit of {name} here",
            "write the figure alone, or with a multiple of that unit",
        ),
        "decimals": (
            f"{name} keeps {max(bound.exponent, 0)} decimals of {bound.unit}; nothing is rounded here",
            "round the figure, or correct the unit in the heading",
        ),
        "digits": (
            f"{name} has at most {bound.digits} digits, decimals kept included",
            "check the figure and the unit in the heading",
        ),
        "least": (f"{name} is at least {_shown(bound, low)}{unit}", "correct the figure"),
        "most": (f"{name} is at most {_shown(bound, high)}{unit}", "correct the figure"),
        "category": (
            f"{name} is one of {', '.join(bound.categories)}",
            "write one of them, or leave the cell empty",
        ),
    }
    return texts[rule]


def _shown(bound: BoundColumn, limit: Fraction | None) -> str:
    """A bound in the unit of the column."""
    return "" if limit is None else f"{float(limit / bound.factor):.15g}"


def _letters(position: int) -> str:
    """The letters of a column: A, B, …, Z, AA."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
