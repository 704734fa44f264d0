"""The figures that an index reads, the scores that it gives, and figures mixed of two years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gaoxin.plan.index import IndexPlan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Panel:
    """The figures of units and periods.

    Parameters
    ----------
    subjects : (rows,), names of the units
    periods : (rows,)
    figures : (rows, leaves), in the order of ``IndexPlan.leaves`` and their units; NaN = unknown
    groups : (rows,) of each category by its column of the plan; empty text = none
    """

    subjects: NDArray[np.str_]
    periods: Ints
    figures: Floats
    groups: Mapping[str, NDArray[np.str_]]

    def row(self, subject: str, period: int) -> int:
        """The row of a unit in a period; -1 where it has none."""
        found = np.flatnonzero((self.subjects == subject) & (self.periods == period))
        return int(found[0]) if len(found) else -1

    def only(self, rows: NDArray[np.bool_] | Ints) -> Panel:
        """Some rows."""
        groups = {name: codes[rows] for name, codes in self.groups.items()}
        return Panel(self.subjects[rows], self.periods[rows], self.figures[rows], groups)

    def with_figures(self, figures: Floats) -> Panel:
        """The same rows with other figures."""
        return replace(self, figures=figures)


@dataclass(frozen=True, slots=True)
class Scored:
    """An index of a panel, an array of rows for each node; NaN = unknown.

    Parameters
    ----------
    scores : of each node; of a leaf its normalised figure
    weights : of each node among its siblings
    ranks : of each node among the units of a period, 1 the best
    """

    scores: Mapping[str, Floats]
    weights: Mapping[str, Floats]
    ranks: Mapping[str, Floats]


Score = Callable[[Panel, IndexPlan], Scored]
"""An engine that computes an index on arrays; services hand one in."""


def within_all(plan: IndexPlan) -> bool:
    """Whether means and extremes are those of all periods, or of one for all, not of each."""
    return any(getattr(step, "within", "period") != "period" for step in plan.steps)


def mixed(panel: Panel, plan: IndexPlan, subject: str, own: int, peers: int) -> tuple[Panel, int]:
    """The figures of a unit in one year among those of the others in another year, and the unit's row.

    Where means and extremes are those of all periods, the others are the same in every year: the rows stay.
    Other years stand beside where the plan looks back.
    """
    at = panel.row(subject, own)
    if own == peers or within_all(plan):
        if plan.across_periods:
            return panel, at
        rows = np.flatnonzero(panel.periods == own)
        return panel.only(rows), int(np.flatnonzero(rows == at)[0])
    there = panel.row(subject, peers)
    rows = np.arange(len(panel.periods)) if plan.across_periods else np.flatnonzero(panel.periods == peers)
    place = int(np.flatnonzero(rows == there)[0])
    taken = rows.copy()
    taken[place] = at
    found = panel.only(taken)
    found.periods[place] = peers
    return found, place
