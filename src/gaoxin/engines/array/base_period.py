"""Ratios to a base period, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.scopes import Bools, Codes, Floats

__all__ = ["REASONS", "base_faults", "base_period"]

REASONS = ("", "calibre changed", "base unknown", "not positive", "chain broken")
"""The reasons that `base_faults` tells; the first that holds."""


def base_period(
    x: Floats,
    *,
    subjects: Codes,
    periods: Codes,
    base: int,
    chained: bool = True,
    walls: Sequence[Sequence[int]] = (),
    down: Bools | None = None,
) -> Floats:
    """100 · x / x_base of the same subject; less is better: 100 · x_base / x.

    A chained index multiplies the ratios of neighbouring years, which cancel to this one ratio; it exists
    only if every year between is known and above zero. A zero is an index of 0 where more is better.

    Parameters
    ----------
    x : (…, rows, leaves), a row for each subject and period, NaN = unknown
    subjects : (rows,), a code for each subject
    periods : (rows,)
    base : the base period
    chained : whether the years between must be known and above zero
    walls : for each leaf the periods from which it has another calibre: no ratio looks across one
    down : (leaves,)

    Returns
    -------
    (…, rows, leaves), NaN where `base_faults` is above 0 or the figure is unknown

    References
    ----------
    ILO et al., Consumer Price Index Manual (2020), chained indices; OECD/JRC Handbook (2008), step 5.
    """
    faults = base_faults(
        x, subjects=subjects, periods=periods, base=base, chained=chained, walls=walls, down=down
    )
    based = _at_base(x, subjects, periods, base)
    sound = (faults == 0) & ~np.isnan(x)
    less = np.zeros(x.shape[-1], np.bool_) if down is None else down
    above, below = np.where(less, based, x), np.where(less, x, based)
    return 100 * np.divide(above, below, out=np.full_like(x, np.nan), where=sound)


def base_faults(
    x: Floats,
    *,
    subjects: Codes,
    periods: Codes,
    base: int,
    chained: bool = True,
    walls: Sequence[Sequence[int]] = (),
    down: Bools | None = None,
) -> NDArray[np.int8]:
    """Say why a known figure has no ratio to its base: places in `REASONS`, 0 for none.

    Parameters are those of `base_period`.
    """
    based = _at_base(x, subjects, periods, base)
    less = np.zeros(x.shape[-1], np.bool_) if down is None else down
    negative = np.where(less, x <= 0, x < 0)
    conditions = [
        np.isnan(x),
        np.broadcast_to(_across(x.shape[-1], periods, base, walls), x.shape),
        np.isnan(based),
        (based <= 0) | negative,
    ]
    if chained:
        conditions.append(_links(x, subjects, periods, base) != np.abs(periods - base)[:, None])
    return np.select(conditions, [0, 1, 2, 3, 4][: len(conditions)], 0).astype(np.int8)


def _at_base(x: Floats, subjects: Codes, periods: Codes, base: int) -> Floats:
    """The figure of the row's subject at the base, NaN where there is none."""
    count = int(subjects.max(initial=-1)) + 1
    rows = np.full(count, -1)
    there = np.flatnonzero(periods == base)
    rows[subjects[there]] = there
    place = rows[subjects]
    return np.where((place < 0)[:, None], np.nan, x[..., place, :])


def _across(leaves: int, periods: Codes, base: int, walls: Sequence[Sequence[int]]) -> Bools:
    """Whether a break of calibre lies between a row's period and the base, (rows, leaves)."""
    found = np.zeros((len(periods), leaves), np.bool_)
    for leaf, since in enumerate(walls):
        for wall in since:
            found[:, leaf] |= (periods >= wall) != (base >= wall)
    return found


def _links(x: Floats, subjects: Codes, periods: Codes, base: int) -> NDArray[np.int64]:
    """Count the figures above zero from the base (included) to a row's own period (excluded)."""
    order = np.lexsort((periods, subjects))
    sure = (x[..., order, :] > 0).astype(np.int64)
    start = np.zeros((*x.shape[:-2], 1, x.shape[-1]), np.int64)
    running = np.concatenate([start, np.cumsum(sure, axis=-2)], axis=-2)  # above zero before each place
    who, when = subjects[order], periods[order]
    reached = np.searchsorted(who, who)  # first place of the subject
    begins = reached + _before(who, when, base, inclusive=False)
    ends = reached + _before(who, when, base, inclusive=True)
    place = np.arange(len(order))
    later = (when >= base)[:, None]
    after = running[..., place, :] - running[..., np.minimum(begins, place), :]
    back = running[..., np.maximum(ends, place + 1), :] - running[..., place + 1, :]
    found = np.empty(x.shape, np.int64)
    found[..., order, :] = np.where(later, after, back)
    return found


def _before(who: Codes, when: Codes, base: int, *, inclusive: bool) -> NDArray[np.int64]:
    """Number of the subject's rows before the base, or up to it, for each row."""
    early = (when <= base) if inclusive else (when < base)
    return np.bincount(who, weights=early)[who].astype(np.int64) if len(who) else np.zeros(0, np.int64)
