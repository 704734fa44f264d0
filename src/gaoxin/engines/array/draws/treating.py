"""Treating outliers of many draws at once: every leaf of every draw is a column of its own.

The rule and winsorising run on all columns together; a column that winsorising does not make pass goes on to
the other methods alone. What comes out is what `gaoxin.engines.array.treat.treat` gives column by column.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array import treat
from gaoxin.engines.array.index.cells import how
from gaoxin.engines.array.scopes import NEGLIGIBLE, Codes, members
from gaoxin.plan.index import Treat

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def treated(x: Floats, step: Treat, scope: Codes | None) -> Floats:
    """Treat figures.

    Parameters
    ----------
    x : (draws, units, leaves of the step), NaN = unknown
    scope : (units,)

    Returns
    -------
    (draws, units, leaves)
    """
    found = x.copy()
    for rows in members(scope, x.shape[1]):
        part = np.moveaxis(x[:, rows, :], 1, 2)
        columns = np.ascontiguousarray(part).reshape(-1, part.shape[2])
        found[:, rows, :] = np.moveaxis(_columns(columns, step).reshape(part.shape), 2, 1)
    return found


def _columns(x: Floats, step: Treat) -> Floats:
    """Treat (columns, units)."""
    rule, methods = how(step)
    found = x.copy()
    if step.rule == "always":
        return np.stack([treat.treat(column, methods, rule=None).values for column in x])
    skewed = np.flatnonzero(~_passes(x, rule))
    if step.methods[0] == "winsorise" and not step.combine:
        (_, settings), *methods = methods
        values = winsorised(x[skewed], step.winmax, settings["rule"])
        used = ~_flat(values)
        found[skewed[used]] = values[used]
        skewed = skewed[used & ~_passes(values, rule)]
    for column in skewed if methods else ():
        found[column] = treat.treat(x[column], methods, rule=rule, combine=step.combine).values
    return found


def winsorised(x: Floats, winmax: int | None, rule: treat.Rule) -> Floats:
    """Pull in the outermost figures of each column until it passes, as `treat.winsorise` does.

    Parameters
    ----------
    x : (columns, units)
    """
    found = x.copy()
    high, low = np.zeros(len(x), dtype=np.int64), np.zeros(len(x), dtype=np.int64)
    active = np.arange(len(x))
    while len(active):
        if winmax is not None:
            active = active[high[active] + low[active] < winmax]
        part = found[active]
        skew, kurtosis = _shape(part)
        loose = ~_held(skew, kurtosis, rule)
        active, part, up = active[loose], part[loose], skew[loose] >= 0
        sign = np.where(up, 1.0, -1.0)[:, None]
        turned = np.where(np.isnan(part), -np.inf, part * sign)
        outer = turned == turned.max(axis=1, keepdims=True, initial=-np.inf)
        inner = np.where(outer, -np.inf, turned).max(axis=1, keepdims=True, initial=-np.inf)
        found[active] = np.where(outer, inner * sign, part)
        count = outer.sum(axis=1)
        high[active[up]], low[active[~up]] = count[up], count[~up]
    return found


def _passes(x: Floats, rule: treat.Rule) -> Bools:
    return _held(*_shape(x), rule)


def _held(skew: Floats, kurtosis: Floats, rule: treat.Rule) -> Bools:
    """Whether the rule holds; it does where there are too few figures, or where they do not vary."""
    first, second = np.abs(skew) < rule.skew, kurtosis < rule.kurtosis
    return (first & second if rule.both else first | second) | np.isnan(skew) | np.isnan(kurtosis)


def _shape(x: Floats) -> tuple[Floats, Floats]:
    """Skewness G1 and excess kurtosis G2 of each column, as of `gaoxin.engines.array.treat`."""
    there = ~np.isnan(x)
    n = there.sum(axis=1).astype(np.float64)
    some = np.maximum(n, 1)[:, None]
    gaps = np.where(there, x, 0.0)
    gaps = np.where(there, gaps - gaps.sum(axis=1, keepdims=True) / some, 0.0)
    squares = gaps * gaps
    with np.errstate(all="ignore"):
        m2, m3, m4 = ((power.sum(axis=1) / n) for power in (squares, squares * gaps, squares * squares))
        skew = np.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5
        kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    none = (n < 4) | _flat(x)
    return np.where(none, np.nan, skew), np.where(none, np.nan, kurtosis)


def _flat(x: Floats) -> Bools:
    """Whether the figures of a column do not vary by more than the noise of doubles."""
    low, high = np.fmin.reduce(x, axis=1, initial=np.inf), np.fmax.reduce(x, axis=1, initial=-np.inf)
    return ~(high - low > NEGLIGIBLE * np.maximum(np.abs(low), np.abs(high)))
