"""The steps of an index, free of any engine.

An engine reads one relation, ``figures``: one row for each subject and period, with the columns ``subject``
(text) and ``period`` (integer, 0 where the table has none), a double for each leaf under `Leaf.column`, in
the unit in which the indicator is shown, and a text for each `GroupColumn`. An empty cell is an unknown
figure. A subject has one row in a period: intake refuses a second one.

It returns a row for each subject, period and node: ``subject, period, node, level, raw, imputed, treated,
normalised, score, weight, rank, status``. The words of ``status``, joined by ``;``, are the keys of `MARKS`.

The steps run in their order: each works on what the one before it left. A sum over subjects must not depend
on the order of the rows: engines add the values from the smallest to the greatest. A sum over the children
of a node runs in the order of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gaoxin.plan.index.joins import COMPUTED, Aggregate
from gaoxin.plan.index.numbers import show
from gaoxin.plan.index.scaling import WITHIN, GroupColumn, Normalise, Within

TOTAL = "total"
"""The node at the top of an index."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of the tree: its node, the column of ``figures`` that holds it, and the indicator behind it."""

    node: str
    column: str
    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class Screen:
    """Leave out the rows that report too little; they are in no mean, extreme or rank from here on.

    A row stays if ``least`` of the leaves are known (reported; or imputed, where the step stands behind the
    imputing steps) and at least the share ``nonzero`` of its known figures is not 0. Where a share is asked
    for, a row without a known figure does not stay. None: this is not asked. A row left out keeps its raw
    figures in the result, and nothing else.
    """

    leaves: tuple[str, ...]
    least: int | None
    nonzero: Fraction | None = None

    @property
    def name(self) -> str:
        """Name of the step."""
        return "screen"

    def __str__(self) -> str:
        asked: list[str] = []
        if self.least is not None:
            asked.append(f"fewer than {self.least} of {len(self.leaves)} indicators known")
        if self.nonzero is not None:
            asked.append(f"a share of known figures other than 0 below {show(self.nonzero)}")
        return f"screen      rows with {', or '.join(asked)}"


@dataclass(frozen=True, slots=True)
class Impute:
    """Fill gaps, from reported figures only: a filled figure fills no other.

    mean, median: of the known figures of all rows within ``within``. group_mean, group_median: of those of
    the rows with the same categories in ``by``; a row that lacks a category, and a group without a known
    figure, keep the gap. The median of an even number is the mean of the two in the middle.

    peer_mean: the mean of the known figures of the ``peers`` rows of the same period that are nearest and
    know the figure. The distance of two rows is the root of the mean squared difference of their other
    leaves known to both, each divided by its sample standard deviation; rows without such a leaf are no
    peers. Of equally near rows the one whose subject sorts first is taken.

    last: the subject's latest known figure of an earlier period, at most ``years`` back. linear: the
    straight line, by periods, between the subject's nearest known figures before and after; outside them
    nothing, or if ``ends`` is ``hold`` the nearest known figure. Neither looks across a change of calibre:
    ``walls`` gives, by leaf, the periods from which the figure has another calibre.

    References: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3 (imputation); nearest
    neighbours: Troyanskaya et al. (2001), Bioinformatics 17(6).
    """

    method: Literal["mean", "median", "group_mean", "group_median", "peer_mean", "last", "linear"]
    by: tuple[GroupColumn, ...]
    within: Within
    leaves: tuple[str, ...]
    peers: int = 0
    years: int | None = None
    ends: Literal["none", "hold"] = "none"
    walls: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def name(self) -> str:
        """Name of the step."""
        return f"impute_{self.method}"

    def __str__(self) -> str:
        by = f" of {' × '.join(group.reference for group in self.by)}" if self.by else ""
        detail = {
            "peer_mean": f", {self.peers} nearest, in each period",
            "last": "" if self.years is None else f", at most {self.years} years back",
            "linear": ", the ends held" if self.ends == "hold" else "",
        }.get(self.method, f"{by}, {WITHIN[self.within]}")
        return f"impute      {self.method}{detail}: {', '.join(self.leaves)}"


CUTS = frozenset({"winsorise", "percentiles", "deviations"})
"""The methods of treatment that change the outer figures only."""


