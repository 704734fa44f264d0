"""Analyses of an index, each a verb.

Every verb takes a pack, a table (or what `gaoxin.index` gave for it, which then is not computed again), and
how the index runs, as of `gaoxin.index`: ``name``, ``variant``, ``as_of``, ``periods``, ``members``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, Unpack

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.measure.analyses import components, dropping, effective, parts
from gaoxin.measure.analyses import correlations as correlating
from gaoxin.measure.analyses import statistics as describing
from gaoxin.measure.analyses import strengths as standing
from gaoxin.measure.analyses.frame import Columns
from gaoxin.services.analyses.running import Asked, each_period, joined, options_of, run
from gaoxin.services.analyses.without import runs_of
from gaoxin.services.tables import Results

Stage = Literal["score", "raw", "imputed", "treated"]


def availability(
    pack: str | Program, table: object, *, stage: Stage = "raw", **asked: Unpack[Asked]
) -> Results:
    """Count what each subject reports, of all indicators and below each node.

    Returns
    -------
    subject, period, node, indicators, known, missing, zero, share, nonzero_share
    """
    return each_period(run(pack, table, **asked), lambda frame: describing.availability(frame, stage=stage))


def statistics(
    pack: str | Program,
    table: object,
    *,
    stage: Stage = "raw",
    limits: Mapping[str, float] | None = None,
    **asked: Unpack[Asked],
) -> Results:
    """Describe the figures of each indicator: spread, skewness, kurtosis, outliers, flags.

    Parameters
    ----------
    stage : ``raw`` as reported, ``imputed`` with gaps filled, ``treated`` with outliers treated, or ``score``
    limits : other limits of the flags: available, nonzero, unique, skewness, kurtosis

    Returns
    -------
    period, node, n, available, minimum, q1, median, mean, q3, maximum, sd, skewness, kurtosis, nonzero,
    unique, same, outliers, flags
    """
    known = set(describing.Limits.__dataclass_fields__)
    if strange := sorted(set(limits or {}) - known):
        message = (
            f"limits {', '.join(strange)}: 没有这种界限 · no such limit; try: {', '.join(sorted(known))}"
        )
        raise UsageError(message)
    chosen = describing.Limits(**(limits or {}))
    return each_period(
        run(pack, table, **asked), lambda frame: describing.statistics(frame, stage=stage, limits=chosen)
    )


def correlations(
    pack: str | Program,
    table: object,
    *,
    stage: Stage = "score",
    method: str = "pearson",
    levels: Collection[int] | None = None,
    **asked: Unpack[Asked],
) -> Results:
    """Correlate the nodes of an index, within levels and across them.

    Parameters
    ----------
    stage : ``score``, or figures of the indicators: ``raw``, ``imputed``, ``treated``
    method : ``pearson``, ``spearman`` or ``kendall``
    levels : one level (0 = indicators), or two between which pairs are taken; every pair where None

    Returns
    -------
    period, node, level, other, other_level, relation (parent, ancestor, siblings, apart), common (the lowest
    node above both), n, correlation, p_value, status (few, constant)
    """
    if method not in correlating.METHODS:
        known = ", ".join(correlating.METHODS)
        message = f"{method}: 没有这种相关系数 · no such correlation; try: {known}"
        raise UsageError(message)
    return each_period(
        run(pack, table, **asked),
        lambda frame: correlating.correlations(frame, stage=stage, method=method, levels=levels),
    )


def pca(
    pack: str | Program,
    table: object,
    *,
    stage: Stage = "score",
    over: Literal["children", "indicators"] = "children",
    **asked: Unpack[Asked],
) -> Results:
    """Principal components of the children of each node, or of the indicators below it.

    Returns
    -------
    period, group, component, eigenvalue, share, cumulative, node, loading, correlation, n, status
    """
    _figures_of_indicators(stage, over)
    return each_period(run(pack, table, **asked), lambda frame: components.pca(frame, stage=stage, over=over))


def cronbach_alpha(pack: str | Program, table: object, **asked: Unpack[Asked]) -> Results:
    """Cronbach's alpha of each node over its children and over its indicators, and without each item.

    Returns
    -------
    period, group, over, without, items, n, alpha, status
    """
    return each_period(run(pack, table, **asked), components.cronbach_alpha)


def effective_weights(pack: str | Program, table: object, **asked: Unpack[Asked]) -> Results:
    """The weight of each node at the top, and its influence there.

    Returns
    -------
    subject (empty where all have the same weights), period, node, level, weight, effective_weight,
    variance_share, importance
    """
    return each_period(run(pack, table, **asked), effective.effective_weights)


def score_contributions(pack: str | Program, table: object, **asked: Unpack[Asked]) -> Results:
    """What each node adds to its parent's score and to the top's; they add up exactly.

    Returns
    -------
    subject, period, node, parent, score, to_parent, to_top, share
    """
    return each_period(run(pack, table, **asked), parts.contributions)


def strengths(
    pack: str | Program,
    table: object,
    *,
    top: int = 5,
    subjects: Collection[str] | None = None,
    **asked: Unpack[Asked],
) -> Results:
    """The indicators on which each subject ranks best and worst.

    Returns
    -------
    subject, period, kind (strength, weakness), place, node, group, raw, score, rank, of, mean, gap
    """
    if top < 1:
        message = f"top {top}: 至少为 1 · at least 1 of each kind; try: 5"
        raise UsageError(message)
    ran = run(pack, table, **asked)
    chosen = None if subjects is None else tuple(subjects)
    if chosen is not None:
        _known("subjects", chosen, {s for frame in ran.frames for s in frame.subjects})
    return each_period(ran, lambda frame: standing.strengths(frame, top=top, subjects=chosen))


def drop_each(
    pack: str | Program,
    table: object,
    *,
    nodes: Collection[str] | None = None,
    units: bool = False,
    **asked: Unpack[Asked],
) -> Results:
    """Compute an index anew without each node, from screening on, and compare the ranks.

    Parameters
    ----------
    nodes : the nodes to leave out, each by itself; all below the top where None
    units : a row for each node and subject

    Returns
    -------
    period, dropped, n, mean_abs_rank_change, max_abs_rank_change, moved, rank_correlation; with `units`
    subject, period, dropped, base_score, score, base_rank, rank, rank_change

    Raises
    ------
    UsageError : there is no such node, or the index has no total
    """
    if isinstance(table, Results):
        message = (
            "drop_each: 需要原表 · the index is computed anew; try: the table itself, not what gx.index gave"
        )
        raise UsageError(message)
    ran = run(pack, table, **asked)
    if ran.tree.parents.count(-1) > 1:
        message = (
            f"index {ran.index}: 没有总分 · it has no total whose ranks could be compared; try: `total: true`"
        )
        raise UsageError(message)
    below = [node for node, parent in zip(ran.tree.nodes, ran.tree.parents, strict=True) if parent >= 0]
    _known("nodes", nodes or (), set(below))
    chosen = [node for node in below if nodes is None or node in nodes]
    runs = runs_of(ran.program, ran.index, ran.variant, table, options_of(asked))
    found = {node: runs(node) for node in (None, *chosen)}
    parts: list[tuple[int, Columns]] = []
    for frame in ran.frames:
        by_node = {node: scores.get(frame.period, {}) for node, scores in found.items()}
        parts.append((frame.period, dropping.drop_each(by_node.__getitem__, chosen)[1 if units else 0]))
    return joined(ran, parts)


def _figures_of_indicators(stage: str, over: str) -> None:
    if stage != "score" and over != "indicators":
        message = (
            f"stage {stage}: 只有指标有原始数 · only indicators have such figures; try: over='indicators'"
        )
        raise UsageError(message)


def _known(what: str, given: Collection[str], known: Collection[str]) -> None:
    if strange := sorted(set(given) - set(known)):
        some = ", ".join(sorted(known)[:8])
        message = f"{what} {', '.join(strange)}: 没有 · there is no such one; try: {some}"
        raise UsageError(message)
