"""A small index on plain arrays: minmax, goalposts, zscore and a base year; four ways to join."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import pytest

from gaoxin.measure.change import Panel, Scored
from gaoxin.plan.index import Aggregate, Child, IndexPlan, Join, Leaf, Normalise, ScaledLeaf

Tree = Mapping[str, Mapping[str, int]]


def plan_of(
    leaves: Sequence[str],
    tree: Tree,
    *,
    method: str = "minmax",
    joined: str = "arithmetic",
    down: Sequence[str] = (),
    posts: tuple[int, int] | None = None,
    within: str = "period",
    base: int = 0,
    least: int | None = None,
) -> IndexPlan:
    """A plan of leaves under groups, the lowest groups first."""
    ends = None if posts is None else (Fraction(posts[0]), Fraction(posts[1]))
    scaled = tuple(ScaledLeaf(leaf, leaf in down, ends) for leaf in leaves)
    normalise = Normalise(method, scaled, within, base=base, chained=False, high=Fraction(100))
    joins = [
        Aggregate(
            level,
            joined,
            (Join(node, tuple(Child(c, w) for c, w in children.items()), least or sum(children.values())),),
        )
        for level, (node, children) in enumerate(tree.items(), start=1)
    ]
    listed = tuple(Leaf(leaf, f"x_{leaf}", leaf, leaf) for leaf in leaves)
    return IndexPlan("i", "指数", None, listed, (), (normalise, *joins))


def panel_of(rows: Mapping[tuple[str, int], Sequence[float]]) -> Panel:
    """A panel of rows by unit and year."""
    subjects, periods = zip(*rows, strict=True)
    return Panel(np.array(subjects), np.array(periods), np.array(list(rows.values()), float), {})


def score(panel: Panel, plan: IndexPlan) -> Scored:
    """Compute the index."""
    scores: dict[str, np.ndarray] = {}
    for step in plan.steps:
        if isinstance(step, Normalise):
            for leaf in step.leaves:
                at = [known.node for known in plan.leaves].index(leaf.node)
                scores[leaf.node] = _normalised(panel, panel.figures[:, at], step, leaf)
        elif isinstance(step, Aggregate):
            for join in step.joins:
                scores[join.node] = _joined(step.method, join, scores)
    weights = {
        child.node: np.full(len(panel.periods), float(child.weight or 0))
        for step in plan.steps
        if isinstance(step, Aggregate)
        for join in step.joins
        for child in join.children
    }
    return Scored(scores, weights, {node: _ranks(found, panel.periods) for node, found in scores.items()})


def _normalised(panel: Panel, x: np.ndarray, step: Normalise, leaf: ScaledLeaf) -> np.ndarray:
    found = np.full(len(x), np.nan)
    sign = -1.0 if leaf.down else 1.0
    for year in np.unique(panel.periods):
        rows = panel.periods == year
        seen = sign * (x[rows] if step.within == "period" else x)
        here = sign * x[rows]
        low, high = (
            sorted(sign * float(p) for p in leaf.posts) if leaf.posts else (np.nanmin(seen), np.nanmax(seen))
        )
        match step.method:
            case "minmax" | "goalposts":
                share = (here - low) / (high - low)
                share = np.clip(share, 0, 1) if step.method == "goalposts" else share
                found[rows] = float(step.low) + (float(step.high) - float(step.low)) * share
            case "zscore":
                found[rows] = (here - np.nanmean(seen)) / np.nanstd(seen, ddof=1)
            case "base_period":
                bases = {
                    s: v for s, p, v in zip(panel.subjects, panel.periods, x, strict=True) if p == step.base
                }
                found[rows] = [100 * v / bases[s] for s, v in zip(panel.subjects[rows], x[rows], strict=True)]
            case _:
                found[rows] = here
    return found


def _joined(method: str, join: Join, scores: Mapping[str, np.ndarray]) -> np.ndarray:
    values = np.column_stack([scores[child.node] for child in join.children])
    weights = np.array([float(child.weight or 0) for child in join.children])
    known = ~np.isnan(values)
    whole = known @ weights
    spread = np.where(known, weights, 0) / whole[:, None]
    bad = (known & (weights > 0) & (values <= 0)).any(axis=1)
    with np.errstate(all="ignore"):
        match method:
            case "geometric":
                logs = np.where(known & (values > 0), np.log(np.abs(values)), 0)
                found = np.where(bad, np.nan, np.exp((spread * logs).sum(axis=1)))
            case "harmonic":
                found = np.where(bad, np.nan, 1 / np.where(known, spread / values, 0).sum(axis=1))
            case "minimum":
                found = np.nanmin(values, axis=1)
            case "median":
                found = np.nanmedian(values, axis=1)
            case _:
                found = np.where(known, spread * values, 0).sum(axis=1)
    return np.where(whole >= float(join.least or 0), found, np.nan)


def _ranks(scores: np.ndarray, periods: np.ndarray) -> np.ndarray:
    found = np.full(len(scores), np.nan)
    for at, own in enumerate(scores):
        if not np.isnan(own):
            found[at] = 1 + np.sum((periods == periods[at]) & (scores > own + 1e-12))
    return found


@pytest.fixture
def scorer() -> Callable[[Panel, IndexPlan], Scored]:
    return score
