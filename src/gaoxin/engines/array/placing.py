"""Ranks of totals within groups, and the totals that lie too near to each other for doubles to tell."""

from __future__ import annotations

from dataclasses import dataclass

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


def placed(made: Segments, totals: Floats, error: float = 0.0) -> Placed:
    """Rank totals within groups.

    Parameters
    ----------
    made : the rows, group by group
    totals : (rows,) in the order of the groups, NaN = not ranked
    error : how far apart the doubles of two equal totals may lie; 0 where doubles are exact

    Returns
    -------
    ranks by the doubles, and the rows whose rank they do not decide; in the order of the rows
    """
    ranks = np.zeros(made.rows, np.int32)
    near: list[NDArray[np.int64]] = [np.zeros(0, np.int64)] * made.groups

    def one(group: int) -> None:
        first, last = made.bounds[group : group + 2]
        near[group] = first + _ranked(totals[first:last], ranks[first:last], error)

    made.each(one)
    groups = np.repeat(np.arange(made.groups), [len(found) for found in near])
    places = np.concatenate(near) if near else np.zeros(0, np.int64)
    return Placed(made.scatter(ranks), made.rows_at(places), groups)


def _ranked(totals: Floats, out: Integers, error: float) -> NDArray[np.int64]:
    """Write the ranks of one group into `out`; give the places of near totals, the greatest first."""
    known = np.flatnonzero(~np.isnan(totals))
    whole = len(known) == len(totals)
    order, ordered = in_order(-totals if whole else -totals[known])
    order = order if whole else known[order]
    out[order] = first_places(ordered) + np.int32(1)
    if error <= 0:
        return order[:0]
    close = np.zeros(len(order) + 1, np.bool_)
    close[1:-1] = np.diff(ordered) <= error
    return order[close[:-1] | close[1:]]
