"""The account of a change of a score: own figures, the others' figures, and the standard, by indicator.

The score of a unit is a function of three things: its own figures, those of the others (they move means,
extremes and ranks), and the specification (methods, weights, set of indicators). It is computed for the eight
mixtures of the two years. Each of the three has its mean effect over all orders in which they may change: the
Shapley value (L. S. Shapley, A value for n-person games, 1953), for any indicator made of factors (A. F.
Shorrocks, Decomposition procedures for distributional analysis, Journal of Economic Inequality 11, 2013). So
the parts sum to the change, whatever is named first. Every step from one mixture to the next is divided over
the indicators; see `gaoxin.measure.change.dividing`.

Where a mixture has no score (a zero under a geometric mean, say), the mean is taken over the orders that
avoid it; where there is none, the change stands undivided. An indicator whose calibre changed between the
years has one amount for own and others: it is a break (口径变动), and no rise or fall is told of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Literal

import numpy as np

from gaoxin.measure.change.dividing import Detail, divided
from gaoxin.measure.change.panel import Floats, Panel, Score, Scored, mixed, within_all
from gaoxin.measure.change.settling import settled
from gaoxin.measure.change.tree import State, state_of, tree_of
from gaoxin.plan.index import IndexPlan

Part = Literal["own", "peers", "specification", "calibre", "all"]
FACTORS: tuple[Part, ...] = ("own", "peers", "specification")
Mixture = tuple[bool, ...]
"""Of each factor: whether it is that of the later year."""


@dataclass(frozen=True, slots=True)
class Side:
    """The standard of a year: its plan, and the figures of both years as it reads them.

    ``walls``: of the leaves whose calibre changed between the two years, the year since when.
    """

    plan: IndexPlan
    panel: Panel
    walls: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Amount:
    """What a part adds to a change at a node; ``detail`` as of `gaoxin.measure.change.dividing.Share`."""

    part: Part
    node: str
    detail: Detail | Literal["rest"]
    amount: float


@dataclass(frozen=True, slots=True)
class Account:
    """The account of one unit.

    Parameters
    ----------
    before, after : score of the top node; None where unknown
    amounts : sum to the change; empty where either score is unknown
    gaps : leaves without a figure, each with its year
    """

    subject: str
    before: float | None
    after: float | None
    amounts: tuple[Amount, ...]
    gaps: tuple[tuple[str, int], ...]

    @property
    def change(self) -> float | None:
        """Later score less earlier; None where either is unknown."""
        return None if self.before is None or self.after is None else self.after - self.before


class Mixtures:
    """The states of units under mixtures of the figures and standards of two years, each computed once."""

    def __init__(self, sides: tuple[Side, Side], years: tuple[int, int], score: Score, top: str) -> None:
        self.years, self.top, self.score = years, top, score
        self._sides = sides if sides[0] is sides[1] else tuple(sides)
        self.names = (_renamed(sides[0].plan, sides[1].plan, years[0]), dict[str, str]())
        self.trees = [tree_of(side.plan, names) for side, names in zip(sides, self.names, strict=True)]
        self._plain: list[Scored | None] = [None, None]
        self.factors = FACTORS[:2] if sides[0] is sides[1] else FACTORS

    def side(self, number: int) -> Side:
        """The standard of the earlier or the later year."""
        return self._sides[number]

    def name(self, number: int, node: str) -> str:
        """What a node of the earlier or later standard is called here."""
        return self.names[number].get(node, node)

    def whole(self, number: int) -> Scored:
        """The index of all figures as they are, by the standard of a year."""
        found = self._plain[number]
        if found is None:
            side = self.side(number)
            found = self._plain[number] = self.score(side.panel, side.plan)
            if self._sides[0] is self._sides[1]:
                self._plain = [found, found]
        return found

    def state(self, subject: str, mixture: Mixture) -> State:
        """The state of a unit under a mixture of factors."""
        own, peers = (self.years[late] for late in mixture[:2])
        number = int(mixture[2]) if len(mixture) > 2 else 0
        side = self.side(number)
        if own == peers:
            scored, row = self.whole(number), side.panel.row(subject, own)
        else:
            base, plan = settled(side.panel, side.plan, self.whole(number))
            panel, row = mixed(base, plan, subject, own, peers)
            scored = self.score(panel, plan)
        state = state_of(self.trees[number], scored, row, self.top)
        if own != peers and within_all(side.plan):
            return replace(state, rank=_rank_among(side.panel, scored.scores[self.top], row, peers))
        return state


def _renamed(first: IndexPlan, last: IndexPlan, year: int) -> dict[str, str]:
    """Names with their year for leaves of the earlier standard that mean another thing in the later one."""
    later = {leaf.node: leaf.reference for leaf in last.leaves}
    return {
        leaf.node: f"{leaf.node} ({year})"
        for leaf in first.leaves
        if later.get(leaf.node, leaf.reference) != leaf.reference
    }


def _rank_among(panel: Panel, scores: Floats, row: int, period: int) -> float:
    """The rank of a row among the other units of another period; equal to 12 digits is a tie."""
    others = (panel.periods == period) & (panel.subjects != panel.subjects[row])
    near = 1e-12 * float(np.nanmax(np.abs(scores), initial=0.0))
    if np.isnan(scores[row]):
        return math.nan
    return 1.0 + int(np.sum(scores[others] > scores[row] + near))


def states_of(mixtures: Mixtures, subject: str) -> dict[Mixture, State]:
    """The states of a unit under all mixtures."""
    count = len(mixtures.factors)
    listed = [tuple(bool(number >> at & 1) for at in range(count)) for number in range(2**count)]
    return {mixture: mixtures.state(subject, mixture) for mixture in listed}


def steps_of(states: Mapping[Mixture, State], top: str) -> Iterator[tuple[int, Mixture, Mixture, Fraction]]:
    """The steps from mixture to mixture by one factor, with their part of all orders that have a score.

    Yields
    ------
    number of the factor, the mixture before and after it changes, and the weight of the step
    """
    count = len(next(iter(states)))
    orders = [
        path for order in permutations(range(count)) if _scored(path := _path(order, count), states, top)
    ]
    weights: dict[tuple[int, Mixture, Mixture], Fraction] = defaultdict(Fraction)
    for path in orders:
        for first, second in pairwise(path):
            factor = next(at for at in range(count) if first[at] != second[at])
            weights[factor, first, second] += Fraction(1, len(orders))
    for (factor, first, second), weight in weights.items():
        yield factor, first, second, weight


def _path(order: Sequence[int], count: int) -> list[Mixture]:
    changed = [set(order[:number]) for number in range(count + 1)]
    return [tuple(at in late for at in range(count)) for late in changed]


def _scored(path: Sequence[Mixture], states: Mapping[Mixture, State], top: str) -> bool:
    return all(top in states[mixture].scores for mixture in path)


def account(mixtures: Mixtures, subject: str) -> tuple[Account, dict[Mixture, State]]:
    """The account of the change of a unit's score, and the states that it rests on.

    Parameters
    ----------
    subject : a unit with a row in both years
    """
    states, top = states_of(mixtures, subject), mixtures.top
    count = len(mixtures.factors)
    first, last = (states[(late,) * count] for late in (False, True))
    before, after = first.scores.get(top), last.scores.get(top)
    amounts: tuple[Amount, ...] = ()
    if before is not None and after is not None:
        amounts = tuple(_amounts(mixtures, states, after - before))
    return Account(subject, before, after, amounts, tuple(gaps(mixtures, subject))), states


def _amounts(mixtures: Mixtures, states: Mapping[Mixture, State], change: float) -> Iterator[Amount]:
    found: dict[tuple[Part, str, Detail], float] = defaultdict(float)
    walls = {mixtures.name(number, leaf) for number in (0, 1) for leaf in mixtures.side(number).walls}
    steps = list(steps_of(states, mixtures.top))
    for factor, first, second, weight in steps:
        for share in divided(mixtures.top, states[first], states[second]):
            part = mixtures.factors[factor]
            broken = share.node in walls and part != "specification"
            found["calibre" if broken else part, share.node, share.detail] += float(weight) * share.amount
    if not steps:
        yield Amount("all", mixtures.top, "undivided", change)
    for (part, node, detail), amount in found.items():
        if amount or part != "specification":
            yield Amount(part, node, detail, amount)


def gaps(mixtures: Mixtures, subject: str) -> Iterator[tuple[str, int]]:
    """The leaves that have no figure, each in the year and by the standard of that year."""
    for number, year in enumerate(mixtures.years):
        side = mixtures.side(number)
        figures = side.panel.figures[side.panel.row(subject, year)]
        for leaf, figure in zip(side.plan.leaves, figures, strict=True):
            if figure != figure:
                yield mixtures.name(number, leaf.node), year
