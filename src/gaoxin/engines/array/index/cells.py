"""From figures to treated figures: screening, filling and treatment in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gaoxin.engines.array import impute, screen, treat
from gaoxin.engines.array.index.frame import Frame
from gaoxin.engines.array.scopes import Bools, Codes, Floats, members
from gaoxin.plan.index import CUTS, Impute, IndexPlan, Screen, Treat


@dataclass(frozen=True)
class Cells:
    """The cells of an index, (rows, leaves) each.

    Parameters
    ----------
    raw : figures as reported
    imputed, treated : figures after that step; NaN in rows that were left out
    screened : (rows,), left out
    filled : the gap was filled
    changed : the figure was changed by the treatment
    skewed : no method of treatment made the figures of the leaf pass
    """

    raw: Floats
    imputed: Floats
    treated: Floats
    screened: Bools
    filled: Bools
    changed: Bools
    skewed: Bools


def cells(frame: Frame, plan: IndexPlan) -> Cells:
    """Run the steps before normalising."""
    raw = frame.figures
    no = np.zeros(raw.shape, np.bool_)
    found = Cells(raw, raw, raw, np.zeros(len(raw), np.bool_), no, no, no)
    places = {leaf.node: place for place, leaf in enumerate(plan.leaves)}
    reported = raw
    for step in plan.steps:
        match step:
            case Screen():
                found = _screened(step, found)
                reported = np.where(found.screened[:, None], np.nan, raw)
            case Impute():
                found = _imputed(step, frame, found, reported, [places[leaf] for leaf in step.leaves])
            case Treat():
                found = _treated(step, frame, found, [places[leaf] for leaf in step.leaves])
            case _:
                break
    return found


def _screened(step: Screen, found: Cells) -> Cells:
    least = 0 if step.least is None else step.least
    left_out = screen.units_by_availability(found.imputed, least=least, nonzero=step.nonzero or 0)
    kept = np.where(left_out[:, None], np.nan, found.imputed)
    return replace(
        found, imputed=kept, treated=kept, screened=left_out, filled=found.filled & ~left_out[:, None]
    )


def _imputed(step: Impute, frame: Frame, found: Cells, reported: Floats, places: list[int]) -> Cells:
    """Fill the gaps of some leaves from what was reported."""
    imputed = found.imputed.copy()
    imputed[:, places] = _METHODS[step.method](step, frame, reported, places)
    imputed[found.screened] = np.nan
    filled = found.filled | (np.isnan(found.imputed) & ~np.isnan(imputed))
    return replace(found, imputed=imputed, treated=imputed, filled=filled)


def _by_scope(step: Impute, frame: Frame, reported: Floats, places: list[int]) -> Floats:
    scope = frame.scope(step.within, step.by)
    return impute.METHODS[step.method](reported[:, places], scope=scope)


def _by_peers(step: Impute, frame: Frame, reported: Floats, places: list[int]) -> Floats:
    filled = impute.peer_mean(reported, peers=step.peers, scope=frame.period_codes)
    return filled[:, places]


def _by_years(step: Impute, frame: Frame, reported: Floats, places: list[int]) -> Floats:
    walls = dict(step.walls)
    settings: dict[str, Any] = {"years": step.years} if step.method == "last" else {"ends": step.ends}
    return impute.METHODS[step.method](
        reported[:, places],
        subjects=frame.subject_codes,
        periods=frame.periods,
        walls=[walls.get(leaf, ()) for leaf in step.leaves],
        **settings,
    )


_METHODS = {
    "mean": _by_scope,
    "median": _by_scope,
    "group_mean": _by_scope,
    "group_median": _by_scope,
    "peer_mean": _by_peers,
    "last": _by_years,
    "linear": _by_years,
}


def _treated(step: Treat, frame: Frame, found: Cells, places: list[int]) -> Cells:
    """Treat leaves one by one, over the rows of each scope."""
    treated, changed, skewed = found.treated.copy(), found.changed.copy(), found.skewed.copy()
    for place in places:
        for rows, result, touched in outcomes(step, found.treated[:, place], frame.scope(step.within)):
            treated[rows, place] = result.values
            changed[rows, place] = touched
            skewed[rows, place] = ~np.isnan(result.values) & (not result.passed)
    return replace(found, treated=treated, changed=changed, skewed=skewed)


def outcomes(step: Treat, figures: Floats, scope: Codes | None) -> Iterator[tuple[Any, treat.Treated, Bools]]:
    """Treat the figures of a leaf, scope by scope.

    Parameters
    ----------
    figures : (rows,), NaN = unknown
    scope : (rows,)

    Yields
    ------
    the rows of the scope, what became of their figures, and which of them were changed
    """
    rule, methods = how(step)
    asked = None if step.rule == "always" else rule
    for rows in members(scope, len(figures)):
        before = figures[rows]
        result = treat.treat(before, methods, rule=asked, combine=step.combine)
        yield rows, result, _touched(before, result) & ~np.isnan(before)


def how(step: Treat) -> tuple[treat.Rule, list[tuple[str, dict[str, Any]]]]:
    """The rule of a step, and its methods with their settings."""
    rule = treat.Rule(float(step.skew), float(step.kurtosis), step.both)
    settings: dict[str, dict[str, Any]] = {
        "winsorise": {"winmax": step.winmax, "rule": _stop(step, rule)},
        "percentiles": {"between": (float(step.between[0]), float(step.between[1]))},
        "deviations": {"sds": float(step.sds)},
        "log": {"offset": float(step.offset)},
        "log_shift": {"shift": float(step.shift), "mirror": step.mirror},
        "boxcox": {"power": None if step.power is None else float(step.power)},
    }
    return rule, [(method, settings[method]) for method in step.methods]


def _stop(step: Treat, rule: treat.Rule) -> treat.Rule:
    """The rule by which winsorising stops."""
    if step.rule == "always" or step.stop == "never":
        return treat.NEVER
    return rule if step.stop is None else treat.Rule(float(step.stop[0]), float(step.stop[1]), step.both)


def _touched(before: Floats, result: treat.Treated) -> Bools:
    """Which figures were changed: those that differ by a method that cuts, all by another."""
    if result.method is None:
        return np.zeros(before.shape, np.bool_)
    return before != result.values if result.method in CUTS else np.ones(before.shape, np.bool_)
