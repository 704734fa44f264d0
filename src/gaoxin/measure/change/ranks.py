"""The account of a change of rank: own figures, others' figures, the standard; by indicator with a rest.

The three parts are Shapley values of the rank over the same mixtures as those of the score, so they sum to
the change of rank exactly. By indicator, own and others' figures are divided one at a time: an indicator has
the mean of what the rank does when it alone moves to the later year, and when it alone moves back (the
first and the last of all orders). These need not sum to the part; the rest is stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from gaoxin.measure.change.account import Amount, Mixture, Mixtures, Part, steps_of
from gaoxin.measure.change.panel import Panel
from gaoxin.measure.change.settling import settled
from gaoxin.measure.change.tree import State, state_of
from gaoxin.plan.index import IndexPlan


def rank_account(
    mixtures: Mixtures, subject: str, states: Mapping[Mixture, State], *, by_indicator: bool = True
) -> tuple[Amount, ...]:
    """What the rank of the top node moved by; a fall of the number is a rise in rank.

    Parameters
    ----------
    states : of the unit, as `gaoxin.measure.change.account.account` gives them
    by_indicator : whether own and others' figures are divided over the indicators: two runs of the index each

    Returns
    -------
    amounts that sum to the change of rank; nothing where a score is unknown
    """
    parts: dict[Part, Fraction] = defaultdict(Fraction)
    for factor, first, second, weight in steps_of(states, mixtures.top):
        moved = int(states[second].rank) - int(states[first].rank)
        parts[mixtures.factors[factor]] += weight * moved
    found: list[Amount] = []
    for part, amount in parts.items():
        if part == "specification" or not by_indicator:
            found.append(Amount(part, mixtures.top, "undivided", float(amount)))
            continue
        shares = [share for share in _one_at_a_time(mixtures, subject, part) if share.amount]
        rest = float(amount) - sum(share.amount for share in shares)
        found += [*shares, Amount(part, mixtures.top, "rest", rest)]
    return tuple(found)


def _one_at_a_time(mixtures: Mixtures, subject: str, part: Part) -> Iterator[Amount]:
    """Each indicator's own effect: of it alone, by each end's standard, and their mean."""
    effects: dict[str, float] = defaultdict(float)
    for number in (0, 1):
        side = mixtures.side(number)
        panel, plan = settled(side.panel, side.plan, mixtures.whole(number))
        here, there = mixtures.years[number], mixtures.years[1 - number]
        base = mixtures.state(subject, (bool(number),) * len(mixtures.factors)).rank
        for at, leaf in enumerate(plan.leaves):
            moved, row = _moved(panel, plan, at, subject, (here, there), own=part == "own")
            scored = mixtures.score(moved, plan)
            rank = state_of(mixtures.trees[number], scored, row, mixtures.top).rank
            effects[mixtures.name(number, leaf.node)] += (rank - base) * (1 if number == 0 else -1) / 2
    yield from (Amount(part, node, "value", effect) for node, effect in effects.items() if effect == effect)


def _moved(
    panel: Panel, plan: IndexPlan, leaf: int, subject: str, years: tuple[int, int], *, own: bool
) -> tuple[Panel, int]:
    """The figures of a year with one indicator of another year: of the unit, or of all others."""
    here, there = years
    kept = panel if plan.across_periods else panel.only(panel.periods == here)
    figures = np.array(kept.figures)
    for row in np.flatnonzero((kept.periods == here) & ((kept.subjects == subject) == own)):
        other = panel.row(str(kept.subjects[row]), there)
        if other >= 0:
            figures[row, leaf] = panel.figures[other, leaf]
    found = kept.with_figures(figures)
    return found, found.row(subject, here)
