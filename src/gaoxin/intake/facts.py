"""Published facts -> a long table: every row kept, its period, bound and unit read, its doubts flagged.

A file of facts has the columns ``zone, year, period, indicator, value, unit, note, source_url``. Nothing is
filled in, mended or left out: what cannot be read stays as it is published, with a flag.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from gaoxin.base import units
from gaoxin.base.errors import DataError, Fault, Place, UsageError

Bound = Literal["lower", "upper", "about"]

COLUMNS = ("zone", "year", "period", "indicator", "value", "unit", "note", "source_url")
FLAGS = {
    "conflict": "another row of the same zone, period and indicator has another value",
    "units differ": "another row of the same zone, period and indicator has a unit that does not convert",
    "rounded": "another row of the same zone, period and indicator gives the same figure with other digits",
    "revised": "the note says that its source revised figures",
    "partial": "the figure covers a part of the year",
    "bound": "the source gives a bound or a round figure (超过, 突破, 余, 近 …)",
    "expected": "the source expects the figure (预计)",
    "unit unknown": "the unit is missing or not known: it is not converted",
    "year inferred": "the year is not printed in the source",
    "to verify": "whoever read the source had a doubt: see the note",
    "not read": "the value, the year or the period is not one that can be read",
}
"""The flags of a fact in their order, and what each says."""

_SPANS = {"全年": (1, 12), "上半年": (1, 6), "前三季度": (1, 9), "一季度": (1, 3), "下半年": (7, 12)}
_POINTS = frozenset(("时点", "年末", "评估"))
_MONTHS = re.compile(r"(\d{1,2})[-—–~至](\d{1,2})月")
_BOUNDS: tuple[tuple[str, Bound], ...] = (
    (r"(突破|超过|超|余|总数达|达到|至少|不低于|≥|>)", "lower"),
    (r"(不足|不到|低于|至多|≤|<)", "upper"),
    (r"(近|约|左右|大约|≈)(?![年月日]|[一二三四五六七八九十\d]+年)", "about"),
)
_ENDS: dict[str, Bound] = {"余": "lower", "多": "lower", "左右": "about"}
_WORDS = {
    "revised": r"revis|修订|修正",
    "expected": r"预计|预期|预测",
    "year inferred": r"year[^;]*inferred|inferred|year ambiguous",
    "to verify": r"verify|cross-check|inconsisten|misprint|unresolved|ambiguous|存疑|待核",
}
_TITLES = re.compile(r"yearbook|communique|ranking|年鉴|公报|日报|晚报|青年网|[Oo]fficial")
_PUBLIC = re.compile(r"(^|\.)gov\.cn$")


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure.

    Parameters
    ----------
    row : line of the file, the heading being 1
    zone, indicator : as published
    year : accounting year; None where it cannot be read
    period : as published
    months : first and last month; None for a point in time, and where it cannot be read
    published : the value as the file has it
    value : the same as a number, with its digits; None where it is none
    unit : as published
    base_value, base_unit : the value in base units; None where the unit is not known
    bound : whether the value is a lower or an upper bound, or about right
    note : as whoever read the source left it
    source : title or issuer, where the note names one
    link : page of a public body; copies on other hosts are not linked
    flags : keys of `FLAGS`
    """

    row: int
    zone: str
    year: int | None
    period: str
    months: tuple[int, int] | None
    indicator: str
    published: str
    value: Decimal | None
    unit: str
    base_value: Fraction | None
    base_unit: str | None
    bound: Bound | None
    note: str
    source: str
    link: str
    flags: tuple[str, ...]


def read_facts(file: Path) -> list[Fact]:
    """Read a file of facts, a fact for each row.

    Raises
    ------
    UsageError : no such file
    DataError : not a CSV file, or one without the columns of facts
    """
    facts = [_fact(number, row) for number, row in _rows(file)]
    return _compared(facts)


def _rows(file: Path) -> Iterable[tuple[int, dict[str, str]]]:
    if not file.is_file():
        message = f"{file}: no such file; try: a CSV file with the columns {', '.join(COLUMNS)}"
        raise UsageError(message)
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    reader = csv.DictReader(text.splitlines(keepends=True), restval="", strict=True)
    lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if lacking:
        rule, step = f"facts have the columns {', '.join(COLUMNS)}", "name the columns so"
        raise _broken(file, 1, f"no column {', '.join(lacking)}", rule, step)
    found: list[tuple[int, dict[str, str]]] = []
    try:
        for row in reader:
            cells = {name: (row[name] or "").strip() for name in COLUMNS}
            found.append((len(found) + 2, cells))
    except csv.Error as error:
        rule, step = "a file of facts is CSV", "mend the quotes of this row"
        raise _broken(file, len(found) + 2, str(error), rule, step) from error
    return found


