"""From the runs of an index to tables: how sure each rank is, and which assumption moves whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.measure.robust import intervals, pairs
from gaoxin.measure.robust.estimators import Indices, sobol_indices
from gaoxin.measure.robust.setting import Setting
from gaoxin.spec.uncertainty import Uncertainty

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Ranks = NDArray[np.int32]
Columns = dict[str, NDArray[Any]]

NOT_DISTINGUISHABLE = "位次差异不显著"
"""The mark of a rank that cannot be told from the next."""
TABLES = ("units", "pairs", "ranks", "sensitivity", "moves", "options")
"""What an analysis gives: see `Robustness`."""
_SCORE, _RANK, _SHIFT = "score", "rank", "rank shift"


@dataclass(frozen=True)
class Runs:
    """What came out of the runs.

    Parameters
    ----------
    scores : (runs, units), NaN = no score
    ranks : (runs, units), 0 = no rank
    nominal_scores, nominal_ranks : (units,), without any change
    subjects, periods : (units,)
    """

    scores: Floats
    ranks: Ranks
    nominal_scores: Floats
    nominal_ranks: Ranks
    subjects: NDArray[Any]
    periods: Integers

    def of_periods(self, periods: Collection[int]) -> Runs:
        """The units of some periods."""
        own = np.isin(self.periods, list(periods))
        return Runs(
            self.scores[:, own],
            self.ranks[:, own],
            self.nominal_scores[own],
            self.nominal_ranks[own],
            self.subjects[own],
            self.periods[own],
        )


@dataclass(frozen=True)
class Robustness:
    """How sure a ranking is.

    Parameters
    ----------
    tables : by name, columns of equal length, NaN where something is not known

        - ``units``: a row for each subject and period: nominal score and rank; mean, median and the ends of
          the interval of both; the share of runs in which it has a score; the probability of ranking among
          the first k; how many others it cannot be told from; the share of runs in which it stays ahead of
          the next, and the mark 位次差异不显著 where that is too small; the input that moves its rank most
        - ``pairs``: every pair that cannot be told, and the share of runs in which its order holds
        - ``ranks``: how often each unit takes each rank
        - ``sensitivity``: first-order and total Sobol' indices of each input, with intervals, for each unit's
          score and rank, and for the mean absolute rank shift of all units (without a subject)
        - ``moves``: by how many places a unit moves, on average, when one input alone is drawn anew
        - ``options``: a unit's mean rank under each alternative, and how far that is from its mean
    runs : how many
    notices : what a reader should know
    """

    tables: Mapping[str, Columns]
    runs: int
    notices: tuple[str, ...] = field(default=())


def analyse(setting: Setting, spec: Uncertainty, runs: Runs) -> Robustness:
    """Summarise the runs, period by period: ranks are those within a period."""
    parts: dict[str, list[Columns]] = {name: [] for name in TABLES}
    for period in np.unique(runs.periods):
        units = np.flatnonzero(runs.periods == period)
        for name, columns in _period(setting, spec, runs, units):
            size = len(next(iter(columns.values())))
            parts[name].append({"period": np.full(size, period), **columns})
    tables = {name: _joined(found) for name, found in parts.items()}
    return Robustness(tables, setting.design.runs, tuple(_notices(setting, runs)))


def _joined(found: Sequence[Columns]) -> Columns:
    if not found:
        return {}
    return {key: np.concatenate([columns[key] for columns in found]) for key in found[0]}


def _notices(setting: Setting, runs: Runs) -> Iterator[str]:
    lost = int((runs.nominal_ranks == 0).sum())
    if lost:
        yield f"{lost} 个单位没有得分,不参与排名 · units without a score have no rank and no pairs"
    if not setting.design.crossed:
        yield "没有交叉抽样,不计算Sobol'指数 · the sample is not crossed, so there are no Sobol' indices"


def _period(
    setting: Setting, spec: Uncertainty, runs: Runs, units: Integers
) -> Iterator[tuple[str, Columns]]:
    """The tables of one period, without the period itself."""
    subjects, ranks = runs.subjects[units], runs.ranks[:, units]
    nominal = runs.nominal_ranks[units]
    confidence = float(spec.confidence)
    loose = pairs.not_distinguishable(ranks, nominal, confidence)
    numbers = intervals.as_floats(ranks)
    found = _sensitivity(setting, spec, runs.scores[:, units], numbers, nominal)
    moved = _moves(setting, numbers)
    yield "units", _units(setting, spec, runs, units, loose, numbers, found.get(_RANK), moved)
    yield (
        "pairs",
        {
            "subject": subjects[loose.ahead],
            "behind": subjects[loose.behind],
            "rank": nominal[loose.ahead],
            "rank_behind": nominal[loose.behind],
            "held": loose.held,
        },
    )
    unit, rank, count = intervals.frequencies(ranks)
    yield "ranks", {"subject": subjects[unit], "rank": rank, "share": count / len(ranks)}
    yield from (("sensitivity", columns) for columns in _told(setting, subjects, found))
    if moved is not None:
        yield "moves", _cross(setting, subjects, moved)
    yield from (("options", columns) for columns in _options(setting, subjects, numbers))


def _units(
    setting: Setting,
    spec: Uncertainty,
    runs: Runs,
    units: Integers,
    loose: pairs.Pairs,
    numbers: NDArray[np.float32],
    rank_indices: Indices | None,
    moved: Floats | None,
) -> Columns:
    tail = (1 - float(spec.confidence)) / 2
    shares = (tail, 0.5, 1 - tail)
    nominal = runs.nominal_ranks[units]
    score, rank = intervals.spread(runs.scores[:, units], shares), intervals.spread(numbers, shares)
    held, loose_next = _next(runs.ranks[:, units], nominal, float(spec.confidence))
    known = nominal > 0
    columns: Columns = {
        "subject": runs.subjects[units],
        "score": runs.nominal_scores[units],
        "score_mean": score.mean,
        **{f"score_{name}": found for name, found in zip(_NAMES, score.quantiles, strict=True)},
        "rank": np.where(known, nominal, np.nan),
        "rank_mean": rank.mean,
        **{f"rank_{name}": found for name, found in zip(_NAMES, rank.quantiles, strict=True)},
        "known": rank.known,
        **{f"first_{k}": intervals.among_first(runs.ranks[:, units], k) for k in spec.first},
        "not_distinguishable_from": _count(loose, len(units)),
        "ahead_of_next": held,
        "mark": np.where(loose_next, NOT_DISTINGUISHABLE, ""),
    }
    if moved is not None:
        columns["moved_most_by"] = _most(setting, rank_indices, moved)
    return columns


_NAMES = ("low", "median", "high")


def _count(loose: pairs.Pairs, units: int) -> Integers:
    """With how many others a unit makes a pair that cannot be told."""
    return np.bincount(loose.ahead, minlength=units) + np.bincount(loose.behind, minlength=units)


def _next(ranks: Ranks, nominal: Ranks, confidence: float) -> tuple[Floats, NDArray[np.bool_]]:
    """The share of runs in which a unit is ahead of the next one, and whether that is too small.

    Of several units with the next rank, the one that is hardest to tell counts; units that share a rank
    cannot be told from each other.
    """
    held = np.full(len(nominal), np.nan)
    order = np.argsort(nominal, kind="stable")
    order = order[nominal[order] > 0]
    places = nominal[order]
    for unit in order:
        shared = (nominal == nominal[unit]).sum() > 1
        behind = order[np.searchsorted(places, nominal[unit], side="right") :]
        if shared:
            held[unit] = 0.0
        elif len(behind):
            nearest = behind[nominal[behind] == nominal[behind[0]]]
            held[unit] = min(pairs.share_ahead(ranks, int(unit), int(other)) for other in nearest)
    with np.errstate(invalid="ignore"):
        return held, held < confidence


def _most(setting: Setting, indices: Indices | None, moved: Floats) -> NDArray[Any]:
    """The input with the greatest total index of the rank, else with the greatest move."""
    weight = moved if indices is None else np.where(np.isnan(indices.total), moved * 1e-9, indices.total)
    names = np.array([found.id for found in setting.inputs])
    best = np.nan_to_num(weight).argmax(axis=0)
    return np.where(np.nan_to_num(moved).max(axis=0) > 0, names[best], "")


def _sensitivity(
    setting: Setting, spec: Uncertainty, scores: Floats, numbers: NDArray[np.float32], nominal: Ranks
) -> dict[str, Indices]:
    """Indices of every unit's score and rank, and of the mean rank shift."""
    design = setting.design
    if not design.crossed:
        return {}
    count = len(setting.inputs)
    values: dict[str, NDArray[Any]] = {
        _SCORE: scores,
        _RANK: numbers,
        _SHIFT: _shift(numbers, nominal)[:, None],
    }
    return {
        name: sobol_indices(
            found,
            count,
            design.draws,
            replicates=spec.bootstrap,
            confidence=float(spec.confidence),
            seed=spec.seed,
        )
        for name, found in values.items()
    }


