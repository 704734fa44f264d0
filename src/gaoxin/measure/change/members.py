"""The change of a figure over members, made of those who came, who left, and who stayed; to the last digit.

Sums are of exact integers. With n what a member adds to a sum N, the change ``N - N0`` is the sum of ``n`` of
those who entered, ``-n0`` of those who left and ``n - n0`` of those who stayed. Of a quotient ``F = N/D`` a
member's part of the change is ``((n - n0) - F0 (d - d0)) / D``: what it added to the numerator beyond what
the earlier quotient asks for the denominator that it added; the parts sum to ``F - F0`` exactly.

Before the members two lines may stand: corrections, the earlier figure as it is held now less the figure that
was published; and calibre, the earlier figure by the comparable series less the figure as it was reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Line = Literal["corrections", "calibre", "entered", "left", "stayed", "returned", "missing", "undivided"]
STANDINGS: tuple[Line, ...] = ("entered", "left", "stayed", "returned", "missing")
"""How a member stands: it came, it left, it reported in both years, or in the later or earlier one only."""


@dataclass(frozen=True, slots=True)
class Part:
    """What some members add to a change.

    Parameters
    ----------
    members : how many they are; 0 for lines that are no members'
    before, after : their parts of the sum in both years; None of a quotient, whose change is not their
        difference alone
    """

    line: Line
    members: int
    before: Fraction | None
    after: Fraction | None
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Moved:
    """A member and its part of the change of a figure."""

    member: str
    standing: Line
    before: Fraction
    after: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Total:
    """A sum, or a quotient, in two years, and the parts of its change, which sum to it.

    ``before`` is the figure as it was published, where that is known, else as it was reported.
    """

    before: Fraction
    after: Fraction
    parts: tuple[Part, ...]

    @property
    def change(self) -> Fraction:
        """Later figure less earlier."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier year beside what its members add up to now, in stored units.

    Parameters
    ----------
    reported : the figure by the calibre of its own year; None where the calibre did not change
    published : the figure as it was published; None where that is not told
    comparable : whether a comparable series holds the earlier year at the new calibre
    """

    reported: Fraction | None = None
    published: Fraction | None = None
    comparable: bool = True


def total_of(rows: Sequence[Mapping[str, Any]], which: str, earlier: Earlier = Earlier()) -> Total:
    """The account of one of the sums: ``over`` or ``under``.

    Parameters
    ----------
    rows : of one subject and period, as `Engine.standings` gives them; a row without `members` is one member
    """
    after, held = (
        sum((_whole(row[name]) for row in rows), Fraction(0)) for name in (which, f"{which}_before")
    )
    parts = (_part(rows, line, which) for line in STANDINGS)
    return _total(held, after, [part for part in parts if part.members], earlier)


def quotient_of(rows: Sequence[Mapping[str, Any]], earlier: Earlier = Earlier()) -> Total:
    """The account of the quotient of both sums."""
    ends = _Ends.of(rows)
    parts = [
        Part(line, _members(chosen), None, None, sum((ends.part(row) for row in chosen), Fraction(0)))
        for line in STANDINGS
        if (chosen := [row for row in rows if standing(row) == line])
    ]
    return _total(ends.before, ends.after, parts, earlier)


def _total(held: Fraction, after: Fraction, parts: Sequence[Part], earlier: Earlier) -> Total:
    """The lines of the earlier year before the parts; one line where nothing is comparable."""
    reported = held if earlier.reported is None else earlier.reported
    published = reported if earlier.published is None else earlier.published
    lines: list[Part] = []
    if published != reported:
        lines.append(Part("corrections", 0, published, reported, reported - published))
    if not earlier.comparable:
        lines.append(Part("undivided", 0, reported, after, after - reported))
        return Total(published, after, tuple(lines))
    if reported != held:
        lines.append(Part("calibre", 0, reported, held, held - reported))
    return Total(published, after, (*lines, *parts))


def _part(rows: Sequence[Mapping[str, Any]], line: Line, which: str) -> Part:
    chosen = [row for row in rows if standing(row) == line]
    after, before = (
        sum((_whole(r[name]) for r in chosen), Fraction(0)) for name in (which, f"{which}_before")
    )
    return Part(line, _members(chosen), before, after, after - before)


def _members(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row.get("members", 1) for row in rows)


@dataclass(frozen=True, slots=True)
class _Ends:
    """A quotient in both years; of a figure that is a sum, the divisors are 1."""

    over: Fraction
    under: Fraction
    over_before: Fraction
    under_before: Fraction

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> _Ends:
        names = ("whole", "divisor", "whole_before", "divisor_before")
        return cls(*(_whole(rows[0][name]) for name in names))

    @property
    def before(self) -> Fraction:
        return self.over_before / self.under_before

    @property
    def after(self) -> Fraction:
        return self.over / self.under

    def part(self, row: Mapping[str, Any]) -> Fraction:
        over, under = (_whole(row[name]) - _whole(row[f"{name}_before"]) for name in ("over", "under"))
        return (over - self.before * under) / self.under


def movers_of(rows: Sequence[Mapping[str, Any]], most: int) -> Iterator[Moved]:
    """The members with the greatest parts of the change, the greatest first; who moves nothing is not one.

    Parameters
    ----------
    rows : of one subject and period, as `Engine.movers` gives them, at least `most` of the greatest

    Yields
    ------
    members; their parts in both years are those of the sum, or of the numerator
    """
    ends = _Ends.of(rows)
    amounts = [(ends.part(row), row) for row in rows]
    for amount, row in sorted(amounts, key=lambda found: (-abs(found[0]), found[1]["member"]))[:most]:
        if amount:
            before, after = (_whole(row[name]) for name in ("over_before", "over"))
            yield Moved(row["member"], standing(row), before, after, amount)


def standing(row: Mapping[str, Any]) -> Line:
    """How a member stands: whether it has a row in each year, and whether it reported."""
    now, before = row["known"], row["known_before"]
    if before is None:
        return "entered"
    if now is None:
        return "left"
    if now and before:
        return "stayed"
    return "returned" if now else "missing"


def _whole(text: str | None) -> Fraction:
    return Fraction(text or 0)
