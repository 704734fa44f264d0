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
Whole = Callable[[Floats, Floats], Floats]
Weigh = Callable[[Floats], Floats]
Reweigh = Callable[["Joint", Floats], Floats]

_NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Joint:
    """A node and its children, and how they are joined.

    Parameters
    ----------
    node : its id
    children : ids, in the order of the tree
    weights : (children,), nominal weights, relative to each other
    method : a key of `JOINS`, or another one that `whole` runs
    power : of power_mean
    least : the share that must be known, for the node to have a score
    by_count : whether that is a share of the children, not of their weight
    whole : for other methods, the function of scores (runs, units, children) and weights (runs, 1, children)
        that gives (runs, units); `least` is its own affair
    weigh : where weights are computed, the function of scores (runs, units, children) that gives them,
        (runs, children), NaN where the data give none
    """

    node: str
    children: tuple[str, ...]
    weights: Floats
    method: str = "arithmetic"
    power: float = 1.0
    least: float = 1.0
    by_count: bool = False
    whole: Whole | None = None
    weigh: Weigh | None = None


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
    scale = np.fmax.reduce(known, axis=1, keepdims=True, initial=0.0)
    return Held(values, scale, whole)


def climb(leaves: Mapping[str, Held], joints: Sequence[Joint], reweigh: Reweigh, top: str) -> Held:
    """Compute the scores of one node in some runs.

    Parameters
    ----------
    leaves : by node
    joints : children before parents; one whose children are all left out is left out itself
    reweigh : gives the weights (runs, children) of a joint from nominal ones, (1 or runs, children)
    top : the node
    """
    held = dict(leaves)
    empty: dict[str, NDArray[np.bool_]] = {}
    for joint in joints:
        nominal = joint.weights[None, :]
        if joint.weigh is not None:
            nominal = joint.weigh(_stacked(joint, held, max(len(held[c].values) for c in joint.children)))
        weights = reweigh(joint, nominal)
        for place, child in enumerate(joint.children):
            if child in empty:
                weights[empty[child], place] = 0.0
        left_out = (weights == 0).all(axis=1)
        if left_out.any():
            empty[joint.node] = left_out
        weights = np.nan_to_num(weights, nan=0.0)
        held[joint.node] = JOINS.get(joint.method, _at_once)(joint, held, weights)
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
        count += there
    share = count / len(joint.children) if joint.by_count else known / np.where(whole > 0, whole, 1)
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
    *,
    zero: bool = False,
) -> Held:
    """A mean of bent values, unbent; unknown where a child that counts is not above zero, or below it."""
    bent: dict[str, Held] = {}
    sunk: NDArray[np.bool_] | None = None
    for place, child in enumerate(joint.children):
        below = held[child]
        noise = _NEGLIGIBLE * below.scale
        low = below.values < -noise if zero else below.values <= noise
        if zero:
            below = Held(np.maximum(below.values, 0.0), below.scale, below.whole)
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

    return _bent(joint, held, weights, bend, back, zero=power > 0)


def _minimum(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    """The least child that counts, where enough of them are known."""
    mean, _, whole = _means(joint, held, weights)
    found = np.full(mean.shape, np.inf)
    for place, child in enumerate(joint.children):
        counts = weights[:, place : place + 1] > 0
        np.fmin(found, np.where(counts, held[child].values, np.inf), out=found)
    found[np.isnan(mean)] = np.nan
    return Held(found, _widest(joint, held, weights), whole)


def _at_once(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    """A method that joins all children of all units at once."""
    assert joint.whole is not None, joint.method
    return leaf(joint.whole(_stacked(joint, held, len(weights)), weights[:, None, :]))


def _stacked(joint: Joint, held: Mapping[str, Held], runs: int) -> Floats:
    """The scores of the children: (runs, units, children)."""
    below = [held[child].values for child in joint.children]
    units = max(values.shape[1] for values in below)
    return np.stack([np.broadcast_to(values, (runs, units)) for values in below], axis=-1)


def _median(joint: Joint, held: Mapping[str, Held], weights: Floats) -> Held:
    """The middle of the children that count, each counted once, where enough of them are known."""
    mean, _, whole = _means(joint, held, weights)
    below = [
        np.where(weights[:, place : place + 1] > 0, held[child].values, np.nan)
        for place, child in enumerate(joint.children)
    ]
    ordered = np.sort(np.stack(below), axis=0)
    count = np.maximum((~np.isnan(ordered)).sum(axis=0), 1)
    low = np.take_along_axis(ordered, (count - 1)[None] // 2, axis=0)[0]
    high = np.take_along_axis(ordered, count[None] // 2, axis=0)[0]
    found = np.where(np.isnan(mean), np.nan, low / 2 + high / 2)
    return Held(found, _widest(joint, held, weights), whole)


JOINS: dict[str, Callable[[Joint, Mapping[str, Held], Floats], Held]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "power_mean": _power_mean,
    "minimum": _minimum,
    "median": _median,
}
"""The methods that run on many runs at once."""