@dataclass(frozen=True, slots=True)
class Treat:
    """Treat the outliers of leaves, one by one, over the rows within ``within``.

    The figures of a leaf pass if their skew is below ``skew`` without its sign, or their excess kurtosis is
    below ``kurtosis``; with ``both``, if both hold. Skew and kurtosis are the sample measures G1 and G2
    (Joanes and Gill 1998; those of Excel): with m the mean, s2, s3, s4 the sums of the powers of x - m, and n
    figures, ``G1 = sqrt(n(n-1))/(n-2) * sqrt(n) * s3 / s2**1.5`` and ``G2 = (n-1)/((n-2)(n-3)) *
    ((n+1)(n*s4/s2**2 - 3) + 6)``. Fewer than four known figures, and constant ones (to 12 digits), pass.

    Figures that do not pass are given to the methods in order, each time the untreated ones (with
    ``combine``, the result of the method before), until they pass; the result of the last method is used
    even so, and marked ``still skewed``. Where a method leaves figures that are all the same, the untreated
    ones are used, so marked. With ``rule`` ``always`` the one method is applied unasked, except to
    constant figures.

    winsorise: where skew is not negative, every figure equal to the greatest becomes the next smaller one,
    else every figure equal to the least the next greater; again until the figures pass, or ``winmax``
    figures or more are changed (None: no limit). The figures changed are those in the last tie at each end.
    ``stop`` has a skew and a kurtosis by which it stops instead; with `never`, and with ``rule`` ``always``,
    only ``winmax`` stops it (fewer than four figures, and constant ones, are left as they are).
    percentiles: figures below the first quantile of ``between`` become it, those above the second that one;
    the quantile q of n figures in order lies at 1 + (n-1)q, on the straight line between two of them (type 7
    of Hyndman and Fan 1996; Excel's PERCENTILE.INC). deviations: figures more than ``sds`` sample standard
    deviations (n-1) from the mean become the outermost figure within, at either end (European Innovation
    Scoreboard, methodology report).
    log: ``ln(x - min + offset)``. log_shift: ``ln(x - min + shift * (max - min))``; with ``mirror`` and skew
    not positive, ``-ln(max + shift * (max - min) - x)``. boxcox: ``(y**power - 1) / power``, ``ln(y)`` for a
    power of 0, with ``y = x - min + 1``; a power of None is searched for between -5 and 5 by the greatest
    likelihood of a normal distribution (Box and Cox 1964).

    References: OECD/JRC (2008), Handbook, step 3; the thresholds 2 and 3.5: Groeneveld and Meeden (1984) as
    used by JRC; COINr (Becker et al. 2022): `winsorise`, `log_CT_orig`, `log_CT`, `log_CT_plus`, `boxcox`.
    """

    methods: tuple[Literal["winsorise", "percentiles", "deviations", "log", "log_shift", "boxcox"], ...]
    leaves: tuple[str, ...]
    within: Within
    rule: Literal["skew_kurtosis", "always"] = "skew_kurtosis"
    skew: Fraction = Fraction(2)
    kurtosis: Fraction = Fraction(7, 2)
    both: bool = False
    combine: bool = False
    winmax: int | None = 5
    offset: Fraction = Fraction(1)
    shift: Fraction = Fraction(1, 100)
    mirror: bool = False
    power: Fraction | None = None
    stop: tuple[Fraction, Fraction] | Literal["never"] | None = None
    between: tuple[Fraction, Fraction] = (Fraction(1, 20), Fraction(19, 20))
    sds: Fraction = Fraction(2)

    @property
    def name(self) -> str:
        """Name of the step."""
        return f"treat_{self.methods[0]}"

    def __str__(self) -> str:
        asked = "always"
        if self.rule == "skew_kurtosis":
            asked = _until(self.skew, self.kurtosis, both=self.both)
        then = " and then " if self.combine else ", else "
        ways = then.join(map(self._way, self.methods))
        return f"treat       {ways}, {asked}, {WITHIN[self.within]}: {', '.join(self.leaves)}"

    def _way(self, method: str) -> str:
        most = "no limit" if self.winmax is None else f"at most {self.winmax}"
        return {
            "winsorise": f"winsorise ({most}{self._stopped()})",
            "percentiles": f"percentiles ({' to '.join(map(show, self.between))})",
            "deviations": f"deviations ({show(self.sds)} from the mean)",
            "log": f"log (+{show(self.offset)})",
            "log_shift": f"log_shift (+{show(self.shift)} of the range{', mirrored' if self.mirror else ''})",
            "boxcox": f"boxcox ({'searched' if self.power is None else show(self.power)})",
        }[method]

    def _stopped(self) -> str:
        if self.stop is None:
            return ""
        if self.stop == "never":
            return ", all of them"
        return f", {_until(*self.stop, both=self.both)}"


