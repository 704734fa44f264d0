"""What many runs say of each unit: intervals of its score and rank, and how often it is among the first k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaoxin.measure.robust.estimators import at_share

Floats = NDArray[np.float64]
Ranks = NDArray[np.int32]

UNRANKED = 0
"""The rank in a run in which the unit has no score."""


@dataclass(frozen=True)
class Spread:
    """The distribution of a figure over the runs, unit by unit; runs without a score do not count.

    Parameters
    ----------
    known : (units,), share of the runs in which it is known
    mean : (units,), NaN where it never is
    quantiles : (shares, units)
    """

    known: Floats
    mean: Floats
    quantiles: Floats


def spread(values: NDArray[np.floating], shares: Sequence[float]) -> Spread:
    """Summarise the values of each unit.

    Parameters
    ----------
    values : (runs, units), NaN = unknown
    shares : of the runs below each quantile, such as 0.05
    """
    ordered = np.sort(np.ascontiguousarray(values.T), axis=1).T
    known = (~np.isnan(ordered)).sum(axis=0)
    total = np.nansum(ordered, axis=0, dtype=np.float64)
    mean = np.where(known > 0, total / np.maximum(known, 1), np.nan)
    quantiles = [at_share(ordered, known, share) for share in shares]
    return Spread(known / len(values), mean, np.stack(quantiles).astype(np.float64))


def as_floats(ranks: Ranks) -> NDArray[np.float32]:
    """Ranks as numbers, NaN where there is none; exact up to 16 million."""
    found = ranks.astype(np.float32)
    found[ranks == UNRANKED] = np.nan
    return found


def among_first(ranks: Ranks, most: int) -> Floats:
    """The share of the runs in which each unit ranks ``most`` or better; a run without a score does not."""
    return ((ranks > UNRANKED) & (ranks <= most)).mean(axis=0)


def frequencies(ranks: Ranks) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """How often each unit takes each rank: units, ranks and counts, without those that never occur."""
    runs, units = ranks.shape
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
    for unit in range(units):
        counts = np.bincount(ranks[:, unit])
        taken = np.flatnonzero(counts)
        taken = taken[taken > UNRANKED]
        found.append((np.full(len(taken), unit, dtype=np.int64), taken.astype(np.int64), counts[taken]))
    if not found or not runs:
        empty = np.empty(0, dtype=np.int64)
        return empty, empty, empty
    unit, rank, count = (np.concatenate(part) for part in zip(*found, strict=True))
    return unit, rank, count
