"""From normalised leaves to the score of a node, for many runs with weights of their own.

Every sum runs child by child in the order of the tree, element by element: no product of matrices, whose
order of terms depends on their size and on the number of threads. So a run has the same score to the last
digit in whatever chunk it is computed, and the run with the nominal weights has that of a single run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Single = Callable[[Floats, Floats], Floats]

_NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Joint:
    """A node and its children, and how they are joined.

    Parameters
    ----------
    node : its id
    children : ids, in the order of the tree
    weights : (children,), nominal weights, relative to each other
    method : arithmetic, geometric, harmonic, power_mean, minimum; or another one that `single` runs
    power : of power_mean
    least : the share that must be known, for the node to have a score
    by_count : whether that is a share of the children that count, not of their weight
    single : the function of one run, of values (units, children) and weights (children,) -> (units,)
    """

    node: str
    children: tuple[str, ...]
    weights: Floats
    method: str = "arithmetic"
    power: float = 1.0
    least: float = 1.0
    by_count: bool = False
    single: Single | None = None


@dataclass(frozen=True)
class Held:
    """The values of a node in some runs.

    Parameters
    ----------
    values : (runs or 1, units), NaN = unknown; one row where all runs share it
    scale : (runs or 1, 1), the size by which differences are judged
    whole : whether every value is known
    """

    values: Floats
    scale: Floats
    whole: bool


def leaf(values: Floats) -> Held:
    """A leaf: (runs or 1, units); its scale is its greatest score without its sign."""
    known = np.abs(values)
    whole = not bool(np.isnan(known).any())
    scale = known.max(axis=1, keepdims=True) if whole else np.fmax.reduce(known, axis=1, keepdims=True)
    return Held(values, np.nan_to_num(scale), whole)


def climb(
    leaves: Mapping[str, Held], joints: Sequence[Joint], weights: Mapping[str, Floats], top: str
) -> Held:
    """Compute the scores of one node in some runs.

    Parameters
    ----------
    leaves : by node
    joints : children before parents
    weights : by node, (runs, children) of its children
    top : the node
    """
    held = dict(leaves)
    for joint in joints:
        held[joint.node] = _JOINS.get(joint.method, _one_by_one)(joint, held, weights[joint.node])
        if joint.node == top:
            break
    return held[top]


def needed(joints: Sequence[Joint], top: str) -> list[Joint]:
    """The joints that a node rests on, children before parents."""
    by_node = {joint.node: joint for joint in joints}
    wanted: list[str] = []
    queue = [top]
    while queue:
        node = queue.pop()
        if node in by_node:
            wanted.append(node)
            queue += by_node[node].children
    return [joint for joint in joints if joint.node in set(wanted)]


def _means(joint: Joint, held: Mapping[str, Held], weights: Floats) -> tuple[Floats, Floats, bool]:
    """The weighted mean of the children that are known, and whether it is known everywhere.

    Returns
    -------
    (runs, units), NaN where too little is known; (runs, 1) sums of the weights; whether all is known
    """
    whole = weights.sum(axis=1, keepdims=True)
    units = max(held[child].values.shape[1] for child in joint.children)
    total = np.zeros((len(weights), units))
    term = np.empty_like(total)
    if all(held[child].whole for child in joint.children):
        for place, child in enumerate(joint.children):
            np.multiply(weights[:, place : place + 1], held[child].values, out=term)
            total += term
        with np.errstate(divide="ignore", invalid="ignore"):
            total /= whole
        return total, whole, bool((whole > 0).all())
    known = np.zeros_like(total)
    count = np.zeros_like(total)
    for place, child in enumerate(joint.children):
        weight, values = weights[:, place : place + 1], held[child].values
        there = ~np.isnan(values)
        np.multiply(weight, np.where(there, values, 0.0), out=term)
        total += term
        known += weight * there
        count += (weight > 0) & there
    whole_count = (weights > 0).sum(axis=1, keepdims=True)
    share = count / np.maximum(whole_count, 1) if joint.by_count else known / np.where(whole > 0, whole, 1)
    enough = (share >= joint.least * (1 - _NEGLIGIBLE)) & (known > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(enough, total / known, np.nan)
    return found, whole, bool(enough.all())


def _widest(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Floats:
    """The greatest scale of the children that count: (runs, 1)."""
    found = np.zeros((len(weights), 1))
    for place, child in enumerate(joint.children):
        counts = weights[:, place : place + 1] > 0
        np.maximum(found, np.where(counts, held[child].scale, 0.0), out=found)
    return found


def _arithmetic(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    mean, _, whole = _means(joint, held, weights)
    return Held(mean, _widest(joint, held, weights), whole)


def _bent(
    joint: Joint,
    held: Mapping[str, Held],
    weights: Floats,
    bend: Callable[[Floats], Floats],
    back: Callable[[Floats], Floats],
) -> Held:
    """A mean of bent values, unbent; unknown where a child that counts is not above zero."""
    bent: dict[str, Held] = {}
    sunk: NDArray[np.bool_] | None = None
    for place, child in enumerate(joint.children):
        below = held[child]
        low = below.values <= _NEGLIGIBLE * below.scale
        if low.any():
            sinks = low & (weights[:, place : place + 1] > 0)
            sunk = sinks if sunk is None else sunk | sinks
            low_free = np.where(low, 1.0, below.values)
            bent[child] = Held(bend(low_free), below.scale, below.whole)
        else:
            bent[child] = Held(bend(below.values), below.scale, below.whole)
    mean, _, whole = _means(joint, bent, weights)
    found = back(mean)
    if sunk is not None and sunk.any():
        found = np.where(sunk, np.nan, found)
        whole = False
    return Held(found, leaf(found).scale, whole)


def _geometric(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    return _bent(joint, held, weights, np.log, np.exp)


def _harmonic(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    return _bent(joint, held, weights, np.reciprocal, np.reciprocal)


def _power_mean(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    power = joint.power
    if power == 0:
        return _geometric(joint, held, weights)

    def bend(values: Floats) -> Floats:
        return values**power

    def back(values: Floats) -> Floats:
        return values ** (1 / power)

    return _bent(joint, held, weights, bend, back)


def _minimum(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    """The least child that counts, where enough of them are known."""
    mean, _, whole = _means(joint, held, weights)
    found = np.full(mean.shape, np.inf)
    for place, child in enumerate(joint.children):
        counts = weights[:, place : place + 1] > 0
        np.fmin(found, np.where(counts, held[child].values, np.inf), out=found)
    found[np.isnan(mean)] = np.nan
    return Held(found, _widest(joint, held, weights), whole)


def _one_by_one(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    """A method that joins whole matrices: run after run."""
    assert joint.single is not None, joint.method
    runs, below = len(weights), [held[child].values for child in joint.children]
    found = np.empty((runs, max(values.shape[1] for values in below)))
    for run in range(runs):
        children = np.stack([values[run if len(values) > 1 else 0] for values in below], axis=1)
        counts = weights[run] > 0
        found[run] = joint.single(children[:, counts], weights[run][counts])
    made = leaf(found)
    return Held(found, made.scale, made.whole)


_JOINS: dict[str, Callable[[Joint, Mapping[str, Held], Floats], Held]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "power_mean": _power_mean,
    "minimum": _minimum,
}
