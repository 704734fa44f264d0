"""Ranks of many runs at once: 1 is the best, ties share the smallest.

As in a single run, scores are compared after rounding to 12 digits of their scale, so that sums that are
equal on paper share a rank. A rounded score is a whole number below 2^41; packed into one integer with the
place of its unit, it is sorted without an indirect access, which is about three times as fast.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ranks = NDArray[np.int32]
Integers = NDArray[np.int64]

_DIGITS = 12
_BITS = 21
_PLACES = 2**_BITS
_UNKNOWN = np.int64(2**41)
"""Behind every score there is: rounded scores are below 10^12."""


def rank(scores: Floats, scale: Floats) -> Ranks:
    """Rank the units of each run.

    Parameters
    ----------
    scores : (runs, units), NaN = no score
    scale : (runs, 1), the size by which differences are judged

    Returns
    -------
    (runs, units), 0 where there is no score
    """
    rounded, order = _sorted(_rounded(scores, scale))
    place = np.arange(1, scores.shape[1] + 1, dtype=np.int32)
    shared = np.empty(scores.shape, dtype=np.int32)
    shared[:, :1] = 1
    shared[:, 1:] = np.where(rounded[:, 1:] != rounded[:, :-1], place[1:], 0)
    np.maximum.accumulate(shared, axis=1, out=shared)
    if np.isnan(scores).any():
        shared[rounded >= _UNKNOWN] = 0
    ranks = np.empty_like(shared)
    np.put_along_axis(ranks, order, shared, axis=1)
    return ranks


def _sorted(rounded: Integers) -> tuple[Integers, Integers]:
    """Sort each run: the sorted numbers, and the unit behind each."""
    if rounded.shape[1] >= _PLACES:
        order = np.argsort(rounded, axis=1, kind="stable")
        return np.take_along_axis(rounded, order, axis=1), order
    packed: Integers = rounded * _PLACES + np.arange(rounded.shape[1], dtype=np.int64)
    packed.sort(axis=1)
    places: Integers = np.bitwise_and(packed, _PLACES - 1)
    return np.right_shift(packed, _BITS), places


def _rounded(scores: Floats, scale: Floats) -> Integers:
    """Scores as whole numbers of the last digit that counts, the best first; unknown ones behind all."""
    positive = scale > 0
    exponent = np.floor(np.log10(np.where(positive, scale, 1.0)))
    unit = np.where(positive, 10.0 ** (_DIGITS - 1 - exponent), 1.0)
    found = scores * -unit
    np.rint(found, out=found)
    unknown = np.isnan(found)
    if unknown.any():
        found[unknown] = float(_UNKNOWN)
    return found.astype(np.int64)
