"""The order of figures, by radix.

numpy puts integers of 16 bits in order in linear time; doubles, compared with each other, take it several
times as long. Figures are therefore ordered by steps, whole numbers of 32 bits that never fall where figures
rise; where two figures that differ share a step, those that share one are compared themselves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Order = NDArray[np.intp]

_STEPS = 2**32 - 1
_FEW = 1500  # so few figures are compared sooner


def in_order(figures: NDArray[Any]) -> tuple[Order, NDArray[Any]]:
    """Put figures in order, the least first.

    Parameters
    ----------
    figures : (rows,), all known

    Returns
    -------
    the places of the figures, equal ones side by side, and the figures in that order
    """
    steps = _steps(figures) if figures.dtype == np.float64 and len(figures) > _FEW else None
    if steps is None:
        order = np.argsort(figures)
        return order, figures[order]
    order = _by_steps(steps)
    ordered = figures[order]
    if (ordered[1:] < ordered[:-1]).any():
        shared = _shared(steps[order])
        order[shared] = order[shared][np.argsort(ordered[shared])]
        ordered = figures[order]
    return order, ordered


def first_places(ordered: NDArray[Any]) -> NDArray[np.int32]:
    """The place of each of some figures in order, from 0; equal ones share the first."""
    found = np.arange(len(ordered), dtype=np.int32)
    found[1:][ordered[1:] == ordered[:-1]] = 0
    np.maximum.accumulate(found, out=found)
    return found


def _steps(figures: Floats) -> NDArray[np.uint32] | None:
    """How many steps each figure is above the least; None where the figures have no such steps."""
    least, greatest = figures.min(), figures.max()
    with np.errstate(all="ignore"):
        scale = _STEPS / (greatest - least)
    if not (np.isfinite(scale) and scale > 0):
        return None
    found = figures - least
    found *= scale
    return found.astype(np.uint32)


def _by_steps(steps: NDArray[np.uint32]) -> Order:
    """The places of steps in order: by their lower half, and then by their upper."""
    order = np.argsort(steps.astype(np.uint16), kind="stable")
    upper = (steps >> 16).astype(np.uint16)
    return order[np.argsort(upper[order], kind="stable")]


def _shared(ordered: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which of some steps in order are those of a neighbour as well."""
    found = np.zeros(len(ordered) + 1, np.bool_)
    found[1:-1] = ordered[1:] == ordered[:-1]
    return found[1:] | found[:-1]
