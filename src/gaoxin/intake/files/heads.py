"""Headings of a sheet: the rows above them, one or more rows of them, and the rows of units below.

Only rows that cannot be data are taken for something else: titles have one cell or say what they are
(单位：万元), groups are merged or leave their neighbours empty, rows of units hold units only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from gaoxin.base import units
from gaoxin.base.periods import parse_year
from gaoxin.intake.files.columns import shown
from gaoxin.intake.files.grid import Row
from gaoxin.plan.binding import BLANKS

SEPARATOR = " › "
"""Stands between the rows of a heading: 人员 › 职工总数."""

WINDOW = 40
"""Filled rows among which headings are looked for."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of cells that are shown as one."""

_DEEPEST = 4
_LABELLED = re.compile(r"^[^:：]{1,20}[:：].*$", re.DOTALL)
_UNIT = re.compile(r"单位\s*[:：]\s*([^\s,，;；()（）\]】]+)")
_BRACKETS = re.compile(r"^[(（\[【](.*)[)）\]】]$")
_SAYS_UNIT = re.compile(r"^(?:计量)?单位[:：]?")
_LETTER = re.compile(r"[^\W\d_]|[%％‰]")
_CODE = re.compile(r"[a-z]{2,}[0-9_][a-z0-9_]*")
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(slots=True)
class Heads:
    """What the first rows say.

    Parameters
    ----------
    headings : position -> heading, its rows joined by `SEPARATOR`
    rows : numbers of the first and the last row of headings
    used : how many filled rows stand before the data
    units : position -> unit that a row below the headings states
    table_units : units that a line above states for the whole table
    notices : what was not taken for data
    """

    headings: dict[int, str]
    rows: tuple[int, int]
    used: int
    units: dict[int, str] = field(default_factory=dict[int, str])
    table_units: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class _Line:
    """A filled row as texts."""

    number: int
    cells: dict[int, str]


def find(rows: list[Row], merges: list[Merge] | None = None) -> Heads:
    """Find the headings in the first filled rows of a sheet.

    Parameters
    ----------
    rows : at least one, in order
    merges : cells that are shown as one, where the format knows them
    """
    lines = [_Line(number, {p: shown(cell).strip() for p, cell in cells.items()}) for number, cells in rows]
    merges = merges or []
    above = _titles(lines)
    depth = _depth(lines[above:], merges)
    below = above + depth
    heads = Heads(
        _headings(lines[above:below], merges), (lines[above].number, lines[below - 1].number), used=below
    )
    if above:
        said = "; ".join(" ".join(line.cells.values()) for line in lines[:above])
        heads.notices.append(f"above the headings: {said}")
        heads.table_units = tuple(unit for line in lines[:above] for unit in _stated(line))
    if depth > 1:
        heads.notices.append(f"headings stand in rows {heads.rows[0]} to {heads.rows[1]}")
    for place, line in enumerate(lines[below : below + 2], start=below):
        if not _take_below(line, lines[place + 1 :], heads):
            break
        heads.used += 1
    return heads


def _take_below(line: _Line, after: list[_Line], heads: Heads) -> bool:
    """Take a row of units, or one that numbers the columns (甲 乙 1 2), which is no data."""
    found = {p: unit for p, cell in line.cells.items() if (unit := _unit(cell))}
    others = [cell for p, cell in line.cells.items() if p not in found]
    if found and not heads.units and all(cell.lower() in BLANKS for cell in others):
        heads.units = found
        heads.notices.append(f"row {line.number} holds units: {', '.join(dict.fromkeys(found.values()))}")
        return True
    if line.cells.keys() >= heads.headings.keys() and _counts(list(line.cells.values()), after):
        heads.notices.append(f"row {line.number} numbers the columns and is no data")
        return True
    return False


def _titles(lines: list[_Line]) -> int:
    """How many rows stand above the headings: those with one cell, and those with labels only."""
    if max(len(line.cells) for line in lines) == 1:
        return 0
    for count, line in enumerate(lines[:-1]):
        cells = list(line.cells.values())
        labelled = [cell for cell in cells if _LABELLED.match(cell)]
        if len(cells) > 1 and not (
            labelled and all(cell in labelled or parse_year(cell) is not None for cell in cells)
        ):
            return count
    return len(lines) - 1


def _stated(line: _Line) -> list[str]:
    """Units that a title states: 单位：万元、人."""
    found: list[str] = []
    for cell in line.cells.values():
        for match in _UNIT.finditer(cell):
            found += [unit for unit in re.split("[、/]", match[1]) if _unit(unit)]
    return found


