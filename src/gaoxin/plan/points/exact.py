"""Exact totals of a few rows: where doubles lie too near to each other to tell which is better.

Shares are quotients whose divisors are the same for all rows of a group, so totals of a group are compared as
integers over one common divisor.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from operator import mul
from typing import Any

from gaoxin.formula.sheets import ALL
from gaoxin.plan.points.steps import ExactItem, PlannedCap, PlannedItem, PointsPlan, ShareItem

Columns = Mapping[str, Sequence[Any]]
Pair = tuple[int, int]
"""A numerator and a divisor above zero."""

_ZERO: Pair = (0, 1)


def settled_ranks(
    plan: PointsPlan,
    groups: Sequence[object],
    values: Sequence[float],
    ranks: Sequence[int],
    columns: Columns,
) -> list[int]:
    """The ranks of rows by their exact totals.

    Parameters
    ----------
    groups : what each row is ranked within; rows of a group stand together, the greatest total first
    values : totals as doubles
    ranks : by the doubles
    columns : what the totals rest on, a value for each row

    Returns
    -------
    ranks, ties sharing the smallest
    """
    totals = exact_totals(plan, columns, len(values))
    found = list(ranks)
    for first, last in _clusters(plan.error, groups, values):
        order = _ordered(totals, first, last)
        start = min(ranks[first:last])
        place = start
        for before, n in enumerate(order):
            if before and not _same(totals[order[before - 1]], totals[n]):
                place = start + before
            found[n] = place
    return found


def _ordered(totals: Sequence[Pair], first: int, last: int) -> list[int]:
    """Rows of a cluster, the greatest total first."""
    if len({totals[n][1] for n in range(first, last)}) == 1:
        return sorted(range(first, last), key=lambda n: totals[n][0], reverse=True)
    return sorted(range(first, last), key=lambda n: Fraction(*totals[n]), reverse=True)


def _same(a: Pair, b: Pair) -> bool:
    return a[0] * b[1] == b[0] * a[1]


def _clusters(error: float, groups: Sequence[object], values: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Rows, from first to behind the last, each of which is near to the one before."""
    ends = [
        n + 1
        for n, ((group, value), (other, less)) in enumerate(pairwise(zip(groups, values, strict=True)))
        if group != other or abs(value - less) > error
    ]
    return pairwise([0, *ends, len(values)]) if values else iter(())


def exact_totals(plan: PointsPlan, columns: Columns, rows: int) -> list[Pair]:
    """The exact total of each row: a numerator and a divisor; an unknown item counts 0."""
    parts = {item.name: _pairs(item, columns, rows) for item in plan.items}
    caps = [plan.cap, *(group.cap for group in plan.groups)]
    if plan.vetoes or any(cap.values for cap in caps):
        return [_capped_total(plan, columns, parts, n) for n in range(rows)]
    weights = [_caps(item, columns, rows) for item in plan.items]
    sums = _Sums()
    return [
        sums.total([parts[item.name][n] for item in plan.items], [weight[n] for weight in weights])
        for n in range(rows)
    ]


@dataclass(slots=True)
class _Sums:
    """Weighted sums of quotients; rows of the same divisors and weights share their multipliers."""

    known: dict[tuple[Any, ...], tuple[list[int], int]] = field(
        default_factory=dict[tuple[Any, ...], tuple[list[int], int]]
    )

    def total(self, parts: Sequence[Pair], weights: Sequence[Fraction]) -> Pair:
        under = tuple(part[1] for part in parts)
        key = (under, tuple(weights))
        if key not in self.known:
            over = [weight / divisor for weight, divisor in zip(weights, under, strict=True)]
            common = math.lcm(*(value.denominator for value in over))
            self.known[key] = [int(value * common) for value in over], common
        multipliers, common = self.known[key]
        return sum(map(mul, (part[0] for part in parts), multipliers)), common


def _caps(item: PlannedItem, columns: Columns, rows: int) -> list[Fraction]:
    """What the quotient of an item is multiplied by."""
    if isinstance(item, ExactItem):
        return [Fraction(1)] * rows
    return [_cap(item.cap, columns, n) or Fraction(0) for n in range(rows)]


