"""Scores of a jury: their mean, their spread, and how sure the mean is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy  # pyright: ignore[reportMissingTypeStubs] - has none; its parts come when asked for


@dataclass(frozen=True, slots=True)
class Scored:
    """What the scorers of one item say together.

    Parameters
    ----------
    n : scores that count
    mean : of these
    sd : standard deviation with n-1; None of one score
    low, high : interval of the mean; None of one score
    minimum, maximum : of all scores, those that were left out too
    """

    n: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None
    minimum: float
    maximum: float


def scored(scores: Sequence[float], *, drop_ends: int = 0, confidence: float = 0.95) -> Scored:
    """Mean of the scores with its interval: mean ± t·sd/√n, Student's t with n-1 degrees of freedom.

    Student, The probable error of a mean, Biometrika 6 (1908). Scorers are taken as drawn from those who
    could have been asked; an interval says nothing of a bias that all of them share.

    Parameters
    ----------
    scores : of one subject and item, one for each scorer; at least one
    drop_ends : so many of the highest and of the lowest are left out (去掉最高分和最低分), one always stays
    confidence : of the interval
    """
    ordered = np.sort(np.asarray(scores, dtype=np.float64))
    dropped = min(drop_ends, (len(ordered) - 1) // 2)
    kept = ordered[dropped : len(ordered) - dropped]
    n, mean = len(kept), float(kept.mean())
    ends = float(ordered[0]), float(ordered[-1])
    if n < 2:
        return Scored(n, mean, None, None, None, *ends)
    sd = float(kept.std(ddof=1))
    reach = float(scipy.special.stdtrit(n - 1, (1 + confidence) / 2)) * sd / sqrt(n)
    return Scored(n, mean, sd, mean - reach, mean + reach, *ends)
