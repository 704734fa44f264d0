"""From treated figures to normalised ones, and why a known figure has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array import normalise, scopes
from gaoxin.engines.array.base_period import REASONS, base_faults
from gaoxin.engines.array.index.frame import Frame
from gaoxin.engines.array.scopes import Bools, Codes, Floats
from gaoxin.plan.index import IndexPlan, Normalise

Words = NDArray[np.int8]

FAULTS = (
    "",
    "constant",
    "group of one",
    "no group",
    "reference unknown",
    "base unknown",
    "calibre changed",
    "chain broken",
    "not positive",
    "weight undefined",
)
"""The reasons why a node has no score; arrays hold their places here."""
_CONSTANT, _ALONE, _NO_GROUP, _NO_REFERENCE, _NO_BASE, _NOT_POSITIVE = (
    FAULTS.index(word)
    for word in (
        *("constant", "group of one", "no group", "reference unknown", "base unknown"),
        "not positive",
    )
)


@dataclass(frozen=True)
class Scaled:
    """Normalised figures (rows, leaves), and places in `FAULTS` (rows, leaves), 0 = none."""

    values: Floats
    faults: Words


def scaled(frame: Frame, plan: IndexPlan, treated: Floats) -> Scaled:
    """Run the steps of normalising, (rows, leaves)."""
    places = {leaf.node: place for place, leaf in enumerate(plan.leaves)}
    found = Scaled(np.full(treated.shape, np.nan), np.zeros(treated.shape, np.int8))
    for step in plan.steps:
        if isinstance(step, Normalise):
            columns = [places[leaf.node] for leaf in step.leaves]
            job = _Job(step, frame, treated[:, columns])
            found.values[:, columns] = job.values()
            found.faults[:, columns] = job.faults(found.values[:, columns])
    return found


def values(frame: Frame, step: Normalise, x: Floats) -> Floats:
    """Run one step of normalising on figures (…, rows, leaves of the step); draws may stand before.

    For base_period, and for a reference that is a subject, there is no axis of draws.
    """
    return _Job(step, frame, x).values()


@dataclass(frozen=True)
class _Job:
    """One step and its figures, (rows, leaves of the step)."""

    step: Normalise
    frame: Frame
    x: Floats

    @property
    def down(self) -> NDArray[np.bool_]:
        return np.array([leaf.down for leaf in self.step.leaves])

    @property
    def scope(self) -> Codes:
        within = self.step.within
        return self.frame.scope("all" if isinstance(within, int) else within, self.step.by)

    @property
    def basis(self) -> Bools | None:
        """The rows that statistics are of; None for all."""
        return self.frame.periods == self.step.within if isinstance(self.step.within, int) else None

    def number(self) -> NDArray[Any]:
        """How many figures the statistics of each row's scope are of, (rows, leaves)."""
        return scopes.by_scope(
            scopes.of_basis(self.x, self.basis),
            self.scope,
            lambda part: np.broadcast_to(scopes.count(part).astype(np.float64), part.shape),
        )

    def values(self) -> Floats:
        return normalise.METHODS[self.step.method](self.x, **_SETTINGS[self.step.method](self))

    def faults(self, values: Floats) -> Words:
        """Why a known figure has no value: places in `FAULTS`."""
        if self.step.method == "base_period":
            codes = base_faults(self.x, **_SETTINGS["base_period"](self))
            return np.array([FAULTS.index(word) for word in REASONS], np.int8)[codes]
        lacking = ~np.isnan(self.x) & np.isnan(values)
        reason = _REASONS[self.step.method](self) if self.step.method in _REASONS else 0
        if self.basis is not None:
            reason = np.where(self.number() == 0, _NO_BASE, reason)
        reason = np.where((self.scope < 0)[:, None], _NO_GROUP, reason)
        return np.where(lacking, reason, 0).astype(np.int8)

    def reference(self) -> Floats:
        """The reference of each row and leaf."""
        if self.step.reference is None:
            return np.array([_float(leaf.target) for leaf in self.step.leaves])
        rows = np.full(int(self.frame.period_codes.max(initial=-1)) + 1, -1)
        theirs = self.frame.subject_codes == self.frame.code_of(self.step.reference)
        rows[self.frame.period_codes[theirs]] = np.flatnonzero(theirs)
        place = rows[self.frame.period_codes]
        return np.where((place < 0)[:, None], np.nan, self.x[place])


def _float(number: Any) -> float:
    return np.nan if number is None else float(number)


def _scoped(job: _Job) -> dict[str, Any]:
    return {"down": job.down, "scope": job.scope}


def _spread(job: _Job) -> dict[str, Any]:
    return {**_scoped(job), "basis": job.basis}


def _referred(job: _Job) -> dict[str, Any]:
    return {"times": float(job.step.times), "cap": job.step.cap, "reference": job.reference()}


def _ranked(job: _Job) -> dict[str, Any]:
    return {**_scoped(job), "ties": job.step.ties, "digits": job.step.digits}


def _rated(job: _Job) -> dict[str, Any]:
    return {**_spread(job), "times": float(job.step.times), "turn": job.step.turn}


def _posts(job: _Job) -> dict[str, Any]:
    posts = [[float(post) for post in leaf.posts or ()] for leaf in job.step.leaves]
    ends = {"low": float(job.step.low), "high": float(job.step.high)}
    return {**ends, "posts": np.array(posts), "clip": job.step.clip, "down": job.down}


def _based(job: _Job) -> dict[str, Any]:
    return {
        "subjects": job.frame.subject_codes,
        "periods": job.frame.periods,
        "base": job.step.base,
        "chained": job.step.chained,
        "walls": [leaf.walls for leaf in job.step.leaves],
        "down": job.down,
    }


def _bands(job: _Job) -> dict[str, Any]:
    steps = [
        [(-np.inf if start is None else float(start), float(points)) for start, points in leaf.bands]
        for leaf in job.step.leaves
    ]
    return {"steps": steps}


_SETTINGS: dict[str, Callable[[_Job], dict[str, Any]]] = {
    "none": lambda _: {},
    "minmax": lambda job: {**_spread(job), "low": float(job.step.low), "high": float(job.step.high)},
    "goalposts": _posts,
    "zscore": lambda job: {**_spread(job), "mean": float(job.step.mean), "sd": float(job.step.sd)},
    "rank": _ranked,
    "borda": _ranked,
    "percentile_rank": lambda job: {**_ranked(job), "times": float(job.step.times)},
    "distance_to_max": lambda job: {**_spread(job), "times": float(job.step.times)},
    "distance_to_reference": lambda job: {**_scoped(job), **_referred(job)},
    "share_of_max": _rated,
    "ratio_to_mean": _rated,
    "ratio_to_reference": lambda job: {"down": job.down, **_referred(job)},
    "base_period": _based,
    "bands": _bands,
}


def _alone_or_constant(job: _Job) -> NDArray[Any]:
    return np.where(job.number() < 2, _ALONE, _CONSTANT)


_REASONS: dict[str, Callable[[_Job], Any]] = {
    "minmax": _alone_or_constant,
    "zscore": _alone_or_constant,
    "distance_to_max": _alone_or_constant,
    "percentile_rank": lambda _: _ALONE,
    "distance_to_reference": lambda job: np.where(np.isnan(job.reference()), _NO_REFERENCE, _CONSTANT),
    "share_of_max": lambda _: _NOT_POSITIVE,
    "ratio_to_mean": lambda _: _NOT_POSITIVE,
    "ratio_to_reference": lambda job: np.where(np.isnan(job.reference()), _NO_REFERENCE, _NOT_POSITIVE),
}
