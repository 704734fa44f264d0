"""Figures that differ from run to run: errors of measurement, and filled figures drawn anew.

Each base row has a stream of random numbers of its own, found by its number (Philox, Salmon et al. 2011), so
that a run has the same figures whatever runs are computed beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def stream(seed: int, place: int, row: int) -> np.random.Generator:
    """The random numbers of one base row of one input."""
    return np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, place, row]))


@dataclass(frozen=True)
class Error:
    """Errors of measurement.

    Parameters
    ----------
    place : of the input
    sizes : (leaves,), 0 where a leaf has no error
    relative : sizes are shares of the figure
    shape : of the distribution
    """

    place: int
    sizes: Floats
    relative: bool
    shape: Literal["normal", "uniform"]

    def apply(self, figures: Floats, seed: int, row: int) -> Floats:
        """The figures (units, leaves) with the errors of one base row."""
        rng = stream(seed, self.place, row)
        normal = self.shape == "normal"
        drawn = rng.standard_normal(figures.shape) if normal else rng.uniform(-1, 1, figures.shape)
        error = drawn * self.sizes
        return figures * (1 + error) if self.relative else figures + error


@dataclass(frozen=True)
class Refill:
    """Filled figures drawn anew.

    Parameters
    ----------
    place : of the input
    leaves : (leaves,), whether it is about the leaf
    draw : donor (the figure of a subject that reports it) or normal (around the filled figure)
    """

    place: int
    leaves: NDArray[np.bool_]
    draw: Literal["donor", "normal"]

    def apply(self, reported: Floats, filled: Floats, scope: Integers, seed: int, row: int) -> Floats:
        """The filled figures (units, leaves) as one base row draws them.

        Parameters
        ----------
        scope : (units,), units of one code are donors of each other
        """
        rng = stream(seed, self.place, row)
        found = filled.copy()
        for leaf in np.flatnonzero(self.leaves):
            gaps = np.isnan(reported[:, leaf]) & ~np.isnan(filled[:, leaf])
            for cells, donors in _scopes(gaps, ~np.isnan(reported[:, leaf]), scope):
                figures = reported[donors, leaf]
                if self.draw == "donor":
                    found[cells, leaf] = figures[rng.integers(0, len(figures), len(cells))]
                elif len(figures) > 1:
                    found[cells, leaf] += rng.standard_normal(len(cells)) * figures.std(ddof=1)
        return found


def _scopes(
    gaps: NDArray[np.bool_], known: NDArray[np.bool_], scope: Integers
) -> Iterator[tuple[Integers, Integers]]:
    """Cells to be drawn and their donors, scope by scope; none where a scope has no donor."""
    for code in np.unique(scope[gaps]):
        donors = np.flatnonzero(known & (scope == code))
        if len(donors):
            yield np.flatnonzero(gaps & (scope == code)), donors


@dataclass(frozen=True)
class Disturb:
    """All noise of a design.

    Parameters
    ----------
    errors, refills : the inputs that disturb figures
    seed : of the design
    source : (runs, inputs), base rows
    """

    errors: Sequence[Error] = ()
    refills: Sequence[Refill] = ()
    seed: int = 0
    source: Integers = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))

    @property
    def inputs(self) -> list[int]:
        """Places of the inputs that disturb figures."""
        return [found.place for found in (*self.errors, *self.refills)]

    def keys(self) -> Integers:
        """(runs, such inputs): runs with the same row here have the same figures."""
        return self.source[:, self.inputs]

    def reported(self, figures: Floats, key: Integers) -> Floats:
        """Reported figures (units, leaves) under the errors of a key."""
        for place, error in enumerate(self.errors):
            figures = error.apply(figures, self.seed, int(key[place]))
        return figures

    def filled(self, reported: Floats, filled: Floats, scope: Integers, key: Integers) -> Floats:
        """Filled figures (units, leaves) as a key draws them."""
        for place, refill in enumerate(self.refills, start=len(self.errors)):
            filled = refill.apply(reported, filled, scope, self.seed, int(key[place]))
        return filled
