"""A score sheet over a whole population: shares of figures, totals, ranks within groups, and lists.

An engine reads one relation, ``figures``: ``subject`` (text), ``period`` and the columns that this plan
names: of an exact item its points at both ends, as integers; of a share its figure, an integer or a double; a
text for each category and a flag for each veto. An empty cell is unknown.

The points of a share are its cap times the share. Engines compute them as doubles, and then take rows whose
totals lie nearer to each other than `PointsPlan.error` for what they are: they compare those exactly, so that
true ties share a rank and all others do not. A quotient, and a figure of type real, counts as its double.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from gaoxin.formula.sheets import ALL
from gaoxin.spec import Ranking

MARKS: dict[str, str] = {
    "unknown": "the row has no total: an item is unknown, and fewer than `min_share` of the items are known",
    "incomplete": "an unknown item counts 0 in the total; enough others are known",
    "max unpublished": "there are no points: a cap is not published, and no variant fills it",
    "excluded": "a veto leaves the row out of ranks and lists; its points stay to be seen",
    "zero": "a veto takes all points",
    "veto unknown": "it is not known whether a veto holds: the row has no rank",
    "group unknown": "the category by which rows are ranked is unknown: the row has no rank",
    "max assumed": "a cap is not published and is filled by the variant",
    "assumed": "the points rest on a rule that was not published",
    "paraphrased": "the points rest on a rule whose official text is not held (待核原文)",
}
"""The words of ``status`` in their order, and the rule behind each."""

FIGURES = "figures"
"""The relation that a sheet reads."""

_EPSILON = 2.0**-52
_WHOLE = 2**50  # below it, quotients of integers by one number stay apart as doubles


@dataclass(frozen=True, slots=True)
class PlannedCap:
    """A cap, by the category column where it differs; None where it is not published, no values: no cap."""

    values: Mapping[str, Fraction | None]
    column: str | None = None

    @property
    def most(self) -> Fraction:
        """The greatest of its numbers; 0 where none is published."""
        return max((value for value in self.values.values() if value is not None), default=Fraction(0))

    def __str__(self) -> str:
        if self.column is None:
            return _number(self.values.get(ALL))
        return f"{self.column} {{{', '.join(f'{k}: {_number(v)}' for k, v in self.values.items())}}}"


@dataclass(frozen=True, slots=True)
class ExactItem:
    """An item whose points are integers already: two columns, each times 1/`divisor`, and at most `most`.

    Without columns it has no points: its cap is not published.
    """

    name: str
    low: str
    high: str
    divisor: int
    most: Fraction

    def __str__(self) -> str:
        if not self.low:
            return f"{self.name} has no points (max unpublished)"
        return f"{self.name} = {self.low}..{self.high} / {self.divisor}"


@dataclass(frozen=True, slots=True)
class ShareItem:
    """An item whose points are a share of its cap.

    Parameters
    ----------
    column, whole : of the figure, and whether it is an integer
    method, down, by : how it becomes a share; categories by their columns
    posts : of goalposts, in the unit of the column
    constant : share in a group without spread
    """

    name: str
    column: str
    whole: bool
    cap: PlannedCap
    method: Literal["minmax", "percentile_rank", "share_of_max", "goalposts"]
    down: bool = False
    by: tuple[str, ...] = ()
    posts: tuple[Fraction, Fraction] | None = None
    constant: Fraction | None = None

    @property
    def by_place(self) -> bool:
        """Whether only the place of the figure counts, not the figure."""
        return self.method == "percentile_rank" and self.constant is None

    @property
    def amplified(self) -> Fraction:
        """How much more than itself a relative error of the figure weighs in the share."""
        if self.posts is None:
            return Fraction(1)
        low, high = self.posts
        return 1 + max(abs(low), abs(high)) / (high - low)

    def __str__(self) -> str:
        way = f"{self.method}{' (down)' if self.down else ''} of {self.column}"
        groups = f" within {', '.join(self.by)}" if self.by else ""
        return f"{self.name} = {self.cap} × {way}{groups}"


PlannedItem = ExactItem | ShareItem


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group of items with its cap."""

    name: str
    cap: PlannedCap
    bonus: bool
    items: tuple[PlannedItem, ...]


@dataclass(frozen=True, slots=True)
class PlannedVeto:
    """A veto: its flag column, and what it does."""

    name: str
    column: str
    excludes: bool


