"""Drawing the uncertain inputs: base rows of uniform numbers, and which row each run takes for each input.

Two independent sets of rows, A and B, are drawn. For Sobol' indices there are, beside the runs of A and of
B, the runs of A with one input taken from B, for every input: N (k + 2) runs of k inputs (Saltelli et al.
2010, "Variance based sensitivity analysis of model output", Computer Physics Communications 181, 259-270).
Every run has the distribution that was asked for, so all of them count for intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log2
from typing import Literal

import numpy as np
import scipy  # pyright: ignore[reportMissingTypeStubs] - has none; its parts come when asked for
from numpy.typing import NDArray

from gaoxin.base.errors import UsageError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Sampling = Literal["monte_carlo", "sobol", "latin_hypercube"]

MOST_COLUMNS = 21_201 // 2
"""The Sobol' sequence of scipy has 21,201 dimensions (Joe and Kuo 2008); A and B share them."""


@dataclass(frozen=True)
class Design:
    """What each run takes for each input.

    Parameters
    ----------
    base : (rows, columns), uniform numbers in [0, 1)
    columns : of each input, the columns of `base` that are its own; none where it draws noise by its row
    source : (runs, inputs), the row that a run takes for an input
    draws : N, the runs of A; those of B follow, and those of A with one input from B, input after input
    crossed : whether these blocks are there; without them there are no Sobol' indices
    """

    base: Floats
    columns: tuple[slice, ...]
    source: Integers
    draws: int
    crossed: bool

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.source)

    def uniforms(self, place: int) -> Floats:
        """The uniform numbers of one input: (rows, its columns)."""
        return self.base[:, self.columns[place]]


def draw(method: Sampling, widths: Sequence[int], draws: int, seed: int, *, crossed: bool = True) -> Design:
    """Draw a design.

    monte_carlo: independent uniform numbers. sobol: the first rows of a scrambled Sobol' sequence (Owen
    1998), best with powers of two. latin_hypercube: one number in each of N equal bins of every column
    (McKay, Beckman and Conover 1979).

    Parameters
    ----------
    widths : of each input, how many uniform numbers a row of it takes
    draws : N
    seed : the same seed gives the same numbers
    crossed : with the runs that Sobol' indices need

    Raises
    ------
    UsageError : more columns than the Sobol' sequence has
    """
    total = sum(widths)
    if method == "sobol" and total > MOST_COLUMNS:
        message = (
            f"{total} uncertain numbers a run: Sobol' 序列最多 · the Sobol' sequence has {MOST_COLUMNS} "
            "columns; try: sampling: latin_hypercube"
        )
        raise UsageError(message)
    double = _METHODS[method](draws, 2 * total, np.random.default_rng(seed))
    base = np.concatenate([double[:, :total], double[:, total:]])
    ends = np.concatenate([[0], np.cumsum(np.asarray(widths, dtype=np.int64))])
    columns = tuple(slice(int(a), int(b)) for a, b in pairwise(ends))
    return Design(base, columns, sources(len(widths), draws, crossed=crossed), draws, crossed)


def sources(inputs: int, draws: int, *, crossed: bool) -> Integers:
    """The row that each run takes for each input: A, B, and A with one input from B; else A alone."""
    a = np.repeat(np.arange(draws, dtype=np.int64)[:, None], inputs, axis=1)
    if not crossed:
        return a
    blocks = [a, a + draws]
    for place in range(inputs):
        mixed = a.copy()
        mixed[:, place] += draws
        blocks.append(mixed)
    return np.concatenate(blocks)


def given(sample: Floats) -> Design:
    """The design of a sample of one's own: a row for each run, a column of uniform numbers for each input.

    A sample that holds A, B and A with one input from B, block after block, gives Sobol' indices too.

    Raises
    ------
    UsageError : the sample is no table of numbers from 0 to 1
    """
    sample = np.asarray(sample, dtype=np.float64)
    if sample.ndim != 2 or not sample.size or not bool(((sample >= 0) & (sample <= 1)).all()):
        message = (
            f"sample of shape {sample.shape}: 样本须为0至1之间的数 · a row for each run, a number from 0 "
            "to 1 for each input; try: draw uniform numbers"
        )
        raise UsageError(message)
    runs, inputs = sample.shape
    draws = runs // (inputs + 2)
    source = np.repeat(np.arange(runs, dtype=np.int64)[:, None], inputs, axis=1)
    crossed = draws > 0 and draws * (inputs + 2) == runs
    if crossed:
        own = sources(inputs, draws, crossed=True)
        crossed = bool((np.take_along_axis(sample, own, axis=0) == sample).all())
        source = own if crossed else source
    columns = tuple(slice(place, place + 1) for place in range(inputs))
    return Design(sample, columns, source, draws if crossed else runs, crossed)


def options(uniform: Floats, count: int, *, over_sample: bool = False) -> Integers:
    """Turn uniform numbers into places of ``count`` alternatives that are equally likely.

    Parameters
    ----------
    uniform : (rows,)
    over_sample : bins of equal width over the range of the sample itself, closed on the right, as R's
        ``cut(x, n)`` has them and COINr uses; else over [0, 1), closed on the left
    """
    if not over_sample:
        return np.minimum((uniform * count).astype(np.int64), count - 1)
    low, high = float(uniform.min()), float(uniform.max())
    if count == 1 or low == high:
        return np.zeros(len(uniform), dtype=np.int64)
    breaks = np.linspace(low, high, count + 1)
    return np.clip(np.searchsorted(breaks, uniform, side="left") - 1, 0, count - 1)


def _monte_carlo(draws: int, columns: int, rng: np.random.Generator) -> Floats:
    return rng.random((draws, columns))


def _sobol(draws: int, columns: int, rng: np.random.Generator) -> Floats:
    if not columns:
        return np.empty((draws, 0))
    engine = scipy.stats.qmc.Sobol(columns, scramble=True, rng=rng)
    return engine.random_base2(ceil(log2(draws)) if draws > 1 else 0)[:draws]


def _latin_hypercube(draws: int, columns: int, rng: np.random.Generator) -> Floats:
    return scipy.stats.qmc.LatinHypercube(columns, rng=rng).random(draws) if columns else np.empty((draws, 0))


_METHODS: dict[Sampling, Callable[[int, int, np.random.Generator], Floats]] = {
    "monte_carlo": _monte_carlo,
    "sobol": _sobol,
    "latin_hypercube": _latin_hypercube,
}