def _until(skew: Fraction, kurtosis: Fraction, *, both: bool) -> str:
    return f"until |skew| < {show(skew)} {'and' if both else 'or'} kurtosis < {show(kurtosis)}"


@dataclass(frozen=True, slots=True)
class Rank:
    """Rank the known scores of each node in each period: 1 is the best, ties share the smallest.

    Scores are compared after rounding to ``digits`` digits of the node's scale, so that sums that are equal
    on paper are equal here. The scale of a leaf is its largest score without its sign, over all periods;
    that of a weighted arithmetic mean, a median and a minimum is the largest of its children's; that of the
    other ways to aggregate is the node's own largest score.
    """

    digits: int = 12

    @property
    def name(self) -> str:
        """Name of the step."""
        return "rank"

    def __str__(self) -> str:
        return f"rank        1 is the best, in each period, ties to {self.digits} digits of the node's scale"


@dataclass(frozen=True, slots=True)
class Share:
    """What is known of a node for the rows of one category: see `Row`."""

    category: str
    share: Fraction | None
    marks: tuple[str, ...] = ()
    unknown_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a node before any data: its place, its share among its siblings and its words.

    ``share`` is None where a weight among the siblings is not published, and where weights are computed from
    the data. ``marks`` are the words that a row with a score has in any case, ``unknown_marks`` those of a
    row without one; all are keys of `MARKS`. Where weights depend on a category, ``shares`` has the same for
    each category, and the row's own hold for subjects of none of them.
    """

    node: str
    title: str
    level: int
    share: Fraction | None
    marks: tuple[str, ...] = ()
    unknown_marks: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Tidy:
    """One row for each subject, period and node, in the order of the tree, the total first."""

    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """Name of the step."""
        return "tidy"

    def __str__(self) -> str:
        return f"tidy        {', '.join(row.node for row in self.rows)}"


Step = Screen | Impute | Treat | Normalise | Aggregate | Rank | Tidy


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """An index as it will run: what it reads, and its steps in order; printed, one line a step.

    ``weights_by`` is the category on which weights depend, also among ``groups``.
    """

    index: str
    title: str
    variant: str | None
    leaves: tuple[Leaf, ...]
    groups: tuple[GroupColumn, ...]
    steps: tuple[Step, ...]
    weights_by: GroupColumn | None = None

    @property
    def arrays_only(self) -> tuple[str, ...]:
        """The steps that SQL does not have, each with the reason; only the array engine runs such a plan."""
        return tuple(reason for step in self.steps for reason in _reasons(step))

    @property
    def across_periods(self) -> bool:
        """Whether a score of one period rests on figures of others, which must then be read with it."""
        return any(map(_looks_across, self.steps))

    def __str__(self) -> str:
        head = f"index {self.index} {self.title}" + (f", variant {self.variant}" if self.variant else "")
        reads = ", ".join(f"{leaf.node} = {leaf.reference}" for leaf in self.leaves)
        return "\n".join([head, f"figures     {reads}", *map(str, self.steps)])


def _looks_across(step: Step) -> bool:
    match step:
        case Impute(method="last" | "linear") | Normalise(method="base_period"):
            return True
        case Impute() | Treat() | Normalise():
            return step.within != "period"
        case Aggregate(joins=joins):
            return any(join.weigh in COMPUTED for join in joins)
        case _:
            return False


_ALONE = {
    "peer_mean": "impute peer_mean: distances between all pairs of rows",
    "winsorise": "treat winsorise: one point after another, with a test between",
    "boxcox": "treat boxcox: its exponent is searched for",
    "pca": "weight pca: a principal component",
    "entropy": "weight entropy: weights computed from the data",
    "critic": "weight critic: correlations of all pairs of children",
    "copeland": "aggregate copeland: all pairs of rows",
    "topsis": "aggregate topsis: distances to an ideal row",
}


def _reasons(step: Step) -> tuple[str, ...]:
    """Why SQL does not have a step; empty where it has it."""
    match step:
        case Impute(method=method):
            named = [method]
        case Treat(methods=methods):
            named = [m for m in methods if m != "boxcox" or step.power is None]
        case Aggregate(method=method):
            named = [method, *dict.fromkeys(join.weigh for join in step.joins)]
        case _:
            named = []
    return tuple(_ALONE[name] for name in named if name in _ALONE)
