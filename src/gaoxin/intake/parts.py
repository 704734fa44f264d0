"""Parts: the tables that a file holds, and opening one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gaoxin.intake.files import workbooks
from gaoxin.intake.read import open_table, readable

if TYPE_CHECKING:
    from gaoxin.intake.files.grid import Progress
    from gaoxin.plan.binding import Source


@dataclass(frozen=True, slots=True)
class Part:
    """A table in a file.

    Parameters
    ----------
    path : the file
    sheet : the sheet of a workbook, the table of a database; None where a file is one table
    hidden : a sheet without a tab to click on; it is read only when it is named
    empty : a sheet without a filled cell
    """

    path: Path
    sheet: str | None = None
    hidden: bool = False
    empty: bool = False

    def __str__(self) -> str:
        return str(self.path) if self.sheet is None else f"{self.path} [{self.sheet}]"


def parts(path: str | Path) -> tuple[Part, ...]:
    """The tables of a file, in their order; hidden and empty sheets are listed and say so.

    Raises
    ------
    UsageError : no such file, or a format that is not read
    DataError : the file is damaged
    """
    path = Path(path)
    ending = readable(path)
    if ending.startswith(".xls"):
        return tuple(Part(path, s.name, s.hidden, s.empty) for s in workbooks.sheets(path))
    if ending.startswith((".sqlite", ".db")):
        from gaoxin.intake.files import sqlite_files

        return tuple(Part(path, name) for name in sqlite_files.tables(path))
    return (Part(path),)


def open_part(part: Part, progress: Progress | None = None) -> Source:
    """Open one table of a file.

    Raises
    ------
    UsageError : no such file, sheet or table
    DataError : the file is damaged, the sheet is empty
    """
    return open_table(part.path, sheet=part.sheet, progress=progress)
