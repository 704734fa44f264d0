"""Bringing figures to one scale: afterwards more is better for every column.

Every function takes figures (…, units, leaves), NaN = unknown, and gives the same shape; `down` (leaves,)
says for which leaves less is better, none where None. Where a known figure has no value the result is NaN,
and the docstring says when. Statistics are taken within the scope (units,): the
period of each unit, or its period and group.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from gaoxin.engines.array import scopes
from gaoxin.engines.array.base_period import base_period
from gaoxin.engines.array.ratios import ratio_to_mean, ratio_to_reference, share_of_max
from gaoxin.engines.array.scopes import (
    NEGLIGIBLE,
    Bools,
    Codes,
    Floats,
    beside_scope,
    by_scope,
    of_basis,
    to_digits,
)

__all__ = [
    "METHODS",
    "bands",
    "base_period",
    "borda",
    "distance_to_max",
    "distance_to_reference",
    "goalposts",
    "minmax",
    "none",
    "percentile_rank",
    "rank",
    "ratio_to_mean",
    "ratio_to_reference",
    "share_of_max",
    "zscore",
]

Ties = Literal["min", "average", "max"]


def none(x: Floats) -> Floats:
    """Take the figures themselves.

    Parameters
    ----------
    x : (…, units, leaves)
    """
    return x


def minmax(
    x: Floats,
    *,
    low: float = 0.0,
    high: float = 100.0,
    down: Bools | None = None,
    scope: Codes | None = None,
    basis: Bools | None = None,
) -> Floats:
    """Scale: low + (x - min) / (max - min) · (high - low); less is better: (max - x) in place of (x - min).

    Unknown where the figures of a scope do not vary, to 12 digits.

    Parameters
    ----------
    x : (…, units, leaves)
    low, high : ends of the scale
    basis : (units,), those whose figures give min and max, of the scope; all where None

    References
    ----------
    OECD/JRC Handbook (2008), step 5; `n_minmax` of COINr.
    """
    turned = _turned(x, down)
    return low + beside_scope(turned, of_basis(turned, basis), scope, _position) * (high - low)


def goalposts(
    x: Floats,
    *,
    posts: Floats,
    low: float = 0.0,
    high: float = 100.0,
    clip: bool = True,
    down: Bools | None = None,
) -> Floats:
    """Minmax between published posts: low + (x - a) / (b - a) · (high - low), cut at the posts where `clip`.

    Parameters
    ----------
    x : (…, units, leaves)
    posts : (leaves, 2), a < b in the unit of the figure; for a leaf that is down, b is the worst

    References
    ----------
    UNDP, Human Development Report, technical notes; `n_goalposts` of COINr, whose third post is `high`.
    """
    turned, least, most = _turned(x, down), _turned(posts[:, 0], down), _turned(posts[:, 1], down)
    worst, best = np.minimum(least, most), np.maximum(least, most)
    share = (turned - worst) / (best - worst)
    return low + (np.clip(share, 0.0, 1.0) if clip else share) * (high - low)


def zscore(
    x: Floats,
    *,
    mean: float = 0.0,
    sd: float = 1.0,
    down: Bools | None = None,
    scope: Codes | None = None,
    basis: Bools | None = None,
) -> Floats:
    """Mean + sd · (x - m) / s, s the sample standard deviation (n - 1); less is better: (m - x).

    Unknown where the figures of a scope do not vary, to 12 digits.

    Parameters
    ----------
    x : (…, units, leaves)
    mean, sd : of the scale
    basis : as of `minmax`

    References
    ----------
    OECD/JRC Handbook (2008), step 5; `n_zscore` of COINr.
    """

    def one(part: Floats, of: Floats) -> Floats:
        middle = scopes.mean(of)
        freedom = np.maximum(scopes.count(of) - 1, 1)
        deviation = np.sqrt(scopes.total((of - middle) ** 2) / freedom)
        return np.divide(part - middle, deviation, out=np.full_like(part, np.nan), where=_varies(of))

    turned = _turned(x, down)
    return mean + sd * beside_scope(turned, of_basis(turned, basis), scope, one)


def rank(
    x: Floats,
    *,
    ties: Ties = "min",
    digits: int | None = None,
    down: Bools | None = None,
    scope: Codes | None = None,
) -> Floats:
    """1 for the worst known figure of the scope, one more for each that is worse.

    Parameters
    ----------
    x : (…, units, leaves)
    ties : equal figures share the smallest, the mean or the greatest of their ranks
    digits : figures are equal if they are so to this many digits of the largest one, without its sign; only
        the same number where None

    References
    ----------
    OECD/JRC Handbook (2008), step 5; `n_rank` of COINr.
    """

    def one(part: Floats) -> Floats:
        return _places(_rounded(part, digits), ties)

    return by_scope(_turned(x, down), scope, one)


def borda(
    x: Floats,
    *,
    ties: Ties = "min",
    digits: int | None = None,
    down: Bools | None = None,
    scope: Codes | None = None,
) -> Floats:
    """The rank less one: the number of known figures that are worse (`rank`; `n_borda` of COINr)."""
    return rank(x, ties=ties, digits=digits, down=down, scope=scope) - 1


def percentile_rank(
    x: Floats,
    *,
    times: float = 1.0,
    ties: Ties = "min",
    digits: int | None = None,
    down: Bools | None = None,
    scope: Codes | None = None,
) -> Floats:
    """Scale: times · (rank - 1) / (n - 1), n the known figures of the scope; unknown if n is 1.

    Parameters are those of `rank`.

    References
    ----------
    `n_prank` of COINr; PERCENT_RANK of SQL, which gives a figure that is alone 0.
    """

    def one(part: Floats) -> Floats:
        worse = _places(_rounded(part, digits), ties) - 1
        others = np.broadcast_to(scopes.count(part) - 1, part.shape)
        return np.divide(worse, others, out=np.full_like(part, np.nan), where=others > 0)

    return times * by_scope(_turned(x, down), scope, one)


def distance_to_max(
    x: Floats,
    *,
    times: float = 1.0,
    down: Bools | None = None,
    scope: Codes | None = None,
    basis: Bools | None = None,
) -> Floats:
    """Scale: times · (1 - (max - x) / (max - min)); less is better: 1 - (x - min) / (max - min).

    Unknown where the figures of a scope do not vary, to 12 digits; `basis` is that of `minmax`.

    References
    ----------
    `n_dist2max` of COINr.
    """
    turned = _turned(x, down)
    return times * beside_scope(turned, of_basis(turned, basis), scope, _position)


def distance_to_reference(
    x: Floats,
    *,
    reference: Floats,
    times: float = 1.0,
    cap: bool = True,
    down: Bools | None = None,
    scope: Codes | None = None,
) -> Floats:
    """Scale: times · (1 - (r - x) / (r - min)); less is better: 1 - (x - r) / (max - r); at most 1 if `cap`.

    Unknown where the reference is, and where it is not better than the worst figure of the scope, to 12
    digits of the largest.

    Parameters
    ----------
    x : (…, units, leaves)
    reference : (units, leaves) or (leaves,), r: a target, or the figure of the reference unit in the period

    References
    ----------
    OECD/JRC Handbook (2008), step 5, distance to a reference; `n_dist2ref` and `n_dist2targ` of COINr, which
    do not cut unless told so.
    """
    better = np.broadcast_to(_turned(reference, down), x.shape[-2:])
    turned = _turned(x, down)
    worst = by_scope(turned, scope, lambda part: np.broadcast_to(_least(part), part.shape))
    size = np.fmax(np.abs(better), np.abs(worst))
    reach = better - worst
    share = np.divide(
        turned - worst, reach, out=np.full_like(turned, np.nan), where=reach > NEGLIGIBLE * size
    )
    return times * (np.minimum(share, 1.0) if cap else share)


def bands(x: Floats, *, steps: Sequence[Sequence[tuple[float, float]]]) -> Floats:
    """The points of the band in which a figure lies; 0 below the first band.

    Parameters
    ----------
    x : (…, units, leaves)
    steps : for each leaf its bands (from, points), `from` ascending, -inf for no lower end; a band
        reaches up to the next one, its own lower end included
    """
    found = np.full(x.shape, np.nan)
    for leaf, band in enumerate(steps):
        starts, points = np.array([start for start, _ in band]), np.array([point for _, point in band])
        place = np.searchsorted(starts, x[..., leaf], side="right") - 1  # NaN falls behind the last
        inside = np.where(place < 0, 0.0, points[place])
        found[..., leaf] = np.where(np.isnan(x[..., leaf]), np.nan, inside)
    return found


def _turned(x: Floats, down: Bools | None) -> Floats:
    return x if down is None or not down.any() else np.where(down, -x, x)


def _least(part: Floats) -> Floats:
    return np.fmin.reduce(part, axis=-2, keepdims=True)


def _most(part: Floats) -> Floats:
    return np.fmax.reduce(part, axis=-2, keepdims=True)


def _largest(part: Floats) -> Floats:
    return _most(np.abs(part))


def _rounded(part: Floats, digits: int | None) -> Floats:
    return part if digits is None else to_digits(part, _largest(part), digits)


def _varies(part: Floats) -> Bools:
    """Whether figures differ by more than the noise of doubles, (…, units, leaves)."""
    found = _most(part) - _least(part) > NEGLIGIBLE * _largest(part)
    return np.broadcast_to(found, part.shape)


def _position(part: Floats, of: Floats) -> Floats:
    """Position between the worst and the best of figures, 0 to 1."""
    above, width = part - _least(of), _most(of) - _least(of)
    return np.divide(above, width, out=np.full_like(part, np.nan), where=_varies(of))


def _places(part: Floats, ties: Ties) -> Floats:
    """Ranks of known figures, 1 for the least, along the axis of units."""
    order = np.argsort(part, axis=-2)  # NaN comes last
    ordered = np.take_along_axis(part, order, axis=-2)
    units = part.shape[-2]
    place = np.arange(1.0, units + 1)[:, None]
    fresh = np.ones(part.shape, np.bool_)
    fresh[..., 1:, :] = ordered[..., 1:, :] != ordered[..., :-1, :]
    first: Floats = np.maximum.accumulate(np.where(fresh, place, 0.0), axis=-2)
    closes = np.ones(part.shape, np.bool_)
    closes[..., :-1, :] = fresh[..., 1:, :]
    backward = np.where(closes, place, units + 1.0)[..., ::-1, :]
    last: Floats = np.minimum.accumulate(backward, axis=-2)[..., ::-1, :]
    shared = {"min": first, "max": last, "average": (first + last) / 2}[ties]
    found = np.empty(part.shape)
    np.put_along_axis(found, order, np.where(np.isnan(ordered), np.nan, shared), axis=-2)
    return found


METHODS: dict[str, Callable[..., Floats]] = {
    "none": none,
    "minmax": minmax,
    "goalposts": goalposts,
    "zscore": zscore,
    "rank": rank,
    "percentile_rank": percentile_rank,
    "borda": borda,
    "distance_to_max": distance_to_max,
    "distance_to_reference": distance_to_reference,
    "share_of_max": share_of_max,
    "ratio_to_mean": ratio_to_mean,
    "ratio_to_reference": ratio_to_reference,
    "base_period": base_period,
    "bands": bands,
}
