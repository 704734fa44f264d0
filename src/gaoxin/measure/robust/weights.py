"""The weights of each run: the nominal ones, replaced, drawn, stretched or set to nought by the inputs.

Weights are relative to those of their siblings, here as in an index: none of them is divided by a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import scipy  # pyright: ignore[reportMissingTypeStubs] - has none; its parts come when asked for
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Effect(Protocol):
    """What an input does to the weights of siblings."""

    def apply(self, parent: str, children: Sequence[str], weights: Floats, rows: Integers) -> Floats:
        """Give the weights of some runs.

        Parameters
        ----------
        weights : (runs, children)
        rows : (runs,), the base row that each run takes for this input
        """
        ...


@dataclass(frozen=True)
class Stretch:
    """Each weight times a factor of its own: 1 + share (2 u - 1).

    As ``get_noisy_weights`` of COINr draws them.

    Parameters
    ----------
    places : column of each node that varies
    factors : (rows, columns)
    """

    places: Mapping[str, int]
    factors: Floats

    def apply(self, parent: str, children: Sequence[str], weights: Floats, rows: Integers) -> Floats:
        """See `Effect`."""
        del parent
        found = weights
        for place, child in enumerate(children):
            if child in self.places:
                found = found.copy() if found is weights else found
                found[:, place] *= self.factors[rows, self.places[child]]
        return found


@dataclass(frozen=True)
class Drawn:
    """Shares of siblings from a Dirichlet distribution: gamma variates by the inverse of their distribution.

    Parameters
    ----------
    concentration : parameters are this times the nominal shares
    columns : of each parent, the columns of its children
    uniforms : (rows, columns)
    """

    concentration: float
    columns: Mapping[str, slice]
    uniforms: Floats

    def apply(self, parent: str, children: Sequence[str], weights: Floats, rows: Integers) -> Floats:
        """See `Effect`."""
        del children
        if parent not in self.columns:
            return weights
        whole = weights.sum(axis=1, keepdims=True)
        shares = weights / np.where(whole > 0, whole, 1)
        keyed = np.concatenate([rows[:, None].astype(np.float64), shares], axis=1)
        _, first, back = np.unique(keyed, axis=0, return_index=True, return_inverse=True)
        own = self.uniforms[rows[first], self.columns[parent]]
        shape = self.concentration * shares[first]
        with np.errstate(all="ignore"):
            gamma = np.where(shape > 0, scipy.special.gammaincinv(np.where(shape > 0, shape, 1), own), 0.0)
        return gamma[back.ravel()]


@dataclass(frozen=True)
class Chosen:
    """One of several sets of weights.

    Parameters
    ----------
    nodes : column of each node that a set names
    sets : (sets, columns), NaN where a set does not name the node
    options : (rows,), the set
    """

    nodes: Mapping[str, int]
    sets: Floats
    options: Integers

    def apply(self, parent: str, children: Sequence[str], weights: Floats, rows: Integers) -> Floats:
        """See `Effect`."""
        del parent
        found = weights
        for place, child in enumerate(children):
            if child in self.nodes:
                found = found.copy() if found is weights else found
                given = self.sets[self.options[rows], self.nodes[child]]
                found[:, place] = np.where(np.isnan(given), found[:, place], given)
        return found


@dataclass(frozen=True)
class LeftOut:
    """One node, or none, does not count.

    Parameters
    ----------
    nodes : of each option, the node; None where none is left out
    options : (rows,)
    """

    nodes: tuple[str | None, ...]
    options: Integers

    def apply(self, parent: str, children: Sequence[str], weights: Floats, rows: Integers) -> Floats:
        """See `Effect`."""
        del parent
        found = weights
        for place, child in enumerate(children):
            if child in self.nodes:
                found = found.copy() if found is weights else found
                found[self.options[rows] == self.nodes.index(child), place] = 0.0
        return found


@dataclass(frozen=True)
class Reweigh:
    """All effects on weights, in the order in which they work: sets, draws, factors, nodes left out.

    Parameters
    ----------
    effects : with the place of the input of each
    source : (runs, inputs), base rows
    """

    effects: tuple[tuple[int, Effect], ...]
    source: Integers

    def __call__(self, parent: str, children: Sequence[str], nominal: Floats, runs: Integers) -> Floats:
        """The weights of the children of a node in some runs: (runs, children).

        Parameters
        ----------
        nominal : (1 or runs, children)
        runs : places of the runs
        """
        weights = np.repeat(nominal, len(runs), axis=0) if len(nominal) == 1 else nominal.copy()
        for place, effect in self.effects:
            weights = effect.apply(parent, children, weights, self.source[runs, place])
        return weights
