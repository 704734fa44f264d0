"""The step of normalising."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gaoxin.plan.index.numbers import show

Within = Literal["period", "all"]
WITHIN = {"period": "within each period", "all": "over all periods"}


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A category of subjects: its column of ``figures``, and the variable behind it."""

    column: str
    reference: str


@dataclass(frozen=True, slots=True)
class ScaledLeaf:
    """A leaf on its way to the common scale.

    Parameters
    ----------
    node : its node
    down : whether less is better
    posts : its goalposts
    walls : periods from which the figure has another calibre; no ratio to a base looks across one
    target : its reference
    bands : from where each band begins, and its points; None: from below
    """

    node: str
    down: bool = False
    posts: tuple[Fraction, Fraction] | None = None
    walls: tuple[int, ...] = ()
    target: Fraction | None = None
    bands: tuple[tuple[Fraction | None, Fraction], ...] = ()

    def __str__(self) -> str:
        posts = f"[{show(self.posts[0])}, {show(self.posts[1])}]" if self.posts else ""
        target = "" if self.target is None else f"[{show(self.target)}]"
        steps = [f"{'..' if at is None else show(at)}: {show(points)}" for at, points in self.bands]
        bands = f"[{', '.join(steps)}]" if steps else ""
        walls = f" (breaks {', '.join(map(str, self.walls))})" if self.walls else ""
        return f"{self.node}{posts}{target}{bands}{' (down)' if self.down else ''}{walls}"


@dataclass(frozen=True, slots=True)
class Normalise:
    """Bring leaves to one scale; afterwards more is better for every one of them.

    In the formulas, x is the treated figure; min, max, mean and sd are those of the known figures within
    ``within`` and, where ``by`` names categories, within the row's group; n is their number. Where less is
    better, each formula is that of -x with -min for max and -max for min, unless it says another thing.

    - none: ``x``.
    - minmax: ``low + (high - low) * (x - min) / (max - min)``.
    - goalposts: the same with the published posts for min and max, cut at the ends if ``clip``.
    - zscore: ``mean + sd * (x - m) / s``, m the mean, s the sample standard deviation (n-1) of the figures.
    - rank: 1 + the number of known figures that are worse; equal figures share the smallest such rank, the
      mean of their ranks or the greatest, by ``ties``. Equal are the same numbers or, if ``digits`` is given,
      those that are the same to so many digits of the largest.
    - percentile_rank: ``times * (rank - 1) / (n - 1)``, with the rank above.
    - borda: ``rank - 1``.
    - distance_to_max: ``times * (1 - (max - x) / (max - min))``.
    - distance_to_reference: ``times * (1 - (r - x) / (r - min))``; r is the ``target`` of the leaf, or the
      figure of the subject ``reference`` in the same period, whatever its group; if ``cap``, at most
      ``times``. Unknown (``constant``) where r is not better than min, by more than 1e-12 of the larger.
    - share_of_max: ``times * x / max``. Where less is better: ``times * min / x``, and with ``turn`` negate
      ``times * x / min`` (-x over the greatest -x, which COINr computes: there less is not better).
    - ratio_to_mean: ``times * x / mean``; where less is better ``times * mean / x``, with ``turn`` negate
      ``times * x / mean``. Divisors must be above zero, with negate other than zero.
    - ratio_to_reference: ``times * x / r``, r as above; where less is better ``times * r / x``; if ``cap``,
      at most ``times``. The divisor must be above zero.
    - base_period: 100 times the ratio to the base period, of base to figure where less is better; if
      ``chained``, every year between must be known and above zero; unknown where a break lies between.
    - bands: the points of the last band that begins at x or below; 0 below all bands.

    minmax, zscore and distance_to_max need two known figures that differ (to 12 digits): where one is alone
    it has no score (``group of one``), nor have equal ones (``constant``). percentile_rank needs two known
    figures. A row that lacks a category of ``by`` has no score (``no group``). Where ``within`` is a year,
    its figures give the statistics for all periods; where none is known there is no score (``base unknown``).

    References: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5; goalposts: UNDP,
    Human Development Report, technical notes; the names and scales of COINr (Becker et al. 2022, Journal of
    Open Source Software 7(78)): `n_minmax`, `n_goalposts`, `n_zscore`, `n_rank`, `n_prank`, `n_borda`,
    `n_dist2max`, `n_dist2ref`, `n_dist2targ`, `n_fracmax`.
    """

    method: Literal[
        "none",
        "minmax",
        "goalposts",
        "zscore",
        "rank",
        "percentile_rank",
        "borda",
        "distance_to_max",
        "distance_to_reference",
        "share_of_max",
        "ratio_to_mean",
        "ratio_to_reference",
        "base_period",
        "bands",
    ]
    leaves: tuple[ScaledLeaf, ...]
    within: Within | int
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(100)
    mean: Fraction = Fraction(0)
    sd: Fraction = Fraction(1)
    base: int = 0
    chained: bool = True
    clip: bool = True
    digits: int | None = None
    by: tuple[GroupColumn, ...] = ()
    times: Fraction = Fraction(1)
    ties: Literal["min", "average", "max"] = "min"
    reference: str | None = None
    cap: bool = False
    turn: Literal["ratio", "negate"] = "ratio"

    @property
    def name(self) -> str:
        """Name of the step; the position among its kind is added where a plan has several."""
        return f"normalise_{self.method}"

    def __str__(self) -> str:
        return f"normalise   {self.method}, {self._detail()}: {', '.join(map(str, self.leaves))}"

    def _detail(self) -> str:
        scale = f"{show(self.low)} to {show(self.high)}"
        by = f" of {' × '.join(group.reference for group in self.by)}" if self.by else ""
        scope = f"as of {self.within}" if isinstance(self.within, int) else WITHIN[self.within]
        within = f"{scope}{by}"
        times = f"times {show(self.times)}, {within}"
        turn = ", minus the figure where less is better" if self.turn == "negate" else ""
        named = f"to {self.reference}" if self.reference else "to the target"
        return {
            "none": "the figures themselves",
            "minmax": f"{scale}, {within}",
            "goalposts": f"{scale}, {'cut' if self.clip else 'not cut'} at the posts",
            "zscore": f"mean {show(self.mean)}, deviation {show(self.sd)}, {within}",
            "rank": f"1 is the worst, {self._shared()}{within}",
            "percentile_rank": f"{self._shared()}{times}",
            "borda": f"0 is the worst, {self._shared()}{within}",
            "distance_to_max": times,
            "distance_to_reference": f"{named}, {'cut at it, ' if self.cap else ''}{times}",
            "share_of_max": f"{times}{turn}",
            "ratio_to_mean": f"{times}{turn}",
            "ratio_to_reference": f"{named}, {'cut at it, ' if self.cap else ''}times {show(self.times)}",
            "base_period": f"{self.base} = 100, {'chained' if self.chained else 'direct'}",
            "bands": "points from where a band begins",
        }[self.method]

    def _shared(self) -> str:
        shared = "" if self.ties == "min" else f"ties share the {self.ties}, "
        return shared if self.digits is None else f"{shared}ties to {self.digits} digits, "
