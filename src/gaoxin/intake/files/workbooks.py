"""XLSX workbooks: one sheet becomes a table; cells are read one by one, whatever its size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake.files import heads
from gaoxin.intake.files.books import Book
from gaoxin.intake.files.grid import fault
from gaoxin.intake.files.packages import package
from gaoxin.intake.files.sheets import Seen, rows
from gaoxin.intake.files.sources import from_rows
from gaoxin.intake.files.spool import Spool

if TYPE_CHECKING:
    from pathlib import Path

    from gaoxin.intake.files.books import SheetInfo
    from gaoxin.intake.files.grid import Progress
    from gaoxin.plan.binding import Source


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet of a workbook.

    Parameters
    ----------
    name : as its tab shows it
    hidden : it has no tab to click on
    empty : it has no filled cell
    """

    name: str
    hidden: bool
    empty: bool


def read(path: Path, sheet: str | None = None, progress: Progress | None = None) -> Source:
    """Read a sheet: the one named, or the first visible one that is not empty.

    Raises
    ------
    UsageError : no sheet of that name
    DataError : no workbook, or no sheet with headings
    """
    with package(path) as opened:
        book = Book(path, opened)
        names = [info.name for info in book.sheets]
        if sheet is not None and sheet not in names:
            message = f"{path}: 没有此工作表 · no sheet {sheet!r}; there are {', '.join(names)}"
            raise UsageError(message)
        chosen = [info for info in book.sheets if (not info.hidden if sheet is None else info.name == sheet)]
        for info in chosen:
            source = _sheet(path, book, info, progress)
            if source is not None:
                return source
    thing = f"sheet {sheet}" if sheet else "every sheet"
    raise DataError(
        [fault(str(path), f"{thing} is empty", "a table has a row of headings", "choose another sheet")]
    )


def sheets(path: Path) -> list[Listed]:
    """The sheets of a workbook.

    Raises
    ------
    DataError : no workbook
    """
    with package(path) as opened:
        book = Book(path, opened)
        return [Listed(info.name, info.hidden, _is_empty(book, info)) for info in book.sheets]


def _is_empty(book: Book, info: SheetInfo) -> bool:
    with book.opened.open(info.part) as stream:
        return next(rows(stream, 0, book.texts, book.formats, Seen()), None) is None


def _sheet(path: Path, book: Book, info: SheetInfo, progress: Progress | None) -> Source | None:
    """One sheet; None if it is empty."""
    seen, spool = Seen(), Spool()
    size = book.opened.getinfo(info.part).file_size
    with book.opened.open(info.part) as stream:
        found = rows(stream, size, book.texts, book.formats, seen, progress)
        window = list(islice(found, heads.WINDOW))
        if not window:
            return None
        seen.last = window[-1][0]
        for row in found:
            spool.add(row)
    head = heads.find(window, seen.merges)
    spool.first(window[head.used :])
    source = from_rows(str(path), spool, head, info.name)
    return source.noticed(*_beside(book, info, seen))


def _beside(book: Book, info: SheetInfo, seen: Seen) -> list[str]:
    """What stands beside the sheet, or is not shown in it."""
    notices: list[str] = []
    for hidden, words in ((False, "not read: sheet"), (True, "not read: hidden sheet")):
        others = [other.name for other in book.sheets if other is not info and other.hidden == hidden]
        if others:
            notices.append(f"{words} {', '.join(others)}")
    if info.hidden:
        notices.append(f"sheet {info.name} is hidden")
    if seen.hidden_rows:
        notices.append(f"{seen.hidden_rows:,} hidden rows of sheet {info.name} are read")
    return notices
