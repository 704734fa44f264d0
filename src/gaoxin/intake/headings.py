"""Headings: the name, the unit and the year that one heading carries, whatever its case, width and spaces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gaoxin.base import units
from gaoxin.base.periods import parse_year
from gaoxin.intake.files.heads import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKETS = re.compile(r"^(.+?)[(\[【〔<{]([^()\[\]【】〔〕<>{}]*)[)\]】〕>}]$")
_YEAR_BEFORE = re.compile(r"^(\d{4})\s*(?:年度?|[-_ ])?\s*的?(.+)$")
_YEAR_BEHIND = re.compile(r"^(.+?)[@_\- ]?(\d{4})(?:年度?)?$")
_SAYS_UNIT = re.compile(r"^(?:计量)?单位[:：]?")
_TURNS = re.compile("上年|去年|上期|同期|同比|环比|增长|增速|增幅|增减|比重|占比|累计|预计|计划|目标")
_LEFT_OUT = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a heading.

    Parameters
    ----------
    name : what is left of it
    unit : the unit it states, as written
    year : the year it states
    """

    name: str
    unit: str | None = None
    year: int | None = None


@lru_cache(maxsize=4096)
def key(heading: str) -> str:
    """What headings that mean the same share: plain widths, lower case, no spaces.

    >>> key(" Ｒ＆Ｄ 经费（万元）") == key("r&d经费(万元)")
    True
    """
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", heading).casefold())


def names(heading: str) -> tuple[str, ...]:
    """What a heading of one or more rows may be called: the whole, and its last row unless that is a year.

    >>> names("基本情况 › 年度"), names("营业收入 › 2024")
    (('基本情况 › 年度', '年度'), ('营业收入 › 2024',))
    """
    last = heading.rpartition(SEPARATOR)[2]
    return (heading,) if last == heading or parse_year(last) else (heading, last)


def readings(heading: str) -> Iterator[Reading]:
    """The ways to read a heading, the one that takes least away first.

    Of several rows, a row that is a year or a unit says so of the others; these are read together, then the
    last one alone, with the unit and the year that stand above it. A group that turns the meaning, such as
    上年 or 增长, is never left out.

    >>> [str(r.unit) for r in readings("营业收入（万元）")]
    ['None', '万元']
    >>> [r.name for r in readings("人员 › 职工总数")]
    ['人员职工总数', '职工总数']
    """
    rows = [_plain(row) for row in heading.split(SEPARATOR)]
    said = _said([row for row in rows if _only_says(row)]) if len(rows) > 1 else Reading("")
    named = [row for row in rows if not _only_says(row)] if len(rows) > 1 else rows
    if said is None or not named:
        yield Reading(_plain(heading))
        return
    yield from _ways(Reading("".join(named), said.unit, said.year))
    groups = named[:-1]
    if groups and not any(_TURNS.search(group) for group in groups):
        above = _said([*(row for row in rows if _only_says(row)), *(_tail(group) for group in groups)])
        if above is not None:
            yield from _ways(Reading(named[-1], above.unit, above.year))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


def _only_says(row: str) -> bool:
    """Whether a row is a year or a unit and no name."""
    return _inside(row.strip("()[]【】〔〕 ")) is not None


def _said(rows: list[str]) -> Reading | None:
    """The unit and the year of rows that are nothing else; None if they differ."""
    found = Reading("")
    for row in filter(None, rows):
        inside = _inside(row.strip("()[]【】〔〕 "))
        if inside is None or not _joins(found, inside):
            return None
        found = Reading("", found.unit or inside.unit, found.year or inside.year)
    return found


def _tail(group: str) -> str:
    """The unit and the year that a group carries behind its name, as rows carry them."""
    *_, last = _ways(Reading(group))
    return ",".join(piece for piece in (last.unit, str(last.year or "")) if piece)


def _ways(first: Reading) -> Iterator[Reading]:
    seen, queue = {first}, [first]
    while queue:
        reading = queue.pop(0)
        yield reading
        for less in _peeled(reading):
            if less not in seen:
                seen.add(less)
                queue.append(less)


def _peeled(reading: Reading) -> Iterator[Reading]:
    """Take one thing away: a bracket at the end, a unit behind a slash or a space, a year at either end."""
    bracket = _BRACKETS.match(reading.name)
    if bracket:
        inside = _inside(bracket[2])
        if inside is not None and _joins(reading, inside):
            name = bracket[1].strip()
            yield Reading(name, reading.unit or inside.unit, reading.year or inside.year)
    if reading.unit is None:
        for place in (m.start() for m in re.finditer(r"[/\s]", reading.name)):
            name, unit = reading.name[:place].strip(), reading.name[place + 1 :].strip()
            if name and unit != "1" and unit and units.parse(unit):
                yield Reading(name, unit, reading.year)
    if reading.year is None:
        for pattern, name, year in ((_YEAR_BEFORE, 2, 1), (_YEAR_BEHIND, 1, 2)):
            match = pattern.match(reading.name)
            found = parse_year(match[year]) if match else None
            if match and found:
                yield Reading(match[name].strip(), reading.unit, found)


def _inside(text: str) -> Reading | None:
    """A unit, a year or both, as brackets hold them; None if there is anything else."""
    unit, year = None, None
    for piece in (part.strip() for part in re.split(r"[,，;、]", text)):
        stated = _SAYS_UNIT.sub("", piece)
        if year is None and (found := parse_year(piece)):
            year = found
        elif unit is None and stated and units.parse(stated):
            unit = stated
        else:
            return None
    return Reading("", unit, year)


def _joins(reading: Reading, inside: Reading) -> bool:
    return not (reading.unit and inside.unit) and not (reading.year and inside.year)
