"""The steps of an index, free of any engine.

An engine reads one relation, ``figures``: one row for each subject and period, with the columns ``subject``
(text) and ``period`` (integer, 0 where the table has none), a double for each leaf under `Leaf.column`, in
the unit in which the indicator is shown, and a text for each `GroupColumn`. An empty cell is an unknown
figure.

It returns a row for each subject, period and node: ``subject, period, node, level, raw, imputed, treated,
normalised, score, weight, rank, status``. The words of ``status``, joined by ``;``, are the keys of `MARKS`.

A sum over subjects must not depend on the order of the rows: engines add the values from the smallest to the
greatest. A sum over the children of a node runs in the order of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

TOTAL = "total"
"""The node at the top of an index."""

MARKS: dict[str, str] = {
    "unknown": "the node has no score; the next words say why, and without one a figure below it is missing",
    "screened": "the row reports too few indicators: it has no scores and is in no mean, extreme or rank",
    "constant": "the known figures are all the same, to 12 digits: minmax and zscore have no scale",
    "base unknown": "the figure of the base period is not known",
    "calibre changed": "a change of calibre lies between the base period and this one (口径变动,不可比)",
    "chain broken": "a year between the base period and this one is missing, or not above zero",
    "not positive": "a ratio to the base needs figures above zero, and so does a geometric mean; "
    "a zero is an index of 0 only where more is better",
    "imputed": "the figure was filled, or the score rests on one that was",
    "reweighted": "a child is unknown and the weights of the others were spread, here or below",
    "weight unpublished": "no weight: it or a sibling's is not published; or no score: one below is not",
    "weight assumed": "the weight, or a sibling's, is filled by the variant",
    "assumed": "the score rests on an indicator, a weight or a method that was not published",
    "paraphrased": "the score rests on a rule whose official text is not held (待核原文)",
}
"""The words of ``status`` in their order, and the rule behind each."""

Within = Literal["period", "all"]
_WITHIN = {"period": "within each period", "all": "over all periods"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of the tree: its node, the column of ``figures`` that holds it, and the indicator behind it."""

    node: str
    column: str
    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A category by which figures are filled: its column of ``figures``, and the variable behind it."""

    column: str
    reference: str


@dataclass(frozen=True, slots=True)
class Screen:
    """Leave out the rows that report fewer than ``least`` of the leaves."""

    leaves: tuple[str, ...]
    least: int

    @property
    def name(self) -> str:
        """Name of the step."""
        return "screen"

    def __str__(self) -> str:
        return f"screen      rows with fewer than {self.least} of {len(self.leaves)} indicators reported"


@dataclass(frozen=True, slots=True)
class Impute:
    """Fill gaps with the mean of the known figures, of all subjects or of the subject's group.

    A subject without a group, and a group without a known figure, keep the gap.
    """

    method: Literal["mean", "group_mean"]
    group: GroupColumn | None
    within: Within
    leaves: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the step."""
        return f"impute_{self.method}"

    def __str__(self) -> str:
        by = f" of {self.group.reference}" if self.group else ""
        return f"impute      {self.method}{by}, {_WITHIN[self.within]}: {', '.join(self.leaves)}"


@dataclass(frozen=True, slots=True)
class ScaledLeaf:
    """A leaf on its way to the common scale.

    Parameters
    ----------
    node : its node
    down : whether less is better
    posts : its goalposts
    walls : periods from which the figure has another calibre; no ratio to a base looks across one
    """

    node: str
    down: bool = False
    posts: tuple[Fraction, Fraction] | None = None
    walls: tuple[int, ...] = ()

    def __str__(self) -> str:
        posts = f"[{_show(self.posts[0])}, {_show(self.posts[1])}]" if self.posts else ""
        walls = f" (breaks {', '.join(map(str, self.walls))})" if self.walls else ""
        return f"{self.node}{posts}{' (down)' if self.down else ''}{walls}"


