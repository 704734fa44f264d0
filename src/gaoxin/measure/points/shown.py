"""Digits that add up: items, groups and total rounded so that what is shown sums exactly.

The total is rounded half up to the last digit shown. Its parts then share it by the method of the largest
remainder (A. Hamilton, 1792): each is cut down to the last digit, and those with the largest remainders get
one unit more until the sum is reached. So every part is shown within one unit of its value, and parts with no
further digits are shown as they are. Where a cap cuts a sum, the sum before the cap is shown beside it and is
what the parts add up to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 4
"""Decimals that are shown."""
_NOISE = 5
"""Decimals of a unit below which a double is taken to be whole."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Points as they are shown.

    Parameters
    ----------
    points : (subjects, nodes), in units of the last digit
    sums : (subjects, nodes), what the parts of a node add up to before its cap; of a leaf its points
    digits : decimals
    """

    points: NDArray[np.int64]
    sums: NDArray[np.int64]
    digits: int


def reconciled(points: NDArray[Any], parents: Sequence[int], digits: int = DIGITS) -> Shown:
    """Round the points of a tree so that they add up.

    Parameters
    ----------
    points : (subjects, nodes), doubles or exact fractions; a node holds the sum of its parts, or a cap
    parents : the place of each node's parent, parents before their parts; -1 for the total
    digits : decimals that are shown
    """
    scaled: NDArray[Any] = points * 10**digits
    if scaled.dtype != object:
        scaled = np.round(scaled.astype(np.float64), _NOISE)
    shown = np.zeros(scaled.shape, np.int64)
    sums = np.zeros(scaled.shape, np.int64)
    for node, parent in enumerate(parents):
        if parent < 0:
            shown[:, node] = _half_up(scaled[:, node])
        parts = [place for place, above in enumerate(parents) if above == node]
        sums[:, node] = shown[:, node]
        if parts:
            whole = scaled[:, parts].sum(axis=1)
            cut = np.abs(whole - scaled[:, node]) > 10.0**-_NOISE * len(parts)
            sums[:, node] = np.where(cut.astype(bool), _half_up(whole), shown[:, node])
            shown[:, parts] = _shared(scaled[:, parts], sums[:, node])
    return Shown(shown, sums, digits)


def _half_up(values: NDArray[Any]) -> NDArray[np.int64]:
    """The nearest whole number, the higher one where both are as near."""
    if values.dtype == object:
        return ((2 * values + 1) // 2).astype(np.int64)
    return np.floor(values + 0.5).astype(np.int64)


def _shared(values: NDArray[Any], whole: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole parts of a sum: cut down, and one unit more for those with the largest remainders.

    Parameters
    ----------
    values : (subjects, parts)
    whole : (subjects,), within a unit of the sum
    """
    cut = (values // 1).astype(np.int64)
    rest = (values - cut).astype(np.float64)
    left = whole - cut.sum(axis=1)
    order = np.argsort(-rest, axis=1, kind="stable")
    place = np.argsort(order, axis=1, kind="stable")
    return cut + (place < left[:, None])
