"""Periods: calendar years, and the headings that carry them (``revenue@2024``)."""

from __future__ import annotations

import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2200


def parse_year(text: str) -> int | None:
    """Read a year: ``2024``, ``2024年``, ``2024年度``, ``2024.0``; None when it is not one."""
    match = re.fullmatch(r"\s*(\d{4})(?:\.0+)?\s*(?:年度?)?\s*", text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    return int(match[1])


def split_heading(heading: str) -> tuple[str, int | None]:
    """Split ``revenue@2024`` into the name and the year; a heading without a year has None."""
    name, mark, year = heading.rpartition("@")
    if mark and (found := parse_year(year)) is not None:
        return name.strip(), found
    return heading.strip(), None


def year_end(year: int) -> date:
    """Last day of a year."""
    return date(year, 12, 31)


def full_years(start: date, end: date) -> int:
    """Completed years between two dates; a 29 February birthday completes on 1 March in common years."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
