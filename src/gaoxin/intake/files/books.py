"""What a workbook holds beside its cells: its sheets, its shared texts, and which styles show dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.base.errors import DataError
from gaoxin.intake.files.grid import fault
from gaoxin.intake.files.packages import IN_MEMORY, fed, links, parser_for, tags
from gaoxin.intake.files.sheets import unescaped

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

    from gaoxin.intake.files.packages import Tag

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))  # formats that every spreadsheet knows
_DURATIONS = frozenset((45, 46, 47))
_SAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of cells.

    Parameters
    ----------
    name : as its tab shows it
    part : where its cells stand in the package
    hidden : it has no tab to click on
    """

    name: str
    part: str
    hidden: bool


class Book:
    """An open workbook.

    Raises
    ------
    ValueError : it is no workbook
    DataError : it counts days from 1904
    """

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self.opened = opened
        self._part = next((p for kind, p in links(opened, "").values() if kind == "officeDocument"), "")
        if not self._part:
            message = "it holds no workbook"
            raise ValueError(message)
        self._links = links(opened, self._part)
        listed = tags(opened, self._part)
        _check_days(path, listed)
        self.sheets = self._sheets(listed)
        self._texts: list[str] | None = None
        self._formats: list[str] | None = None

    def _sheets(self, listed: list[Tag]) -> list[SheetInfo]:
        """The sheets of cells, in the order of their tabs; charts have none."""
        found: list[SheetInfo] = []
        for tag in listed:
            if tag.name == "sheet" and tag.parent == "sheets":
                kind, part = self._links.get(tag.get("id") or "", ("", ""))
                if kind == "worksheet":
                    shown = tag.attributes.get("state", "visible") == "visible"
                    found.append(SheetInfo(tag.attributes.get("name", ""), part, not shown))
        return found

    def _part_of(self, kind: str) -> str | None:
        found = next((part for link, part in self._links.values() if link == kind), None)
        return found if found in self.opened.namelist() else None

    @property
    def texts(self) -> list[str]:
        """The texts that cells share."""
        if self._texts is None:
            part = self._part_of("sharedStrings")
            self._texts = _texts(self.opened, part) if part else []
        return self._texts

    @property
    def formats(self) -> list[str]:
        """By style: number, date or duration."""
        if self._formats is None:
            part = self._part_of("styles")
            self._formats = _formats(tags(self.opened, part)) if part else []
        return self._formats


def _check_days(path: Path, listed: list[Tag]) -> None:
    """Refuse a workbook in which the same number is another day."""
    for tag in listed:
        if tag.name == "workbookPr" and tag.attributes.get("date1904") in ("1", "true"):
            raise DataError(
                [
                    fault(
                        str(path),
                        "it counts days from 1904",
                        "days are counted from 1900, or dates would move by four years",
                        "switch the 1904 date system off, look at the dates, and save it again",
                    )
                ]
            )


def _formats(listed: list[Tag]) -> list[str]:
    own = {
        int(tag.attributes.get("numFmtId", "0")): tag.attributes.get("formatCode", "")
        for tag in listed
        if tag.name == "numFmt"
    }
    return [
        format_kind(number, own.get(number))
        for tag in listed
        if tag.name == "xf" and tag.parent == "cellXfs"
        for number in [int(tag.attributes.get("numFmtId", "0"))]
    ]


def format_kind(number: int, code: str | None = None) -> str:
    """What a number format shows: number, date or duration.

    >>> format_kind(164, 'yyyy"年"m"月"'), format_kind(165, "[h]:mm"), format_kind(166, "0.00_ ")
    ('date', 'duration', 'number')
    """
    if code is None:
        return "duration" if number in _DURATIONS else "date" if number in _DATES else "number"
    first = _SAID.sub("", code.partition(";")[0]).lower()
    if re.search(r"\[(h+|m+|s+)\]", first):
        return "duration"
    return "date" if re.search(r"[ymdhse]", first.replace("general", "").replace("e+", "")) else "number"


def _texts(opened: zipfile.ZipFile, part: str) -> list[str]:
    """The shared texts: rich ones as one, without the hints for reading aloud."""
    if opened.getinfo(part).file_size > IN_MEMORY:
        message = f"its shared texts take more than {IN_MEMORY:,} bytes; try: save the table as CSV"
        raise ValueError(message)
    found: list[str] = []
    pieces: list[str] = []
    aloud: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "rPh":
            aloud.append(local)
        elif local == "t" and not aloud:
            parser.CharacterDataHandler = pieces.append

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            parser.CharacterDataHandler = None
        elif local == "rPh":
            aloud.clear()
        elif local == "si":
            found.append(unescaped("".join(pieces)))
            pieces.clear()

    parser = parser_for(start, end)
    with opened.open(part) as stream:
        for _ in fed(parser, stream):
            pass
    return found
