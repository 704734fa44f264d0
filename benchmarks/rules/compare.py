"""Ours against the hand-written SQL, output by output: every difference, and who is right."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.rules.exact import Value, judged

OUTPUTS = ("hnte", "size", "gazelle", *(f"s{n}" for n in range(1, 9)), "total")
TOLERANCE = 1e-9
"""Amounts in doubles agree to this share; beyond it something was judged differently."""

_BOTH = """
  SELECT ent.*, {ours}, {theirs}
  FROM read_parquet('{table}') AS ent
  JOIN (SELECT * REPLACE (hnte = 'pass' AS hnte, gazelle = 'pass' AS gazelle)
    FROM read_parquet('{ours_file}'))
    AS o ON o.subject = ent.ent_id
  JOIN read_parquet('{theirs_file}') AS t ON t.ent_id = ent.ent_id
  WHERE {chosen}
  ORDER BY ent.ent_id
"""


@dataclass(frozen=True)
class Difference:
    """An enterprise on which the two disagree.

    Parameters
    ----------
    enterprise : its number
    outputs : those that differ: ours, theirs, and the exact value
    ties : the comparisons in which it stands exactly on the line
    """

    enterprise: int
    outputs: dict[str, tuple[Any, Any, Value]]
    ties: tuple[str, ...]

    @property
    def explained(self) -> bool:
        """Whether ours is the exact value, theirs is not, and an exact tie made the difference."""
        right = all(
            same(ours, exact) and not same(theirs, exact) for ours, theirs, exact in self.outputs.values()
        )
        return right and bool(self.ties)

    def __str__(self) -> str:
        parts = [f"{name} ours {o} theirs {t} exact {x}" for name, (o, t, x) in self.outputs.items()]
        return f"enterprise {self.enterprise}: {'; '.join(parts)} [{', '.join(self.ties)}]"


def differences(table: Path, ours: Path, theirs: Path) -> list[Difference]:
    """Every enterprise on which the two results disagree."""
    test = " OR ".join(
        f"o.{n} IS DISTINCT FROM t.{n} AND coalesce(abs(o.{n}::DOUBLE - t.{n}::DOUBLE)"
        f" > {TOLERANCE} * greatest(abs(t.{n}::DOUBLE), 1), true)"
        for n in OUTPUTS
    )
    found: list[Difference] = []
    for row in _rows(table, ours, theirs, test):
        firm = judged(row)
        pairs = {n: (row[f"our_{n}"], row[f"their_{n}"], firm.outputs[n]) for n in OUTPUTS}
        apart = {n: pair for n, pair in pairs.items() if not same(pair[0], Fraction(repr(float(pair[1]))))}
        found.append(Difference(row["ent_id"], apart, tuple(firm.ties)))
    return found


def wrong_among(table: Path, ours: Path, theirs: Path, every: int) -> list[str]:
    """Rows out of which one in `every` is judged in fractions: those where ours is not the exact value."""
    return [
        f"enterprise {row['ent_id']}: {n} is {row[f'our_{n}']}, not {value}"
        for row in _rows(table, ours, theirs, f"ent.ent_id % {every} = 0")
        for n, value in judged(row).outputs.items()
        if not same(row[f"our_{n}"], value)
    ]


def same(found: Any, exact: Value) -> bool:
    """Whether a result is an exact value, up to the double next to it."""
    if found is None:
        return False
    return abs(float(found) - float(exact)) <= TOLERANCE * max(abs(float(exact)), 1)


def _rows(table: Path, ours: Path, theirs: Path, chosen: str) -> list[dict[str, Any]]:
    query = _BOTH.format(
        ours=", ".join(f"o.{n} AS our_{n}" for n in OUTPUTS),
        theirs=", ".join(f"t.{n} AS their_{n}" for n in OUTPUTS),
        table=table,
        ours_file=ours,
        theirs_file=theirs,
        chosen=chosen,
    )
    with duckdb.connect() as connection:
        found = connection.sql(query)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
