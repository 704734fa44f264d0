"""The door: plans of an index and what differs from run to run in, scores and ranks of every run out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.draws.prepared import Noise, Prepared, categories, combination
from gaoxin.engines.array.draws.running import Population, Reweigh, run
from gaoxin.engines.array.index.frame import frame
from gaoxin.plan.index import IndexPlan

Floats = NDArray[np.float64]
Ranks = NDArray[np.int32]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Drawn:
    """What came out.

    Parameters
    ----------
    scores : (runs, units), NaN = no score
    ranks : (runs, units), 0 = no rank
    nominal_scores, nominal_ranks : (units,), of the index as it is
    subjects, periods : (units,)
    """

    scores: Floats
    ranks: Ranks
    nominal_scores: Floats
    nominal_ranks: Ranks
    subjects: NDArray[Any]
    periods: Integers


def draws(
    figures: Any,
    nominal: IndexPlan,
    plans: Sequence[IndexPlan],
    of_run: Integers,
    reweigh: Reweigh,
    top: str,
    *,
    noise: Noise | None = None,
    keys: Integers | None = None,
    threads: int | None = None,
) -> Drawn:
    """Run an index as it is, and many times with what is uncertain.

    Parameters
    ----------
    figures : an Arrow table with the columns that `gaoxin.plan.index.steps` names, those of every plan
    nominal : the index as it is
    plans : one for each combination of methods that occurs
    of_run : (runs,), the plan of each run
    reweigh : weights of runs; see `gaoxin.engines.array.draws.running.Reweigh`
    top : the node whose score and rank is wanted
    noise : what differs in the figures, by the keys of the runs (runs, noises)
    threads : how many chunks run at once; the number of cores where None
    """
    groups = {group.column: group for plan in (nominal, *plans) for group in plan.groups}
    rows = frame(figures, replace(nominal, groups=tuple(groups.values())))
    units = Population(
        tuple(leaf.node for leaf in nominal.leaves), rows.periods.astype(np.int64), categories(nominal, rows)
    )
    none = np.empty((len(of_run), 0), dtype=np.int64)
    prepared = Prepared(rows, [*plans, nominal], noise)
    trees = [combination(plan, rows) for plan in prepared.plans]
    scores, ranks = run(
        units,
        trees,
        of_run,
        prepared.leaves,
        none if keys is None else keys,
        reweigh,
        top,
        threads=threads,
    )
    score, rank = run(
        units,
        trees,
        np.full(1, len(plans)),
        prepared.leaves,
        np.empty((1, 0), dtype=np.int64),
        lambda _node, _children, weights, _runs: weights.copy(),
        top,
    )
    return Drawn(
        scores, ranks, score[0], rank[0], np.asarray(rows.subjects.to_pylist(), dtype=object), units.periods
    )