@dataclass(frozen=True, slots=True)
class PointsPlan:
    """A score sheet as it will run over a population; printed, one line a step.

    Parameters
    ----------
    sheet, title, variant : which sheet, and how unpublished caps are filled
    groups, cap, vetoes : its parts
    least : number of items that must be known, for a total
    ranking : ranks and lists, `by` naming columns
    marks : words of the status of every row
    columns : categories by name
    """

    sheet: str
    title: str
    variant: str | None
    groups: tuple[PlannedGroup, ...]
    cap: PlannedCap
    vetoes: tuple[PlannedVeto, ...]
    least: int
    ranking: Ranking
    marks: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def items(self) -> tuple[PlannedItem, ...]:
        """All items, in order."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def shares(self) -> tuple[ShareItem, ...]:
        """The items whose points are a share of other rows."""
        return tuple(item for item in self.items if isinstance(item, ShareItem))

    @property
    def caps(self) -> tuple[PlannedCap, ...]:
        """All caps, of shares, of groups and of the total."""
        return (*(item.cap for item in self.shares), *(group.cap for group in self.groups), self.cap)

    @property
    def multipliers(self) -> dict[str, int] | None:
        """By what counts of worse rows are multiplied to give totals that can be compared as integers.

        None where totals of the rows that are ranked together have no common divisor for certain.
        """
        caps = [*(group.cap for group in self.groups), self.cap]
        taken = any(not veto.excludes for veto in self.vetoes)
        flat = all(item.by_place and item.cap.column is None for item in self.shares)
        alike = len({item.by for item in self.shares}) == 1 and len(self.shares) == len(self.items)
        if not (flat and alike) or taken or not self.published or any(cap.values for cap in caps):
            return None
        if not set(self.shares[0].by) <= set(self.ranked_by):
            return None
        common = math.lcm(*(item.cap.most.denominator for item in self.shares))
        return {item.name: int(item.cap.most * common) for item in self.shares}

    @property
    def ranked_by(self) -> tuple[str, ...]:
        """The columns of the categories that are ranked by themselves."""
        return tuple(self.columns[name] for name in self.ranking.by)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The columns of a result behind subject and period, in order."""
        parts = [name for group in self.groups for name in (group.name, *(i.name for i in group.items))]
        named = [f"{self.sheet}.{name}" for name in parts]
        return (*self.columns, "points", "low", "high", "rank", "of", "list", *named, "status")

    @property
    def published(self) -> bool:
        """Whether every item has its cap."""
        return "max unpublished" not in self.marks

    @property
    def error(self) -> float:
        """How far apart doubles of two equal totals may lie: totals as near as that are compared exactly."""
        if not self.shares and self._integer < _WHOLE:
            return 0.0
        most = sum((item.cap.most * item.amplified for item in self.shares), Fraction(0))
        most += sum((item.most for item in self.items if isinstance(item, ExactItem)), Fraction(0))
        most += sum((group.cap.most for group in self.groups), self.cap.most)
        return 2 * (len(self.items) + len(self.groups) + 8) * _EPSILON * float(most)

    @property
    def _integer(self) -> Fraction:
        """The greatest total of exact items as the integer that it is computed with."""
        caps = [value for cap in self.caps for value in cap.values.values() if value is not None]
        exact = [item for item in self.items if isinstance(item, ExactItem)]
        unit = math.lcm(*(item.divisor for item in exact), *(value.denominator for value in caps))
        return unit * sum((item.most for item in exact), Fraction(0))

    def __str__(self) -> str:
        lines = [f"points {self.sheet} {self.title}" + (f", variant {self.variant}" if self.variant else "")]
        for group in self.groups:
            lines += [f"item        {item}" for item in group.items]
            cap = f", at most {group.cap}" if group.cap.values else ""
            lines.append(f"group       {group.name}{' (bonus)' if group.bonus else ''}{cap}")
        lines.append(
            f"total       at most {self.cap}" if self.cap.values else "total       the sum of the groups"
        )
        lines += [f"veto        {v.name}: {'excluded' if v.excludes else 'zero'}" for v in self.vetoes]
        lines.append(f"known       at least {self.least} of {len(self.items)} items")
        by = f" within {', '.join(self.ranking.by)}" if self.ranking.by else ""
        lines.append(f"rank        1 is the best{by}, on the exact total, ties share the smallest")
        ends = ", ".join(f"{found.id} to {_number(found.to * 100)} %" for found in self.ranking.lists)
        if ends:
            how = f"ties all {self.ranking.ties}, places rounded {self.ranking.places}"
            lines.append(f"lists       {ends}; {how}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Counted:
    """Percentile ranks that were counted outside: how many rows are worse stands in each row already.

    Parameters
    ----------
    relation : a row for each group, with `group` and, for each item, how many rows are known
    group : column of the rows that names the group
    items : names of the items
    total : column of the rows that holds the exact total as an integer, where there is one
    """

    relation: str
    group: str
    items: frozenset[str]
    total: str | None = None


def _number(value: Fraction | None) -> str:
    """A number as a decimal where it is a short one."""
    if value is None:
        return "unpublished"
    decimal = f"{float(value):.12g}"
    return decimal if Fraction(decimal) == value else str(value)
