"""Every number that a rule compares with is tested at it, below it and above it, by the pack's own cases.

A comparison's margin is its left side less its right side. Where one side is a CASE, each of its branches is
a line of its own, which counts only the cases that take it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Judgement, Sheet
from gaoxin.formula.values import Interval
from gaoxin.services.cases import Case
from tests.packs.conftest import NAMES, Delivered, delivered

ORDERED = ("<", "<=", ">", ">=")
AT, BELOW, ABOVE = "at", "below", "above"
JUDGING = tuple(name for name in NAMES if delivered(name).pack.verdicts or delivered(name).pack.points)

Line = tuple[str, int, str]
"""An item, the number of a comparison in it, and the branch that its right side takes."""


def rules(found: Delivered) -> Iterator[tuple[str, t.Node]]:
    """The conditions and guards of a pack's own verdicts and points."""
    for full, made in found.program.items.items():
        if not full.startswith(f"{found.pack.family}."):
            continue
        if isinstance(made, Judgement):
            for test in made.tests.values():
                yield test.name, test.require
                if test.applies is not None:
                    yield f"{test.name} applies", test.applies
        elif isinstance(made, Sheet):
            for _, _, rows in made.groups:
                for row in rows:
                    for n, (bands, _) in enumerate(row.alternatives):
                        yield from ((f"{row.name} {n}.{k}", guard) for k, (guard, _) in enumerate(bands))


def comparisons(node: t.Node) -> Iterator[t.Op]:
    """The comparisons of a rule that hold a number of the rule's own text."""
    for part in t.walk(node):
        if isinstance(part, t.Op) and part.op in ORDERED and any(stated(arg) for arg in part.args):
            yield part


def stated(node: t.Node) -> bool:
    """Whether a number other than 0 is written here, past the formulas of indicators."""
    if isinstance(node, t.Number):
        return node.value != 0
    if isinstance(node, t.Case):
        values = [value for _, value in node.branches] + ([node.default] if node.default else [])
        return any(stated(value) for value in values)
    return (
        isinstance(node, t.Op)
        and node.op in ("neg", "*", "/", "+", "-")
        and any(stated(arg) for arg in node.args)
    )


def branch(judge: Evaluator, node: t.Node) -> str:
    """Which branch of a CASE a row takes; empty where it is none."""
    if not isinstance(node, t.Case):
        return ""
    for n, (guard, _) in enumerate(node.branches):
        holds = judge.flag(guard)
        if holds is None:
            return "unknown"
        if holds:
            return f"branch {n + 1}"
    return "else"


def branches(node: t.Node) -> list[str]:
    """The branches of a CASE that state a number."""
    if not isinstance(node, t.Case):
        return [""]
    found = [f"branch {n}" for n, (_, value) in enumerate(node.branches, 1) if stated(value)]
    return found + (["else"] if node.default is not None and stated(node.default) else [])


def sides(judge: Evaluator, comparison: t.Op) -> set[str]:
    """On which sides of its line a row stands; points of a jury may stand on several."""
    left, right = (judge.value(arg) for arg in comparison.args)
    if left is None or right is None:
        return set()
    low, high = (gap(left, right, end) for end in ("low", "high"))
    return {AT if end == 0 else BELOW if end < 0 else ABOVE for end in (low, high)}


def gap(left: object, right: object, end: str) -> Fraction:
    """The margin, at one end of an interval."""
    parts = [getattr(side, end) if isinstance(side, Interval) else Fraction(side) for side in (left, right)]  # type: ignore[arg-type]
    return parts[0] - parts[1]


def judged(case: Case) -> tuple[str, int]:
    """The judged row: of a table, the last one of the named subject, else the first."""
    if not case.spec.table:
        return case.name, case.period
    named = [key for key in case.rows if key[0] == case.spec.subject]
    return max(named) if named else next(iter(case.rows))


def seen(found: Delivered) -> tuple[dict[Line, set[str]], dict[Line, t.Op]]:
    """The sides on which the cases of a pack stand, for every line."""
    listed = [(name, n, c) for name, rule in rules(found) for n, c in enumerate(comparisons(rule))]
    lines = {(name, n, b): c for name, n, c in listed for arg in c.args[1:] for b in branches(arg)}
    met: dict[Line, set[str]] = defaultdict(set)
    for case in found.cases:
        if case.spec.index is not None:
            continue
        world = World(case.rows, case.spec.as_of, {kind: World(rows) for kind, rows in case.members.items()})
        subject, period = judged(case)
        judge = Evaluator(found.program, world, subject, period)
        for name, n, comparison in listed:
            line = (name, n, branch(judge, comparison.args[1]))
            if line in lines:
                met[line] |= sides(judge, comparison)
    return met, lines


@pytest.mark.slow
@pytest.mark.parametrize("name", JUDGING)
def test_every_line_is_tested_at_it_below_it_and_above_it(name: str):
    found = delivered(name)
    met, lines = seen(found)
    bare = {line: missing for line in lines if (missing := {AT, BELOW, ABOVE} - met[line])}
    told = [f"{item} {n + 1} {taken}: {', '.join(sorted(gone))}" for (item, n, taken), gone in bare.items()]
    assert not bare, f"{name}: no case at, below or above {len(bare)} of {len(lines)} lines: {told}"


@pytest.mark.slow
def test_there_are_lines():
    """A pack whose rules compare no number (a certificate, an industry) has none; the rest have hundreds."""
    assert sum(len(seen(delivered(name))[1]) for name in JUDGING) > 300
