"""Formula text -> tokens with their columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from gaoxin.base import units
from gaoxin.base.errors import FormulaError

MAX_LENGTH = 4000
KEYWORDS = frozenset("and or not case when then else end is null in between true false where".split())
_SAME = {
    "≥": ">=",
    "≤": "<=",
    "≠": "<>",
    "!=": "<>",
    "×": "*",
    "÷": "/",
    "（": "(",
    "）": ")",
    "，": ",",
    "－": "-",
}

_UNIT = r"[\u4e00-\u9fff%％‰㎡]*吨CO2|[\u4e00-\u9fff%％‰㎡]+|kWh"
_PATTERN = re.compile(
    rf"""\s*(?:
      (?P<number>\d[\d_]*(?:\.\d+)?) (?:\s*(?P<unit>(?:{_UNIT})(?:[/·](?:{_UNIT}))*))?
    | (?P<text>'[^'\n]*')
    | (?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]*[A-Za-z0-9_])*)
    | (?P<op><=|>=|<>|!=|[≥≤≠×÷（），－]|[-+*/(),=<>])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (number, text, name, keyword, op, end), its text, its unit, its 1-based column."""

    kind: str
    text: str
    column: int
    unit: str = ""


def tokens(text: str) -> list[Token]:
    """Split a formula into tokens.

    Raises
    ------
    FormulaError : an unexpected character, an unknown unit, or a text longer than 4,000 characters
    """
    if len(text) > MAX_LENGTH:
        seen = f"{len(text)} characters"
        raise FormulaError(1, seen, f"a formula has at most {MAX_LENGTH}", "split it into indicators")
    found: list[Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _PATTERN.match(text, position)
        if match is None:
            position += len(text[position:]) - len(text[position:].lstrip())
            _unexpected(text, position)
        found.append(_token(match))
        position = match.end()
    found.append(Token("end", "", end + 1))
    return found


def _token(match: re.Match[str]) -> Token:
    kind = "number" if match["number"] else str(match.lastgroup)
    column = match.start(kind) + 1
    if kind == "number":
        unit = match["unit"] or ""
        if units.parse(unit) is None:
            rule = "a number is followed by a unit such as 万元, %, 件, 元/人, or by an operator"
            raise FormulaError(match.start("unit") + 1, f"{unit!r} is not a unit", rule, "write a known unit")
        return Token(kind, match["number"].replace("_", ""), column, unit)
    word = match[kind]
    if kind == "name" and word.lower() in KEYWORDS:
        return Token("keyword", word.lower(), column)
    if kind == "text":
        return Token(kind, word[1:-1], column)
    return Token(kind, _SAME.get(word, word), column)


def _unexpected(text: str, position: int) -> NoReturn:
    seen = text[position]
    rule = "a formula has numbers with units, names, 'texts', operators and CASE"
    step = "close the text with '" if seen == "'" else "remove it, or write a name with letters, digits and _"
    raise FormulaError(position + 1, f"unexpected {seen!r}", rule, step)
