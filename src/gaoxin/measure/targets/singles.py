"""One indicator alone: the smallest change that reaches a goal, found by halving and proved by trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gaoxin.measure.targets.levers import Lever
from gaoxin.measure.targets.trials import Goal, Reached, Trials
from gaoxin.plan.index import Aggregate, IndexPlan, Normalise

_POINTS = 16


@dataclass(frozen=True, slots=True)
class Single:
    """What one indicator alone can do.

    Parameters
    ----------
    figure : that reaches the goal; where nothing does, the figure that comes nearest
    reached : with it, the whole index computed anew
    met : whether it meets the goal
    short : the figure one step before it, with which the goal is not met; None where it is not met at all
    """

    lever: Lever
    figure: float
    reached: Reached
    met: bool
    short: float | None

    @property
    def change(self) -> float:
        """New figure less the old."""
        return self.figure - self.lever.own


def alone(trials: Trials, lever: Lever, goal: Goal) -> Single:
    """The smallest change of one indicator that reaches a goal, the other figures as they are.

    Stops are tried at the figures of the other units and beyond them, where extremes and ranks change hands;
    between the last one that misses and the first one that meets the goal the interval is halved to one step.
    Where a better figure never makes a worse score, the first stop is found by halving too; else every stop
    is tried in turn.
    """
    stops = [0, *_stops(trials, lever)]
    at = _first(trials, lever, goal, stops)
    if at is None:
        best = max(stops, key=lambda stop: _key(_trial(trials, lever, stop), goal))
        reached = _trial(trials, lever, best)
        return Single(lever, lever.figure(best), reached, met=False, short=None)
    low, high = stops[at - 1] if at else 0, stops[at]
    while high - low > 1:
        middle = (low + high) // 2
        if _trial(trials, lever, middle).meets(goal):
            high = middle
        else:
            low = middle
    short = lever.figure(low) if high else None
    return Single(lever, lever.figure(high), _trial(trials, lever, high), met=True, short=short)


def _trial(trials: Trials, lever: Lever, steps: int) -> Reached:
    figures = np.array(trials.own)
    figures[lever.leaf] = lever.figure(steps)
    return trials.at(figures)


def _stops(trials: Trials, lever: Lever) -> list[int]:
    """The steps at which others stand or are just passed, a few of them, and the last."""
    others = trials.others[:, lever.leaf]
    beyond = others[~np.isnan(others) & (lever.sign * (others - lever.own) > 0)]
    steps = {
        place + more for figure in beyond for place in [lever.steps_to(float(figure))] for more in (0, 1)
    }
    found = sorted(step for step in steps if 0 < step < lever.last)
    if len(found) > _POINTS:
        found = [found[round(at * (len(found) - 1) / (_POINTS - 1))] for at in range(_POINTS)]
    return [*dict.fromkeys(found), *([lever.last] if lever.last else [])]


def _first(trials: Trials, lever: Lever, goal: Goal, stops: Sequence[int]) -> int | None:
    """The place of the first stop that meets the goal."""
    if not _rises(trials.plan):
        return next((at for at, stop in enumerate(stops) if _trial(trials, lever, stop).meets(goal)), None)
    low, high = 0, len(stops) - 1
    if not _trial(trials, lever, stops[high]).meets(goal):
        return None
    while low < high:
        middle = (low + high) // 2
        if _trial(trials, lever, stops[middle]).meets(goal):
            high = middle
        else:
            low = middle + 1
    return high


def _rises(plan: IndexPlan) -> bool:
    """Whether a better figure never makes a worse score or rank.

    It may where figures are treated by their distribution, divided by a mean or a deviation that they move,
    weighed by computed weights, or compared unit by unit.
    """
    for step in plan.steps:
        match step:
            case Normalise(method="zscore" | "ratio_to_mean"):
                return False
            case Aggregate(method=method, joins=joins):
                if method in ("copeland", "topsis") or any(j.weigh not in ("given", "equal") for j in joins):
                    return False
            case _:
                if step.name.startswith("treat"):
                    return False
    return True


def _key(reached: Reached, goal: Goal) -> tuple[bool, float, float]:
    known = reached.score == reached.score
    return known, -reached.rank if goal.rank is not None and known else 0.0, reached.score if known else 0.0
