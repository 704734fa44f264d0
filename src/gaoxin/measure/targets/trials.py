"""Trials: the whole index computed anew with other figures of one unit; the others' stay."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gaoxin.measure.change.panel import Floats, Panel, Score
from gaoxin.plan.index import IndexPlan

Bools = NDArray[np.bool_]
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Goal:
    """A score of at least so much, or a rank of at most so much, at a node."""

    score: float | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """What a trial reached.

    Parameters
    ----------
    score, rank : of the unit; NaN where the index has no score with these figures
    others : (others,) scores of the other units of the period; NaN where unknown
    """

    score: float
    rank: float
    others: Floats

    def meets(self, goal: Goal) -> bool:
        """Whether a goal is met; scores are compared to 12 digits."""
        if goal.rank is not None:
            return self.rank <= goal.rank
        wanted = goal.score or 0.0
        return self.score >= wanted - 10.0**-_DIGITS * max(1.0, abs(wanted))


@dataclass(slots=True)
class Trials:
    """Trials of one unit in one period.

    Parameters
    ----------
    panel : the figures of all units; only those of the period count, unless the plan looks back
    score : the engine
    top : the node whose score or rank is meant
    runs : how often the index was computed
    """

    panel: Panel
    plan: IndexPlan
    score: Score
    subject: str
    period: int
    top: str
    runs: int = 0
    _known: dict[bytes, Reached] = field(default_factory=dict[bytes, Reached])

    def __post_init__(self) -> None:
        if not self.plan.across_periods:
            self.panel = self.panel.only(self.panel.periods == self.period)

    @property
    def row(self) -> int:
        """The row of the unit."""
        return self.panel.row(self.subject, self.period)

    @property
    def own(self) -> Floats:
        """(leaves,), the figures as they are."""
        return self.panel.figures[self.row]

    @property
    def others(self) -> Floats:
        """(others, leaves), the figures of the other units of the period."""
        return self.panel.figures[self._others()]

    def at(self, figures: Floats) -> Reached:
        """What the unit reaches with other figures.

        Parameters
        ----------
        figures : (leaves,)
        """
        key = figures.tobytes()
        found = self._known.get(key)
        if found is None:
            changed = np.array(self.panel.figures)
            changed[self.row] = figures
            scored = self.score(self.panel.with_figures(changed), self.plan)
            self.runs += 1
            scores, ranks = scored.scores[self.top], scored.ranks[self.top]
            found = Reached(float(scores[self.row]), float(ranks[self.row]), scores[self._others()])
            self._known[key] = found
        return found

    def _others(self) -> Bools:
        return (self.panel.periods == self.period) & (self.panel.subjects != self.subject)
