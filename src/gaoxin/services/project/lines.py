"""The line of each key of a TOML file, which the standard reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

Key = tuple[str, ...]

_HEADER = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+\s*(?:#.*)?")
_PAIR = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PIECE = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


def key_lines(text: str) -> dict[Key, int]:
    """The 1-based line on which each key stands first; a table's is that of its heading.

    Keys inside of inline tables have none: they stand with the key that holds them.
    """
    found: dict[Key, int] = {}
    section: Key = ()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADER.fullmatch(line):
            section = _pieces(heading[1])
            found.setdefault(section, number)
        elif pair := _PAIR.match(line):
            found.setdefault((*section, *_pieces(pair[1])), number)
    return found


def _pieces(dotted: str) -> Key:
    found = _PIECE.finditer(dotted)
    return tuple(next(word for word in match.groups() if word is not None) for match in found)


def line_of(lines: Mapping[Key, int], *key: str) -> int | None:
    """The line of a key, or of the nearest key above it."""
    return next((lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in lines), None)


def line_of_word(text: str, word: str, after: int | None) -> int | None:
    """The first line at or below another that holds a word; that other line where there is none."""
    start = after or 1
    rest = enumerate(text.splitlines()[start - 1 :], start)
    return next((number for number, line in rest if word in line), after)
