"""Two forms of one table of a run, row by row: what is equal, and what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gaoxin.report.run import TABLES

CLOSE = 1e-12
"""Doubles that differ by less, in proportion or around nothing, are equal."""

_SUBJECT = ("kind", "subject", "period")
KEYS: dict[str, tuple[str, ...]] = {
    "subjects": ("kind", "subject"),
    "values": (*_SUBJECT, "variable"),
    "indicators": ("pack", *_SUBJECT, "indicator"),
    "verdicts": ("pack", *_SUBJECT, "verdict"),
    "conditions": ("pack", *_SUBJECT, "verdict", "condition"),
    "points": ("pack", *_SUBJECT, "sheet", "item"),
    "sheets": ("pack", *_SUBJECT, "sheet"),
    "raises": ("pack", *_SUBJECT, "sheet", "place", "variable"),
    "nearly": ("pack", *_SUBJECT, "verdict", "condition", "variable"),
    "index": ("pack", *_SUBJECT, "index", "node"),
    "robust": ("pack", *_SUBJECT, "index", "node"),
    "rank_shares": ("pack", *_SUBJECT, "index", "node", "rank"),
    "assumptions": ("pack", *_SUBJECT, "index", "node", "input"),
    "changes": ("pack", *_SUBJECT, "index", "by", "part", "node"),
    "board": ("pack", *_SUBJECT, "board", "node", "measure"),
    "movers": ("pack", *_SUBJECT, "indicator", "member_kind", "member"),
    "accounts": ("pack", *_SUBJECT, "indicator", "member_kind", "figure", "part"),
    "findings": (*_SUBJECT, "check", "variable", "file", "sheet", "cell"),
    "corrections": (*_SUBJECT, "variable"),
}
"""What tells the rows of each table apart."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that two tables have differently.

    Parameters
    ----------
    table : its name
    key : the row, by the columns of `KEYS`
    before, after : the columns that differ with their values; all columns of a row that only one has, and
        None for the other
    """

    table: str
    key: tuple[Any, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def differences(name: str, before: Any, after: Any, columns: Sequence[str] | None = None) -> list[Difference]:
    """The rows of a table that differ, whatever the order of rows, in the order of their keys.

    Parameters
    ----------
    name : of the table
    before, after : Arrow tables
    columns : only these are compared; all where None
    """
    chosen = [c for c in TABLES[name].names if c not in KEYS[name] and (columns is None or c in columns)]
    if _sorted(name, before, chosen).equals(_sorted(name, after, chosen)):
        return []
    old, new = dict(_rows(name, before, chosen)), dict(_rows(name, after, chosen))
    found: list[Difference] = []
    for key in sorted({*old, *new}, key=str):
        left, right = old.get(key), new.get(key)
        told = (left, right) if left is None or right is None else _unequal(left, right)
        if told != ({}, {}):
            found.append(Difference(name, key[:-1], *told))
    return found


def _sorted(name: str, table: Any, columns: Sequence[str]) -> Any:
    keys = KEYS[name]
    return table.select([*keys, *columns]).sort_by([(key, "ascending") for key in keys])


def _rows(name: str, table: Any, columns: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Each row under its key, and under a number where a key stands several times."""
    seen: Counter[tuple[Any, ...]] = Counter()
    keys = zip(*(table[key].to_pylist() for key in KEYS[name]), strict=True)
    for key, row in zip(keys, table.select(columns).to_pylist(), strict=True):
        yield (*key, seen[key]), row
        seen[key] += 1


def _unequal(left: dict[str, Any], right: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = [name for name in left if not _same(left[name], right[name])]
    return {name: left[name] for name in names}, {name: right[name] for name in names}


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) <= CLOSE * max(1.0, abs(left), abs(right))
    return left == right
