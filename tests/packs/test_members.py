"""Unknown is not false, in roll-ups: a member that does not report leaves a figure as it was, or unknown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Figure
from gaoxin.services.cases import Case
from tests.packs.conftest import NAMES, Delivered, delivered


def figures(found: Delivered, case: Case, members: dict[str, World]) -> dict[str, object]:
    """The indicators of the judged row."""
    subject, period = (case.name, case.period) if not case.spec.table else next(iter(case.rows))
    judge = Evaluator(found.program, World(case.rows, case.spec.as_of, members), subject, period)
    made = [item for item in found.program.items.values() if isinstance(item, Figure)]
    return {item.name: judge.value(item.tree) for item in made}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_member_that_does_not_report(name: str):
    cases = [case for case in delivered(name).cases if case.members and case.spec.index is None]
    assert not [turned for case in cases for turned in turns(name, case)]


def turns(name: str, case: Case) -> Iterator[str]:
    """The figures of a case that become others where a member lacks a variable."""
    found = delivered(name)
    links = set(found.program.members.values())
    before = figures(found, case, {kind: World(rows) for kind, rows in case.members.items()})
    for kind, rows in case.members.items():
        for key, row in rows.items():
            for variable in set(row) - links:
                less = {**rows, key: {n: v for n, v in row.items() if n != variable}}
                worlds = {k: World(r) for k, r in case.members.items()} | {kind: World(less)}
                after = figures(found, case, worlds)
                for figure, value in after.items():
                    if value is not None and value != before[figure]:
                        seen = f"{before[figure]} -> {value}"
                        yield f"{case.spec.case}: {key} without {variable}: {figure} {seen}"


@pytest.mark.slow
def test_there_are_cases_with_members():
    assert any(case.members and case.spec.index is None for name in NAMES for case in delivered(name).cases)
