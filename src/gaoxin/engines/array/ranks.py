"""Ranks of scores: 1 is the best."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.scopes import Codes, Floats, members, to_digits

__all__ = ["METHODS", "largest", "ranks"]

Places = NDArray[np.int32]


def largest(scores: Floats) -> Floats:
    """The greatest score without its sign, by which ties are judged.

    Parameters
    ----------
    scores : (…, units), NaN = unknown

    Returns
    -------
    (…, 1), 0 where none is known
    """
    return np.fmax.reduce(np.abs(scores), axis=-1, keepdims=True, initial=0.0)


def ranks(
    scores: Floats, *, scale: Floats | float | None = None, digits: int = 12, scope: Codes | None = None
) -> Places:
    """Rank known scores within each scope: 1 for the greatest, ties share the smallest rank.

    Scores are equal if they are so after rounding to `digits` digits of the scale, so that sums that are
    equal on paper are equal here.

    Parameters
    ----------
    scores : (…, units), NaN = unknown
    scale : broadcast against `scores`; the largest score over all scopes where None
    scope : (units,), the period of each unit

    Returns
    -------
    (…, units), 0 where the score is unknown or the unit is in no scope
    """
    rounded = to_digits(scores, largest(scores) if scale is None else scale, digits)
    found = np.zeros(scores.shape, np.int32)
    for rows in members(scope, scores.shape[-1]):
        found[..., rows] = _ranks(rounded[..., rows])
    return found


def _ranks(rounded: Floats) -> Places:
    order = np.argsort(-rounded, axis=-1)  # NaN comes last
    ordered = np.take_along_axis(rounded, order, axis=-1)
    place = np.arange(1, rounded.shape[-1] + 1, dtype=np.int32)
    fresh = np.ones(rounded.shape, np.bool_)
    fresh[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    shared: NDArray[Any] = np.maximum.accumulate(np.where(fresh, place, 0), axis=-1)
    found = np.empty(rounded.shape, np.int32)
    np.put_along_axis(found, order, np.where(np.isnan(ordered), 0, shared), axis=-1)
    return found


METHODS: dict[str, Callable[..., Places]] = {"rank": ranks}