def _shift(numbers: NDArray[np.float32], nominal: Ranks) -> Floats:
    """The mean absolute difference from the nominal ranks in each run: (runs,)."""
    total, count = np.zeros(len(numbers)), np.zeros(len(numbers))
    for units in np.array_split(np.flatnonzero(nominal > 0), 1 + numbers.size // 2_000_000):
        shift = np.abs(numbers[:, units] - nominal[units])
        total += np.nansum(shift, axis=1, dtype=np.float64)
        count += (~np.isnan(shift)).sum(axis=1)
    return total / np.maximum(count, 1)


def _told(setting: Setting, subjects: NDArray[Any], found: Mapping[str, Indices]) -> Iterator[Columns]:
    """Indices as rows: of each unit and input, and of the mean rank shift."""
    for target, indices in found.items():
        of = np.array([""]) if target == _SHIFT else subjects
        yield {
            "target": np.full(indices.first.size, target),
            **_cross(setting, of, indices.first, "first"),
            "first_low": indices.first_low.ravel(),
            "first_high": indices.first_high.ravel(),
            "total": indices.total.ravel(),
            "total_low": indices.total_low.ravel(),
            "total_high": indices.total_high.ravel(),
            "variance": np.tile(indices.variance, len(setting.inputs)),
        }


def _cross(setting: Setting, subjects: NDArray[Any], values: Floats, name: str = "places") -> Columns:
    """(inputs, units) as rows."""
    names = np.array([found.id for found in setting.inputs])
    return {
        "subject": np.tile(subjects, len(names)),
        "input": np.repeat(names, len(subjects)),
        name: values.ravel(),
    }


def _moves(setting: Setting, numbers: NDArray[np.float32]) -> Floats | None:
    """The mean absolute move of each unit when one input alone is drawn anew: (inputs, units)."""
    design, count = setting.design, len(setting.inputs)
    if not design.crossed:
        return None
    blocks = numbers[: design.draws * (count + 2)].reshape(count + 2, design.draws, -1)
    found = [np.abs(blocks[2 + place] - blocks[0]) for place in range(count)]
    known = [~np.isnan(move) for move in found]
    sums = [np.nansum(move, axis=0, dtype=np.float64) for move in found]
    counts = [there.sum(axis=0) for there in known]
    return np.stack(
        [np.where(n > 0, s / np.maximum(n, 1), np.nan) for s, n in zip(sums, counts, strict=True)]
    )


def _options(setting: Setting, subjects: NDArray[Any], numbers: NDArray[np.float32]) -> Iterator[Columns]:
    """Mean ranks under each alternative."""
    known = ~np.isnan(numbers)
    filled = np.where(known, numbers, 0).astype(np.float64)
    whole = _mean(filled.sum(axis=0), known.sum(axis=0))
    complete = bool(known.all())
    for place, options in setting.chosen.items():
        taken = options[setting.design.source[:, place]]
        labels = setting.labels[place]
        here = (taken == np.arange(len(labels))[:, None]).astype(np.float64)
        share = here.mean(axis=1)
        runs = here.sum(axis=1, keepdims=True) if complete else here @ known
        mean = _mean(here @ filled, runs)
        units = len(subjects)
        yield {
            "subject": np.tile(subjects, len(labels)),
            "input": np.full(units * len(labels), setting.inputs[place].id),
            "option": np.repeat(np.array(labels, dtype=object), units),
            "share": np.repeat(share, units),
            "rank_mean": mean.ravel(),
            "places": (mean - whole).ravel(),
        }


def _mean(total: Floats, count: NDArray[Any]) -> Floats:
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
