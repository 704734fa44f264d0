"""Treating outliers: one indicator at a time, before its direction is looked at.

Figures are (units,), NaN = unknown; unknown figures stay unknown and count nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan, sqrt
from typing import Any

import numpy as np
import scipy  # pyright: ignore[reportMissingTypeStubs] - has none; its parts come when asked for

from gaoxin.engines.array.scopes import NEGLIGIBLE, Floats

__all__ = [
    "METHODS",
    "NEVER",
    "Rule",
    "Treated",
    "boxcox",
    "deviations",
    "kurtosis",
    "log",
    "log_shift",
    "percentiles",
    "skewness",
    "treat",
    "winsorise",
]

_POWERS = (-5.0, 5.0)


def skewness(x: Floats) -> float:
    """Sample skewness G1 = √(n(n-1)) / (n-2) · m3 / m2^1.5; m_k is the mean of (x - mean)^k.

    Parameters
    ----------
    x : (units,), NaN = unknown

    Returns
    -------
    NaN for fewer than three known figures, and for figures that do not vary (to 12 digits)

    References
    ----------
    Joanes and Gill, Comparing measures of sample skewness and kurtosis, The Statistician 47 (1998) 183-189:
    type 2 there, as in COINr (`skew`), SAS, SPSS and Excel.
    """
    return _Shape.of(x).skewness


def kurtosis(x: Floats) -> float:
    """Sample excess kurtosis G2 = (n-1) / ((n-2)(n-3)) · ((n+1)(m4/m2² - 3) + 6); a normal one has 0.

    NaN for fewer than four known figures, and for figures that do not vary. Shapes and source are those of
    `skewness` (`kurt` of COINr).
    """
    return _Shape.of(x).kurtosis


@dataclass(frozen=True, slots=True)
class _Shape:
    """Skewness and kurtosis of the same figures, from powers that are taken once."""

    skewness: float
    kurtosis: float

    @classmethod
    def of(cls, x: Floats) -> _Shape:
        """The shape of figures (units,), NaN = unknown."""
        known = _known(x)
        n = len(known)
        if n < 3 or _flat(known):
            return cls(nan, nan)
        gaps = known - known.mean()
        squares = gaps * gaps
        m2, m3 = float(squares.mean()), float((squares * gaps).mean())
        skew = sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5
        if n < 4:
            return cls(skew, nan)
        ratio = float((squares * squares).mean()) / m2**2
        return cls(skew, (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (ratio - 3) + 6))


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule ``skew_kurtosis``: figures pass if |skewness| < `skew` or kurtosis < `kurtosis`.

    With `both`, only if both hold. Figures that are too few, or that do not vary, pass: nothing is an outlier
    among them.

    References
    ----------
    European Commission JRC, COIN Tool user guide: an indicator is treated where |skewness| > 2 and
    kurtosis > 3.5 (after Groeneveld and Meeden 1984); `check_SkewKurt` of COINr, which passes when either
    holds.
    """

    skew: float = 2.0
    kurtosis: float = 3.5
    both: bool = False

    def passes(self, x: Floats) -> bool:
        """Whether the figures (units,) need no treatment."""
        return self._passes(_Shape.of(x))

    def _passes(self, shape: _Shape) -> bool:
        if isnan(shape.skewness) or isnan(shape.kurtosis):
            return True
        held = (abs(shape.skewness) < self.skew, shape.kurtosis < self.kurtosis)
        return all(held) if self.both else any(held)

    def upward(self, x: Floats) -> bool | None:
        """Which end is to be pulled in: the upper one, the lower one, or none where the figures pass."""
        shape = _Shape.of(x)
        return None if self._passes(shape) else shape.skewness >= 0


_RULE = Rule()
NEVER = Rule(skew=0.0, kurtosis=-inf)
"""The rule that four figures that vary never pass."""


def winsorise(x: Floats, *, winmax: int | None = 5, rule: Rule = _RULE) -> Floats:
    """Pull in the outermost figures, one value at a time, until the rule passes.

    Where the skewness is positive or zero the greatest figures take the value of the next greatest, else the
    least that of the next least. Tied figures move together, so that the last move may go beyond `winmax`.

    Parameters
    ----------
    x : (units,), NaN = unknown
    winmax : no further move once so many figures have been changed; no limit where None
    rule : when to stop

    Returns
    -------
    (units,); changed figures are those that differ from `x`

    References
    ----------
    OECD/JRC Handbook (2008), step 5; `winsorise` of COINr.
    """
    found = x.copy()
    high = low = 0
    while (winmax is None or high + low < winmax) and (upward := rule.upward(found)) is not None:
        if upward:
            outer = found == np.nanmax(found)
            found[outer] = np.nanmax(found[~outer])
            high = int(outer.sum())
        else:
            outer = found == np.nanmin(found)
            found[outer] = np.nanmin(found[~outer])
            low = int(outer.sum())
    return found


def percentiles(x: Floats, *, between: tuple[float, float] = (0.05, 0.95)) -> Floats:
    """Cut figures at two of their quantiles; the quantile q of n figures in order lies at 1 + (n-1)q.

    Parameters
    ----------
    x : (units,), NaN = unknown
    between : the two, from 0 to 1

    Returns
    -------
    (units,)

    References
    ----------
    Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996) 361-365,
    type 7: Excel's PERCENTILE.INC. Goalposts at percentiles: Environmental Performance Index, technical
    appendix; Doing Business, distance to frontier.
    """
    known = _known(x)
    return np.clip(x, *np.quantile(known, between)) if len(known) else x


