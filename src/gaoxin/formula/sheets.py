"""Score sheets resolved: caps that differ by category, and shares of a figure beside the other rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from gaoxin.formula import tree as t
from gaoxin.formula.values import Interval
from gaoxin.spec import Max, Pack, Points, PointsItem, PointsNormalise, Veto

Bands = tuple[tuple[t.Node, Interval], ...]
"""Conditions with the points they give, in order: the first that holds counts."""

ALL = ""
"""The key of a cap that is the same for all rows."""


@dataclass(frozen=True, slots=True)
class Cap:
    """A cap of points.

    Parameters
    ----------
    values : by category, under `ALL` where it is the same for all; None: not published; empty: no cap
    by : the category
    """

    values: Mapping[str, Fraction | None]
    by: t.Node | None = None

    @property
    def published(self) -> bool:
        """Whether no part of it is left open."""
        return None not in self.values.values()

    @property
    def known(self) -> list[Fraction]:
        """The numbers that are published."""
        return [value for value in self.values.values() if value is not None]

    @property
    def most(self) -> Fraction:
        """The greatest of them; of a cap that is published."""
        return max(self.known)

    @property
    def least(self) -> Fraction:
        """The least of them; of a cap that is published."""
        return min(self.known)


@dataclass(frozen=True, slots=True)
class Share:
    """How a figure becomes a share of an item's points.

    Parameters
    ----------
    figure : the figure
    method, by : as the pack has them; the categories resolved
    down : whether less is better
    posts : of goalposts, in base units
    constant : share in a group without spread
    """

    figure: t.Node
    spec: PointsNormalise
    down: bool
    by: tuple[t.Node, ...] = ()
    posts: tuple[Fraction, Fraction] | None = None

    def tree(self) -> t.Node:
        """The share as a formula; it may lie outside 0 and 1, where it is cut."""
        match self.spec.method:
            case "minmax":
                low, high = self.over("min_over"), self.over("max_over")
                found = self.between(low, high)
            case "percentile_rank":
                found = self.over("percentile_rank")
            case "share_of_max":
                least, most = self.over("min_over"), self.over("max_over")
                over, under = (least, self.figure) if self.down else (self.figure, most)
                found = t.Case(1, ((t.Op(1, ">", (under, _number(0))), t.Op(1, "/", (over, under))),), None)
            case _:
                low, high = self.posts or (Fraction(0), Fraction(1))
                return self.between(_number(low), _number(high))
        if self.spec.constant is None:
            return found
        ranks = t.Op(1, "+", (self.over("rank"), self.over("rank", turned=True)))
        alone = t.Op(1, "=", (ranks, _number(2)))
        return t.Case(1, ((alone, _number(self.spec.constant)),), found)

    def over(self, function: str, *, turned: bool = False) -> t.Node:
        """A figure over the rows of the group."""
        return t.Over(1, function, self.figure, self.down == turned, self.by)

    def between(self, low: t.Node, high: t.Node) -> t.Node:
        """Where the figure lies between two others, counted from the worse one."""
        gone = t.Op(1, "-", (high, self.figure) if self.down else (self.figure, low))
        return t.Op(1, "/", (gone, t.Op(1, "-", (high, low))))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a score sheet: alternatives of bands, a tree (a formula or a grade), or a share of a figure.

    Parameters
    ----------
    name : full name
    spec : as the pack has it
    alternatives : bands, each list with the points where no band holds; the best list counts
    tree : the formula, the grade or the share, where there are no bands
    cap : its cap
    share : how the tree is made of a figure, where it is a share
    step : of the rounding of a share's points; not rounded where None
    """

    name: str
    spec: PointsItem
    alternatives: tuple[tuple[Bands, Interval], ...]
    tree: t.Node | None
    cap: Cap
    share: Share | None = None
    step: Fraction | None = None

    def trees(self) -> Iterator[t.Node]:
        """Every tree that its points rest on."""
        yield from (guard for bands, _ in self.alternatives for guard, _ in bands)
        yield from [] if self.tree is None else [self.tree]
        yield from [] if self.cap.by is None else [self.cap.by]


@dataclass(frozen=True, slots=True)
class SheetVeto:
    """A veto of a sheet, resolved."""

    name: str
    spec: Veto
    when: t.Node


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet.

    Parameters
    ----------
    name : full name
    spec, pack : as the pack has it
    groups : full name, cap and rows of each group
    cap : of the total
    vetoes : conditions that exclude a row, or take its points
    categories : the categories that caps, groups and ranks differ by, by name
    """

    name: str
    spec: Points
    pack: Pack
    groups: tuple[tuple[str, Cap, tuple[Row, ...]], ...]
    cap: Cap
    vetoes: tuple[SheetVeto, ...] = ()
    categories: Mapping[str, t.Node] = field(default_factory=dict[str, t.Node])

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all groups."""
        return tuple(row for _, _, rows in self.groups for row in rows)

    def trees(self, name: str | None = None) -> Iterator[tuple[str, t.Node]]:
        """Every tree under the full name of its row or veto; of a part where its full name is given."""
        for group, _, rows in self.groups:
            for row in rows:
                if name in (None, self.name, group, row.name):
                    yield from ((row.name, tree) for tree in row.trees())
        if name in (None, self.name):
            yield from ((veto.name, veto.when) for veto in self.vetoes)


def cap_of(spec: Max, by: t.Node | None, *, needed: bool) -> Cap:
    """A cap as the pack has it.

    Parameters
    ----------
    by : the category by which the sheet's caps differ
    needed : whether an empty cap is one that is not published, not one that is not there
    """
    if isinstance(spec, dict):
        return Cap(spec, by)
    return Cap({ALL: spec} if spec is not None or needed else {})


def labels(tree: t.Node) -> frozenset[str] | None:
    """The texts that a formula of a category may give; None where it gives those of a variable."""
    match tree:
        case t.Text(value=value):
            return frozenset((value,))
        case t.Flag(value=None):
            return frozenset()
        case t.Case(branches=branches, default=default):
            found = [labels(value) for _, value in branches]
            found += [] if default is None else [labels(default)]
            return None if None in found else frozenset(text for part in found if part for text in part)
        case _:
            return None


def _number(value: Fraction | int) -> t.Number:
    return t.Number(1, Fraction(value))