def _cap(cap: PlannedCap, columns: Columns, n: int) -> Fraction | None:
    return cap.values.get(ALL if cap.column is None else columns[cap.column][n])


def _pairs(item: PlannedItem, columns: Columns, rows: int) -> list[Pair]:
    """The share of an item, or its exact points, as quotients; 0 where unknown."""
    if isinstance(item, ExactItem):
        if not item.low:
            return [_ZERO] * rows
        return [_ZERO if value is None else (int(value), item.divisor) for value in columns[item.low]]
    if item.method == "goalposts":
        low, high = item.posts or (Fraction(0), Fraction(1))
        return [_share(item, x, low, high) for x in columns[item.column]]
    if item.by_place:
        return _percentiles(item, columns)
    figures = columns[item.column]
    if item.method == "percentile_rank":
        found = _percentiles(item, columns)
    else:
        lows, highs = columns[f"lo_{item.name}"], columns[f"hi_{item.name}"]
        found = [_share(item, *ends) for ends in zip(figures, lows, highs, strict=True)]
    if item.constant is None:
        return found
    constant = (item.constant.numerator, item.constant.denominator)
    spread = zip(found, figures, columns[f"lo_{item.name}"], columns[f"hi_{item.name}"], strict=True)
    return [constant if low == high and x is not None else share for share, x, low, high in spread]


def _percentiles(item: ShareItem, columns: Columns) -> list[Pair]:
    counts = zip(columns[f"w_{item.name}"], columns[f"n_{item.name}"], strict=True)
    return [_ZERO if w is None or n is None or n < 2 else (int(w), int(n) - 1) for w, n in counts]


def _share(item: ShareItem, figure: Any, low: Any, high: Any) -> Pair:
    """Where a figure lies between two others, or what it is of the best; cut at 0 and 1."""
    if figure is None or low is None or high is None:
        return _ZERO
    x, a, b = _ratio(figure), _ratio(low), _ratio(high)
    if item.method == "share_of_max":
        over, under = (a, x) if item.down else (x, b)
    else:
        over, under = _less(b, x) if item.down else _less(x, a), _less(b, a)
    return _quotient(over, under)


def _quotient(over: Pair, under: Pair) -> Pair:
    """One number of another, from 0 to 1; 0 where the other is not above 0."""
    if under[0] <= 0 or over[0] <= 0:
        return _ZERO
    top, bottom = over[0] * under[1], under[0] * over[1]
    return (1, 1) if top >= bottom else (top, bottom)


def _ratio(value: Any) -> Pair:
    return value.as_integer_ratio()


def _less(a: Pair, b: Pair) -> Pair:
    return a[0] * b[1] - b[0] * a[1], a[1] * b[1]


def _capped_total(plan: PointsPlan, columns: Columns, parts: Mapping[str, Sequence[Pair]], n: int) -> Pair:
    """The total of one row with the caps of groups, bonus groups and vetoes."""
    for veto in plan.vetoes:
        if not veto.excludes and columns[veto.column][n]:
            return _ZERO
    sums = {True: Fraction(0), False: Fraction(0)}
    for group in plan.groups:
        points = Fraction(0)
        for item in group.items:
            weight = Fraction(1) if isinstance(item, ExactItem) else _cap(item.cap, columns, n)
            points += (weight or Fraction(0)) * Fraction(*parts[item.name][n])
        sums[group.bonus] += _cut(points, group.cap, columns, n)
    total = _cut(sums[False], plan.cap, columns, n) + sums[True]
    return total.numerator, total.denominator


def _cut(points: Fraction, cap: PlannedCap, columns: Columns, n: int) -> Fraction:
    """Points cut at a cap; where the category is unknown, at the least."""
    if not cap.values:
        return points
    own = _cap(cap, columns, n)
    least = min((value for value in cap.values.values() if value is not None), default=points)
    return min(points, least if own is None else own)
