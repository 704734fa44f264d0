"""How single figures, cells and addresses are written on a page."""

from __future__ import annotations

import re
from hashlib import sha256

NONE = "—"
"""What stands where there is no figure."""

_WHOLE = re.compile(r"^([<>≈+-]*)(\d{4,})(?![\dA-Za-z-])")
_THREES = re.compile(r"(?<=\d)(?=(\d{3})+$)")
_UNSAFE = re.compile(r"[^a-z0-9-]+")


def grouped(text: str) -> str:
    """A figure with thousands separators in the whole part that it begins with.

    Examples
    --------
    >>> grouped("-1234567.891 万元")
    '-1,234,567.891 万元'
    >>> grouped("2024-01-31")
    '2024-01-31'
    """
    return _WHOLE.sub(lambda found: found[1] + _THREES.sub(",", found[2]), text)


def decimal(number: float | None, places: int = 3) -> str:
    """A double as people read it: at most so many decimals, none that are zero; a dash where unknown.

    Examples
    --------
    >>> decimal(1234.5), decimal(-0.0001), decimal(None)
    ('1,234.5', '0', '—')
    """
    if number is None:
        return NONE
    text = f"{number:,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def letters(column: int) -> str:
    """The name of a sheet's column, counted from 1.

    Examples
    --------
    >>> letters(1), letters(27), letters(703)
    ('A', 'AA', 'AAA')
    """
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def slug(text: str) -> str:
    """A short file name for any text, the same on every machine.

    Examples
    --------
    >>> slug("zone-2021.R&D").startswith("zone-2021-r-d-")
    True
    """
    plain = _UNSAFE.sub("-", text.lower()).strip("-")[:40].strip("-")
    return f"{plain}-{mark(text)}" if plain else mark(text)


def mark(text: str) -> str:
    """Sixteen signs that stand for a text, for file names and anchors."""
    return sha256(text.encode()).hexdigest()[:16]
