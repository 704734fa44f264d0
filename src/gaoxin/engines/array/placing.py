"""Ranks of totals within groups, and the totals that lie too near to each other for doubles to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.segments import Segments

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows ranked within their groups.

    Parameters
    ----------
    ranks : (rows,), 1 is the greatest, ties share the smallest, 0 = not ranked
    near : rows with a neighbour within the error, group by group, the greatest first
    groups : the group of each of them
    """

    ranks: Integers
    near: NDArray[np.int64]
    groups: NDArray[np.int64]


def placed(made: Segments, totals: NDArray[Any], error: float = 0.0) -> Placed:
    """Rank totals within groups.

    Parameters
    ----------
    made : the rows, group by group
    totals : (rows,), NaN = not ranked; doubles, or whole numbers that doubles hold exactly
    error : how far apart the doubles of two equal totals may lie; 0 where doubles are exact

    Returns
    -------
    ranks by the doubles, and the rows whose rank they do not decide; in the order of the rows
    """
    values: Floats = made.gather(totals).astype(np.float64, copy=False)
    ranks = np.zeros(made.rows, np.int32)
    near: list[NDArray[np.int64]] = []
    groups: list[NDArray[np.int64]] = []
    for group, found in enumerate(_each(made, values, ranks, error)):
        near.append(found)
        groups.append(np.full(len(found), group))
    places = np.concatenate(near) if near else np.zeros(0, np.int64)
    codes = np.concatenate(groups) if groups else np.zeros(0, np.int64)
    return Placed(made.scatter(ranks), made.order[places].astype(np.int64), codes)


def _each(made: Segments, values: Floats, ranks: Integers, error: float) -> Iterator[NDArray[np.int64]]:
    """Rank each group into `ranks`; give the places of near totals, the greatest first."""
    for first, last in zip(made.bounds[:-1], made.bounds[1:], strict=True):
        order, apart = _ranked(values[first:last], ranks[first:last])
        if error <= 0:
            yield np.zeros(0, np.int64)
            continue
        close = np.zeros(len(order) + 1, bool)
        close[1:-1] = apart <= error
        yield first + order[close[:-1] | close[1:]]


def _ranked(values: Floats, out: Integers) -> tuple[NDArray[np.intp], Floats]:
    """Write the ranks of one group into `out`; give the order of its totals, and how far they lie apart."""
    keys = -values
    order = np.argsort(keys)  # NaN comes last
    known = len(keys) - int(np.count_nonzero(np.isnan(keys)))
    order = order[:known]
    apart = np.diff(keys[order])
    starts = np.arange(1, known + 1, dtype=np.int32)
    starts[1:][apart == 0] = 0
    np.maximum.accumulate(starts, out=starts)
    out[order] = starts
    return order, apart
