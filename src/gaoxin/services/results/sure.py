"""How sure the ranks of a run's indices are: an interval and a mark for every published rank, and why."""

from __future__ import annotations

from collections.abc import Mapping
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
from gaoxin.services.robust.results import Robust
from gaoxin.services.robust.running import MOST_CELLS, Asked, of_figures, scored

MOST_CROSSED = 5_000_000
"""Scores up to which runs are crossed, so that they tell which assumption moves the ranks."""
FEW = 40
"""Rankings of more subjects than these keep no table of how often each rank is taken."""
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

    What is uncertain is what the index says, its weights by a quarter where it says nothing. Of N draws of k
    inputs there are N (k + 2) runs with Sobol' indices, see `gaoxin.measure.robust.sampling`; of an index
    with more scores than `MOST_CROSSED` in them N runs without. An index without any score has no intervals.

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
    inputs = inputs_of(index, spec)
    if not size or not scored(plan, node) or not inputs:
        return ()
    crossed = spec.indices and size * draws * (len(inputs) + 2) <= MOST_CROSSED
    try:
        asked = Asked(node=node, inputs=spec.model_copy(update={"draws": draws, "indices": crossed}))
        found = of_figures(engine, program, figures, plan, task, asked)
    except UsageError as error:
        return (f"{program.pack.pack} {plan.index}: 未测算位次区间 · no intervals of ranks: {error}",)
    if found.table["rank"].null_count == found.table.num_rows:
        return ()
    head = {"pack": program.pack.pack, "index": plan.index, "kind": program.subject, "node": node}
    _add_units(files, head, found, float(spec.confidence))
    _add_shares(files, head, found.ranks.table)
    if crossed:
        _add_assumptions(files, head, found.sensitivity.table)
    return ()


def _add_units(files: TableFiles, head: Mapping[str, Any], found: Robust, confidence: float) -> None:
    columns = _columns(found.table)
    files.add(
        "robust",
        {
            **{name: columns[name] for name in _KEPT},
            **head,
            "runs": found.runs,
            "confidence": confidence,
            "apart": pc.if_else(
                pc.is_valid(columns["mark"]),
                pa.scalar(value=False),
                pc.if_else(
                    pc.is_valid(columns["ahead_of_next"]), pa.scalar(value=True), pa.scalar(None, pa.bool_())
                ),
            ),
        },
    )


def _add_shares(files: TableFiles, head: Mapping[str, Any], rows: Any) -> None:
    """How often each rank is taken, of the periods that have few subjects."""
    counts = _columns(rows.group_by("period").aggregate([("rank", "max")]))
    few = counts["period"].filter(pc.less_equal(counts["rank_max"], FEW))
    kept = rows.filter(pc.is_in(rows["period"], value_set=few.combine_chunks()))
    files.add("rank_shares", {**_columns(kept), **head})


def _add_assumptions(files: TableFiles, head: Mapping[str, Any], rows: Any) -> None:
    """What moves the mean shift of ranks and each rank."""
    kept = rows.filter(pc.is_in(rows["target"], value_set=pa.array(["rank", "rank shift"])))
    columns = _columns(kept)
    subject = pc.fill_null(columns["subject"], "")
    files.add("assumptions", {**columns, **head, "subject": subject})


def _columns(rows: Any) -> dict[str, Any]:
    return dict(zip(rows.column_names, rows.columns, strict=True))


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
