"""Statistics of each indicator, and how much of the figures each unit reports."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from gaoxin.measure.analyses.frame import Columns, Floats, Frame, number

_STATISTICS = tuple(
    "node n available minimum q1 median mean q3 maximum sd skewness kurtosis nonzero unique same outliers "
    "flags".split()
)
_AVAILABILITY = ("subject", "node", "indicators", "known", "missing", "zero", "share", "nonzero_share")


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a statistic is flagged.

    Parameters
    ----------
    available : least share of units with a figure, else ``few``
    nonzero : least share of units (of all) with a figure other than zero, else ``zeros``
    unique : least number of different figures over the units, else ``repeats``
    skewness, kurtosis : beyond both of them, ``outliers``
    """

    available: float = 0.65
    nonzero: float = 0.5
    unique: float = 0.5
    skewness: float = 2.0
    kurtosis: float = 3.5


def skewness(x: Floats) -> float:
    """Sample skewness G₁ = g₁·√(n(n-1))/(n-2), g₁ = m₃/m₂^1.5; NaN below three figures or without spread.

    D. N. Joanes, C. A. Gill, Comparing measures of sample skewness and kurtosis, The Statistician 47 (1998).
    """
    n = len(x)
    d = x - x.mean() if n else x
    m2 = float((d**2).mean()) if n else 0.0
    if n < 3 or m2 == 0:
        return np.nan
    return float((d**3).mean()) / m2**1.5 * sqrt(n * (n - 1)) / (n - 2)


def kurtosis(x: Floats) -> float:
    """Sample excess kurtosis G₂ = (n-1)/((n-2)(n-3))·((n+1)g₂ + 6), g₂ = m₄/m₂² - 3; NaN below four figures.

    Joanes and Gill, as of `skewness`.
    """
    n = len(x)
    d = x - x.mean() if n else x
    m2 = float((d**2).mean()) if n else 0.0
    if n < 4 or m2 == 0:
        return np.nan
    g2 = float((d**4).mean()) / m2**2 - 3
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)


def statistics(frame: Frame, *, stage: str = "raw", limits: Limits | None = None) -> Columns:
    """Describe the figures of each indicator.

    Returns
    -------
    node; n: units with a figure, and their share `available`; minimum, quartiles (linear between order
    statistics), mean, maximum; sd with n-1; skewness and kurtosis; nonzero, unique: how many figures are not
    zero, and are different; same: how often the most frequent figure stands; outliers: figures more than 1.5
    interquartile ranges outside the quartiles (J. W. Tukey, Exploratory Data Analysis, 1977); flags: words of
    `Limits` joined by ``;``. None where there are too few figures
    """
    chosen = limits or Limits()
    found: Columns = {name: [] for name in _STATISTICS}
    for leaf in frame.tree.leaves():
        row = _described(frame.of(stage)[:, leaf], chosen)
        for name, cell in zip(found, (frame.tree.nodes[leaf], *row), strict=True):
            found[name].append(cell)
    return found


def _described(values: Floats, limits: Limits) -> tuple[object, ...]:
    x = values[np.isfinite(values)]
    n, size = len(x), len(values)
    if not n:
        return (0, 0.0, *[None] * 9, 0, 0, 0, 0, "few;zeros;repeats")
    q1, median, q3 = (float(q) for q in np.quantile(x, (0.25, 0.5, 0.75)))
    sd = float(x.std(ddof=1)) if n > 1 else np.nan
    skew, kurt = skewness(x), kurtosis(x)
    different, counts = np.unique(x, return_counts=True)
    nonzero, unique = int((x != 0).sum()), len(different)
    fence = 1.5 * (q3 - q1)
    outliers = int(((x < q1 - fence) | (x > q3 + fence)).sum())
    rules = {
        "few": n / size < limits.available,
        "zeros": nonzero / size < limits.nonzero,
        "repeats": unique / size < limits.unique,
        "outliers": abs(skew) > limits.skewness and kurt > limits.kurtosis,
    }
    flags = ";".join(word for word, holds in rules.items() if holds)
    middle = (float(x.min()), q1, median, float(x.mean()), q3, float(x.max()))
    return (
        n,
        n / size,
        *middle,
        *map(number, (sd, skew, kurt)),
        nonzero,
        unique,
        int(counts.max()),
        outliers,
        flags,
    )


def availability(frame: Frame, *, stage: str = "raw") -> Columns:
    """Count what each unit reports, of all indicators and below each node.

    Returns
    -------
    subject, node; indicators below it; known, missing; zero: known figures that are zero; share: known over
    indicators; nonzero_share: known figures other than zero over known ones (None where none is known)
    """
    found: Columns = {name: [] for name in _AVAILABILITY}
    values = frame.of(stage)
    groups = [(group, values[:, frame.tree.leaves(group)]) for group in frame.tree.groups()]
    for row, subject in enumerate(frame.subjects):
        for group, x in groups:
            known = np.isfinite(x[row])
            count, zero = int(known.sum()), int((x[row][known] == 0).sum())
            size = x.shape[1]
            rest = None if not count else (count - zero) / count
            cells = (subject, frame.tree.nodes[group], size, count, size - count, zero, count / size, rest)
            for name, cell in zip(found, cells, strict=True):
                found[name].append(cell)
    return found
