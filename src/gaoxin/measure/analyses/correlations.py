"""Correlations of the nodes of an index, within a level and across levels."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

import numpy as np
import scipy  # pyright: ignore[reportMissingTypeStubs] - has none; its parts come when asked for

from gaoxin.measure.analyses.frame import Columns, Floats, Frame, Tree, number

METHODS = ("pearson", "spearman", "kendall")
_COLUMNS = (
    "node",
    "level",
    "other",
    "other_level",
    "relation",
    "common",
    "n",
    "correlation",
    "p_value",
    "status",
)
LEAST = 3
"""Pairs of known figures below which nothing is said: two points always lie on a line."""


def correlations(
    frame: Frame, *, stage: str = "score", method: str = "pearson", levels: Collection[int] | None = None
) -> Columns:
    """Correlate every two nodes over the units that know both.

    Parameters
    ----------
    frame : the index
    stage : ``score``, or ``raw``, ``imputed``, ``treated``, which only indicators have
    method : pearson: r = Σ(x-x̄)(y-ȳ)/√(Σ(x-x̄)²Σ(y-ȳ)²); spearman: the same of the ranks, ties at their
        mean; kendall: tau-b = (P-Q)/√((P+Q+T)(P+Q+U)), M. G. Kendall, Biometrika 33 (1945)
    levels : only pairs between these levels (0 = indicators); all where None

    Returns
    -------
    node, level, other, other_level; relation: parent, ancestor (the other stands above), siblings or apart;
    common: the lowest node that both stand under or are; n: units that know both; correlation; p_value of no
    association, two-sided (pearson and spearman by Student's t with n-2 degrees, kendall exact for small n
    without ties, else normal); status: empty, ``few`` (n < 3) or ``constant`` – both without a correlation
    """
    tree = frame.tree
    wanted = [place for place in range(len(tree.nodes)) if levels is None or tree.level(place) in levels]
    values = frame.of(stage)
    if stage in ("raw", "imputed", "treated"):
        wanted = [place for place in wanted if not tree.methods[place]]
    found: Columns = {name: [] for name in _COLUMNS}
    for one, other in _pairs(tree, wanted, levels):
        n, r, p, status = correlate(values[:, one], values[:, other], method)
        relation, common = _relation(tree, one, other)
        row = (
            *(tree.nodes[one], tree.level(one), tree.nodes[other], tree.level(other)),
            *(relation, None if common is None else tree.nodes[common], n, number(r), number(p), status),
        )
        for name, cell in zip(_COLUMNS, row, strict=True):
            found[name].append(cell)
    return found


def _pairs(tree: Tree, wanted: list[int], levels: Collection[int] | None) -> Iterator[tuple[int, int]]:
    """Each pair once, the lower level first; of two named levels, between them."""
    across = levels is not None and len(set(levels)) == 2
    for one, other in combinations(wanted, 2):
        low, high = sorted((one, other), key=lambda place: (tree.level(place), place))
        if not across or tree.level(low) != tree.level(high):
            yield low, high


def correlate(x: Floats, y: Floats, method: str) -> tuple[int, float, float, str]:
    """Correlate two figures over the units that know both: their number, r, p and what forbids it."""
    both = np.isfinite(x) & np.isfinite(y)
    x, y, n = x[both], y[both], int(both.sum())
    if n < LEAST:
        return n, np.nan, np.nan, "few"
    if method == "kendall":
        if np.ptp(x) == 0 or np.ptp(y) == 0:
            return n, np.nan, np.nan, "constant"
        found = scipy.stats.kendalltau(x, y)
        return n, float(found.statistic), float(found.pvalue), ""
    if method == "spearman":
        x, y = scipy.stats.rankdata(x), scipy.stats.rankdata(y)
    return _pearson(x, y, n)


def _pearson(x: Floats, y: Floats, n: int) -> tuple[int, float, float, str]:
    if _constant(x) or _constant(y):
        return n, np.nan, np.nan, "constant"
    dx, dy = x - x.mean(), y - y.mean()
    r = float(np.clip((dx / np.linalg.norm(dx)) @ (dy / np.linalg.norm(dy)), -1.0, 1.0))
    rest = 1.0 - r * r
    p = 0.0 if rest <= 0 else float(2 * scipy.special.stdtr(n - 2, -abs(r) * np.sqrt((n - 2) / rest)))
    return n, r, p, ""


def _constant(x: Floats) -> bool:
    """Whether figures are the same to 12 digits of the largest: their differences are noise."""
    return bool(np.ptp(x) <= 1e-12 * np.abs(x).max())


def _relation(tree: Tree, low: int, high: int) -> tuple[str, int | None]:
    above = [low, *tree.ancestors(low)]
    reached = [high, *tree.ancestors(high)]
    common = next((place for place in above if place in reached), None)
    if tree.parents[low] == high:
        return "parent", high
    if high in above:
        return "ancestor", high
    if tree.parents[low] == tree.parents[high] and tree.parents[low] >= 0:
        return "siblings", common
    return "apart", common
