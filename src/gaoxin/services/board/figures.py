"""The figures of a board: each beside its year before, its own range, the nation's range and its peers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gaoxin.formula.program import Program
from gaoxin.services.board.measures import Breaks, Measure, digits
from gaoxin.services.board.ranges import Range, Ranges
from gaoxin.services.board.red import Seen, red_of
from gaoxin.spec import Board

BROKEN = "口径变动,不可比"

Figures = Mapping[tuple[str, int], Fraction | None]
"""A measure by subject and period; a subject's missing period is not in it."""


@dataclass(slots=True)
class Shown:
    """One measure of a board, over all subjects and periods.

    Parameters
    ----------
    measure, figures : what is shown
    breaks : calibre changes
    ranges : of the nation
    """

    measure: Measure
    figures: Figures
    breaks: Breaks = ()
    ranges: Ranges = field(default_factory=dict[tuple[str, int], Range])
    years: dict[str, list[int]] = field(init=False)
    peers: dict[int, list[tuple[str, Fraction]]] = field(init=False)

    def __post_init__(self) -> None:
        self.years, self.peers = defaultdict(list), defaultdict(list)
        for (subject, period), number in self.figures.items():
            if number is not None and not self.measure.inside(self.breaks, period):
                self.years[subject].append(period)
                self.peers[period].append((subject, number))

    def number(self, subject: str, period: int) -> Fraction | None:
        """The figure, unless it joins years across a change of calibre."""
        broken = self.measure.inside(self.breaks, period)
        return None if broken else self.figures.get((subject, period))

    def row(self, board: Board, subject: str, period: int) -> dict[str, Any]:
        """What the board says of a figure, but for its node."""
        measure, number = self.measure, self.number(subject, period)
        prior = self.number(subject, period - 1)
        broken = measure.inside(self.breaks, period) or measure.between(self.breaks, period - 1, period)
        nation = self.ranges.get((measure.name, period))
        change = None if number is None or prior is None or broken else number - prior
        own = [
            n
            for n in (self.number(subject, year) for year in self.comparable(subject, period))
            if n is not None
        ]
        there = (subject, period - 1) in self.figures and not broken
        red = red_of(board.red, measure, Seen(number, prior, there, nation))
        return {
            "measure": measure.name,
            "number": _double(number),
            "text": BROKEN if measure.inside(self.breaks, period) else self.text(number),
            "prior_text": self.text(prior),
            "change": _double(change),
            "change_text": None if change is None else measure.worded_change(change),
            "own_low": _double(min(own, default=None)),
            "own_high": _double(max(own, default=None)),
            "nation_low": _double(nation.minimum) if nation else None,
            "nation_high": _double(nation.maximum) if nation else None,
            "nation_source": nation.source if nation else None,
            **self.standing(subject, period, number),
            "state": self.state(number, broken=broken),
            "direction": measure.direction,
            "red": red.red,
            "why_red_zh": red.zh,
            "why_red_en": red.en,
            "rollup": measure.rollup,
        }

    def text(self, number: Fraction | None) -> str | None:
        """A figure for people; none where it is unknown."""
        return None if number is None else self.measure.worded(number)

    def comparable(self, subject: str, period: int) -> Iterator[int]:
        """The subject's years with a figure of the same calibre."""
        for year in self.years.get(subject, ()):
            if not self.measure.between(self.breaks, min(year, period), max(year, period)):
                yield year

    def standing(self, subject: str, period: int, number: Fraction | None) -> dict[str, int | None]:
        """How many others have a figure in the period, and how many of these a lower one: never a rank."""
        others = [n for other, n in self.peers.get(period, ()) if other != subject]
        lower = sum(n < number for n in others) if number is not None else None
        return {"peers": len(others) or None, "peers_below": lower if others else None}

    def state(self, number: Fraction | None, *, broken: bool) -> str:
        """The data's state: the worst that can be said."""
        if broken:
            return "break"
        if number is None:
            return "missing"
        return "assumed" if self.measure.assumed else "known"


def board_rows(
    program: Program, shown: Mapping[str, Shown], periods: Collection[int] | None
) -> Iterator[dict[str, Any]]:
    """The rows of the table `board`: leaf by leaf in the order of the tree, then subject and period."""
    for name, board in program.pack.board.items():
        for leaf, measure in ((node, m) for node in board.walk() for m in node.measures):
            found = shown[measure]
            for subject, period in sorted(found.figures):
                if periods is None or period in periods:
                    head = {"pack": program.pack.pack, "board": name, "node": leaf.id}
                    key = {"kind": program.subject, "subject": subject, "period": period}
                    yield {**head, **key, **found.row(board, subject, period)}


def figures_of(rows: list[dict[str, Any]], measure: str) -> dict[tuple[str, int], Fraction | None]:
    """The column of a measure, in its declared unit."""
    return {
        (row["subject"], row["period"]): None if row[measure] is None else digits(row[measure])
        for row in rows
    }


def _double(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
