"""Levers: the indicators that a unit may move, which way, how far, in which steps and at which cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from gaoxin.measure.targets.trials import Trials
from gaoxin.plan.index import Normalise

_STEPS = 9
"""Digits of the steps of a figure that may be any number, counted from the furthest it may move."""


@dataclass(frozen=True, slots=True)
class Lever:
    """An indicator that may move.

    Parameters
    ----------
    leaf : its place among the leaves of the plan
    down : whether less is better
    own : the figure as it is
    most : the greatest change, above zero
    cost : of a change by one unit of the figure
    decimals : of the figures that it may take; 0 where it counts things
    """

    node: str
    leaf: int
    down: bool
    own: float
    most: float
    cost: float
    decimals: int

    @property
    def sign(self) -> int:
        """The way of improvement."""
        return -1 if self.down else 1

    @property
    def last(self) -> int:
        """The number of steps that it may move."""
        return max(0, abs(self._place(self.own + self.sign * self.most, inward=True) - self._start()))

    def figure(self, steps: int) -> float:
        """The figure after some steps; a whole number of units of the last decimal."""
        if not steps:
            return self.own
        return float(Decimal(self._start() + self.sign * steps).scaleb(-self.decimals))

    def steps_to(self, figure: float) -> int:
        """The fewest steps that reach a figure or pass it."""
        return max(0, self.sign * (self._place(figure, inward=False) - self._start()))

    def _start(self) -> int:
        """Where steps begin: the figure as it is, cut towards the worse."""
        return self._place(self.own, inward=True)

    def _place(self, figure: float, *, inward: bool) -> int:
        """A figure in steps; between two, the one before it in the way of improvement, or behind."""
        rounding = ROUND_FLOOR if inward != self.down else ROUND_CEILING
        return int(Decimal(repr(figure)).scaleb(self.decimals).to_integral_value(rounding))


def levers_of(
    trials: Trials,
    *,
    most: Mapping[str, float] | None = None,
    costs: Mapping[str, float] | None = None,
    decimals: Mapping[str, int] | None = None,
) -> tuple[list[Lever], list[str]]:
    """The levers of a unit, and the leaves that are none because their figure is unknown.

    Parameters
    ----------
    most : the greatest change of each, in the unit of its figure. Where a leaf has none it may go as far
        beyond the best other unit as that is from the worst (to ten times itself where all are the same);
        less is better ends at 0 where no figure is below it
    costs : of a change by one unit. Where a leaf has none, a change from the worst to the best unit costs 1
    decimals : of the figures; where a leaf has none it may be any number
    """
    found: list[Lever] = []
    unknown: list[str] = []
    down = {
        leaf.node for s in trials.plan.steps if isinstance(s, Normalise) for leaf in s.leaves if leaf.down
    }
    for at, leaf in enumerate(trials.plan.leaves):
        own = float(trials.own[at])
        if math.isnan(own):
            unknown.append(leaf.node)
            continue
        limit, spread = _reach(trials, at, down=leaf.node in down)
        far = (most or {}).get(leaf.node, limit)
        digits = (decimals or {}).get(leaf.node)
        if digits is None:
            digits = _STEPS - math.floor(math.log10(far)) if far > 0 else 0
        cost = (costs or {}).get(leaf.node, 1 / spread if spread else 1 / max(abs(own), 1.0))
        found.append(Lever(leaf.node, at, leaf.node in down, own, far, cost, digits))
    return found, unknown


def _reach(trials: Trials, leaf: int, *, down: bool) -> tuple[float, float]:
    """How far a figure may go where nobody says, and the spread of all."""
    own = float(trials.own[leaf])
    everybody = np.append(trials.others[:, leaf], own)
    low, high = float(np.nanmin(everybody)), float(np.nanmax(everybody))
    spread = high - low
    if not spread:
        return 9 * abs(own) if not down or own < 0 else own, 0.0
    if not down:
        return high + spread - own, spread
    floor = low - spread
    return own - (max(floor, 0.0) if low >= 0 else floor), spread
