"""What commands on a table have in common: how it is read, and where the result goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gaoxin.base.errors import UsageError

if TYPE_CHECKING:
    from gaoxin.services.tables import Options

Out = Annotated[
    Path | None, Parameter(name=["--out", "-o"], help="write to this .csv, .parquet or .json instead")
]
AsOf = Annotated[
    str | None,
    Parameter(name="--as-of", help="day of judgement, 2026-06-30; else the last day of each period"),
]
Period = Annotated[
    tuple[int, ...], Parameter(name="--period", help="only this year comes out (may be repeated)")
]
Members = Annotated[
    tuple[str, ...],
    Parameter(name="--members", help="table of a subject that rolls up, enterprise=firms.csv"),
]
Sheet = Annotated[str | None, Parameter(name="--sheet", help="sheet of a workbook")]
Memory = Annotated[
    str | None, Parameter(name="--memory", help="limit of memory, such as 4GB; the rest spills to disk")
]
Spill = Annotated[Path | None, Parameter(name="--spill", help="folder for what does not fit into memory")]
Json = Annotated[bool, Parameter(name="--json", help="print JSON", negative="")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Given:
    """How a table is read and computed, as typed on the command line."""

    as_of: AsOf = None
    period: Period = ()
    members: Members = ()
    sheet: Sheet = None
    memory: Memory = None
    spill: Spill = None

    def options(self) -> Options:
        """The options of a verb."""
        return options_of(self.as_of, self.period, self.members, self.sheet, self.memory, self.spill)


def options_of(
    as_of: str | None,
    period: tuple[int, ...],
    members: tuple[str, ...],
    sheet: str | None = None,
    memory: str | None = None,
    spill: Path | None = None,
) -> Options:
    """The options of a command on a table."""
    from gaoxin.services.tables import Options

    pairs: dict[str, object] = {}
    for member in members:
        subject, equals, path = member.partition("=")
        if not subject or not equals or not path:
            message = (
                f"--members {member}: a subject and its table are due; try: --members enterprise=firms.csv"
            )
            raise UsageError(message)
        pairs[subject] = path
    return Options(day(as_of), period or None, pairs, sheet, memory, spill)


def day(text: str | None) -> date | None:
    """A day as typed, or none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"--as-of {text}: 日期写作 · a day is written 2026-06-30; try: year-month-day"
        raise UsageError(message) from None