def _broken(file: Path, line: int, seen: str, rule: str, step: str) -> DataError:
    return DataError([Fault(Place(file.name, line), "facts", seen, rule, step)])


def _fact(number: int, row: dict[str, str]) -> Fact:
    note = row["note"]
    shown, bound = _bound(row["value"], note)
    value, unit = _decimal(shown), units.parse(row["unit"]) if row["unit"] else None
    year = int(row["year"]) if re.fullmatch(r"\d{4}", row["year"]) else None
    months, readable = _months(row["period"])
    base = Fraction(value) * unit.factor if value is not None and unit is not None else None
    said = {flag for flag, words in _WORDS.items() if re.search(words, note)}
    said |= {"partial"} if months is not None and months != (1, 12) else set[str]()
    said |= {"bound"} if bound else set[str]()
    said |= {"unit unknown"} if unit is None else set[str]()
    said |= {"not read"} if value is None or year is None or not readable else set[str]()
    return Fact(
        row=number,
        zone=row["zone"],
        year=year,
        period=row["period"],
        months=months,
        indicator=row["indicator"],
        published=row["value"],
        value=value,
        unit=row["unit"],
        base_value=base,
        base_unit=None if unit is None else units.show(unit.dimension) if unit.dimension else "1",
        bound=bound,
        note=note,
        source=re.split(r"[;:]", note)[0] if _TITLES.search(note) else "",
        link=_link(row["source_url"]),
        flags=_ordered(said),
    )


def _bound(value: str, note: str) -> tuple[str, Bound | None]:
    """The value without the word that bounds it, and the bound: of the value, or of the note."""
    for words, bound in _BOUNDS:
        if re.match(words, value):
            return re.sub(rf"^{words}", "", value), bound
    for words, bound in _ENDS.items():
        if value.endswith(words):
            return value.removesuffix(words), bound
    for words, bound in _BOUNDS:
        if re.match(words, note):
            return value, bound
    return value, None


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _months(period: str) -> tuple[tuple[int, int] | None, bool]:
    """The months that a figure covers, and whether the period can be read."""
    if period in _SPANS:
        return _SPANS[period], True
    found = _MONTHS.fullmatch(period)
    if found is not None and 1 <= int(found[1]) <= int(found[2]) <= 12:
        return (int(found[1]), int(found[2])), True
    return None, period in _POINTS


def _link(address: str) -> str:
    """The address where a public body keeps it; no other host is linked."""
    parts = urlsplit(address)
    return address if parts.scheme in ("http", "https") and _PUBLIC.search(parts.hostname or "") else ""


def _compared(facts: list[Fact]) -> list[Fact]:
    """The facts with those flagged that others of the same zone, period and indicator contradict."""
    groups: dict[tuple[str, int | None, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.zone, fact.year, fact.period, fact.indicator].append(fact)
    found: list[Fact] = []
    for fact in facts:
        others = groups[fact.zone, fact.year, fact.period, fact.indicator]
        said = {flag for other in others if other is not fact for flag in _against(fact, other)}
        found.append(replace(fact, flags=_ordered({*fact.flags, *said})))
    return found


def _against(one: Fact, other: Fact) -> Iterable[str]:
    """What speaks against two facts being one: another value, beyond the rounding of the coarser of them."""
    if one.base_unit != other.base_unit or one.base_value is None or other.base_value is None:
        same = (one.value, one.unit) == (other.value, other.unit)
        return () if same else ("units differ",)
    gap = abs(one.base_value - other.base_value)
    return () if not gap else ("rounded",) if gap <= max(_half(one), _half(other)) else ("conflict",)


def _half(fact: Fact) -> Fraction:
    """Half a step of the last decimal that was printed, in base units."""
    if fact.value is None or fact.base_value is None or not fact.value:
        return Fraction(0)
    exponent = fact.value.as_tuple().exponent
    step = Fraction(10) ** exponent if isinstance(exponent, int) else Fraction(0)
    return step * (fact.base_value / Fraction(fact.value)) / 2


def _ordered(flags: set[str]) -> tuple[str, ...]:
    return tuple(flag for flag in FLAGS if flag in flags)