@dataclass(frozen=True, slots=True)
class Normalise:
    """Bring leaves to one scale; afterwards more is better for every one of them.

    none: the figure itself. minmax: ``low`` for the worst known figure, ``high`` for the best. goalposts: the
    same with published posts, cut at them if ``clip``. zscore: deviation from the mean in sample standard
    deviations (n-1), times ``sd``, plus ``mean``. rank: 1 + the number of known figures that are worse;
    ties (to 12 digits of the largest figure) share the smallest. base_period: 100 times the ratio to the
    base period, of base to figure where less is better; if ``chained``, every year between must be known
    and above zero; unknown where a break lies between.
    """

    method: Literal["none", "minmax", "goalposts", "zscore", "rank", "base_period"]
    leaves: tuple[ScaledLeaf, ...]
    within: Within
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(100)
    mean: Fraction = Fraction(0)
    sd: Fraction = Fraction(1)
    base: int = 0
    chained: bool = True
    clip: bool = True
    digits: int = 12

    @property
    def name(self) -> str:
        """Name of the step; the position among its kind is added where a plan has several."""
        return f"normalise_{self.method}"

    def __str__(self) -> str:
        scale = f"{_show(self.low)} to {_show(self.high)}"
        detail = {
            "none": "the figures themselves",
            "minmax": f"{scale}, {_WITHIN[self.within]}",
            "goalposts": f"{scale}, {'cut' if self.clip else 'not cut'} at the posts",
            "zscore": f"mean {_show(self.mean)}, deviation {_show(self.sd)}, {_WITHIN[self.within]}",
            "rank": f"1 is the worst, {_WITHIN[self.within]}",
            "base_period": f"{self.base} = 100, {'chained' if self.chained else 'direct'}",
        }[self.method]
        return f"normalise   {self.method}, {detail}: {', '.join(map(str, self.leaves))}"


@dataclass(frozen=True, slots=True)
class Child:
    """A child and its weight, a whole number relative to its siblings'; None where one is unpublished."""

    node: str
    weight: int | None


@dataclass(frozen=True, slots=True)
class Join:
    """A node and its children.

    ``least`` is the least weight that must be known, in the children's whole numbers. It is None where the
    node has no score whatever the data: a weight among its children, or below them, is not published.
    """

    node: str
    children: tuple[Child, ...]
    least: int | None

    def __str__(self) -> str:
        parts = [f"{c.node}" if c.weight is None else f"{c.weight}·{c.node}" for c in self.children]
        whole = sum(c.weight or 0 for c in self.children)
        if self.least is None:
            return f"{self.node} has no score (weights unpublished: {', '.join(parts)})"
        some = "" if self.least == whole else f" where {self.least} of {whole} are known"
        return f"{self.node} = ({' + '.join(parts)})/{whole}{some}"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Join the children of the nodes of one level; known children only, each divided by the known weight.

    arithmetic: the weighted mean. geometric: the weighted geometric mean; unknown if a child that counts is
    not above zero, by more than 1e-12 of its scale (see `Rank`).
    """

    level: int
    method: Literal["arithmetic", "geometric"]
    joins: tuple[Join, ...]

    @property
    def name(self) -> str:
        """Name of the step."""
        return f"level_{self.level}_{self.method}"

    def __str__(self) -> str:
        return f"aggregate   level {self.level}, {self.method}: {'; '.join(map(str, self.joins))}"


@dataclass(frozen=True, slots=True)
class Rank:
    """Rank the known scores of each node in each period: 1 is the best, ties share the smallest.

    Scores are compared after rounding to ``digits`` digits of the node's scale, so that sums that are equal
    on paper are equal here. The scale of a leaf is its largest score without its sign, over all periods;
    that of a weighted mean is the largest of its children's; that of a geometric mean is its own largest
    score.
    """

    digits: int = 12

    @property
    def name(self) -> str:
        """Name of the step."""
        return "rank"

    def __str__(self) -> str:
        return f"rank        1 is the best, in each period, ties to {self.digits} digits of the node's scale"


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a node before any data: its place, its share among its siblings and its words.

    ``share`` is None where a weight among the siblings is not published. ``marks`` are the words that a row
    with a score has in any case, ``unknown_marks`` those of a row without one; all are keys of `MARKS`.
    """

    node: str
    title: str
    level: int
    share: Fraction | None
    marks: tuple[str, ...] = ()
    unknown_marks: tuple[str, ...] = ()


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


Step = Screen | Impute | Normalise | Aggregate | Rank | Tidy


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """An index as it will run: what it reads, and its steps in order; printed, one line a step."""

    index: str
    title: str
    variant: str | None
    leaves: tuple[Leaf, ...]
    groups: tuple[GroupColumn, ...]
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        head = f"index {self.index} {self.title}" + (f", variant {self.variant}" if self.variant else "")
        reads = ", ".join(f"{leaf.node} = {leaf.reference}" for leaf in self.leaves)
        return "\n".join([head, f"figures     {reads}", *map(str, self.steps)])


def _show(number: Fraction) -> str:
    """Write a number: a decimal where it is a short one."""
    decimal = f"{float(number):.12g}"
    return decimal if Fraction(decimal) == number else str(number)
