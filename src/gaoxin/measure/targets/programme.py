"""The linear programme of a cheapest mix: what each lever does alone, piecewise linear.

Each lever stands on one piece between two neighbouring points, by weights of the points and a binary of each
piece (H. P. Williams, Model Building in Mathematical Programming, 5th edition, 2013, section 9.3). Leads add
up over the levers; some of them may be given up (rivals that stay ahead), each by a binary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # pyright: ignore[reportMissingTypeStubs] - has none; its parts come when asked for

from gaoxin.measure.change.panel import Floats

_EXACT = 1e-12


@dataclass(frozen=True, slots=True)
class Table:
    """What a lever does alone.

    Parameters
    ----------
    costs : (points,), of standing at each point; the first is 0
    gains : (points, leads), what it adds to each lead there; the first are 0
    """

    costs: Floats
    gains: Floats


@dataclass(frozen=True, slots=True)
class Solved:
    """The cheapest mix of a model: its cost, and of each lever the weights of its points."""

    cost: float
    weights: tuple[Floats, ...]


def solve(tables: Sequence[Table], due: Floats, spared: int | None = None) -> Solved | None:
    """Solve for the least cost; None where no mix has all leads.

    Parameters
    ----------
    due : (leads,), what all levers together must add to each lead
    spared : how many leads may be given up; with None no lead may
    """
    points = [len(table.costs) for table in tables]
    count, pieces, rivals = sum(points), sum(points) - len(points), 0 if spared is None else len(due)
    size = count + pieces + rivals
    gains = np.zeros((len(due), size))
    gains[:, :count] = np.concatenate([table.gains for table in tables]).T
    costs = np.zeros(size)
    costs[:count] = np.concatenate([table.costs for table in tables])
    gains[:, count + pieces :] = np.diag(np.maximum(due, 0) + 1)[:, :rivals]
    scale = np.maximum(np.abs(gains).max(axis=1), 1e-300)
    least = (due + _EXACT) / scale
    rules = [scipy.optimize.LinearConstraint(gains / scale[:, None], least, np.inf), *_standing(points, size)]
    if rivals:
        given = np.zeros((1, size))
        given[0, count + pieces :] = 1
        rules.append(scipy.optimize.LinearConstraint(given, -np.inf, spared))
    whole = np.concatenate([np.zeros(count), np.ones(pieces + rivals)])
    bounds = scipy.optimize.Bounds(0, 1)
    quiet = {"presolve": False}  # mending a presolved solution, HiGHS prints past its own options
    found = scipy.optimize.milp(costs, constraints=rules, integrality=whole, bounds=bounds, options=quiet)
    if found.x is None:
        return None
    ends = np.cumsum(points)
    parts = tuple(np.asarray(found.x[end - n : end], float) for end, n in zip(ends, points, strict=True))
    return Solved(float(found.fun), parts)


def _standing(points: Sequence[int], size: int) -> list[Any]:
    """Weights of the points of a lever add up to one, and only those beside its one piece are not 0."""
    one = scipy.sparse.lil_matrix((2 * len(points), size))
    near = scipy.sparse.lil_matrix((sum(points), size))
    place, piece = 0, sum(points)
    for lever, number in enumerate(points):
        one[2 * lever, place : place + number] = 1
        one[2 * lever + 1, piece : piece + number - 1] = 1
        for point in range(number):
            near[place + point, place + point] = 1
            for side in (point - 1, point):
                if 0 <= side < number - 1:
                    near[place + point, piece + side] = -1
        place, piece = place + number, piece + number - 1
    return [
        scipy.optimize.LinearConstraint(scipy.sparse.csr_matrix(one), 1, 1),
        scipy.optimize.LinearConstraint(scipy.sparse.csr_matrix(near), -np.inf, 0),
    ]
