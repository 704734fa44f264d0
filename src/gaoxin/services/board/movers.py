"""The members that move a roll-up figure: their parts of it and of its change, to the last digit.

A figure is a sum N, or a sum divided by a sum N/D. With n and d what a member adds to them,

- its part of the figure is n/D; of a sum, n;
- its part of the change of a sum is n - n0, where 0 is the year before and a member without a row adds 0;
- its part of the change of a quotient F is ((n - n0) - F0·(d - d0)) / D: what it added to the numerator
  beyond what last year's quotient asks for the denominator that it added.

Parts add up to the figure and parts of the change to the change, exactly; the rest of the members is one row.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from gaoxin.plan.parts import PartsPlan

MOST = 10
"""So many members are named, by their part of the figure and by their part of its change."""

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Mover:
    """A member behind a figure, or the rest of them.

    Parameters
    ----------
    member : identifier; empty for the rest
    part : of the figure, in its declared unit
    share : part divided by the figure; None where the figure is 0
    change : part of the change; None where the figure of the year before is unknown
    place : from 1, the greatest part first; the rest stands last
    change_place : from 1 to `MOST` by the amount of the change; None beyond and where it is 0
    standing : stayed, entered, left, missing, returned, or others; None without a year before
    members : how many members this is
    """

    member: str
    part: Fraction
    share: Fraction | None
    change: Fraction | None
    place: int
    change_place: int | None
    standing: str | None
    members: int = 1


@dataclass(frozen=True, slots=True)
class _Totals:
    """Sums over all members, this year and the year before (None: unknown), in stored units."""

    over: Fraction
    under: Fraction
    over_before: Fraction | None
    under_before: Fraction | None

    @property
    def figure(self) -> Fraction:
        return self.over / self.under

    @property
    def before(self) -> Fraction | None:
        if self.over_before is None or self.under_before is None:
            return None
        return self.over_before / self.under_before

    def part(self, row: Mapping[str, Any]) -> Fraction:
        return _whole(row["over"]) / self.under

    def change(self, row: Mapping[str, Any]) -> Fraction | None:
        if self.before is None:
            return None
        over = _whole(row["over"]) - _whole(row["over_before"])
        under = _whole(row["under"]) - _whole(row["under_before"])
        return (over - self.before * under) / self.under


def movers_of(
    plan: PartsPlan, rows: Iterable[Mapping[str, Any]], broken: Container[int] = ()
) -> Iterator[tuple[str, int, list[Mover]]]:
    """The movers of each subject and period, from the rows of `Engine.movers`.

    Parameters
    ----------
    broken : periods that cannot be compared with the year before: nothing is said of their change
    """
    for (subject, period), group in groupby(rows, itemgetter("subject", "period")):
        yield subject, period, _movers(plan, list(group), compare=period not in broken)


def _movers(plan: PartsPlan, rows: list[Mapping[str, Any]], *, compare: bool) -> list[Mover]:
    first: dict[str, Any] = dict(rows[0])
    if not compare:
        first = {**first, "whole_before": None, "divisor_before": None}
        rows = [row for row in rows if row["known"] is not None]
    totals = _Totals(
        _whole(first["whole"]),
        _whole(first["divisor"]),
        *(_maybe(first[n]) for n in ("whole_before", "divisor_before")),
    )
    parts = {row["member"]: totals.part(row) for row in rows}
    changes = {row["member"]: totals.change(row) for row in rows}
    places, change_places = _places(parts), _places(changes)
    known = totals.before is not None
    chosen = {row["member"]: row for row in rows if row["member"] in {*places, *change_places}}
    listed = [
        Mover(
            member=name,
            part=parts[name] * plan.scale,
            share=parts[name] / totals.figure if totals.figure else None,
            change=_scaled(changes[name], plan.scale),
            place=place,
            change_place=change_places.get(name),
            standing=_standing(chosen[name]) if known else None,
        )
        for place, name in enumerate(sorted(chosen, key=lambda name: (-abs(parts[name]), name)), 1)
    ]
    return [*listed, *_rest(plan, totals, listed, first["both" if known else "members"])]


def _rest(plan: PartsPlan, totals: _Totals, listed: list[Mover], members: int) -> Iterator[Mover]:
    """What the members that are not named add together."""
    if members <= len(listed):
        return
    part = totals.figure * plan.scale - sum((m.part for m in listed), Fraction(0))
    change = None
    if totals.before is not None:
        whole = (totals.figure - totals.before) * plan.scale
        change = whole - sum((m.change or Fraction(0) for m in listed), Fraction(0))
    share = part / (totals.figure * plan.scale) if totals.figure else None
    yield Mover("", part, share, change, len(listed) + 1, None, OTHERS, members - len(listed))


def _places(amounts: Mapping[str, Fraction | None]) -> dict[str, int]:
    """The members with the greatest amounts, by place; one whose amount is 0 moves nothing."""
    moving = [(-abs(amount), member) for member, amount in amounts.items() if amount]
    return {member: place for place, (_, member) in enumerate(sorted(moving)[:MOST], 1)}


def _standing(row: Mapping[str, Any]) -> str:
    """Whether a member was there in both years, and whether it reported."""
    now, before = row["known"], row["known_before"]
    if now is None or before is None:
        return "left" if now is None else "entered"
    if now == before:
        return "stayed" if now else "missing"
    return "returned" if now else "missing"


def _whole(text: str | None) -> Fraction:
    return Fraction(text or 0)


def _maybe(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _scaled(amount: Fraction | None, scale: Fraction) -> Fraction | None:
    return None if amount is None else amount * scale
