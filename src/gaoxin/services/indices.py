"""Which plans an index needs, its figures and the index itself; and running them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow
import pyarrow.compute

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Result, Task
from gaoxin.formula.program import Figure, Program, Sheet
from gaoxin.formula.resolve import walls
from gaoxin.plan import expr as e
from gaoxin.plan.index import GroupColumn, IndexPlan, choice_notices, compile_index, weight_notices
from gaoxin.plan.rows import figure_plan
from gaoxin.plan.steps import Output, RowPlan
from gaoxin.spec import Index, Status

pa: Any = pyarrow  # its stubs do not know all that it can do
pc: Any = pyarrow.compute


def index_task(
    program: Program, name: str | None = None, variant: str | None = None, *, under: Index | None = None
) -> tuple[RowPlan, IndexPlan]:
    """The plan of an index's figures, named as the index reads them, and the plan of the index.

    Parameters
    ----------
    program : the resolved pack
    name : of the index; the only or first one where None
    variant : name of the variant that fills unpublished weights
    under : the index in place of the pack's own, of the same leaves under other methods

    Raises
    ------
    UsageError : the pack has no such index or variant
    """
    indices = program.pack.index
    chosen = name or next(iter(indices), None)
    if chosen is None or chosen not in indices:
        known = ", ".join(indices) or "none"
        wanted = f"index {name!r}" if name else "index"
        message = f"{program.pack.pack} has no {wanted}; its indices are: {known}; try: gaoxin packs list"
        raise UsageError(message)
    spec = under or indices[chosen]
    leaves = [node.indicator for node in spec.leaves() if node.indicator is not None]
    statuses: dict[str, Status] = {}
    for leaf in leaves:
        if (status := _status(program, leaf)) is not None:
            statuses[leaf] = status
    methods = _methods(spec)
    based = {leaf for leaf, ways in methods.items() if ways == {"base_period"}}
    index = compile_index(
        spec,
        chosen,
        variant=variant,
        status=program.pack.status,
        statuses=statuses,
        walls={leaf: _walls(program, leaf, bridged=leaf in based) for leaf in methods},
    )
    figures = figure_plan(program, [leaf.reference for leaf in index.leaves], one_calibre=based)
    named = [
        replace(output, name=leaf.column) for output, leaf in zip(figures.outputs, index.leaves, strict=True)
    ]
    return with_groups(replace(figures, outputs=tuple(named)), index.groups), index


def index_notices(program: Program, plan: IndexPlan, asked: str | None) -> tuple[str, ...]:
    """What an author or a reader of an index may have overlooked; `asked` names it, or None."""
    indices = program.pack.index
    return (*choice_notices(indices, asked), *weight_notices(indices[plan.index]))


def index_rows(engine: Engine, figures: RowPlan, plan: IndexPlan, task: Task) -> Result:
    """Give the rows of an index for the periods of a task.

    Parameters
    ----------
    engine : computes the figures, and the index unless it has `IndexPlan.arrays_only` steps
    figures, plan : of `index_task`
    task : the rows
    """
    made = whole_rows(engine, figures, plan, task)
    if task.periods is None or not plan.across_periods:
        return made
    return engine.at_hand(of_periods(made.arrow(), task.periods), task)


@dataclass(frozen=True, slots=True)
class Ran:
    """An index that ran.

    Parameters
    ----------
    plan : its plan
    rows : its rows, of all periods where a score rests on figures of others
    periods : those that are asked for; all of the rows where None
    """

    plan: IndexPlan
    rows: Any
    periods: Collection[int] | None = None


def of_periods(rows: Any, periods: Collection[int] | None) -> Any:
    """The rows of some periods of an Arrow table, all where None."""
    if periods is None:
        return rows
    wanted = pa.array(list(periods), rows["period"].type)
    return rows.filter(pc.is_in(rows["period"], value_set=wanted))


def whole_rows(engine: Engine, figures: RowPlan, plan: IndexPlan, task: Task) -> Result:
    """As `index_rows`, but of all periods where a score rests on figures of others.

    All of the engine, or its figures there and the index on arrays.
    """
    task = replace(task, periods=None) if plan.across_periods else task
    if not plan.arrays_only:
        return engine.index(figures, plan, task)
    from gaoxin.engines.array.index import run_index  # late: numpy and scipy take a moment

    return engine.at_hand(run_index(plan, engine.rows(figures, task).arrow()), task)


def with_groups(figures: RowPlan, groups: Sequence[GroupColumn]) -> RowPlan:
    """A plan of figures that gives categories too."""
    outputs = [Output(group.column, e.Column(group.reference, "text"), "text") for group in groups]
    frame = figures.frame
    lacking = [g.reference for g in groups if (g.reference, "text", 0) not in frame.columns]
    frame = replace(frame, columns=(*frame.columns, *((name, "text", 0) for name in lacking)))
    return replace(figures, frame=frame, outputs=(*figures.outputs, *outputs))


def _status(program: Program, reference: str) -> Status | None:
    if reference in program.variables:
        return program.variables[reference].status
    made = program.find(reference)
    return made.spec.status if isinstance(made, (Figure, Sheet)) else None


def _methods(index: Index) -> dict[str, set[str]]:
    """How each figure of an index becomes a score, by its reference."""
    found: dict[str, set[str]] = {}
    for node in index.leaves():
        method = (node.normalise or index.methods.normalise).method
        found.setdefault(node.indicator or "", set()).add(method)
    return found


def _walls(program: Program, reference: str, *, bridged: bool) -> tuple[int, ...]:
    """The periods from which a figure has another calibre; without those that comparable series bridge."""
    if reference in program.variables:
        breaks = program.variables[reference].breaks
        return tuple(found.since for found in breaks if not (bridged and found.comparable))
    made = program.find(reference)
    return walls(made.tree, bridged=bridged) if isinstance(made, Figure) else ()
