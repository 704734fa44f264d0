"""From the plan of an index to the steps of a script."""

from __future__ import annotations

from gaoxin.base.errors import UnsupportedError
from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index.cells import cell_ctes
from gaoxin.engines.sql.index.impute import impute_ctes
from gaoxin.engines.sql.index.normalise import normalise_ctes
from gaoxin.engines.sql.index.scores import score_ctes
from gaoxin.engines.sql.index.treat import treat_ctes
from gaoxin.plan.index import IndexPlan


def index_ctes(plan: IndexPlan, source: str) -> list[Cte]:
    """Give the steps of an index; the last, ``index_result``, holds its rows.

    Parameters
    ----------
    plan : the plan
    source : relation of the figures, with the columns that `gaoxin.plan.index.steps` names

    Returns
    -------
    steps named ``index_…``, each reading only ``source`` and the ones before it

    Raises
    ------
    UnsupportedError : the plan has a step that only arrays have
    """
    if plan.arrays_only:
        message = (
            f"index {plan.index}: SQL has no step for {'; '.join(plan.arrays_only)}; "
            "such steps run on arrays; try: the array engine"
        )
        raise UnsupportedError(message)
    return [
        *cell_ctes(plan, source),
        *impute_ctes(plan),
        *treat_ctes(plan),
        *normalise_ctes(plan),
        *score_ctes(plan),
    ]
