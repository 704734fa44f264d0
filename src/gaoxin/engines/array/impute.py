"""Filling gaps. Every function keeps known figures as they are and gives NaN where it has nothing to fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array import scopes
from gaoxin.engines.array.scopes import Bools, Codes, Floats, by_scope, members, to_digits

__all__ = ["METHODS", "last", "linear", "mean", "median", "none", "peer_mean"]


def none(x: Floats) -> Floats:
    """Keep the gaps.

    Parameters
    ----------
    x : (…, units, leaves), NaN = unknown

    Returns
    -------
    (…, units, leaves), `x` itself
    """
    return x


def mean(x: Floats, *, scope: Codes | None = None) -> Floats:
    """Fill gaps with the mean of the known figures: Σ x / n over the units of the scope.

    It lies between the least and the greatest of them: the mean of equal figures is that figure, and ties
    with it. The sum is compensated, so that the mean is the double next to that of the figures.

    Parameters
    ----------
    x : (…, units, leaves), NaN = unknown
    scope : (units,), the period of each unit, or its period and group for a group mean; a unit in no scope
        and a scope without a known figure keep the gap

    Returns
    -------
    (…, units, leaves)

    References
    ----------
    OECD/JRC Handbook (2008), step 3, unconditional mean imputation; `i_mean`, `i_mean_grp` of COINr.
    """
    return _filled(x, by_scope(x, scope, lambda part: np.broadcast_to(_mean(part), part.shape)))


def median(x: Floats, *, scope: Codes | None = None) -> Floats:
    """Fill gaps with the median of the known figures of the scope: the middle one, or the mean of the two.

    Parameters and shapes are those of `mean`.

    References
    ----------
    OECD/JRC Handbook (2008), step 3; `i_median`, `i_median_grp` of COINr.
    """
    return _filled(x, by_scope(x, scope, lambda part: np.broadcast_to(_middle(part), part.shape)))


def peer_mean(x: Floats, *, peers: int, scope: Codes | None = None) -> Floats:
    """Fill a gap with the mean of the figures of the most similar units that have one.

    The distance of two units is the root of the mean of squared differences (x_i - x_j) / s over the leaves
    that both know, s being the sample standard deviation (n - 1) of the leaf in the scope; leaves that do not
    vary do not count. Peers are the `peers` nearest units with a known figure; of units
    that are equally near, to 12 digits, the earlier row is taken.

    Parameters
    ----------
    x : (units, leaves), NaN = unknown
    peers : number of peers, 1 or more
    scope : (units,) as of `mean`: peers are sought within it

    Returns
    -------
    (units, leaves); a gap stays where no unit with a figure shares a known leaf

    References
    ----------
    k nearest neighbours as in Troyanskaya et al., Missing value estimation methods for DNA microarrays,
    Bioinformatics 17 (2001) 520-525, unweighted; OECD/JRC Handbook (2008), step 3, hot deck.
    """
    found = x.copy()
    for rows in members(scope, len(x)):
        found[rows] = _by_peers(x[rows], peers)
    return found


def last(
    x: Floats,
    *,
    subjects: Codes,
    periods: Codes,
    years: int | None = None,
    walls: Sequence[Sequence[int]] = (),
) -> Floats:
    """Carry the subject's last known figure forward into the gaps after it.

    Parameters
    ----------
    x : (rows, leaves), a row for each subject and period, NaN = unknown
    subjects : (rows,), a code for each subject
    periods : (rows,)
    years : how many periods back is looked at most; any number where None
    walls : for each leaf the periods from which it has another calibre: nothing is carried across one

    Returns
    -------
    (rows, leaves); a gap before the first known figure stays

    References
    ----------
    `impute_panel(imp_type = "latest")` of COINr.
    """
    before, _ = _neighbours(~np.isnan(x), subjects, periods, walls)
    found = _take(x, before)
    if years is not None:
        found = np.where(periods[:, None] - periods[before] > years, np.nan, found)
    return _filled(x, found)


def linear(
    x: Floats,
    *,
    subjects: Codes,
    periods: Codes,
    ends: Literal["none", "hold"] = "none",
    walls: Sequence[Sequence[int]] = (),
) -> Floats:
    """Fill a gap on the straight line between the subject's known figures around it.

    x_t = x_a + (x_b - x_a) (t - a) / (b - a), a and b the nearest earlier and later period with a known
    figure. Before the first and behind the last one nothing is filled, or the nearest figure is held.

    Parameters and shapes are those of `last`.

    References
    ----------
    OECD/JRC Handbook (2008), step 3; `impute_panel(imp_type = "linear")` of COINr.
    """
    before, after = _neighbours(~np.isnan(x), subjects, periods, walls)
    left, right = _take(x, before), _take(x, after)
    early, late = periods[before], periods[after]
    share = (periods[:, None] - early) / np.where(late > early, late - early, 1)
    found = left + (right - left) * share
    if ends == "hold":
        found = np.where(np.isnan(found), np.where(np.isnan(left), right, left), found)
    return _filled(x, found)


def _filled(x: Floats, with_: Floats) -> Floats:
    return np.where(np.isnan(x), with_, x)


def _mean(part: Floats) -> Floats:
    least, most = (end.reduce(part, axis=-2, keepdims=True) for end in (np.fmin, np.fmax))
    number = scopes.count(part)
    mean = np.divide(_sum(part), number, out=np.full(number.shape, np.nan), where=number > 0)
    return np.clip(mean, least, most)


def _sum(part: Floats) -> Floats:
    """The sum of the known figures, whose rounding errors are added up too (Neumaier 1974)."""
    total: Floats = np.zeros((*part.shape[:-2], part.shape[-1]))
    lost: Floats = np.zeros_like(total)
    figures: Floats = np.where(np.isnan(part), 0.0, part)
    for unit in range(part.shape[-2]):
        figure = figures[..., unit, :]
        made: Floats = total + figure
        larger = np.abs(total) >= np.abs(figure)
        lost += np.where(larger, (total - made) + figure, (figure - made) + total)
        total = made
    found: Floats = total + lost
    return found[..., None, :]


def _middle(part: Floats) -> Floats:
    """The median of the known figures of each column, (…, 1, columns)."""
    ordered = np.sort(part, axis=-2)  # NaN comes last
    number = scopes.count(part)
    low = np.take_along_axis(ordered, np.maximum(number - 1, 0) // 2, axis=-2)
    high = np.take_along_axis(ordered, number // 2, axis=-2)
    return low / 2 + high / 2


def _by_peers(part: Floats, peers: int) -> Floats:
    """Fill the gaps of one scope, (units, leaves)."""
    distances = _distances(part)
    found = part.copy()
    for row, column in np.argwhere(np.isnan(part)):
        near = np.where(np.isnan(part[:, column]), np.nan, distances[row])
        order = np.argsort(near, kind="stable")  # NaN comes last
        order = order[: min(peers, int(np.count_nonzero(~np.isnan(near))))]
        if len(order):
            found[row, column] = np.mean(part[order, column])
    return found


def _distances(part: Floats) -> Floats:
    """Distance of every two units, NaN where they share no known leaf that varies, and to oneself."""
    known = ~np.isnan(part)
    spread = _spread(part)
    scaled = np.where(known & (spread > 0), part / np.where(spread > 0, spread, 1), np.nan)
    differences = scaled[:, None, :] - scaled[None, :, :]
    found = np.sqrt(scopes.mean(differences**2, axis=-1)[..., 0])
    np.fill_diagonal(found, np.nan)
    return to_digits(found, np.fmax.reduce(found, axis=None, initial=0.0), 12)


def _spread(part: Floats) -> Floats:
    number = scopes.count(part)
    squares = scopes.total((part - scopes.mean(part)) ** 2)
    varies = np.nanmax(part, axis=-2, initial=-np.inf) - np.nanmin(part, axis=-2, initial=np.inf)
    size = np.nanmax(np.abs(part), axis=-2, initial=0.0)
    flat = ~(varies > scopes.NEGLIGIBLE * size)
    return np.where(flat, 0.0, np.sqrt(squares / np.maximum(number - 1, 1)))


def _neighbours(
    known: Bools, subjects: Codes, periods: Codes, walls: Sequence[Sequence[int]]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows of the subject's nearest known figures before and after each cell, -1 where there is none."""
    order = np.lexsort((periods, subjects))
    fresh = np.ones(known.shape, np.bool_)  # a series begins: another subject, or another calibre
    fresh[1:] = (subjects[order][1:] != subjects[order][:-1])[:, None]
    for column, since in enumerate(walls):
        era = np.searchsorted(np.sort(np.asarray(since, np.int64)), periods[order], side="right")
        fresh[1:, column] |= era[1:] != era[:-1]
    closes = np.ones_like(fresh)
    closes[:-1] = fresh[1:]
    before = _carried(known[order], fresh)
    after = _carried(known[order][::-1], closes[::-1])[::-1]
    after = np.where(after < 0, -1, len(order) - 1 - after)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    named = np.append(order, -1)  # -1 stays -1
    return named[before[back]], named[after[back]]


def _carried(known: Bools, fresh: Bools) -> NDArray[np.intp]:
    """Place of the last known cell so far of the same series, -1 before the first."""
    places = np.arange(len(known))[:, None]
    latest = np.maximum.accumulate(np.where(known, places, -1), axis=0)
    begins = np.maximum.accumulate(np.where(fresh, places, 0), axis=0)
    return np.where(latest >= begins, latest, -1)


def _take(x: Floats, rows: NDArray[np.intp]) -> Floats:
    return np.where(rows < 0, np.nan, np.take_along_axis(x, np.maximum(rows, 0), axis=0))


METHODS: dict[str, Callable[..., Floats]] = {
    "none": none,
    "mean": mean,
    "median": median,
    "group_mean": mean,
    "group_median": median,
    "peer_mean": peer_mean,
    "last": last,
    "linear": linear,
}
