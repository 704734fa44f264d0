"""Units compared with each other, pair by pair: how many each beats."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from gaoxin.engines.array.ranks import Places
from gaoxin.engines.array.scopes import NEGLIGIBLE, Floats

__all__ = ["net_wins"]

_BITS = 8
_PAIRS = 1 << 17
"""Pairs that are compared at once: what a processor keeps beside it."""


def net_wins(places: Places, weights: Floats) -> Floats:
    """The units that each unit beats, less those that beat it.

    One beats another if the weights of the children in which its place is better sum to more than those in
    which it is worse, by more than the noise of doubles; a child counts for a pair that both have a place in.

    Who is better in which child is a bit, and the weights that bits stand for are looked up, eight children
    at once: for two units of 46 children six numbers are added for each direction. Each pair is met once.

    Parameters
    ----------
    places : (children, units), 1 is the best, 0 unknown
    weights : (children,)

    Returns
    -------
    (units,)
    """
    units = places.shape[-1]
    kind = np.min_scalar_type(units + 1)
    last = np.where(places == 0, units + 1, places).astype(kind)  # unknown is better than none
    first = places.astype(kind)  # and worse than none
    sums = list(_sums(weights))
    found = np.zeros(units)
    step = max(1, _PAIRS // max(1, units))
    for start in range(0, units, step):
        rows, others = slice(start, start + step), slice(start, units)
        more = _weight(np.less, last[:, rows], first[:, others], sums)
        less = _weight(np.greater, first[:, rows], last[:, others], sums)
        noise = NEGLIGIBLE * (more + less)
        beats, beaten = more - less > noise, less - more > noise
        found[rows] += beats.sum(axis=1) - beaten.sum(axis=1)
        after = slice(beats.shape[0], None)  # within the block each pair stands twice already
        found[start + step :] += beaten[:, after].sum(axis=0) - beats[:, after].sum(axis=0)
    return found


def _sums(weights: Floats) -> Iterator[tuple[slice, Floats]]:
    """For eight children at a time, the sum of the weights that each pattern of bits stands for."""
    for start in range(0, len(weights), _BITS):
        part = weights[start : start + _BITS]
        places = np.arange(len(part))[::-1]  # the first child is the highest bit
        patterns = np.arange(1 << len(part))[:, None] >> places & 1
        yield slice(start, start + len(part)), patterns @ part


def _weight(
    better: Callable[..., object], mine: Places, theirs: Places, sums: list[tuple[slice, Floats]]
) -> Floats:
    """The weight of the children in which one unit stands better than another, (units, others)."""
    shape = (mine.shape[1], theirs.shape[1])
    found, part = np.zeros(shape), np.empty(shape)
    bit, bits, place = np.empty(shape, np.bool_), np.empty(shape, np.uint8), np.empty(shape, np.intp)
    for children, table in sums:
        bits[:] = 0
        for one, other in zip(mine[children], theirs[children], strict=True):
            better(one[:, None], other, out=bit)
            np.add(bits, bits, out=bits)
            np.bitwise_or(bits, bit.view(np.uint8), out=bits)
        place[:] = bits
        found += np.take(table, place, out=part, mode="clip")  # without a second look at the bounds
    return found
