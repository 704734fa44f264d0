"""What a statistician records: corrections of the slips, reasons for some warnings."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from gaoxin.services.demo.drawing import Drawn
from gaoxin.services.demo.files import unit_factor
from gaoxin.services.demo.spec import Demo, Records
from gaoxin.services.project.creating import LISTS
from gaoxin.services.project.sheets import Sheet, write_csv
from gaoxin.services.synthetic import shown

CORRECTIONS, REASONS = "corrections.csv", "reasons.csv"

Line = dict[str, str]
"""A line of a list, by its headings."""


def corrections(demo: Demo, firms: Drawn) -> list[Line]:
    """The corrections of the slips: what the file says, and what is right, in the unit of the file."""
    found: list[Line] = []
    for slip in demo.slips:
        true = _written(demo, firms, slip.special, slip.variable, slip.period)
        new, old = shown(true), shown(true * slip.factor)
        key = _key(firms, slip.special, slip.period, slip.variable)
        found.append(
            {**key, "old": old, "new": new, "reason": demo.records.correction, **_signed(demo.records)}
        )
    return found


def change(demo: Demo, firms: Drawn) -> Line:
    """The correction that a reader may add, to see what it moves."""
    told = demo.show.change
    old = shown(_written(demo, firms, told.special, told.variable, told.period))
    key = _key(firms, told.special, told.period, told.variable)
    return {**key, "old": old, "new": told.value, "reason": told.reason, **_signed(demo.records)}


def reasons(demo: Demo, firms: Drawn) -> list[Line]:
    """The typed reasons that a demonstration gives, each for all figures of a check."""
    return [
        {
            "check": check,
            **_key(firms, given.special, given.period),
            "type": given.type,
            "reason": given.reason,
            **_signed(demo.records),
        }
        for given in demo.records.reasons
        for check in given.checks
    ]


def write_list(folder: Path, name: str, lines: Iterable[Line]) -> None:
    """Write one of the lists that people keep, empty cells where a line says nothing."""
    headings = LISTS[name]
    write_csv(
        folder / name, Sheet(name, headings, [[line.get(head, "") for head in headings] for line in lines])
    )


def _key(firms: Drawn, special: str, period: int, variable: str = "") -> Line:
    subject = firms.special(special)
    return {"kind": firms.kind, "subject": subject, "period": str(period), "variable": variable}


def _signed(records: Records) -> Line:
    return {"by": records.by, "on": records.on.isoformat()}


def _written(demo: Demo, firms: Drawn, special: str, variable: str, period: int) -> Decimal:
    """The true figure in the unit of its file."""
    true = Decimal(firms.columns[variable][firms.row(firms.special(special), period)])
    file = next(file for file in demo.files if variable in file.names)
    return true * unit_factor(firms.recipe.variables[variable], file.money)
