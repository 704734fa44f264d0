"""Points of a score sheet for every row of a table: items, groups, totals, ranks and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Result, Table, Task
from gaoxin.formula.program import Program
from gaoxin.plan.points import PointsPlan, points_plan
from gaoxin.plan.steps import RowPlan
from gaoxin.services.points.counting import Counter, counted_items
from gaoxin.services.points.ranking import with_ranks
from gaoxin.services.tables import (
    Options,
    Results,
    Written,
    engine_for,
    notices_of,
    program_of,
    table_of,
    task_for,
)

RANKS = frozenset(("rank", "of", "list"))
"""Columns that rest on ranks."""


def points(
    pack: str | Program,
    table: object,
    options: Options = Options(),
    *,
    name: str | None = None,
    variant: str | None = None,
    columns: Iterable[str] | None = None,
    out: Path | None = None,
) -> Results | Written:
    """Score every row of a table by a score sheet of a pack, and rank the totals.

    Parameters
    ----------
    pack : name, folder, or a program
    table : path, or an Arrow, Polars, pandas or DuckDB table; it should hold the whole population
    name : of the sheet, where the pack has several; the first where None
    variant : name of the variant that fills unpublished caps; its results are marked
    columns : only these come out behind subject and period; all where None
    out : write to this file (CSV, Parquet or JSON) instead, and say how many rows were written

    Returns
    -------
    one row for each subject and period: the sheet's categories, ``points`` (unknown where not decided),
    ``low, high`` between which they lie, ``rank`` and ``of`` (rows ranked together), ``list``, the points of
    each group and item as ``<sheet>.<id>``, ``status``

    Raises
    ------
    UsageError : no such pack, sheet, variant, column or file
    PackError, DataError : all faults of the pack, or of the table, at once
    """
    program = pack if isinstance(pack, Program) else program_of(str(pack), options.as_of)
    figures, plan = points_plan(program, name, variant)
    names = _chosen(plan, columns)
    if out is not None and not out.parent.is_dir():
        message = f"{out}: there is no folder {out.parent}; try: make it first"
        raise UsageError(message)
    task = task_for(program, figures, table, options)
    with engine_for(options) as engine:
        result = scored(engine, figures, plan, task, names)
        told = (*notices_of(task), *_rests_on(program, plan))
        if out is not None:
            return Written(result.write(out), program.pack.pack, told)
        return Results(result.arrow(), program.pack.pack, told)


def scored(
    engine: Engine, figures: RowPlan, plan: PointsPlan, task: Task, names: Sequence[str] | None = None
) -> Result:
    """Run a score sheet: percentile ranks by arrays, all else by the engine.

    Parameters
    ----------
    names : columns behind subject and period; all where None
    """
    chosen = plan.outputs if names is None else names
    error = plan.error
    if counted_items(plan):
        columns = [output.name for output in figures.outputs]
        table, counted = Counter(engine.figures(figures, task, plan), plan, columns).run()
        population = engine.points_of(table, plan, counted, task)
        error = 0.0 if any(found.total for found in counted) else error
    else:
        population = engine.points(figures, plan, task)
    rows = population.scored([name for name in chosen if name not in RANKS])
    if RANKS & set(chosen):
        rows = with_ranks(population, plan, rows, error)
    return population.result(rows, chosen)


def standings(engine: Engine, program: Program, name: str, task: Task) -> Any:
    """How a sheet counts every row of a task: points where they are decided, rank, of, list and status."""
    figures, plan = points_plan(program, name)
    return scored(engine, figures, plan, task, ("points", "rank", "of", "list", "status")).arrow()


def table_with_ranks(program: Program, plan: RowPlan, table: object, options: Options) -> Table:
    """Open a table for a plan, and for the ranks of the pack's score sheets."""
    if isinstance(table, Table):
        return table
    plans = [plan, *(points_plan(program, name)[0] for name in program.pack.points)]
    return table_of([(program, each.frame) for each in plans], table, options.sheet)


def _chosen(plan: PointsPlan, columns: Iterable[str] | None) -> tuple[str, ...]:
    if columns is None:
        return plan.outputs
    chosen = tuple(columns)
    strange = [name for name in chosen if name not in plan.outputs]
    if strange:
        message = f"{plan.sheet} has no column {', '.join(strange)}; try: {', '.join(plan.outputs)}"
        raise UsageError(message)
    return chosen


def _rests_on(program: Program, plan: PointsPlan) -> tuple[str, ...]:
    """What makes the points of all rows unofficial, or keeps them from being."""
    sheet = f"{program.pack.pack} {plan.sheet}"
    told = [f"{sheet} rests on {mark}" for mark in plan.marks if mark != "max unpublished"]
    if not plan.published:
        known = ", ".join(program.pack.points[plan.sheet].variants) or "none"
        told.append(f"{sheet}: caps are not published, so there are no totals; variants: {known}")
    return tuple(told)
