"""Unknown is not false: taking a field away gives unknown or leaves a verdict as it was, and never turns it.

From every case of every pack, and from random fills of its fields, each field is taken away in turn. Points
may only widen; a figure may only become unknown. Fields of which a pack says what empty means are left out:
there an empty cell says something. Cases with members of their own are not judged here but in `test_members`.
Figures of a year that ended before the founding are left out of the starts: intake refuses them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Task
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.values import Interval, Value
from gaoxin.plan.expr import Over
from gaoxin.plan.rows import full_plan
from gaoxin.services.stored import stored_table
from tests.packs.conftest import NAMES, Delivered, delivered

pytestmark = pytest.mark.slow

Rows = dict[int, dict[str, Value]]
Outcome = Mapping[str, Any]
JUDGING = tuple(name for name in NAMES if delivered(name).pack.verdicts)
FILLS, ON_REFERENCE = 25, 12


@dataclass(frozen=True)
class Start:
    """Rows of one subject by year, of which the last is judged."""

    name: str
    rows: Rows
    as_of: date | None

    def fields(self, found: Delivered) -> list[tuple[str, int]]:
        """The fields that can be taken away, with the years in which they stand."""
        specs = found.program.variables
        return [
            (n, y)
            for y, row in self.rows.items()
            for n in row
            if specs[n].missing == "unknown" and row[n] is not None
        ]

    def without(self, name: str, year: int, *, constant: bool) -> Rows:
        """The rows without a field; a constant goes in every year."""
        gone = set(self.rows) if constant else {year}
        return {
            y: {n: v for n, v in row.items() if n != name or y not in gone} for y, row in self.rows.items()
        }


def starts(found: Delivered) -> Iterator[Start]:
    """The cases of a pack, then random fills from the values that its cases use."""
    plain = [c for c in found.cases if c.spec.index is None and not c.spec.table and not c.members]
    pool: dict[str, list[Value]] = defaultdict(list)
    for case in plain:
        rows = {year: dict(row) for (_, year), row in case.rows.items()}
        yield Start(case.spec.case, possible(found, rows), case.spec.as_of)
        for row in rows.values():
            for name, value in row.items():
                pool[name].append(value)
    rng = random.Random(2016)
    years = sorted({year for case in plain for _, year in case.rows})[-3:]
    for n in range(FILLS):
        rows = {year: {name: rng.choice(values) for name, values in pool.items()} for year in years}
        for name in pool:
            if found.program.variables[name].constant:
                same = rng.choice(pool[name])
                for row in rows.values():
                    row[name] = same
        yield Start(f"random fill {n}", possible(found, rows), None)


def possible(found: Delivered, rows: Rows) -> Rows:
    """The rows without figures of years before the founding."""
    specs, name = found.program.variables, found.program.founded
    founded = next((row[name] for row in rows.values() if name in row), None)
    early = {y for y in rows if isinstance(founded, date) and date(y, 12, 31) < founded}
    return {
        y: {n: v for n, v in row.items() if y not in early or specs[n].constant} for y, row in rows.items()
    }


def outcomes(
    found: Delivered, rows: Mapping[tuple[str, int], Mapping[str, Value]], as_of: date | None
) -> dict[str, Outcome]:
    """The outputs of the last year of every subject, from DuckDB in one run."""
    plan = full_plan(found.program)
    with DuckDB() as engine:
        table = stored_table(rows, found.program.variables)
        got = engine.rows(plan, Task(table, {}, as_of)).arrow().to_pylist()
    last: dict[str, Outcome] = {}
    for row in got:
        if row["period"] >= last.get(row["subject"], {"period": -1})["period"]:
            last[row["subject"]] = row
    return last


def ranks(found: Delivered) -> bool:
    """Whether a pack ranks rows: what one row gives then depends on the others."""
    columns = (column for level in full_plan(found.program).levels for column in level.columns)
    return any(isinstance(column.expr, Over) for column in columns)


def alone(found: Delivered, rows: Mapping[tuple[str, int], Mapping[str, Value]]) -> dict[str, Outcome]:
    """The outputs of the last year of every subject, each in a run of its own."""
    single = {key: {at: row for at, row in rows.items() if at[0] == key} for key, _ in rows}
    return {key: outcomes(found, own, None)[key] for key, own in single.items()}


def turned(before: Outcome, after: Outcome) -> Iterator[str]:
    """The outputs that taking a field away turned."""
    for name, value in before.items():
        if name in ("subject", "period"):
            continue
        other = after[name]
        if name.endswith((".low", ".high")):
            wider = other <= value + 1e-9 if name.endswith(".low") else other >= value - 1e-9
            good = wider
        else:
            good = other in (None, "unknown") or other == value
        if not good:
            yield f"{name}: {value} -> {other}"


@pytest.mark.parametrize("name", JUDGING)
def test_taking_a_field_away_turns_nothing(name: str):
    found = delivered(name)
    by_day: dict[date | None, list[Start]] = defaultdict(list)
    for start in starts(found):
        by_day[start.as_of].append(start)
    wrong: list[str] = []
    tried = 0
    for as_of, group in by_day.items():
        rows: dict[tuple[str, int], Mapping[str, Value]] = {}
        taken: dict[str, tuple[str, str]] = {}
        for number, start in enumerate(group):
            rows |= {(f"{number}", year): row for year, row in start.rows.items()}
            for variable, year in start.fields(found):
                key = f"{number} without {variable}@{year}"
                less = start.without(variable, year, constant=found.program.variables[variable].constant)
                rows |= {(key, y): row for y, row in less.items()}
                taken[key] = (f"{number}", f"{start.name}: without {variable}@{year}")
        got = outcomes(found, rows, as_of)
        tried += len(taken)
        wrong += [
            f"{told}: {what}" for key, (base, told) in taken.items() for what in turned(got[base], got[key])
        ]
    assert tried >= sum(map(len, by_day.values()))
    assert not wrong, f"{len(wrong)} of {tried}: " + "; ".join(wrong[:5])


@pytest.mark.parametrize("name", JUDGING)
def test_the_reference_turns_nothing_either(name: str):
    """A few of the same starts; the reference and DuckDB agree on every one of them."""
    found = delivered(name)
    every = list(starts(found))
    chosen = random.Random(32).sample(every, min(ON_REFERENCE, len(every)))
    rows: dict[tuple[str, int], Mapping[str, Value]] = {}
    expected: dict[str, Outcome] = {}
    for number, start in enumerate(s for s in chosen if s.as_of is None):
        before = reference(found, start.rows)
        for variable, year in start.fields(found):
            less = start.without(variable, year, constant=found.program.variables[variable].constant)
            after = reference(found, less)
            wrong = list(turned(before, after))
            assert not wrong, f"{start.name} without {variable}@{year}: {wrong}"
            key = f"{number} {variable}@{year}"
            rows |= {(key, y): row for y, row in less.items()}
            expected[key] = after
    if rows:
        got = alone(found, rows) if ranks(found) else outcomes(found, rows, None)
        assert {key: {n: got[key][n] for n in row} for key, row in expected.items()} == expected


def reference(found: Delivered, rows: Rows) -> dict[str, Any]:
    """Verdicts, conditions and points of the last year, from the reference."""
    world = World({("firm", year): row for year, row in rows.items()})
    judge = Evaluator(found.program, world, "firm", max(rows))
    outputs: dict[str, Any] = {}
    for name, verdict in found.pack.verdicts.items():
        full = f"{found.pack.family}.{name}"
        outputs[name] = judge.judge(found.program.items[full])  # type: ignore[arg-type]
        outputs |= {f"{name}.{c.id}": judge.item(f"{full}.{c.id}") for c in verdict.conditions}
    for name in found.pack.points:
        points = judge.item(f"{found.pack.family}.{name}")
        assert isinstance(points, Interval)
        outputs |= {f"{name}.low": float(points.low), f"{name}.high": float(points.high)}
    return outputs


def test_a_flip_is_noticed():
    """The comparison itself: what counts as turned, and what does not."""
    before = {"subject": "a", "period": 1, "v": "fail", "v.c": False, "s.low": 2.0, "s.high": 3.0, "f": 1.5}
    same = {**before, "v": "unknown", "v.c": None, "s.low": 0.0, "s.high": 9.0, "f": None}
    assert not list(turned(before, same))
    flipped = {**before, "v": "pass", "v.c": True, "s.low": 2.5, "s.high": 2.5, "f": 1.25}
    assert len(list(turned(before, flipped))) == 5
