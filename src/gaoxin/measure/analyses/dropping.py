"""What an index would be without each of its elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from gaoxin.measure.analyses.frame import Columns, Floats, number

Scores = Mapping[str, tuple[float, float]]
"""Score and rank at the top by unit, NaN = unknown."""

_SUMMARY = ("dropped", "n", "mean_abs_rank_change", "max_abs_rank_change", "moved", "rank_correlation")
_UNITS = ("dropped", "subject", "base_score", "score", "base_rank", "rank", "rank_change")


def drop_each(run: Callable[[str | None], Scores], elements: Iterable[str]) -> tuple[Columns, Columns]:
    """Compute an index anew without each element, and compare the ranks.

    Parameters
    ----------
    run : gives the units' scores and ranks without an element, and the index as it is for None
    elements : nodes to leave out, each by itself

    Returns
    -------
    summary : a row for each element, the first, with nothing dropped, for the index itself: n, units ranked
        with and without it; mean and greatest change of rank, without its sign; moved: share of units whose
        rank changes; Pearson's correlation of the two ranks (ties share the smaller rank)
    units : a row for each element and unit: both scores and ranks, and rank_change (above zero: it loses
        places)
    """
    base = run(None)
    summary: Columns = {name: [] for name in _SUMMARY}
    units: Columns = {name: [] for name in _UNITS}
    for dropped in (None, *elements):
        found = base if dropped is None else run(dropped)
        old = np.array([rank for _, rank in base.values()])
        new = np.array([found.get(subject, (np.nan, np.nan))[1] for subject in base])
        _add(summary, (dropped, *_compared(old, new)))
        if dropped is None:
            continue
        for place, (subject, (score, rank)) in enumerate(base.items()):
            other = found.get(subject, (np.nan, np.nan))[0]
            cells = (score, other, rank, new[place], new[place] - rank)
            _add(units, (dropped, subject, *map(number, cells)))
    return summary, units


def _compared(old: Floats, new: Floats) -> tuple[object, ...]:
    both = np.isfinite(old) & np.isfinite(new)
    if not both.any():
        return 0, None, None, None, None
    x, y = old[both], new[both]
    change = np.abs(y - x)
    varies = np.ptp(x) > 0 and np.ptp(y) > 0
    r = float(np.corrcoef(x, y)[0, 1]) if varies else np.nan
    return int(both.sum()), float(change.mean()), float(change.max()), float((change > 0).mean()), number(r)


def _add(found: Columns, row: tuple[object, ...]) -> None:
    for name, cell in zip(found, row, strict=True):
        found[name].append(cell)
