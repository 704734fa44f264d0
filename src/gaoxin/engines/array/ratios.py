"""Ratios of figures: to the best, to the mean, to a reference.

Shapes, directions and unknown figures are those of `gaoxin.engines.array.normalise`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from gaoxin.engines.array import scopes
from gaoxin.engines.array.scopes import Bools, Codes, Floats, beside_scope, of_basis

__all__ = ["ratio_to_mean", "ratio_to_reference", "share_of_max"]

Turn = Literal["ratio", "negate"]


def share_of_max(
    x: Floats,
    *,
    times: float = 1.0,
    turn: Turn = "ratio",
    down: Bools | None = None,
    scope: Codes | None = None,
    basis: Bools | None = None,
) -> Floats:
    """Scale: times · x / max; less is better: min / x.

    Unknown where the divisor is not above zero.

    Parameters
    ----------
    x : (…, units, leaves)
    turn : with `negate` a leaf that is down has x / min, its figures taken negative: then less is
        not better, and only a min of zero has no ratio
    basis : (units,), those whose figures give min and max, of the scope; all where None

    References
    ----------
    OECD/JRC Handbook (2008), step 5, distance to the leader; `n_fracmax` of COINr, which negates.
    """
    return times * _ratio(x, _most, _least, turn, down, scope, basis)


def ratio_to_mean(
    x: Floats,
    *,
    times: float = 1.0,
    turn: Turn = "ratio",
    down: Bools | None = None,
    scope: Codes | None = None,
    basis: Bools | None = None,
) -> Floats:
    """Scale: times · x / mean of the known figures of the scope; less is better: mean / x.

    Parameters, and what is unknown, are those of `share_of_max`.

    References
    ----------
    OECD/JRC Handbook (2008), step 5, indicators above or below the mean.
    """
    return times * _ratio(x, scopes.mean, scopes.mean, turn, down, scope, basis)


def ratio_to_reference(
    x: Floats, *, reference: Floats, times: float = 1.0, cap: bool = False, down: Bools | None = None
) -> Floats:
    """Scale: times · x / r; less is better: r / x; at most `times` if `cap`.

    Unknown where the reference is, and where the divisor is not above zero.

    Parameters
    ----------
    x : (…, units, leaves)
    reference : (units, leaves) or (leaves,), r: a target, or the figure of the reference unit in the period

    References
    ----------
    European Innovation Scoreboard, methodology report: performance relative to that of the EU; the degree to
    which a planned target is reached (目标实现程度).
    """
    other = np.broadcast_to(reference, x.shape)
    less = np.zeros(x.shape[-1], np.bool_) if down is None else down
    upper, lower = np.where(less, other, x), np.where(less, x, other)
    ratio = np.divide(upper, lower, out=np.full(x.shape, np.nan), where=lower > 0)
    return times * (np.minimum(ratio, 1.0) if cap else ratio)


def _ratio(
    x: Floats,
    upper: Callable[[Floats], Floats],
    lower: Callable[[Floats], Floats],
    turn: Turn,
    down: Bools | None,
    scope: Codes | None,
    basis: Bools | None,
) -> Floats:
    """Divide x by `upper` of the scope, or `lower` by x where less is better."""
    less = np.zeros(x.shape[-1], np.bool_) if down is None else down

    def one(part: Floats, of: Floats) -> Floats:
        above, below = np.broadcast_to(upper(of), part.shape), np.broadcast_to(lower(of), part.shape)
        gap = np.full_like(part, np.nan)
        up = np.divide(part, above, out=gap.copy(), where=above > 0)
        if turn == "negate":
            turned = np.divide(part, below, out=gap, where=below != 0)
        else:
            turned = np.divide(below, part, out=gap, where=part > 0)
        return np.where(less, turned, up)

    return beside_scope(x, of_basis(x, basis), scope, one)


def _least(part: Floats) -> Floats:
    return np.fmin.reduce(part, axis=-2, keepdims=True)


def _most(part: Floats) -> Floats:
    return np.fmax.reduce(part, axis=-2, keepdims=True)
