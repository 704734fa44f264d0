"""Weights that are computed: from the number of children, or from their scores.

Scores are (…, units, children), NaN = unknown; only units whose children are all known count. Weights are
(…, children) and add up to 1. They are NaN where fewer than three units count, or a child does not vary (to
12 digits): then the data give none.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gaoxin.engines.array.scopes import NEGLIGIBLE, Bools, Floats

__all__ = ["METHODS", "critic", "entropy", "equal", "given", "pca"]

_UNITS = 3


def given(scores: Floats, *, weights: Floats) -> Floats:
    """The weights of the tree, w / Σ w.

    Parameters
    ----------
    scores : (…, units, children); not looked at
    weights : (children,), not all 0
    """
    return np.broadcast_to(weights / weights.sum(), (*scores.shape[:-2], scores.shape[-1]))


def equal(scores: Floats) -> Floats:
    """The same weight for each child: 1 / their number."""
    children = scores.shape[-1]
    return np.full((*scores.shape[:-2], children), 1 / children)


def pca(scores: Floats) -> Floats:
    """Squared loadings of the first principal component of the correlation matrix, which add up to 1.

    Parameters
    ----------
    scores : (…, units, children)

    References
    ----------
    OECD/JRC Handbook (2008), step 6, with one component and no rotation. `get_PCA` of COINr takes the
    loadings themselves, which may be negative.
    """
    sound, correlation = _correlation(scores)
    _, vectors = np.linalg.eigh(correlation)  # ascending
    return np.where(sound[..., None], vectors[..., -1] ** 2, np.nan)


def entropy(scores: Floats) -> Floats:
    """(1 - e) / Σ (1 - e), e = -Σ p ln p / ln n, p = y / Σ y over n units, y = (x - min) / (max - min).

    A child whose share is spread evenly tells units apart least and weighs least.

    Parameters
    ----------
    scores : (…, units, children)

    References
    ----------
    Shannon, A mathematical theory of communication (1948); Zeleny, Multiple Criteria Decision Making (1982).
    """
    counted, sound = _counted(scores)
    parts = np.where(counted, _positions(scores, counted), 0.0)
    sums = parts.sum(axis=-2, keepdims=True)
    parts = np.divide(parts, sums, out=np.zeros_like(parts), where=sums > 0)
    logs = np.log(np.where(parts > 0, parts, 1.0))
    number = np.maximum(counted.sum(axis=-2), 2)
    diverging = 1 + (parts * logs).sum(axis=-2) / np.log(number)
    return _shared(diverging, sound)


def critic(scores: Floats) -> Floats:
    """Shares c / Σ c, c = s · Σ (1 - r), s the sample standard deviation of y = (x - min) / (max - min).

    r are the correlations of the child with all children: one that varies, and that says what the others do
    not, weighs more. Children that are all correlated by 1 have no weights.

    Parameters
    ----------
    scores : (…, units, children)

    References
    ----------
    Diakoulaki, Mavrotas and Papayannakis, Determining objective weights in multiple criteria problems: the
    CRITIC method, Computers and Operations Research 22 (1995) 763-770.
    """
    counted, _ = _counted(scores)
    sound, correlation = _correlation(scores)
    parts = _positions(scores, counted)
    number = counted.sum(axis=-2)
    mean = np.where(counted, parts, 0.0).sum(axis=-2) / np.maximum(number, 1)
    squares = np.where(counted, (parts - mean[..., None, :]) ** 2, 0.0).sum(axis=-2)
    conflict = (1 - correlation).sum(axis=-1)
    conflict = np.where(conflict > NEGLIGIBLE * scores.shape[-1], conflict, 0.0)
    return _shared(np.sqrt(squares / np.maximum(number - 1, 1)) * conflict, sound)


def _counted(scores: Floats) -> tuple[Bools, Bools]:
    """Which units count, (…, units, 1), and whether they give weights, (…)."""
    counted: Bools = np.logical_and.reduce(~np.isnan(scores), axis=-1, keepdims=True)
    low = np.where(counted, scores, np.inf).min(axis=-2, initial=np.inf)
    high = np.where(counted, scores, -np.inf).max(axis=-2, initial=-np.inf)
    size = np.maximum(np.abs(low), np.abs(high))
    enough = counted.sum(axis=(-2, -1)) >= _UNITS
    width = np.subtract(high, low, out=np.zeros_like(high), where=enough[..., None])
    varies = width > NEGLIGIBLE * np.where(np.isfinite(size), size, 0.0)
    return counted, enough & np.logical_and.reduce(varies, axis=-1)


def _positions(scores: Floats, counted: Bools) -> Floats:
    """Scores brought to 0..1 by minmax over the units that count."""
    low = np.where(counted, scores, np.inf).min(axis=-2, keepdims=True, initial=np.inf)
    high = np.where(counted, scores, -np.inf).max(axis=-2, keepdims=True, initial=-np.inf)
    there = counted & (high > low)
    above = np.subtract(scores, low, out=np.zeros_like(scores), where=there)
    width = np.subtract(high, low, out=np.ones_like(high), where=high > low)
    return above / width


def _correlation(scores: Floats) -> tuple[Bools, Floats]:
    """Whether there are weights, (…), and Pearson's correlations, (…, children, children); 0 if not."""
    counted, sound = _counted(scores)
    there = counted & sound[..., None, None]
    number = np.maximum(there.sum(axis=-2, keepdims=True), 1)
    known = np.where(there, scores, 0.0)
    gaps = np.where(there, known - known.sum(axis=-2, keepdims=True) / number, 0.0)
    sizes = np.sqrt((gaps**2).sum(axis=-2, keepdims=True))
    units = np.divide(gaps, sizes, out=np.zeros_like(gaps), where=sizes > 0)
    return sound, np.swapaxes(units, -1, -2) @ units


def _shared(amounts: Floats, sound: Bools) -> Floats:
    whole = amounts.sum(axis=-1, keepdims=True)
    there = np.broadcast_to(sound[..., None] & (whole > 0), amounts.shape)
    return np.divide(amounts, whole, out=np.full_like(amounts, np.nan), where=there)


METHODS: dict[str, Callable[..., Floats]] = {
    "given": given,
    "equal": equal,
    "pca": pca,
    "entropy": entropy,
    "critic": critic,
}
