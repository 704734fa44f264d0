"""The step of aggregating: how children become their parent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gaoxin.plan.index.numbers import show

Weighing = Literal["given", "equal", "pca", "entropy", "critic"]
COMPUTED = frozenset({"pca", "entropy", "critic"})
"""The sources of weights that are computed from the data."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child and its weight, a whole number relative to its siblings'; None where one is unpublished."""

    node: str
    weight: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """The weights of a node's children, in their order, for the subjects of one category: see `Join`."""

    category: str
    weights: tuple[int | None, ...]
    least: int | None


@dataclass(frozen=True, slots=True)
class Join:
    """A node and its children.

    ``least`` is the least that must be known: weight in the children's whole numbers or, if ``counted``,
    children. It is at least 1. It is None where the node has no score whatever the data: a weight among its
    children, or below them, is not published.

    Where weights depend on a category, ``cases`` has them for each; ``children`` and ``least`` hold for the
    subjects of no such category.

    ``weigh`` says where the weights come from. Given and equal ones stand here. Computed ones (`COMPUTED`)
    come from the scores of the children over all rows of all periods in which all of them are known: their
    weights here are 1, and ``min_share``, as written, is asked of the computed weights. They must be three
    rows at least, and no child constant (to 12 digits); else the node is unknown (``weight undefined``).

    - pca: the squared loadings of the first principal component of the correlation matrix, which add up to 1
      (OECD/JRC 2008, Handbook, step 6, with one component).
    - entropy: ``(1 - e) / sum(1 - e)`` with ``e = -sum(p * ln(p)) / ln(n)``, ``p = y / sum(y)`` over the n
      rows and y the scores brought to 0..1 by minmax (Shannon 1948; Zeleny 1982).
    - critic: ``c / sum(c)`` with ``c = s * sum(1 - r)``: s the sample standard deviation of the scores
      brought to 0..1 by minmax, r their correlations with all siblings (Diakoulaki et al. 1995).
    """

    node: str
    children: tuple[Child, ...]
    least: int | None
    counted: bool = False
    weigh: Weighing = "given"
    min_share: Fraction = Fraction(1)
    cases: tuple[Case, ...] = ()

    def __str__(self) -> str:
        if self.cases:
            return f"{self.node} = {'; '.join(map(self._case, self.cases))}"
        if self.least is None:
            names = ", ".join(f"{c.node}" if c.weight is None else _part(c) for c in self.children)
            return f"{self.node} has no score (weights unpublished: {names})"
        return f"{self.node} = {self._sum([c.weight for c in self.children], self.least)}"

    def _case(self, case: Case) -> str:
        if case.least is None:
            return f"no score for {case.category} (weights unpublished)"
        return f"{self._sum(case.weights, case.least)} for {case.category}"

    def _sum(self, weights: tuple[int | None, ...] | list[int | None], least: int) -> str:
        if self.weigh in COMPUTED:
            part = f"{self.weigh}({', '.join(child.node for child in self.children)})"
            if self.min_share == 1:
                return part
            what = "children" if self.counted else "weight"
            return f"{part} where {show(self.min_share)} of the {what} is known"
        pairs = zip(weights, self.children, strict=True)
        parts = " + ".join(f"{weight}·{child.node}" for weight, child in pairs)
        whole = sum(weight or 0 for weight in weights)
        most = len(self.children) if self.counted else whole
        what = " children" if self.counted else ""
        some = "" if least == most else f" where {least} of {most}{what} are known"
        return f"({parts})/{whole}{some}"


def _part(child: Child) -> str:
    return f"{child.weight}·{child.node}"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Join the children of the nodes of one level; known children only, their weights spread.

    In the formulas, s are the scores of the known children, w their weights over the sum of them.

    - arithmetic: ``sum(w * s)``.
    - geometric: ``exp(sum(w * ln(s)))``.
    - harmonic: ``1 / sum(w / s)``.
    - power_mean: ``sum(w * s**p) ** (1/p)``.
    - median: the middle score of the children that have weight, each counted once; of an even number the
      mean of the two in the middle.
    - minimum: the least score of the children that have weight.
    - copeland: the rows of the period that the row beats, less those that beat it. a beats b if the weight of
      the children in which it scores more is above that in which b does, among the children known for both;
      scores that are the same to 12 digits count for neither (Copeland 1951; Munda and Nardo 2009). COINr
      asks for more than half of all weight, missing weight included, so that with gaps its result depends
      on the order of the rows.
    - topsis: ``d0 / (d0 + d1)``, d1 the distance of the row to the ideal row of the period, which has the
      best score known in each child, and d0 that to the worst: ``sqrt(sum((w * (s - ideal))**2))`` (Hwang
      and Yoon 1981; scores are on one scale already). Unknown where the two are the same (``constant``).

    geometric, harmonic and power_mean are unknown (``not positive``) if a child that counts is not above
    zero, by more than 1e-12 of its scale (see `Rank`); for a power mean of a ``p`` above 0, zero will do.

    References: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """

    level: int
    method: Literal[
        "arithmetic", "geometric", "harmonic", "power_mean", "median", "minimum", "copeland", "topsis"
    ]
    joins: tuple[Join, ...]
    p: Fraction | None = None

    @property
    def name(self) -> str:
        """Name of the step."""
        power = "" if self.p is None else "_" + "".join(c if c.isalnum() else "_" for c in show(self.p))
        return f"level_{self.level}_{self.method}{power}"

    def __str__(self) -> str:
        power = "" if self.p is None else f" (p = {show(self.p)})"
        joins = "; ".join(map(str, self.joins))
        return f"aggregate   level {self.level}, {self.method}{power}: {joins}"
