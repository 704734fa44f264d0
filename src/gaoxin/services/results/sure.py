"""How sure the ranks of a run's indices are: an interval and a mark for every published rank."""

from __future__ import annotations

from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.program import Program
from gaoxin.measure.robust.setting import inputs_of
from gaoxin.plan.index import IndexPlan, Tidy
from gaoxin.plan.steps import RowPlan
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.files import TableFiles
from gaoxin.services.robust.asking import uncertainty
from gaoxin.services.robust.running import MOST_CELLS, Asked, of_figures, scored

LEAST = 100
"""Fewer runs than this tell nothing of the ends of an interval."""


def add_sure(
    files: TableFiles,
    engine: Engine,
    program: Program,
    figures: RowPlan,
    plan: IndexPlan,
    task: Task,
    size: int,
) -> tuple[str, ...]:
    """Add the rank intervals of an index to the tables of a run.

    What is uncertain is what the index says, its weights by a quarter where it says nothing; there are N
    runs, without Sobol' indices. An index without any score has no intervals.

    Parameters
    ----------
    size : how many rows the index has

    Returns
    -------
    notices: why there is no interval
    """
    index = program.pack.index[plan.index]
    spec = uncertainty(index)
    draws = min(spec.draws, MOST_CELLS // max(size, 1))
    if draws < LEAST:
        return (
            f"{program.pack.pack} {plan.index}: {size:,} 行，未测算位次区间 · too many rows for intervals",
        )
    node = _top(plan)
    if not size or not scored(plan, node) or not inputs_of(index, spec):
        return ()
    try:
        asked = Asked(node=node, inputs=spec.model_copy(update={"draws": draws, "indices": False}))
        found = of_figures(engine, program, figures, plan, task, asked)
    except UsageError as error:
        return (f"{program.pack.pack} {plan.index}: 未测算位次区间 · no intervals of ranks: {error}",)
    rows: Any = found.table
    columns = dict(zip(rows.column_names, rows.columns, strict=True))
    files.add(
        "robust",
        {
            **{name: columns[name] for name in _KEPT},
            "pack": program.pack.pack,
            "index": plan.index,
            "kind": program.subject,
            "node": node,
            "runs": found.runs,
            "confidence": float(spec.confidence),
            "apart": pc.if_else(
                pc.is_valid(columns["mark"]),
                pa.scalar(value=False),
                pc.if_else(
                    pc.is_valid(columns["ahead_of_next"]), pa.scalar(value=True), pa.scalar(None, pa.bool_())
                ),
            ),
        },
    )
    return ()


_KEPT = (
    "subject",
    "period",
    "rank",
    "rank_low",
    "rank_median",
    "rank_high",
    "score_low",
    "score_high",
    "known",
    "ahead_of_next",
    "not_distinguishable_from",
)


def _top(plan: IndexPlan) -> str:
    """The node by which an index ranks: the total, else the first of the tree."""
    return next(step for step in plan.steps if isinstance(step, Tidy)).rows[0].node
