"""Subjects that fail a verdict by one condition only, with the smallest change that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gaoxin.decide import Change, changes
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.program import Judgement, Program, Test
from gaoxin.services.worlds import world_of


@dataclass(frozen=True, slots=True)
class NearlyThere:
    """A subject, the condition that it misses, and the smallest change after which the verdict passes."""

    subject: str
    period: int
    test: Test
    change: Change


def nearly_there(
    engine: Engine,
    program: Program,
    task: Task,
    made: Judgement,
    rows: Iterable[Mapping[str, Any]],
    most: int,
) -> list[NearlyThere]:
    """The nearest of the rows that fail, the smallest relative change first.

    Parameters
    ----------
    rows : result of `verdicts`
    most : at most so many come out

    Returns
    -------
    subjects that pass when, and only when, the change is made: each was judged again with it
    """
    name = program.own(made.name)
    candidates: list[tuple[Mapping[str, Any], Test]] = []
    for row in rows:
        tests = [(test, row[program.own(test.name)]) for test in made.tests.values()]
        failing = [test for test, holds in tests if holds is False]
        unknown = [test for test, holds in tests if holds is None and test.applies is None]
        if row[name] == "fail" and len(failing) == 1 and not unknown:
            candidates.append((row, failing[0]))
    world = world_of(engine, program, task, [row["subject"] for row, _ in candidates])
    found: list[NearlyThere] = []
    for row, test in candidates:
        evaluator = Evaluator(program, world, row["subject"], row["period"])
        best = next(
            (c for c in changes(evaluator, made, test) if c.settles and not isinstance(c.then, bool)), None
        )
        if best is not None:
            found.append(NearlyThere(row["subject"], row["period"], test, best))
    return sorted(found, key=lambda near: (near.change.size, near.subject))[:most]
