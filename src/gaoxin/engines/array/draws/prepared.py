"""What the runs of an index share: normalised figures for each combination of methods, and the trees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gaoxin.base.errors import UnsupportedError
from gaoxin.engines.array import aggregate, impute, screen, weigh
from gaoxin.engines.array.draws.levels import JOINS, Joint
from gaoxin.engines.array.draws.running import Combination
from gaoxin.engines.array.draws.treating import treated
from gaoxin.engines.array.index.cells import cells
from gaoxin.engines.array.index.frame import Frame
from gaoxin.engines.array.index.scaled import scaled, values
from gaoxin.plan.index import COMPUTED, Aggregate, Impute, IndexPlan, Join, Normalise, Screen, Treat

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Noise(Protocol):
    """What differs in the figures from run to run."""

    def reported(self, figures: Floats, key: Integers) -> Floats:
        """Reported figures (units, leaves) under the noise of a key."""
        ...

    def filled(self, reported: Floats, filled: Floats, scope: Integers, key: Integers) -> Floats:
        """Filled figures (units, leaves) under the noise of a key; units of one scope are alike."""
        ...


@dataclass
class Prepared:
    """Normalised figures by plan; steps that plans share run once.

    Parameters
    ----------
    frame : the figures
    plans : one for each combination of methods
    noise : what differs from run to run
    """

    frame: Frame
    plans: Sequence[IndexPlan]
    noise: Noise | None = None
    _treated: dict[Any, Floats] = field(default_factory=dict[Any, Floats])
    _scaled: dict[Any, Floats] = field(default_factory=dict[Any, Floats])

    def leaves(self, place: int, keys: Integers) -> Floats:
        """Normalised leaves of a combination: (keys, units, leaves)."""
        plan = self.plans[place]
        if not keys.shape[1]:
            return self._plain(plan)
        if _at_once(plan):
            return self._scaled_at_once(plan, self._treated_at_once(plan, keys))
        return np.stack([self._noisy(plan, key) for key in keys])

    def _plain(self, plan: IndexPlan) -> Floats:
        """Without noise: steps that plans share run once."""
        before = tuple(step for step in plan.steps if isinstance(step, (Screen, Impute, Treat)))
        scales = tuple(step for step in plan.steps if isinstance(step, Normalise))
        at_once = _at_once(plan)
        if before not in self._treated:
            self._treated[before] = (
                self._treated_at_once(plan, None) if at_once else cells(self.frame, plan).treated[None]
            )
        found = self._treated[before]
        if (before, scales) not in self._scaled:
            self._scaled[before, scales] = (
                self._scaled_at_once(plan, found)
                if at_once
                else scaled(self.frame, plan, found[0]).values[None]
            )
        return self._scaled[before, scales]

    def _treated_at_once(self, plan: IndexPlan, keys: Integers | None) -> Floats:
        """Treated figures under the noise of several keys, or without: every step on all of them at once."""
        places = {leaf.node: place for place, leaf in enumerate(plan.leaves)}
        raw, found = self._filled_at_once(plan, places, keys)
        if keys is not None and self.noise is not None:
            scope, noise = self._scope(plan), self.noise
            both = zip(raw, found, keys, strict=True)
            found = np.stack([noise.filled(before, after, scope, key) for before, after, key in both])
        for step in plan.steps:
            if isinstance(step, Treat):
                own = [places[leaf] for leaf in step.leaves]
                found[..., own] = treated(found[..., own], step, self.frame.scope(step.within))
        return found

    def _filled_at_once(
        self, plan: IndexPlan, places: dict[str, int], keys: Integers | None
    ) -> tuple[Floats, Floats]:
        """Reported and filled figures, (keys, units, leaves) each; unknown in rows that were left out."""
        frame, noise = self.frame, self.noise
        raw: Floats = frame.figures[None]
        if keys is not None and noise is not None:
            raw = np.stack([noise.reported(frame.figures, key) for key in keys])
        found = raw.copy()
        left_out = np.zeros(raw.shape[:2], dtype=np.bool_)
        for step in plan.steps:
            if isinstance(step, Screen):
                least = 0 if step.least is None else step.least
                left_out = screen.units_by_availability(found, least=least, nonzero=step.nonzero or 0)
            elif isinstance(step, Impute):
                own = [places[leaf] for leaf in step.leaves]
                reported = np.where(left_out[..., None], np.nan, raw[..., own])
                by = frame.scope(step.within, step.by)
                found[..., own] = impute.METHODS[step.method](reported, scope=by)
            found[left_out] = np.nan
        return raw, found

    def _scaled_at_once(self, plan: IndexPlan, x: Floats) -> Floats:
        """Normalised figures of treated ones, (keys, units, leaves)."""
        places = {leaf.node: place for place, leaf in enumerate(plan.leaves)}
        found = np.full(x.shape, np.nan)
        for step in plan.steps:
            if isinstance(step, Normalise):
                own = [places[leaf.node] for leaf in step.leaves]
                found[..., own] = values(self.frame, step, x[..., own])
        return found

    def _noisy(self, plan: IndexPlan, key: Integers) -> Floats:
        """Under the noise of a key: every step anew, the drawing of filled figures behind the filling."""
        assert self.noise is not None
        frame = replace(self.frame, figures=self.noise.reported(self.frame.figures, key))
        filling = replace(plan, steps=tuple(s for s in plan.steps if isinstance(s, (Screen, Impute))))
        held = cells(frame, filling)
        filled = self.noise.filled(held.raw, held.imputed, self._scope(plan), key)
        treating = replace(plan, steps=tuple(s for s in plan.steps if isinstance(s, Treat)))
        treated = cells(replace(frame, figures=filled), treating).treated if treating.steps else filled
        return scaled(frame, plan, treated).values

    def _scope(self, plan: IndexPlan) -> Integers:
        """Who is alike when filled figures are drawn: the period, and the categories of the filling."""
        by = tuple(
            {group.column: group for s in plan.steps if isinstance(s, Impute) for group in s.by}.values()
        )
        return self.frame.scope("period", by).astype(np.int64)


_BY_SCOPE = frozenset({"mean", "median", "group_mean", "group_median"})


def _at_once(plan: IndexPlan) -> bool:
    """Whether every step has an axis of draws: none looks at other years, at peers, or at one subject."""
    return all(
        step.method in _BY_SCOPE
        if isinstance(step, Impute)
        else step.method != "base_period" and step.reference is None
        for step in plan.steps
        if isinstance(step, (Impute, Normalise))
    )


def combination(plan: IndexPlan, frame: Frame) -> Combination:
    """The tree of a plan, for each category of units on which weights depend, and last for units of none.

    Raises
    ------
    UnsupportedError : weights depend on a category, and units are compared with each other
    """
    names = () if plan.weights_by is None else frame.categories[plan.weights_by.column].names
    levels = [step for step in plan.steps if isinstance(step, Aggregate)]
    between = [step.method for step in levels if step.method not in JOINS]
    if plan.weights_by is not None and between:
        message = (
            f"{', '.join(between)} 与分类权重 · weights by category: the runs have no such step; "
            "try: another way to aggregate"
        )
        raise UnsupportedError(message)
    return Combination(
        tuple(
            tuple(_joint(step, join, name, frame) for step in levels for join in step.joins)
            for name in (*names, None)
        )
    )


def categories(plan: IndexPlan, frame: Frame) -> Integers | None:
    """Which tree each unit has; None where all have the same."""
    if plan.weights_by is None:
        return None
    category = frame.categories[plan.weights_by.column]
    return np.where(category.codes < 0, len(category.names), category.codes).astype(np.int64)


def _joint(step: Aggregate, join: Join, category: str | None, frame: Frame) -> Joint:
    case = next((case for case in join.cases if case.category == category), None)
    weights = [child.weight for child in join.children] if case is None else list(case.weights)
    return Joint(
        join.node,
        tuple(child.node for child in join.children),
        np.array([float(weight or 0) for weight in weights]),
        step.method,
        1.0 if step.p is None else float(step.p),
        float(join.min_share),
        join.counted,
        None if step.method in JOINS else _whole(step, join, frame),
        weigh.METHODS[join.weigh] if join.weigh in COMPUTED else None,
    )


def _whole(step: Aggregate, join: Join, frame: Frame) -> Callable[[Floats, Floats], Floats]:
    """A method that compares units: all of them at once."""
    scope, share, method = frame.period_codes, float(join.min_share), aggregate.METHODS[step.method]
    count = ceil(join.min_share * len(join.children))

    def run(scores: Floats, weights: Floats) -> Floats:
        least: Any = count if join.counted else share * weights.sum(axis=-1) * (1 - 1e-12)
        return method(scores, weights, least=least, counted=join.counted, scope=scope)

    return run