def _unit(cell: str) -> str | None:
    """The unit that a cell consists of, with or without brackets."""
    inner = _BRACKETS.match(cell)
    text = _SAYS_UNIT.sub("", (inner[1] if inner else cell).strip())
    return text if _LETTER.search(text) and units.parse(text) else None


def _counts(cells: list[str], after: list[_Line]) -> bool:
    """Whether cells are 甲, 乙, 1, 2, … in order; not where the rows below are called 乙, 丙, … in turn."""
    if after and next(iter(after[0].cells.values())) == _STEMS[1]:
        return False
    stems = 0
    while stems < min(len(cells), len(_STEMS)) and cells[stems] == _STEMS[stems]:
        stems += 1
    return 0 < stems <= len(cells) and cells[stems:] == [str(n) for n in range(1, len(cells) - stems + 1)]


def _depth(lines: list[_Line], merges: list[Merge]) -> int:
    """How many rows the headings take."""
    depth = 1
    while depth < min(_DEEPEST, len(lines)):
        top, below = lines[depth - 1], lines[depth]
        if below.number > top.number + 1 and not _covers(merges, lines[0].number, below.number):
            break
        if not (
            _covers(merges, lines[0].number, below.number)
            or _split(top, below, merges)
            or _indented(top, below)
            or _codes(top, below)
        ):
            break
        depth += 1
    return depth


def _covers(merges: list[Merge], first: int, row: int) -> bool:
    """Whether a heading reaches down to a row."""
    return any(first <= top < row <= bottom for top, _, bottom, _ in merges)


def _split(top: _Line, below: _Line, merges: list[Merge]) -> bool:
    """Whether a merged group of the row has words below each of its columns."""
    for first, left, last, right in merges:
        if first <= top.number <= last and right > left and left in top.cells:
            under = [below.cells.get(p) for p in range(left, right + 1)]
            if all(cell is not None and _wordy(cell) for cell in under):
                return True
    return False


def _indented(top: _Line, below: _Line) -> bool:
    """Whether the row below fills gaps of the row, and leaves empty what the row fills."""
    gaps = [p for p in below.cells if p not in top.cells]
    kept = [p for p in top.cells if p not in below.cells]
    groups = {p for p in below.cells if p in top.cells}
    ends = all(p + 1 not in top.cells and p + 1 in below.cells for p in groups)
    return bool(gaps and kept and groups and ends) and all(_wordy(cell) for cell in below.cells.values())


def _codes(top: _Line, below: _Line) -> bool:
    """Whether the row below gives the headings as codes: qc05_0."""
    codes = list(below.cells.values())
    return (
        len(codes) > 1
        and len(set(codes)) == len(codes)
        and set(below.cells) <= set(top.cells)
        and all(_CODE.fullmatch(cell) for cell in codes)
        and not any(_CODE.fullmatch(cell) for cell in top.cells.values())
    )


def _wordy(cell: str) -> bool:
    """Whether a cell may be a heading: words, or a year."""
    figure = re.fullmatch(r"[-+]?[\d.,，%％]+", cell)
    return cell.lower() not in BLANKS and (figure is None or parse_year(cell) is not None)


def _headings(lines: list[_Line], merges: list[Merge]) -> dict[int, str]:
    """The heading of each column, from top to bottom."""
    positions = sorted({p for line in lines for p in line.cells})
    levels = [dict(line.cells) for line in lines]
    for number, (level, line) in enumerate(zip(levels, lines, strict=True)):
        if number < len(lines) - 1:
            _spread(level, line, lines[number + 1], merges)
    found: dict[int, str] = {}
    for position in positions:
        parts = [level[position] for level in levels if level.get(position)]
        kept = parts[:1] + [b for a, b in pairwise(parts) if a != b]
        found[position] = SEPARATOR.join(kept)
    return found


def _spread(level: dict[int, str], line: _Line, below: _Line, merges: list[Merge]) -> None:
    """Give a group to all of its columns."""
    merged = [m for m in merges if m[0] == line.number]
    for _, left, _, right in merged:
        if left in line.cells:
            for position in range(left + 1, right + 1):
                level.setdefault(position, line.cells[left])
    if not merged:
        group = ""
        for position in range(1, max((*line.cells, *below.cells)) + 1):
            if position in line.cells:
                group = line.cells[position] if position in below.cells else ""
            elif group and position in below.cells:
                level[position] = group
            else:
                group = ""
