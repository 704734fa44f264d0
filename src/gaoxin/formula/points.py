"""The points of a score sheet for one row: intervals, from the least to the most that is still possible."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from gaoxin.formula import tree as t
from gaoxin.formula.sheets import ALL, Bands, Cap, Row, Sheet
from gaoxin.formula.values import Interval, Value, as_interval, either, rounded, span

NO_CAP = Cap({})
ZERO, ONE = Fraction(0), Fraction(1)


class Judged(Protocol):
    """A row of which formulas and items have values."""

    def value(self, node: t.Node) -> Value:
        """The value of a resolved tree."""
        ...

    def flag(self, node: t.Node) -> bool | None:
        """The truth of a condition."""
        ...

    def item(self, name: str) -> Value:
        """The value of an item by its full name."""
        ...


def sheet_points(judged: Judged, sheet: Sheet, name: str) -> Interval | None:
    """The points of a sheet, or of the group or row that has the name; unknown where a cap is not published.

    Sums are cut at their caps; bonus groups come on top; a veto may take all points. A row that a veto
    excludes keeps its points: it is left out of ranks and lists.
    """
    for group, cap, rows in sheet.groups:
        if name == group:
            return capped(judged, [judged.item(row.name) for row in rows], cap)
        for row in rows:
            if name == row.name:
                return row_points(judged, row)
    parts = [judged.item(group) for group, _, _ in sheet.groups]
    bonus = [group.bonus for group in sheet.spec.groups]
    total = capped(judged, [p for p, extra in zip(parts, bonus, strict=True) if not extra], sheet.cap)
    found = capped(judged, [total, *(p for p, extra in zip(parts, bonus, strict=True) if extra)], NO_CAP)
    zero = either(judged.flag(veto.when) for veto in sheet.vetoes if veto.spec.then == "zero")
    if found is None or zero is False:
        return found
    return Interval(ZERO, ZERO if zero else found.high)


def capped(judged: Judged, parts: Sequence[Value], cap: Cap) -> Interval | None:
    """The sum of points, ends to ends, cut at a cap."""
    if None in parts or not cap.published:
        return None
    points = [_points(part) for part in parts]
    low, high = sum((p.low for p in points), ZERO), sum((p.high for p in points), ZERO)
    if not cap.values:
        return Interval(low, high)
    own = cap_of_row(judged, cap)
    least, most = (cap.least, cap.most) if own is None else (own, own)
    return Interval(min(low, least), min(high, most))


def cap_of_row(judged: Judged, cap: Cap) -> Fraction | None:
    """The cap of the row; unknown where its category is."""
    category = ALL if cap.by is None else judged.value(cap.by)
    return cap.values.get(category) if isinstance(category, str) else None


def row_points(judged: Judged, row: Row) -> Interval | None:
    """The points of one row: an interval; unknown input leaves the whole range that is still possible."""
    if not row.cap.published:
        return None
    cap = cap_of_row(judged, row.cap)
    if cap is None:
        return Interval(ZERO, row.cap.most)
    if row.tree is not None:
        value = judged.value(row.tree)
        found = Interval(ZERO, cap if row.share is None else ONE) if value is None else _points(value)
    else:
        found = _best([bands_points(judged, bands, otherwise) for bands, otherwise in row.alternatives])
    if row.share is not None:
        found = _scored(row, found, cap)
    return Interval(max(min(found.low, cap), ZERO), max(min(found.high, cap), ZERO))


def bands_points(judged: Judged, bands: Bands, otherwise: Interval) -> Interval:
    """The points of the first band that holds; an unknown one leaves all from there on possible."""
    for n, (guard, award) in enumerate(bands):
        holds = judged.flag(guard)
        if holds:
            return award
        if holds is None:
            return span([*(a for _, a in bands[n:]), otherwise])
    return otherwise


def _scored(row: Row, share: Interval, cap: Fraction) -> Interval:
    """The points of a share, cut at 0 and 1 and rounded as stated."""
    ends: list[Fraction] = []
    for end in (share.low, share.high):
        points: Value = cap * min(max(end, ZERO), ONE)
        if row.step is not None and row.spec.round is not None:
            points = rounded(points, row.step, row.spec.round.mode)
        assert isinstance(points, Fraction)
        ends.append(points)
    return Interval(*ends)


def _points(value: Value) -> Interval:
    if isinstance(value, float):
        value = Fraction(value)
    assert isinstance(value, (Fraction, Interval))
    return as_interval(value)


def _best(parts: Sequence[Interval]) -> Interval:
    return Interval(max(p.low for p in parts), max(p.high for p in parts))
