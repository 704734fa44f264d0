"""Joining the scores of children.

Every function takes scores (…, units, children), NaN = unknown, and weights that broadcast against them:
(children,), (units, children), or (draws, 1, children). It gives (…, units). Only known children count, and
their weights are brought to a sum of 1; a unit is unknown where less than `least` of the weight is known (or,
if `counted`, fewer children), and where no known child has weight. In the formulas s are the scores of the
known children and w their weights over the sum of them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.pairs import net_wins
from gaoxin.engines.array.ranks import Places, ranks
from gaoxin.engines.array.scopes import NEGLIGIBLE, Bools, Codes, Floats, members, to_digits

__all__ = [
    "METHODS",
    "arithmetic",
    "copeland",
    "enough",
    "geometric",
    "harmonic",
    "median",
    "minimum",
    "power_mean",
    "sinks",
    "topsis",
]


def enough(scores: Floats, weights: Floats, *, least: Floats | float = 0.0, counted: bool = False) -> Bools:
    """Whether enough is known of a unit's children, (…, units).

    Parameters
    ----------
    scores : (…, units, children)
    weights : broadcast against `scores`
    least : weight, or children, that must be known; broadcast against (…, units)
    counted : `least` counts children, those without weight included
    """
    there = ~np.isnan(scores)
    known = np.where(there, weights, 0.0).sum(axis=-1)
    amount = np.count_nonzero(there, axis=-1) if counted else known
    return np.logical_and(amount >= least, known > 0)


def sinks(scores: Floats, weights: Floats, *, scale: Floats | float = 0.0, zero: bool = False) -> Bools:
    """Whether a child that counts is not above zero, (…, units): then there is no mean by logarithm or ratio.

    Parameters
    ----------
    scores : (…, units, children)
    weights : broadcast against `scores`
    scale : (children,), the size of each child: zero is what is not above 1e-12 of it
    zero : zero will do, only what is below it will not
    """
    noise = NEGLIGIBLE * np.asarray(scale)
    low = scores < -noise if zero else scores <= noise
    return np.logical_or.reduce(low & (weights > 0), axis=-1)


def arithmetic(
    scores: Floats, weights: Floats, *, least: Floats | float = 0.0, counted: bool = False
) -> Floats:
    """Σ w s.

    Parameters
    ----------
    scores : (…, units, children)
    weights : broadcast against `scores`
    least, counted : see `enough`

    References
    ----------
    OECD/JRC Handbook (2008), step 6, linear aggregation; `a_amean` of COINr.
    """
    there = ~np.isnan(scores)
    terms = np.where(there, weights * np.where(there, scores, 0.0), 0.0)
    known = np.where(there, weights, 0.0).sum(axis=-1)
    sound = enough(scores, weights, least=least, counted=counted)
    return np.divide(terms.sum(axis=-1), known, out=np.full(sound.shape, np.nan), where=sound)


def geometric(
    scores: Floats,
    weights: Floats,
    *,
    least: Floats | float = 0.0,
    counted: bool = False,
    scale: Floats | float = 0.0,
) -> Floats:
    """exp(Σ w ln s); unknown where `sinks`.

    Parameters are those of `arithmetic` and `sinks`.

    References
    ----------
    OECD/JRC Handbook (2008), step 6, geometric aggregation; `a_gmean` of COINr, which stops at zero.
    """
    return _bent(scores, weights, np.log, np.exp, least=least, counted=counted, scale=scale)


def harmonic(
    scores: Floats,
    weights: Floats,
    *,
    least: Floats | float = 0.0,
    counted: bool = False,
    scale: Floats | float = 0.0,
) -> Floats:
    """1 / Σ (w / s); unknown where `sinks`.

    Parameters are those of `arithmetic` and `sinks`.

    References
    ----------
    `a_hmean` of COINr, which stops at zero.
    """
    return _bent(scores, weights, np.reciprocal, np.reciprocal, least=least, counted=counted, scale=scale)


def power_mean(
    scores: Floats,
    weights: Floats,
    *,
    p: float,
    least: Floats | float = 0.0,
    counted: bool = False,
    scale: Floats | float = 0.0,
) -> Floats:
    """(Σ w s^p)^(1/p), p not 0; unknown where `sinks`, zero being allowed for a `p` above 0.

    Parameters are those of `arithmetic` and `sinks`.

    References
    ----------
    Hardy, Littlewood and Pólya, Inequalities (1934), chapter 2; `a_genmean` of COINr, which is unknown as
    soon as one child is.
    """

    def bend(values: Floats) -> Floats:
        return values**p

    def back(values: Floats) -> Floats:
        return values ** (1 / p)

    return _bent(scores, weights, bend, back, least=least, counted=counted, scale=scale, zero=p > 0)


def median(scores: Floats, weights: Floats, *, least: Floats | float = 0.0, counted: bool = False) -> Floats:
    """The middle score of the known children that have weight, each counted once; of two, their mean.

    Parameters are those of `arithmetic`.
    """
    weighed = np.sort(np.where(weights > 0, scores, np.nan), axis=-1)  # NaN comes last
    number = np.count_nonzero(~np.isnan(weighed), axis=-1)[..., None]
    low = np.take_along_axis(weighed, np.maximum(number - 1, 0) // 2, axis=-1)
    high = np.take_along_axis(weighed, np.minimum(number // 2, weighed.shape[-1] - 1), axis=-1)
    middle = (low / 2 + high / 2)[..., 0]
    return np.where(enough(scores, weights, least=least, counted=counted), middle, np.nan)


def minimum(scores: Floats, weights: Floats, *, least: Floats | float = 0.0, counted: bool = False) -> Floats:
    """The least score of the known children that have weight: nothing makes up for a weakness.

    Parameters are those of `arithmetic`.
    """
    weighed = np.where(weights > 0, scores, np.nan)
    lowest = np.fmin.reduce(weighed, axis=-1)
    return np.where(enough(scores, weights, least=least, counted=counted), lowest, np.nan)


def copeland(
    scores: Floats,
    weights: Floats,
    *,
    least: Floats | float = 0.0,
    counted: bool = False,
    scale: Floats | float | None = None,
    digits: int = 12,
    scope: Codes | None = None,
) -> Floats:
    """The units of the scope that a unit beats, less those that beat it.

    a beats b if the weight of the children in which it scores more is above that in which b does, both taken
    over the children known for both; without such a child neither does.

    Parameters
    ----------
    scores, weights, least, counted : as of `arithmetic`
    scale : (children,), scores are the same to `digits` digits of it; the largest score where None
    scope : (units,), the period of each unit

    Returns
    -------
    (…, units), from minus to plus the number of others; a unit of which too little is known is no other

    References
    ----------
    Copeland, A reasonable social welfare function (1951); Munda and Nardo, Noncompensatory/nonlinear
    composite indicators for ranking countries, Applied Economics 41 (2009) 1513-1523. `a_copeland` of COINr
    asks whether the winning weight is above half of all weight, missing weight included, and takes who comes
    later in the table for the winner if it is not: with gaps its result depends on the order of the rows.
    """
    sound = enough(scores, weights, least=least, counted=counted)
    size = np.fmax.reduce(np.abs(scores), axis=-2, keepdims=True, initial=0.0) if scale is None else scale
    rounded = np.where(sound[..., None], to_digits(scores, size, digits), np.nan)
    places = ranks(np.swapaxes(rounded, -1, -2), scale=0.0, scope=scope)
    table = weights if weights.ndim > 1 else weights[None, :]
    table = np.broadcast_to(table, (*scores.shape[:-2], *table.shape[-2:]))
    found = np.full(sound.shape, np.nan)
    for draw in np.ndindex(scores.shape[:-2]):
        for rows in members(scope, scores.shape[-2]):
            found[draw][rows] = _net_wins(places[draw][:, rows], _of(table[draw], rows))
    return np.where(sound, found, np.nan)


def topsis(
    scores: Floats,
    weights: Floats,
    *,
    least: Floats | float = 0.0,
    counted: bool = False,
    scope: Codes | None = None,
) -> Floats:
    """d0 / (d0 + d1), d = √Σ (w (s - ideal))²: d1 to the best score of each child, d0 to the worst.

    The best and the worst are those of the units of the scope; scores are on one scale already and are not
    scaled again. Unknown where the two are the same in every child that counts.

    Parameters
    ----------
    scores, weights, least, counted : as of `arithmetic`
    scope : (units,), the period of each unit

    References
    ----------
    Hwang and Yoon, Multiple Attribute Decision Making (1981), technique for order preference by similarity to
    ideal solution.
    """
    sound = enough(scores, weights, least=least, counted=counted)
    there = ~np.isnan(scores)
    spread = np.where(there, weights, 0.0)
    whole = spread.sum(axis=-1, keepdims=True)
    shares = np.divide(spread, whole, out=np.zeros_like(spread), where=whole > 0)
    found = np.full(sound.shape, np.nan)
    for rows in members(scope, scores.shape[-2]):
        part, share = scores[..., rows, :], shares[..., rows, :]
        best = np.fmax.reduce(part, axis=-2, keepdims=True)
        worst = np.fmin.reduce(part, axis=-2, keepdims=True)
        varies = best - worst > NEGLIGIBLE * np.fmax(np.abs(best), np.abs(worst))
        share = np.where(varies, share, 0.0)
        near, far = _distance(part, best, share), _distance(part, worst, share)
        good = np.where(near + far > 0, sound[..., rows], np.False_)
        found[..., rows] = np.divide(far, near + far, out=np.full(good.shape, np.nan), where=good)
    return found


def _bent(
    scores: Floats,
    weights: Floats,
    bend: Callable[[Floats], Floats],
    back: Callable[[Floats], Floats],
    *,
    least: Floats | float,
    counted: bool,
    scale: Floats | float,
    zero: bool = False,
) -> Floats:
    """A mean of bent scores, bent back; what `zero` allows is as in `sinks`."""
    low = sinks(scores, weights, scale=scale, zero=zero)
    safe = np.where(scores > 0, scores, 0.0 if zero else 1.0)
    bent = np.where(np.isnan(scores), np.nan, bend(safe))
    return np.where(low, np.nan, back(arithmetic(bent, weights, least=least, counted=counted)))


def _of(weights: Floats, rows: NDArray[np.intp] | slice) -> Floats:
    """The weights of some units; the one set that all have, (1, children), as it is."""
    return weights if len(weights) == 1 else weights[rows]


def _net_wins(places: Places, weights: Floats) -> Floats:
    """Wins less defeats of each unit, each judged by its own weights, (units or 1, children)."""
    if len(weights) == 1:
        return net_wins(places, weights[0])
    sets, own = np.unique(weights, axis=0, return_inverse=True)
    return np.stack([net_wins(places, one) for one in sets])[own, np.arange(len(own))]


def _distance(scores: Floats, ideal: Floats, shares: Floats) -> Floats:
    gaps = np.where(np.isnan(scores), 0.0, shares * (scores - ideal))
    return np.sqrt((gaps**2).sum(axis=-1))


METHODS: dict[str, Callable[..., Floats]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "power_mean": power_mean,
    "median": median,
    "minimum": minimum,
    "copeland": copeland,
    "topsis": topsis,
}
