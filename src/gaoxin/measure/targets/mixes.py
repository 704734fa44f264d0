"""The cheapest mix of changes that reaches a goal, by a linear model of the index, proved by trials.

In a weighted mean each indicator adds to the score by itself. So what each lever does alone is tabled at some
points, and the mix of least cost is a mixed integer linear programme over the tables, piecewise linear
between the points, solved by HiGHS (`gaoxin.measure.targets.programme`). For a rank the tables are those of
the lead over each unit ahead, of which all but ``rank - 1`` must be passed. The points are set anew around
the mix that was found, figures are brought to their steps, and the whole index is computed with them: where
it falls short, more is asked of the model. At last every change is taken back as far as the goal allows, the
dearest first.

Where the index is linear in the figures (minmax between the extremes of others, goalposts, arithmetic means)
the mix is the cheapest there is, to one step of each figure. Elsewhere it is proved to reach the goal, and
``bound`` tells what the model held possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gaoxin.measure.change.panel import Floats
from gaoxin.measure.targets.levers import Lever
from gaoxin.measure.targets.programme import Table, solve
from gaoxin.measure.targets.trials import Bools, Goal, Reached, Trials

_POINTS, _ROUNDS = 6, 8


@dataclass(frozen=True, slots=True)
class Mix:
    """A mix of changes.

    Parameters
    ----------
    steps : of each lever, in their order; 0 where it stays
    reached : with it, the whole index computed anew
    met : whether it meets the goal; where not, everything was moved as far as it may
    cost : of all changes
    bound : the least cost by the model; None where the goal is not met
    """

    levers: tuple[Lever, ...]
    steps: tuple[int, ...]
    reached: Reached
    met: bool
    cost: float
    bound: float | None

    @property
    def figures(self) -> list[float]:
        """The new figures of the levers."""
        return [lever.figure(step) for lever, step in zip(self.levers, self.steps, strict=True)]


def cheapest(trials: Trials, levers: Sequence[Lever], goal: Goal) -> Mix:
    """The cheapest mix of changes that reaches a goal."""
    levers = [lever for lever in levers if lever.last]
    stay = [0] * len(levers)
    if _trial(trials, levers, stay).meets(goal):
        return _mix(trials, levers, stay, goal, 0.0)
    everything = [lever.last for lever in levers]
    if not _trial(trials, levers, everything).meets(goal):
        return _mix(trials, levers, everything, goal, None)
    found, bound = _search(trials, levers, goal)
    taken = _taken_back(trials, levers, found or everything, goal)
    return _mix(trials, levers, taken, goal, bound)


def _search(trials: Trials, levers: Sequence[Lever], goal: Goal) -> tuple[list[int] | None, float | None]:
    """A mix that meets the goal, of the least cost over the rounds; and the bound of the last model."""
    points = [_points(lever) for lever in levers]
    best: tuple[float, list[int]] | None = None
    bound: float | None = None
    more = 0.0
    for _ in range(_ROUNDS):
        model = _model(trials, levers, points, goal, more)
        if model is None:
            break
        cost, steps = model
        reached = _trial(trials, levers, steps)
        bound = cost if not more else bound
        if reached.meets(goal):
            spent = _cost(levers, steps)
            if best is not None and spent >= best[0] * (1 - 1e-9):
                break
            best = (spent, steps)
            more = 0.0
        else:
            more += max(_short(reached, goal), 1e-9)
        points = [
            _around(lever, known, step) for lever, known, step in zip(levers, points, steps, strict=True)
        ]
    return (best[1] if best else None), bound


def _points(lever: Lever) -> list[int]:
    return sorted({round(at) for at in np.linspace(0, lever.last, _POINTS)})


def _around(lever: Lever, known: Sequence[int], step: int) -> list[int]:
    """Points closer together around a step; the ends stay."""
    before = max((k for k in known if k < step), default=0)
    behind = min((k for k in known if k > step), default=lever.last)
    near = {before, (before + step) // 2, step, (step + behind + 1) // 2, behind}
    return sorted({0, lever.last, *near, *known[:: max(1, len(known) // _POINTS)]})


def _trial(trials: Trials, levers: Sequence[Lever], steps: Sequence[int]) -> Reached:
    figures = np.array(trials.own)
    for lever, step in zip(levers, steps, strict=True):
        figures[lever.leaf] = lever.figure(step)
    return trials.at(figures)


def _cost(levers: Sequence[Lever], steps: Sequence[int]) -> float:
    pairs = zip(levers, steps, strict=True)
    return sum(lever.cost * abs(lever.figure(step) - lever.own) for lever, step in pairs)


def _mix(
    trials: Trials, levers: Sequence[Lever], steps: Sequence[int], goal: Goal, bound: float | None
) -> Mix:
    reached = _trial(trials, levers, steps)
    return Mix(tuple(levers), tuple(steps), reached, reached.meets(goal), _cost(levers, steps), bound)


def _leads(reached: Reached, goal: Goal, rivals: Bools) -> Floats:
    """The score beyond the one that is due; or the lead over each rival."""
    if goal.rank is None:
        return np.array([reached.score - (goal.score or 0.0)])
    return reached.score - reached.others[rivals]


def _short(reached: Reached, goal: Goal) -> float:
    """By how much a mix misses the goal."""
    if goal.rank is None:
        return (goal.score or 0.0) - reached.score
    ahead = np.sort(reached.others[~np.isnan(reached.others)])[::-1]
    return float(ahead[goal.rank - 1]) - reached.score if len(ahead) >= goal.rank else 0.0


def _model(
    trials: Trials, levers: Sequence[Lever], points: Sequence[list[int]], goal: Goal, more: float
) -> tuple[float, list[int]] | None:
    """The mix of least cost by the tables, brought to whole steps; None where they hold none.

    Parameters
    ----------
    more : is asked of every lead beyond what is due
    """
    now = _trial(trials, levers, [0] * len(levers))
    rivals = now.others > now.score
    base = _leads(now, goal, rivals)
    tables = [_table(trials, levers, at, points[at], goal, rivals, base) for at in range(len(levers))]
    solved = solve(tables, more - base, None if goal.rank is None else goal.rank - 1)
    if solved is None:
        return None
    pairs = zip(points, solved.weights, strict=True)
    steps = [min(known[-1], int(np.ceil(float(np.dot(weights, known)) - 1e-6))) for known, weights in pairs]
    return solved.cost, steps


def _table(
    trials: Trials,
    levers: Sequence[Lever],
    at: int,
    steps: Sequence[int],
    goal: Goal,
    rivals: Bools,
    base: Floats,
) -> Table:
    """What one lever does alone at some of its steps."""
    lever, alone = levers[at], [0] * len(levers)
    gains: list[Floats] = []
    lost = -10 * (float(np.abs(base).max(initial=0.0)) + 1)  # without a score no lead is had
    for step in steps:
        alone[at] = step
        gains.append(np.nan_to_num(_leads(_trial(trials, levers, alone), goal, rivals) - base, nan=lost))
    costs = np.array([lever.cost * abs(lever.figure(step) - lever.own) for step in steps])
    return Table(costs, np.array(gains))


def _taken_back(trials: Trials, levers: Sequence[Lever], steps: Sequence[int], goal: Goal) -> list[int]:
    """Every change taken back as far as the goal allows, the one that costs most first."""
    found = list(steps)

    def spent(at: int) -> float:
        return levers[at].cost * abs(levers[at].figure(found[at]) - levers[at].own)

    for at in sorted(range(len(levers)), key=spent, reverse=True):
        low, high = -1, found[at]
        while high - low > 1:
            middle = (low + high) // 2
            if _trial(trials, levers, [*found[:at], middle, *found[at + 1 :]]).meets(goal):
                high = middle
            else:
                low = middle
        found[at] = high
    return found
