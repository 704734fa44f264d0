"""Pairs of units whose order cannot be told: 位次差异不显著.

The order of a pair holds in a run if the unit that ranks better in the nominal ranking ranks better there.
Where it holds in less than the confidence asked for (90 %), the two are not distinguishable. Units that
share a nominal rank have no order, and are never distinguishable.

A pair need not be counted where the two rank intervals stand apart: if unit a ranks t or better in a share
p of the runs, and unit b worse than t in a share p, then a is ahead of b in at least 2 p - 1 of them
(Bonferroni). With p = (1 + confidence)/2 all other pairs are the candidates, and these are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int32]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

_CELLS = 8_000_000


@dataclass(frozen=True)
class Pairs:
    """The pairs whose order holds in less than the confidence.

    Parameters
    ----------
    ahead, behind : (pairs,), places of the two units; the first ranks better in the nominal ranking
    held : (pairs,), the share of the runs in which it does too, of those in which both have a score
    """

    ahead: Integers
    behind: Integers
    held: Floats


def not_distinguishable(ranks: Ranks, nominal: Ranks, confidence: float) -> Pairs:
    """Find the pairs that are not distinguishable.

    Parameters
    ----------
    ranks : (runs, units), 0 = no score
    nominal : (units,), 0 = no score: such a unit has no pairs
    confidence : the least share of runs in which an order must hold
    """
    units = np.flatnonzero(nominal > 0)
    units = units[np.argsort(nominal[units], kind="stable")]
    mine = np.ascontiguousarray(_small(ranks[:, units].T))
    low, high = _reach(mine, confidence)
    whole = bool((mine > 0).all())
    found: list[tuple[Integers, Integers, Floats]] = []
    for place in range(len(units) - 1):
        rest = np.flatnonzero(low[place + 1 :] <= high[place]) + place + 1
        held = _held(mine, place, rest, whole=whole)
        loose = held < confidence
        count = int(loose.sum())
        found.append((np.full(count, units[place], dtype=np.int64), units[rest[loose]], held[loose]))
    if not found:
        none = np.empty(0, dtype=np.int64)
        return Pairs(none, none, np.empty(0))
    return Pairs(*(np.concatenate(part) for part in zip(*found, strict=True)))


def share_ahead(ranks: Ranks, ahead: int, behind: int) -> float:
    """The share of the runs in which one unit ranks better than another, of those where both have a score."""
    both = (ranks[:, ahead] > 0) & (ranks[:, behind] > 0)
    count = int(both.sum())
    return float((both & (ranks[:, ahead] < ranks[:, behind])).sum()) / count if count else float("nan")


def _small(ranks: Ranks) -> NDArray[np.int16] | Ranks:
    """Ranks in two bytes where they fit: twice as many are compared at once."""
    return ranks.astype(np.int16) if int(ranks.max(initial=0)) < 2**15 else ranks


def _reach(mine: NDArray[np.signedinteger], confidence: float) -> tuple[Integers, Integers]:
    """Ranks of each unit that a share (1 + confidence)/2 of the runs are not below, and not above."""
    runs = mine.shape[1]
    share = (1 + confidence) / 2
    ordered = np.sort(mine, axis=1)
    low = ordered[:, floor((1 - share) * runs)].astype(np.int64)
    high = ordered[:, min(runs - 1, ceil(share * runs) - 1)].astype(np.int64)
    open_ended = ordered[:, 0] == 0
    low[open_ended], high[open_ended] = 0, np.iinfo(np.int64).max
    return low, high


def _held(mine: NDArray[np.signedinteger], place: int, rest: Integers, *, whole: bool) -> Floats:
    """The share of runs in which a unit ranks better than each of some others; 0 where never both rank."""
    own, runs = mine[place], mine.shape[1]
    found = np.empty(len(rest))
    step = max(1, _CELLS // max(1, runs))
    for start in range(0, len(rest), step):
        others = mine[rest[start : start + step]]
        ahead = others > own
        both = np.full(len(others), runs, dtype=np.int64)
        if not whole:
            known = (others > 0) & (own > 0)
            ahead &= known
            both = np.fromiter(map(np.count_nonzero, known), np.int64, len(others))
        count = np.fromiter(map(np.count_nonzero, ahead), np.int64, len(others))
        found[start : start + step] = count / np.maximum(both, 1)
    return found
