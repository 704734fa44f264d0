"""Every delivered rule keeps promise 3: a field taken away leaves its verdict, or makes it unknown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Judgement, Program, Sheet
from gaoxin.formula.values import Interval, Value
from gaoxin.loading.library import installed
from gaoxin.loading.loader import load_tests
from gaoxin.services.cases import Case, read_cases

LIBRARY = installed()
JUDGING = [
    name
    for name in sorted(LIBRARY.entries)
    if LIBRARY.load(LIBRARY.find(name)).pack.verdicts or LIBRARY.load(LIBRARY.find(name)).pack.points
]
SAMPLE = 12
"""Cases of a pack in the quick run; the slow one takes them all."""


def answers(program: Program, case: Case, rows: dict[tuple[str, int], dict[str, Value]]) -> dict[str, Value]:
    """Verdicts, conditions, sheets and their rows of the judged subject."""
    world = World(rows, case.spec.as_of, {kind: World(members) for kind, members in case.members.items()})
    evaluator = Evaluator(program, world, case.name, case.period)
    found: dict[str, Value] = {}
    for made in program.items.values():
        if isinstance(made, Judgement):
            found[made.name] = evaluator.judge(made)
            found |= {test.name: evaluator.item(test.name) for test in made.tests.values()}
        elif isinstance(made, Sheet):
            found[made.name] = evaluator.item(made.name)
            found |= {row.name: evaluator.item(row.name) for _, _, rows in made.groups for row in rows}
    return found


def fields(program: Program, case: Case) -> Iterator[tuple[tuple[str, int], str]]:
    """The cells that may be taken away: an empty one is unknown, and the firm stood in that year."""
    founded = case.rows.get((case.name, case.period), {}).get(program.founded or "")
    for key, row in case.rows.items():
        early = founded is not None and key[1] and key[1] < founded.year  # type: ignore[union-attr]
        for name, value in row.items():
            if value is not None and not early and program.variables[name].missing == "unknown":
                yield key, name


def less_sure(after: Value, before: Value) -> bool:
    """Whether the later answer says no more than the earlier one."""
    if isinstance(after, Interval) and isinstance(before, Interval):
        return after.low <= before.low and before.high <= after.high
    return after in (None, "unknown") or after == before


def check(name: str, stride: int) -> int:
    """Take away each field of each case in turn, and give how many were taken."""
    program = LIBRARY.program(name)
    cases = [c for c in read_cases(program, load_tests(LIBRARY.find(name).folder)) if not c.spec.table]
    taken = 0
    for case in cases[::stride]:
        before = answers(program, case, case.rows)
        for key, field in fields(program, case):
            less = {k: dict(row) for k, row in case.rows.items()}
            del less[key][field]
            after = answers(program, case, less)
            turned = {
                item: (before[item], after[item])
                for item in before
                if not less_sure(after[item], before[item])
            }
            assert not turned, f"{case.place}: without {field} of {key[1]}: {turned}"
            taken += 1
    return taken


@pytest.mark.slow
@pytest.mark.parametrize("name", JUDGING)
def test_a_field_taken_away(name: str):
    cases = len(load_tests(LIBRARY.find(name).folder))
    assert check(name, max(1, cases // SAMPLE))


@pytest.mark.slow
@pytest.mark.parametrize("name", JUDGING)
def test_every_field_of_every_case_taken_away(name: str):
    assert check(name, 1)
