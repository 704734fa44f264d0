"""Stored tables as the worlds of the reference: exact values of the subjects that are looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import World
from gaoxin.formula.inputs import trees
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval, Value
from gaoxin.plan.rows import figure_plan
from gaoxin.spec import Variable


def world_of(engine: Engine, program: Program, task: Task, subjects: Collection[str]) -> World:
    """The rows of subjects, and their members', as exact values.

    Where the pack ranks or compares the rows of a period, all rows of the table come along.
    """
    if compares_rows(program):
        everyone = engine.rows(figure_plan(program, []), replace(task, periods=None)).arrow()
        subjects = sorted(set(everyone.column("subject").to_pylist()))
    rows = values_of(engine.cells(task, "subject", subjects), program.variables)
    members = {
        kind: World(values_of(engine.cells(task, program.members[kind], subjects, kind), program.variables))
        for kind in task.members
    }
    return World(rows, task.as_of, members)


def year_of(world: World, subject: str, period: int | None = None) -> int:
    """The year of a subject that is looked at: the one asked for, else its latest.

    Raises
    ------
    UsageError : the subject has no such year, or none
    """
    years = sorted(year for name, year in world.rows if name == subject)
    if not years or (period is not None and period not in years):
        known = ", ".join(map(str, years)) or "no row"
        message = (
            f"{subject}: 数据里的年份 · its years in the data: {known}; "
            "try: the identifier as the table writes it, and one of its periods"
        )
        raise UsageError(message)
    return years[-1] if period is None else period


def compares_rows(program: Program) -> bool:
    """Whether an item of a program looks at the other rows of its period."""
    return any(
        isinstance(part, t.Over)
        for made in program.items.values()
        for tree in trees(made)
        for part in t.walk(tree)
    )


def values_of(table: Any, variables: Mapping[str, Variable]) -> dict[tuple[str, int], dict[str, Value]]:
    """Stored columns of an Arrow table as values in base units."""
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for row in table.to_pylist():
        values: dict[str, Value] = {}
        for name, cell in row.items():
            base = name.removesuffix("__lo")
            spec = variables.get(base)
            if spec is None or cell is None:
                continue
            if spec.type == "grade":
                values[base] = Interval(_scaled(cell, spec), _scaled(row[f"{base}__hi"], spec))
            else:
                values[base] = _scaled(cell, spec) if spec.type == "number" else cell
        found[(row["subject"], row["period"])] = values
    return found


def _scaled(cell: int, spec: Variable) -> Fraction:
    return Fraction(cell, 10**spec.scale)
