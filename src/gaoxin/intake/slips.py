"""Slips of unit: figures entered in a smaller unit than their column states, found by robust ratio tests.

Method. A slip multiplies a figure by a power of ten, so it shifts the logarithm of every ratio with that
figure by a known step. Two families of ratios are looked at: to the median of the subject's own other years,
and to other figures of the same row. Each ratio is judged among all rows by its modified z-score
``0.6745 (x - median) / MAD`` (B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers, ASQC, 1993,
who propose 3.5 as the line; also NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17). A cell is
suspect where a score passes the line and falls back into the bulk when the figure is divided by a factor.
That ratios to the previous period and to other items reveal errors of unit is usual in official statistics
(M. Di Zio, U. Guarnera and O. Luzi, Editing systematic unity measure errors through mixture modelling, Survey
Methodology 31, 2005). A ratio that varies so much that a slip would be no outlier is not used for a factor.

Which ratios must agree is ours: the own years alone suffice; of figures in the same kind of unit more than
half must agree; figures of another kind (staff) count only where there is no other year to look at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

_TO_SIGMA = 1.4826
"""MAD of a normal distribution to its standard deviation: 1 / 0.6745."""

Figures = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Rules:
    """When a ratio speaks of a slip.

    Parameters
    ----------
    factors : how many times too large a slip is
    threshold, bulk : score above which a ratio is an outlier, and at most which it is one of the others
    floor : least spread of a ratio, in powers of ten
    least : rows below which a ratio is not judged
    """

    factors: tuple[float, ...]
    threshold: float
    bulk: float
    floor: float
    least: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A suspect figure.

    Parameters
    ----------
    row, factor : which row, and what the figure seems to be multiplied by
    against : the figure that it was compared with; empty for the subject's other years
    ratio, usual : its ratio to that, and the median of all rows
    """

    row: int
    factor: float
    against: str
    ratio: float
    usual: float


@dataclass(frozen=True, slots=True)
class _Ratio:
    against: str
    values: Mapping[int, float]
    centre: float
    spread: float
    sharp: tuple[float, ...]
    """The factors that would make an ordinary row an outlier."""

    def factor(self, row: int, rules: Rules) -> float | None:
        """The factor that brings a row back among the others; None where it is no such outlier."""
        score = (self.values[row] - self.centre) / self.spread
        if score <= rules.threshold:
            return None
        back = {f: abs(score - math.log10(f) / self.spread) for f in self.sharp}
        best = min(back, key=lambda f: back[f], default=None)
        return best if best is not None and back[best] <= rules.bulk else None


def slips(
    subjects: Sequence[str],
    figures: Figures,
    alike: Mapping[str, Figures],
    others: Mapping[str, Figures],
    rules: Rules,
) -> Iterator[Slip]:
    """The suspect cells of one figure.

    Parameters
    ----------
    subjects : of each row
    figures : (rows,), only what is above zero counts
    alike, others : figures of the same kind of unit, and of another kind, to compare with
    rules : when a ratio speaks of a slip
    """
    logs = _logs(figures)
    own = _judged("", _own_years(subjects, logs), rules)
    near = [r for name, given in alike.items() if (r := _judged(name, _to(logs, _logs(given)), rules))]
    far = [r for name, given in others.items() if (r := _judged(name, _to(logs, _logs(given)), rules))]
    for row in logs:
        found = _suspect(row, own, near, far, rules)
        if found is not None:
            factor, ratio = found
            yield Slip(row, factor, ratio.against, 10 ** ratio.values[row], 10**ratio.centre)


def _suspect(
    row: int, own: _Ratio | None, near: Iterable[_Ratio], far: Iterable[_Ratio], rules: Rules
) -> tuple[float, _Ratio] | None:
    dated = own is not None and row in own.values
    if own is not None and dated and (factor := own.factor(row, rules)):
        return factor, own
    for group, enough in ((near, 0.5), (far, 0.99)):
        if group is far and dated:
            continue
        asked = [ratio for ratio in group if ratio.sharp and row in ratio.values]
        told = [(factor, ratio) for ratio in asked if (factor := ratio.factor(row, rules))]
        if told and len(told) > enough * len(asked):
            return min(told, key=lambda pair: pair[1].spread)
    return None


def _logs(figures: Figures) -> dict[int, float]:
    return {row: math.log10(x) for row, x in enumerate(figures) if x is not None and x > 0}


def _to(logs: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    return {row: value - other[row] for row, value in logs.items() if row in other}


def _own_years(subjects: Sequence[str], logs: Mapping[int, float]) -> dict[int, float]:
    rows: dict[str, list[int]] = {}
    for row in logs:
        rows.setdefault(subjects[row], []).append(row)
    found: dict[int, float] = {}
    for years in rows.values():
        for row in years if len(years) > 1 else []:
            others = [logs[other] for other in years if other != row]
            found[row] = logs[row] - (median(others) if len(others) > 1 else others[0])
    return found


def _judged(against: str, values: Mapping[int, float], rules: Rules) -> _Ratio | None:
    if len(values) < rules.least:
        return None
    centre = median(values.values())
    spread = _TO_SIGMA * median(abs(value - centre) for value in values.values())
    spread = max(spread, rules.floor)
    sharp = tuple(f for f in rules.factors if math.log10(f) / spread > rules.threshold)
    return _Ratio(against, values, centre, spread, sharp)
