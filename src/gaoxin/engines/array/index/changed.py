"""The cells of an index that were filled or treated, and how."""

from __future__ import annotations

from typing import Any

import numpy as np

from gaoxin.engines.array.index.arrow import pa, pc
from gaoxin.engines.array.index.cells import outcomes
from gaoxin.engines.array.index.frame import coded
from gaoxin.engines.array.scopes import Bools, Floats
from gaoxin.plan.index import Impute, IndexPlan, Treat

SHOWN = ("subject", "period", "node", "raw", "imputed", "treated")


def changed_cells(plan: IndexPlan, rows: Any) -> Any:
    """List the cells that are not as they were reported.

    Parameters
    ----------
    plan : the plan that ran
    rows : the Arrow table of its rows, from any engine

    Returns
    -------
    an Arrow table with ``subject, period, node, raw, imputed, treated, how``, in the order of the rows;
    ``how`` names the method that filled the cell, the one that treated it, or both, joined by ``;``
    """
    leaves = [leaf.node for leaf in plan.leaves]
    cells = rows.filter(pc.is_in(rows["node"], value_set=pa.array(leaves, pa.string())))
    raw, imputed = _numbers(cells["raw"]), _numbers(cells["imputed"])
    ways = np.full(len(raw), "", object)
    filled = np.isnan(raw) & ~np.isnan(imputed)
    for step in plan.steps:
        if isinstance(step, Impute):
            ways[filled & _of(cells, step.leaves)] = step.method
        elif isinstance(step, Treat):
            for leaf in step.leaves:
                here = _of(cells, (leaf,))
                _name_treatment(step, cells.filter(pa.array(here)), ways, np.flatnonzero(here))
    listed = pa.array(ways != "")
    table = cells.select(SHOWN).append_column("how", pa.array(ways, pa.string()))
    return table.filter(listed)


def _name_treatment(step: Treat, cells: Any, ways: Any, places: Any) -> None:
    """Add the method that treated the cells of a leaf to what is said of them."""
    figures = _numbers(cells["imputed"])
    scope = coded(cells["period"]) if step.within == "period" else None
    for part, outcome, touched in outcomes(step, figures, scope):
        for place in places[part][touched]:
            ways[place] = ";".join(filter(None, (ways[place], outcome.method)))


def _of(cells: Any, nodes: tuple[str, ...]) -> Bools:
    found = pc.is_in(cells["node"], value_set=pa.array(nodes, pa.string()))
    return np.asarray(found.to_numpy(), np.bool_)


def _numbers(column: Any) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_numpy(), np.float64)