def deviations(x: Floats, *, sds: float = 2.0) -> Floats:
    """Give figures far from the mean the outermost figure that is not.

    Parameters
    ----------
    x : (units,), NaN = unknown
    sds : far is more than so many sample standard deviations (n - 1), to 12 digits

    Returns
    -------
    (units,)

    References
    ----------
    European Commission, European Innovation Scoreboard, methodology report: outliers beyond two standard
    deviations are replaced by the extremes of the others.
    """
    known = _known(x)
    if len(known) < 2:
        return x
    near = np.abs(known - known.mean()) <= sds * known.std(ddof=1) * (1 + NEGLIGIBLE)
    inside = known[near]
    return np.clip(x, inside.min(), inside.max()) if len(inside) else x


def log(x: Floats, *, offset: float = 1.0) -> Floats:
    """ln(x - min + offset).

    Parameters
    ----------
    x : (units,), NaN = unknown
    offset : in the figure's unit, above zero

    Returns
    -------
    (units,)

    References
    ----------
    COIN Tool; `log_CT_orig` of COINr, whose offset is 1.
    """
    return np.log(x - np.nanmin(x) + offset)


def log_shift(x: Floats, *, shift: float = 0.01, mirror: bool = False) -> Floats:
    """ln(x - min + shift · (max - min)), which does not depend on the figure's unit but for a constant.

    Parameters
    ----------
    x : (units,), NaN = unknown
    shift : share of the range, above zero
    mirror : figures whose skewness is not positive are mirrored before and after: -f(-x)

    Returns
    -------
    (units,); NaN for all if the figures do not vary, since there is no range

    References
    ----------
    `log_CT` of COINr, whose shift is 0.01; mirrored, its `log_CT_plus`.
    """
    if _flat(_known(x)):
        return np.full_like(x, nan)
    if mirror and not skewness(x) > 0:
        return -log_shift(-x, shift=shift)
    return np.log(x - np.nanmin(x) + shift * (np.nanmax(x) - np.nanmin(x)))


def boxcox(x: Floats, *, power: float | None = None) -> Floats:
    """((x - min + 1)^λ - 1) / λ, or ln(x - min + 1) for λ = 0.

    Parameters
    ----------
    x : (units,), NaN = unknown
    power : λ; where None the likeliest one between -5 and 5, that is the greatest of
        (λ - 1) Σ ln x' - n/2 · ln(variance of the result), x' = x - min + 1

    Returns
    -------
    (units,)

    References
    ----------
    Box and Cox, An analysis of transformations, J. Royal Statistical Society B 26 (1964) 211-252; `boxcox` of
    COINr, which searches no λ.
    """
    moved = x - np.nanmin(x) + 1
    return _powered(moved, likeliest_power(x) if power is None else power)


def likeliest_power(x: Floats) -> float:
    """The λ of `boxcox` that makes figures (units,) likeliest to be normal; 1 if they do not vary."""
    known = _known(x)
    if _flat(known):
        return 1.0
    moved = known - known.min() + 1
    logs = float(np.log(moved).sum())

    def unlikelihood(power: float) -> float:
        return len(moved) / 2 * float(np.log(np.var(_powered(moved, power)))) - (power - 1) * logs

    found: Any = scipy.optimize.minimize_scalar(
        unlikelihood, bounds=_POWERS, method="bounded", options={"xatol": 1e-9}
    )
    return float(found.x)


METHODS: dict[str, Callable[..., Floats]] = {
    "winsorise": winsorise,
    "percentiles": percentiles,
    "deviations": deviations,
    "log": log,
    "log_shift": log_shift,
    "boxcox": boxcox,
}


@dataclass(frozen=True, slots=True)
class Treated:
    """Figures after treatment.

    Parameters
    ----------
    values : (units,)
    method : the method whose result this is; None where the figures passed untreated
    passed : whether the result passes the rule
    """

    values: Floats
    method: str | None
    passed: bool


def treat(
    x: Floats,
    methods: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    rule: Rule | None = _RULE,
    combine: bool = False,
) -> Treated:
    """Try methods in order until the rule passes; if none makes it pass, the last one's result stands.

    Where a method leaves figures that no longer vary, nothing is left to score: the untreated figures stand.

    Parameters
    ----------
    x : (units,), NaN = unknown
    methods : key of `METHODS` and its settings, in order
    rule : None applies the first method whatever the figures are, unless they do not vary
    combine : each method works on the result of the one before, not on the untreated figures

    References
    ----------
    `Treat` of COINr (f1, f2, combine_treat).
    """
    if rule is None:
        method, settings = methods[0]
        if _flat(_known(x)):
            return Treated(x, None, passed=True)
        return Treated(METHODS[method](x, **settings), method, passed=True)
    found = Treated(x, None, rule.passes(x))
    for method, settings in methods:
        if found.passed:
            return found
        start = found.values if combine else x
        values = METHODS[method](start, **settings)
        if _flat(_known(values)):
            return Treated(x, None, passed=False)
        found = Treated(values, method, rule.passes(values))
    return found


def _known(x: Floats) -> Floats:
    return x[~np.isnan(x)]


def _flat(known: Floats) -> bool:
    """Whether figures do not vary by more than the noise of doubles."""
    return not len(known) or bool(np.ptp(known) <= NEGLIGIBLE * np.abs(known).max())


def _powered(moved: Floats, power: float) -> Floats:
    return np.log(moved) if power == 0 else (moved**power - 1) / power
