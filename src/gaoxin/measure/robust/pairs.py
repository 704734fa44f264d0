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
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int32]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

Small = NDArray[Any]

_CELLS = 400_000
_WORDS = 128
"""Words whose bytes are added up at once; a byte holds 255."""


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
    whole, runs = bool((mine > 0).all()), len(ranks)
    mine = _padded(mine)
    found: list[tuple[Integers, Integers, Floats]] = []
    for place in range(len(units) - 1):
        rest = np.flatnonzero(low[place + 1 :] <= high[place]) + place + 1
        if not len(rest):
            continue
        held = _held(mine, place, rest, runs, whole=whole)
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


def _small(ranks: Ranks) -> Small:
    """Ranks in two bytes where they fit: twice as many are compared at once."""
    return ranks.astype(np.int16) if int(ranks.max(initial=0)) < 2**15 else ranks


def _reach(mine: Small, confidence: float) -> tuple[Integers, Integers]:
    """Ranks of each unit that a share (1 + confidence)/2 of the runs are not below, and not above."""
    runs = mine.shape[1]
    share = (1 + confidence) / 2
    ordered = np.sort(mine, axis=1)
    low = ordered[:, floor((1 - share) * runs)].astype(np.int64)
    high = ordered[:, min(runs - 1, ceil(share * runs) - 1)].astype(np.int64)
    open_ended = ordered[:, 0] == 0
    low[open_ended], high[open_ended] = 0, np.iinfo(np.int64).max
    return low, high


def _held(mine: Small, place: int, rest: Integers, runs: int, *, whole: bool) -> Floats:
    """The share of runs in which a unit ranks better than each of some others; 0 where never both rank."""
    own, found = mine[place], np.empty(len(rest))
    step = max(1, _CELLS // mine.shape[1])
    for start in range(0, len(rest), step):
        others = mine[_run_of(rest[start : start + step])]
        ahead = others > own
        both: Any = runs
        if not whole:
            known = (others > 0) & (own > 0)
            ahead &= known
            both = np.maximum(_true(known), 1)
        found[start : start + step] = _true(ahead) / both
    return found


def _run_of(places: Integers) -> Integers | slice:
    """Places as a slice where they follow each other: nothing is copied then."""
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places


def _true(flags: NDArray[np.bool_]) -> Integers:
    """Count the true flags of each row: eight at a time, as the bytes of a word that cannot overflow."""
    words = flags.view(np.uint64).reshape(len(flags), -1, _WORDS)
    summed = np.add.reduce(words, axis=2)
    return summed.view(np.uint8).reshape(len(flags), -1).sum(axis=1, dtype=np.int64)


def _padded(ranks: NDArray[Any]) -> NDArray[Any]:
    """Runs filled up to whole words with ranks of 0."""
    lacking = -ranks.shape[1] % (8 * _WORDS)
    return np.pad(ranks, ((0, 0), (0, lacking)))
