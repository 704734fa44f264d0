"""Ranks of totals within groups, and the totals that lie too near to each other for doubles to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.ordering import first_places, in_order
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
    near: list[NDArray[np.int64]] = [np.zeros(0, np.int64)] * made.groups

    def one(group: int) -> None:
        first, last = made.bounds[group : group + 2]
        near[group] = first + _ranked(values[first:last], ranks[first:last], error)

    made.each(one)
    groups = np.repeat(np.arange(made.groups), [len(found) for found in near])
    places = np.concatenate(near) if near else np.zeros(0, np.int64)
    return Placed(made.scatter(ranks), made.order[places].astype(np.int64), groups)


def _ranked(values: Floats, out: Integers, error: float) -> NDArray[np.int64]:
    """Write the ranks of one group into `out`; give the places of near totals, the greatest first."""
    known = np.flatnonzero(~np.isnan(values))
    order, ordered = in_order(-values[known])
    order = known[order]
    out[order] = first_places(ordered) + np.int32(1)
    if error <= 0:
        return order[:0]
    close = np.zeros(len(order) + 1, np.bool_)
    close[1:-1] = np.diff(ordered) <= error
    return order[close[:-1] | close[1:]]
