"""Running an index: on the engine at hand, or its figures there and the index on arrays."""

from __future__ import annotations

from gaoxin.engines.protocol import Engine, Result, Task
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.steps import RowPlan


def run(engine: Engine, figures: RowPlan, plan: IndexPlan, task: Task) -> Result:
    """Give the rows of an index.

    Parameters
    ----------
    engine : computes the figures, and the index unless it has `IndexPlan.arrays_only` steps
    figures, plan : of `gaoxin.services.indices.index_task`
    task : the rows
    """
    if not plan.arrays_only:
        return engine.index(figures, plan, task)
    from gaoxin.engines.array.index import run_index  # late: numpy and scipy take a moment

    return engine.at_hand(run_index(plan, engine.rows(figures, task).arrow()))
