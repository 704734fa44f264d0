"""From figures and a plan to the rows of an index."""

from __future__ import annotations

from typing import Any

from gaoxin.engines.array.index.cells import cells
from gaoxin.engines.array.index.frame import frame
from gaoxin.engines.array.index.scaled import scaled
from gaoxin.engines.array.index.scores import scores
from gaoxin.engines.array.index.tidy import tidy
from gaoxin.plan.index import IndexPlan


def run_index(plan: IndexPlan, figures: Any) -> Any:
    """Run an index on figures.

    Parameters
    ----------
    plan : the plan
    figures : an Arrow table with the columns that `gaoxin.plan.index.steps` names

    Returns
    -------
    an Arrow table, a row for each subject, period and node, ordered by subject, period and place in the tree
    """
    rows = frame(figures, plan)
    held = cells(rows, plan)
    normalised = scaled(rows, plan, held.treated)
    return tidy(rows, plan, held, normalised, scores(rows, plan, held, normalised))
