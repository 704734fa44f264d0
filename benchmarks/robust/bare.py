"""What the runs cost at the least: the same draws of weights in bare numpy.

One combination of methods, no unknown figures, weighted means alone, no analysis of what comes out.
"""

from __future__ import annotations

import numpy as np

from benchmarks.robust.making import INDICATORS, PILLARS, figures, groups


def runs(units: int, draws: int) -> np.ndarray:
    """Ranks of every run of eight inputs, (runs, units)."""
    rng = np.random.default_rng(1)
    values = np.nan_to_num(figures(units), nan=1.0)
    low, high = values.min(axis=0), values.max(axis=0)
    normalised = 1 + 99 * (values - low) / (high - low)
    count = draws * 10
    leaf = rng.uniform(0.75, 1.25, (count, INDICATORS))
    pillar = rng.uniform(0.75, 1.25, (count, PILLARS))
    effective = np.empty_like(leaf)
    for place, part in enumerate(groups()):
        share = leaf[:, part] / leaf[:, part].sum(axis=1, keepdims=True)
        effective[:, part] = share * pillar[:, place : place + 1]
    effective /= effective.sum(axis=1, keepdims=True)
    scores = effective @ normalised.T
    order = np.argsort(-scores, axis=1)
    ranks = np.empty(order.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.arange(1, units + 1, dtype=np.int32)[None, :], axis=1)
    return ranks
