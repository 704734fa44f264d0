"""An index by a plain reading of the formulas, column by column: the other opinion of the held-out variants.

It shares no code with Gaoxin. A recipe says each step as a function of one column of known and unknown
figures; what the functions compute is that of COINr (Becker et al. 2022) where COINr has them.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import stats

Column = np.ndarray[Any, np.dtype[np.float64]]
Step = Callable[[Column], Column]
Join = Callable[[Column, Column], float]


def skewness(x: Column) -> float:
    """G1 of the known figures, as COINr's `skew`."""
    return float(stats.skew(x[~np.isnan(x)], bias=False))


def passes(x: Column, skew: float, kurtosis: float) -> bool:
    """COINr's `check_SkewKurt`."""
    known = x[~np.isnan(x)]
    return abs(skewness(x)) < skew or float(stats.kurtosis(known, bias=False)) < kurtosis


def winsorised(x: Column, winmax: float, skew: float, kurtosis: float, *, force: bool = False) -> Column:
    """COINr's `winsorise`."""
    found, high, low = x.copy(), 0, 0
    while (force or not passes(found, skew, kurtosis)) and high + low < winmax:
        if skewness(found) >= 0:
            outer = found == np.nanmax(found)
            found[outer], high = np.nanmax(found[~outer]), int(outer.sum())
        else:
            outer = found == np.nanmin(found)
            found[outer], low = np.nanmin(found[~outer]), int(outer.sum())
    return found


def log_shift(x: Column, share: float = 0.01) -> Column:
    """COINr's `log_CT`."""
    least, most = np.nanmin(x), np.nanmax(x)
    return np.log(x - least + share * (most - least))


def treated(*steps: Step, skew: float = 2, kurtosis: float = 3.5) -> Step:
    """COINr's `Treat`: the first step whose result passes, else the last; each on the untreated figures."""

    def treat(x: Column) -> Column:
        found = x
        for step in steps:
            if passes(found, skew, kurtosis):
                break
            found = step(x)
        return found

    return treat


def minmax(low: float, high: float) -> Step:
    """COINr's `n_minmax`."""
    return lambda x: low + (high - low) * (x - np.nanmin(x)) / (np.nanmax(x) - np.nanmin(x))


def zscore(mean: float, sd: float) -> Step:
    """COINr's `n_zscore`."""
    return lambda x: mean + sd * (x - np.nanmean(x)) / np.nanstd(x, ddof=1)


def ranks(ties: str) -> Step:
    """COINr's `n_rank`."""
    return lambda x: np.where(np.isnan(x), np.nan, stats.rankdata(np.nan_to_num(x, nan=np.inf), ties))


def arithmetic(s: Column, w: Column) -> float:
    """Weighted mean."""
    return float(np.dot(w, s))


def geometric(s: Column, w: Column) -> float:
    """Weighted geometric mean."""
    return math.prod(float(a) ** float(b) for a, b in zip(s, w, strict=True))


def harmonic(s: Column, w: Column) -> float:
    """Weighted harmonic mean."""
    return 1 / float(np.dot(w, 1 / s))


def median(s: Column, w: Column) -> float:
    """Middle of the children with weight."""
    return float(np.median(s[w > 0]))


def power(p: float) -> Join:
    """Weighted generalised mean."""
    return lambda s, w: float(np.dot(w, s**p)) ** (1 / p)


@dataclass(frozen=True)
class Recipe:
    """How each step is done.

    Parameters
    ----------
    scale : from a column of which more is better to scores
    fill : fills a column, within the groups of `fill_by`
    least : least share of figures behind filling for a row to stay
    treat : outliers
    scale_by : groups of scaling
    joins : the means of levels 1, 2 and 3
    share : least share of known children
    weights : of nodes, 1 where nothing is said
    """

    scale: Step
    fill: Step = lambda x: x
    fill_by: str | None = None
    least: float = 0
    treat: Step = lambda x: x
    scale_by: str | None = None
    joins: tuple[Join, Join, Join] = (arithmetic, arithmetic, arithmetic)
    share: float = 0
    weights: Mapping[str, float] = field(default_factory=dict[str, float])


def computed(
    rows: Sequence[Mapping[str, Any]], meta: Sequence[Mapping[str, str]], recipe: Recipe
) -> dict[str, Column]:
    """The scores of every node of ASEM, NaN = unknown, in the order of the rows.

    Parameters
    ----------
    rows : figures by code, categories by their names
    meta : iMeta.csv
    """
    nodes = {row["iCode"]: row for row in meta if row["Type"] in ("Indicator", "Aggregate")}
    codes = [code for code, row in nodes.items() if row["Type"] == "Indicator"]
    raw = {code: np.array([np.nan if r[code] is None else r[code] for r in rows]) for code in codes}
    full = {code: _within(raw[code], rows, recipe.fill_by, recipe.fill) for code in codes}
    known = np.mean([~np.isnan(full[code]) for code in codes], axis=0)
    kept = known >= recipe.least
    scores: dict[str, Column] = {}
    for code in codes:
        sign = int(nodes[code]["Direction"])
        column = recipe.treat(np.where(kept, full[code], np.nan)) * sign
        scores[code] = _within(column, rows, recipe.scale_by, recipe.scale)
    for level in (2, 3, 4):
        for parent in [code for code, row in nodes.items() if row["Level"] == str(level)]:
            children = [code for code, row in nodes.items() if row["Parent"] == parent]
            weights = np.array([recipe.weights.get(code, 1.0) for code in children])
            table = np.column_stack([scores[code] for code in children])
            scores[parent] = np.array([_joined(s, weights, recipe, level - 2) for s in table])
    return {"total" if code == "Index" else code: column for code, column in scores.items()}


def _within(x: Column, rows: Sequence[Mapping[str, Any]], by: str | None, step: Step) -> Column:
    groups = np.array([str(row[by]) if by else "" for row in rows])
    found = np.full(len(x), np.nan)
    for group in np.unique(groups):
        part = x[groups == group]
        found[groups == group] = step(part) if not np.isnan(part).all() else part
    return found


def _joined(s: Column, weights: Column, recipe: Recipe, level: int) -> float:
    there = ~np.isnan(s)
    if not there.any() or there.mean() < recipe.share:
        return math.nan
    return recipe.joins[level](s[there], weights[there] / weights[there].sum())
