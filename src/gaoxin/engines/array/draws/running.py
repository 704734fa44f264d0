"""Many runs of an index: figures once for each combination of methods, levels and ranks in chunks of runs.

Memory is bounded by the size of a chunk and by what comes out: a score (8 bytes) and a rank (4 bytes) for
each run and unit. Chunks run in threads; each run has the same numbers in whatever chunk it stands.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.draws.levels import Held, Joint, climb, leaf, needed
from gaoxin.engines.array.draws.ranking import rank

Floats = NDArray[np.float64]
Ranks = NDArray[np.int32]
Integers = NDArray[np.int64]

Reweigh = Callable[[str, Sequence[str], Floats, Integers], Floats]
"""Weights of some runs, from the node, its children, their nominal weights and the places of the runs."""
Leaves = Callable[[int, Integers], Floats]
"""Normalised leaves of a combination of methods under some noise: (keys, units, leaves) of (keys, …)."""

CELLS = 65_536
"""Scores of a chunk: what the fast memory of a processor core holds, a few times over."""
_FIGURES = 4_000_000
"""Normalised figures that are held at once where every run has its own."""


@dataclass(frozen=True)
class Combination:
    """How an index aggregates under one combination of methods.

    Parameters
    ----------
    joints : by category of the units on which weights depend; one where they do not
    """

    joints: tuple[tuple[Joint, ...], ...]


@dataclass(frozen=True)
class Population:
    """The units.

    Parameters
    ----------
    leaves : ids, in the order of the columns of normalised figures
    periods : (units,); ranks are those within a period
    categories : (units,), which joints a unit has; all the first where None
    """

    leaves: tuple[str, ...]
    periods: Integers
    categories: Integers | None = None


@dataclass(frozen=True)
class _Task:
    """Some runs of one combination; their leaves (leaves, keys, units), and each run's key."""

    combination: Combination
    runs: Integers
    figures: Floats
    key: Integers | None


def run(
    population: Population,
    combinations: Sequence[Combination],
    of_run: Integers,
    leaves: Leaves,
    keys: Integers,
    reweigh: Reweigh,
    top: str,
    *,
    threads: int | None = None,
    cells: int | None = None,
) -> tuple[Floats, Ranks]:
    """Run an index many times.

    Parameters
    ----------
    combinations : of methods
    of_run : (runs,), the combination of each run
    leaves : gives the normalised leaves of a combination, for some keys at once
    keys : (runs, noises), runs with the same key and combination have the same figures; no columns: no noise
    reweigh : gives the weights of a run
    top : the node whose score and rank is wanted
    threads : how many chunks run at once; the number of cores where None
    cells : scores in a chunk; `CELLS` where None

    Returns
    -------
    scores (runs, units), NaN where there is none; ranks (runs, units), 0 where there is none
    """
    runs, units = len(of_run), len(population.periods)
    scores, ranks = np.full((runs, units), np.nan), np.zeros((runs, units), dtype=np.int32)

    def one(task: _Task) -> None:
        found = _scores(task, population, reweigh, top)
        scores[task.runs] = found.values
        ranks[task.runs] = _ranks(found, population.periods)

    size = max(1, (cells or CELLS) // max(1, units))
    tasks = _tasks(population, combinations, of_run, leaves, keys, size)
    count = threads or cores()
    with ThreadPoolExecutor(max_workers=count) as pool:
        while some := list(islice(tasks, 4 * count)):
            for done in pool.map(one, some):
                assert done is None
    return scores, ranks


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tasks(
    population: Population,
    combinations: Sequence[Combination],
    of_run: Integers,
    leaves: Leaves,
    keys: Integers,
    size: int,
) -> Iterator[_Task]:
    """Chunks of runs, combination after combination."""
    most = max(1, _FIGURES // max(1, len(population.periods) * len(population.leaves)))
    for place, combination in enumerate(combinations):
        own = np.flatnonzero(of_run == place)
        if not len(own):
            continue
        if not keys.shape[1]:
            figures = _by_leaf(leaves(place, np.empty((1, 0), dtype=np.int64)))
            for chunk in _chunks(own, size):
                yield _Task(combination, chunk, figures, None)
            continue
        different, key = np.unique(keys[own], axis=0, return_inverse=True)
        order = np.argsort(key.ravel(), kind="stable")
        own, key = own[order], key.ravel()[order]
        for start in range(0, len(different), most):
            figures = _by_leaf(leaves(place, different[start : start + most]))
            inside = np.flatnonzero((key >= start) & (key < start + most))
            for chunk in _chunks(inside, size):
                yield _Task(combination, own[chunk], figures, key[chunk] - start)


def _by_leaf(figures: Floats) -> Floats:
    """(keys, units, leaves) -> (leaves, keys, units), each leaf in one piece of memory."""
    return np.ascontiguousarray(np.moveaxis(figures, -1, 0))


def _chunks(places: Integers, size: int) -> Iterator[Integers]:
    for start in range(0, len(places), size):
        yield places[start : start + size]


def _scores(task: _Task, population: Population, reweigh: Reweigh, top: str) -> Held:
    """The scores of one node in the runs of a chunk."""
    below = {
        node: leaf(figures if task.key is None else figures[task.key])
        for node, figures in zip(population.leaves, task.figures, strict=True)
    }

    def weights(joint: Joint, nominal: Floats) -> Floats:
        return reweigh(joint.node, joint.children, nominal, task.runs)

    codes = population.categories
    if codes is None:
        return _full(climb(below, needed(task.combination.joints[0], top), weights, top), len(task.runs))
    values = np.full((len(task.runs), len(codes)), np.nan)
    scale = np.zeros((len(task.runs), 1))
    for code, joints in enumerate(task.combination.joints):
        units = codes == code
        if units.any():
            part = {node: Held(h.values[:, units], h.scale, h.whole) for node, h in below.items()}
            found = climb(part, needed(joints, top), weights, top)
            values[:, units] = found.values
            scale = np.maximum(scale, found.scale)
    return Held(values, scale, whole=False)


def _full(found: Held, runs: int) -> Held:
    """One row for each run, also where all runs are the same (the node is a leaf)."""
    if len(found.values) == runs:
        return found
    return Held(np.repeat(found.values, runs, axis=0), np.repeat(found.scale, runs, axis=0), found.whole)


def _ranks(found: Held, periods: Integers) -> Ranks:
    """Ranks within each period."""
    different = np.unique(periods)
    if len(different) == 1:
        return rank(found.values, found.scale)
    ranks = np.empty(found.values.shape, dtype=np.int32)
    for period in different:
        units = np.flatnonzero(periods == period)
        ranks[:, units] = rank(np.ascontiguousarray(found.values[:, units]), found.scale)
    return ranks
