"""First-order and total Sobol' indices, for many outputs at once, with bootstrap intervals.

Of the outputs of the runs A, B and AB_i (A with input i from B), each less their mean m over A and B:

- V  = mean of (A^2 + B^2)/2 over the draws;
- first-order S_i = mean of B (AB_i - A) / V (Saltelli et al. 2010, table 2 (b), centred);
- total T_i = mean of (A - AB_i)^2 / (2 V) (Jansen 1999, "Analysis of variance designs for model output",
  Computer Physics Communications 117, 35-43; Saltelli et al. 2010, table 2 (f)).

Without the centring the first-order estimate has a part that grows with the mean of the output and has
nothing to do with the input. The intervals come from redrawing the N draws with replacement, A, B and AB
together (Archer, Saltelli and Sobol' 1997), as percentiles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ESTIMATORS = "first order: Saltelli et al. 2010, table 2 (b), centred; total: Jansen 1999"
"""How the indices are estimated."""
_CELLS = 2_000_000
_DIGITS = 12


@dataclass(frozen=True)
class Indices:
    """Sobol' indices of every output; NaN where an output does not vary, or is unknown in a run.

    Parameters
    ----------
    first, total : (inputs, outputs)
    first_low, first_high, total_low, total_high : (inputs, outputs), ends of the bootstrap interval
    variance : (outputs,)
    """

    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats
    variance: Floats


def sobol_indices(
    values: NDArray[np.floating], inputs: int, draws: int, *, replicates: int, confidence: float, seed: int
) -> Indices:
    """Estimate the indices of each output.

    Parameters
    ----------
    values : (runs, outputs), the runs in the order of `gaoxin.measure.robust.sampling.Design`
    replicates : of the bootstrap; none where 0, and the ends are NaN
    confidence : of the interval, such as 0.9
    """
    rng = np.random.default_rng([seed, 1])
    drawn = rng.multinomial(draws, np.full(draws, 1 / draws), size=replicates).astype(np.float64)
    weights = np.concatenate([np.ones((1, draws)), drawn]) / draws
    blocks = values[: draws * (inputs + 2)].reshape(inputs + 2, draws, -1)
    parts = [
        _estimate(blocks[:, :, columns].astype(np.float64), weights, confidence)
        for columns in _columns(blocks.shape[2], inputs * (draws + 4 * len(weights)))
    ]
    joined = [np.concatenate(found, axis=-1) for found in zip(*parts, strict=True)]
    rounded: Any = [np.round(found, _DIGITS) for found in joined[:6]]
    return Indices(*rounded, variance=joined[6])


def _columns(outputs: int, cells: int) -> Iterator[slice]:
    """Outputs in pieces, so that memory is bounded whatever their number."""
    step = max(1, _CELLS // max(1, cells))
    for start in range(0, outputs, step):
        yield slice(start, min(outputs, start + step))


def _estimate(blocks: Floats, weights: Floats, confidence: float) -> tuple[Floats, ...]:
    """The seven arrays of `Indices` for some outputs; the first row of weights is the sample itself."""
    inputs, draws, outputs = len(blocks) - 2, blocks.shape[1], blocks.shape[2]
    middle = blocks[:2].mean(axis=(0, 1))
    a, b = blocks[0] - middle, blocks[1] - middle
    change = blocks[2:] - blocks[0]
    flat = change.transpose(1, 0, 2).reshape(draws, inputs * outputs)
    both = np.tile(b, (1, inputs)) * flat
    shape = (len(weights), inputs, outputs)
    mean = weights @ ((a + b) / 2)
    variance = weights @ ((a * a + b * b) / 2) - mean**2
    drift = (weights @ flat).reshape(shape)
    covered = (weights @ both).reshape(shape) - mean[:, None, :] * drift
    moved = (weights @ np.square(flat, out=flat)).reshape(shape) / 2
    size = np.maximum(np.abs(middle), 1.0)
    scale = np.where(variance[0] > (1e-12 * size) ** 2, variance, np.nan)[:, None, :]
    scale = np.where(scale > 0, scale, np.nan)
    first, total = covered / scale, moved / scale
    ends = [*_ends(first[1:], confidence), *_ends(total[1:], confidence)]
    return (first[0], ends[0], ends[1], total[0], ends[2], ends[3], variance[0])


def _ends(replicates: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Percentiles over the replicates; those in which nothing varied are left out."""
    if not len(replicates):
        empty = np.full(replicates.shape[1:], np.nan)
        return empty, empty.copy()
    ordered = np.sort(replicates, axis=0)
    known = (~np.isnan(ordered)).sum(axis=0)
    tail = (1 - confidence) / 2
    return at_share(ordered, known, tail), at_share(ordered, known, 1 - tail)


def at_share(ordered: NDArray[np.floating], known: NDArray[np.int64], share: float) -> Floats:
    """The quantile of each column of sorted values, of which the first ``known`` are numbers.

    Linear between order statistics (Hyndman and Fan 1996, type 7: that of R and numpy); NaN where none is
    known.
    """
    place = np.maximum(known - 1, 0) * share
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(known - 1, 0))
    below = np.take_along_axis(ordered, low[None], axis=0)[0]
    above = np.take_along_axis(ordered, high[None], axis=0)[0]
    found = below + (above - below) * (place - low)
    return np.where(known > 0, found, np.nan)
