"""The cells of one sheet of a workbook, row by row, with bounded memory.

Cells that a spreadsheet would show as empty or as an error keep a text, so that they are found: errors
(#DIV/0!) and formulas without a stored value.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from gaoxin.intake.files.packages import fed, parser_for

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from gaoxin.intake.files.grid import Cell, Progress, Row
    from gaoxin.intake.files.heads import Merge

NO_VALUE = "formula without a value"
"""Stands in a cell whose formula was never computed."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_LONGEST = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FIRST_DAY = dt.datetime(1899, 12, 30)
_LAST_SERIAL = 2_958_466
_DAY = 86_400_000_000


@dataclass(slots=True)
class Seen:
    """What a sheet tells beside its cells.

    Parameters
    ----------
    last : merges that begin further down are left out
    merges : cells that are shown as one
    hidden_rows : how many rows are hidden
    """

    last: int = LAST_ROW

    merges: list[Merge] = field(default_factory=list["Merge"])
    hidden_rows: int = 0


def rows(
    stream: IO[bytes],
    size: int,
    texts: Sequence[str],
    formats: Sequence[str],
    seen: Seen,
    progress: Progress | None = None,
) -> Generator[Row]:
    """The filled rows of a sheet.

    Parameters
    ----------
    stream, size : the part of the sheet and its bytes
    texts : shared texts of the workbook
    formats : by style: number, date or duration
    seen : filled while the sheet is read; whole at its end
    """
    reader = _Reader(texts, formats, seen)
    done = 0
    for more in fed(reader.parser, stream):
        yield from reader.rows
        reader.rows.clear()
        done += more
        if progress is not None:
            progress(done, size)


class _Reader:
    """Turns the elements of a sheet into rows; one method call an element, so it is kept plain."""

    def __init__(self, texts: Sequence[str], formats: Sequence[str], seen: Seen) -> None:
        self.rows: list[Row] = []
        self._texts, self._formats, self._seen = texts, formats, seen
        self._row: dict[int, Cell] = {}
        self._number = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._formula = self._valued = self._phonetic = False
        self._letters: dict[str, int] = {}
        self._names("")
        self.parser = parser_for(self._start, self._end)

    def _names(self, prefix: str) -> None:
        """Names of the frequent elements, with the prefix that this file uses."""
        self._c, self._v, self._t = f"{prefix}c", f"{prefix}v", f"{prefix}t"

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._c:
            self._cell = attributes
            self._text.clear()
            self._formula = self._valued = False
        elif name == self._v or (name == self._t and not self._phonetic):
            self._valued = True
            self.parser.CharacterDataHandler = self._text.append
        else:
            self._start_rare(name, attributes)

    def _end(self, name: str) -> None:
        if name == self._c:
            self._end_cell()
        elif name in (self._v, self._t):
            self.parser.CharacterDataHandler = None
        elif name.endswith("row") and name.rpartition(":")[2] == "row":
            if self._row:
                self.rows.append((self._number, self._row))
                self._row = {}
        elif name.rpartition(":")[2] == "rPh":
            self._phonetic = False

    def _start_rare(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        if local == "f":
            self._formula = True
        elif local == "row":
            self._start_row(attributes)
        elif local == "mergeCell":
            area = _area(attributes.get("ref", ""))
            if area[0] <= self._seen.last:
                self._seen.merges.append(area)
        elif local == "rPh":
            self._phonetic = True
        elif local == "worksheet":
            self._names(f"{prefix}:" if prefix else "")

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= LAST_ROW:
            message = f"row {number} stands after row {self._number}"
            raise ValueError(message)
        self._number, self._column = number, 0
        self._row = {}
        self._seen.hidden_rows += attributes.get("hidden") in ("1", "true")

    def _end_cell(self) -> None:
        cell = self._cell
        reference = cell.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            self._column = self._letters.get(letters) or self._position(letters)
        if self._column > LAST_COLUMN:
            message = f"cell {reference} is beyond the last column"
            raise ValueError(message)
        text = self._text[0] if len(self._text) == 1 else "".join(self._text)
        kind = cell.get("t", "n")
        if self._formula and not text and not (kind == "str" and self._valued):
            self._row[self._column] = NO_VALUE
        elif text:
            value = self._number_of(text, cell.get("s")) if kind == "n" else self._other(kind, text)
            if value is not None:
                self._row[self._column] = value

    def _position(self, letters: str) -> int:
        position = _position(letters)
        self._letters[letters] = position
        return position

    def _number_of(self, text: str, style: str | None) -> Cell | None:
        """A number, or the date that its style makes of it."""
        kind = "number" if style is None else self._formats[_index(style)]
        value = float(text) if "_" not in text else math.nan
        if not math.isfinite(value):
            return text
        return value if kind == "number" else moment(value, kind)

    def _other(self, kind: str, text: str) -> Cell | None:
        if kind == "s":
            text = self._texts[_index(text)]
        elif kind == "b":
            return text == "1"
        elif kind == "d":
            return iso(text)
        if len(text) > _LONGEST:
            message = f"a cell of row {self._number} holds {len(text):,} characters"
            raise ValueError(message)
        return unescaped(text) if text.strip() else None


def unescaped(text: str) -> str:
    """Text with characters such as _x000D_ put back."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number < 0xE000 else chr(number)


def _index(text: str) -> int:
    number = int(text)
    if number < 0:
        message = f"{text} counts nothing"
        raise ValueError(message)
    return number


def moment(value: float, kind: str) -> Cell:
    """What a serial number of days shows: a date, a date with a time, a time or a duration as text."""
    if kind == "duration" or not 1 <= value < _LAST_SERIAL or 60 <= value < 61:
        if kind == "date" and 0 <= value < 1:
            return (_FIRST_DAY + _days(value)).time().isoformat()
        return f"{value * 24:.15g} h" if kind == "duration" else value
    day = _FIRST_DAY + _days(value + (value < 60))
    return day.date() if value == int(value) else day


def _days(value: float) -> dt.timedelta:
    """Days to the nearest millisecond, as a spreadsheet keeps them."""
    return dt.timedelta(microseconds=round(value * _DAY / 1000) * 1000)


def iso(text: str) -> Cell:
    """A date in the form of ISO 8601, else the text."""
    try:
        day = dt.datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
    return day.date() if day.time() == dt.time() else day.replace(tzinfo=None)


def _area(reference: str) -> Merge:
    """First row and column, last row and column of ``A1:C2``."""
    found = _REFERENCE.findall(reference)
    if not 1 <= len(found) <= 2:
        message = f"no area: {reference!r}"
        raise ValueError(message)
    (left, top), (right, bottom) = found[0], found[-1]
    return int(top), _position(left), int(bottom), _position(right)


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or position > LAST_COLUMN:
            message = f"no column: {letters!r}"
            raise ValueError(message)
        position = position * 26 + ord(letter) - 64
    if not position:
        message = "a cell without a column"
        raise ValueError(message)
    return position
