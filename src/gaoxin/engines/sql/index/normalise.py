"""Normalising: one step for each method in use."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import places, ratios, scales, terms
from gaoxin.engines.sql.index.base_period import base_period
from gaoxin.engines.sql.index.frame import Frame, c, figure, no_fault
from gaoxin.plan.index import IndexPlan, Normalise, ScaledLeaf

NORMALISED = "index_normalised"
"""The relation behind the last normalising: the columns of a cell, ``normalised`` and ``fault``."""


def normalise_ctes(plan: IndexPlan) -> list[Cte]:
    """Give the steps from `treat.TREATED` to `NORMALISED`."""
    found = [step for step in plan.steps if isinstance(step, Normalise)]
    if len(found) == 1:
        return _METHODS[found[0].method](Frame(found[0], NORMALISED, plan, whole=True))
    frames = [
        Frame(step, f"index_normalised_{place}", plan, whole=False)
        for place, step in enumerate(found, start=1)
    ]
    parts = [_METHODS[frame.step.method](frame) for frame in frames]
    columns = [*frames[0].cell, "normalised", "fault"]
    selects = [exp.select(*terms.columns(columns)).from_(frame.name) for frame in frames]
    joined = exp.union(*selects, distinct=False)
    return [*(cte for part in parts for cte in part), Cte(NORMALISED, "all normalised indicators", joined)]


def _none(frame: Frame) -> list[Cte]:
    return [frame.result(figure(), no_fault())]


def _bands(frame: Frame) -> list[Cte]:
    branches = [(c("node").eq(terms.text(leaf.node)), _points(leaf)) for leaf in frame.step.leaves]
    value = terms.case((terms.known(figure()), terms.case(*branches)))
    return [frame.result(value, no_fault())]


def _points(leaf: ScaledLeaf) -> exp.Expr:
    """The points of the last band that begins at the figure or below it."""
    reached = [
        (exp.true() if start is None else figure() >= terms.double(start), terms.double(points))
        for start, points in reversed(leaf.bands)
    ]
    return terms.case(*reached, otherwise=terms.double(0))


_METHODS: dict[str, Callable[[Frame], list[Cte]]] = {
    "none": _none,
    "minmax": scales.minmax,
    "goalposts": scales.goalposts,
    "zscore": scales.zscore,
    "rank": places.rank,
    "percentile_rank": places.percentile_rank,
    "borda": places.borda,
    "distance_to_max": scales.distance_to_max,
    "distance_to_reference": scales.distance_to_reference,
    "share_of_max": ratios.share_of_max,
    "ratio_to_mean": ratios.ratio_to_mean,
    "ratio_to_reference": ratios.ratio_to_reference,
    "base_period": base_period,
    "bands": _bands,
}
