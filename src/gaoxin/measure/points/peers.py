"""What the peers of a subject have: the median of the others of its group."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST = 3
"""With fewer peers than this nothing is told of them."""


def of_others(
    values: NDArray[np.float64], groups: NDArray[Any], least: int = LEAST
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The median of the other subjects of each subject's group, item by item.

    The median of an even number is the mean of the middle two. A subject is none of its own peers, so that
    nobody's figure follows from their own.

    Parameters
    ----------
    values : (subjects, items), NaN = not known: such a subject is nobody's peer in that item
    groups : (subjects,), whole numbers, -1 = no group, which has no peers
    least : with fewer peers the median is NaN

    Returns
    -------
    (subjects, items) medians, and the number of peers
    """
    medians = np.full(values.shape, np.nan)
    counts = np.zeros(values.shape, np.int64)
    for item in range(values.shape[1]):
        medians[:, item], counts[:, item] = _one(values[:, item], groups)
    medians[counts < max(least, 1)] = np.nan
    return medians, counts


def _one(values: NDArray[np.float64], groups: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """One item: the known values of each group in order, and the middle of them without one's own."""
    known = ~np.isnan(values)
    # values that are not known stand behind those of their group
    order = np.lexsort((values, ~known, groups))
    sorted_values, sorted_groups = values[order], groups[order]
    starts = np.searchsorted(sorted_groups, sorted_groups, "left")
    sizes = _sizes(known[order], starts)
    place = np.arange(len(order)) - starts
    own = known[order]
    others = np.where(sorted_groups < 0, 0, sizes - own)

    def at(middle: NDArray[np.int64]) -> NDArray[np.float64]:
        """The value at a place among the others: one's own is stepped over."""
        skipped = middle + (own & (middle >= place))
        return sorted_values[np.clip(starts + skipped, 0, len(order) - 1)]

    low, high = np.maximum(others - 1, 0) // 2, others // 2
    middle = np.where(others > 0, (at(low) + at(high)) / 2, np.nan)
    medians, counts = np.empty(len(order)), np.empty(len(order), np.int64)
    medians[order], counts[order] = middle, others
    return medians, counts


def _sizes(known: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many known values the group of each has, in group order."""
    found = np.bincount(starts, weights=known, minlength=len(starts)).astype(np.int64)
    return found[starts]
