"""The measures of a pack's boards: unit, direction, what each rests on, and words for its figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gaoxin.formula import tree as t
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Figure, Program
from gaoxin.plan.parts import has_parts
from gaoxin.services.results.texts import DECIMALS, tail

DIGITS = 12
"""Figures come as doubles: they are compared, and shown, by so many digits."""

Breaks = Collection[tuple[str, int]]
"""Calibre changes: a variable and the year whose figure is not that of the year before."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that a board shows.

    Parameters
    ----------
    name : as the board names it
    unit : its declared unit
    direction : more is better (up), less is (down), or neither (none)
    assumed : whether it, or anything it rests on, is a figure of ours that nobody published
    years : variables that it reads, each with how many years back
    rollup : whether it is a sum, or a sum divided by a sum, over members
    """

    name: str
    unit: str
    direction: Literal["up", "down", "none"]
    assumed: bool
    years: tuple[tuple[str, int], ...]
    rollup: bool

    def worded(self, number: Fraction) -> str:
        """A figure in its declared unit, for people."""
        return f"{rounded(number, self.unit)}{tail(self.unit)}"

    def worded_change(self, change: Fraction) -> str:
        """A difference of two figures, with its sign; of shares in percentage points."""
        sign = "+" if change > 0 else ""
        end = " 百分点" if self.unit == "%" else tail(self.unit)
        return f"{sign}{rounded(change, self.unit)}{end}"

    def inside(self, breaks: Breaks, period: int) -> bool:
        """Whether the figure of a period joins years of one variable across a change of its calibre."""
        return any(
            (name, period - back) in breaks
            for name, shift in self.years
            for other, least in self.years
            if other == name and least < shift
            for back in range(least, shift)
        )

    def between(self, breaks: Breaks, first: int, last: int) -> bool:
        """Whether the calibre of an input changes between the figures of two periods."""
        return any(
            (name, year - shift) in breaks
            for name, shift in self.years
            for year in range(first + 1, last + 1)
        )


def measures_of(program: Program) -> dict[str, Measure]:
    """The measures of all boards of a pack, by name."""
    found: dict[str, Measure] = {}
    for board in program.pack.board.values():
        for name in (name for node in board.walk() for name in node.measures):
            if name not in found:
                found[name] = _measure(program, name, board.directions.get(name, "up"))
    return found


def _measure(program: Program, name: str, direction: Literal["up", "down", "none"]) -> Measure:
    made = program.find(name)
    if not isinstance(made, Figure):
        spec = program.variables[name]
        return Measure(name, spec.unit, direction, spec.status == "assumed", ((name, 0),), rollup=False)
    refs = item_inputs(program, made.name)
    read = (*_years(made.tree), *((ref.name, ref.shift) for ref in refs if not ref.fixed))
    assumed = "assumed" in {*_statuses(program, made), *(program.variables[r.name].status for r in refs)}
    return Measure(name, made.spec.unit, direction, assumed, tuple(dict.fromkeys(read)), has_parts(made))


def _years(node: t.Node, back: int = 0) -> Iterator[tuple[str, int]]:
    """The variables of a tree with how many years back they are read; years of a roll-up add up."""
    if isinstance(node, t.Ref) and not node.fixed and node.name != "as_of":
        yield node.name, node.shift + back
    for child in t.children(node):
        yield from _years(child, back + (node.shift if isinstance(node, t.Rollup) else 0))


def _statuses(program: Program, made: Figure) -> Iterator[str]:
    """The statuses of a figure and of the figures that its formula names."""
    yield made.spec.status or made.pack.status
    for part in t.walk(made.tree):
        if isinstance(part, t.Item):
            other = program.items.get(part.name)
            if isinstance(other, Figure):
                yield other.spec.status or other.pack.status


def digits(number: float) -> Fraction:
    """The exact number that a double shows by its leading digits."""
    return Fraction(f"{number:.{DIGITS}g}")


def rounded(number: Fraction, unit: str) -> str:
    """A figure as the table `indicators` writes it: two decimals (always two of % and ‰), more below them."""
    amounts = ((places, int(abs(number) * 10**places + Fraction(1, 2))) for places in DECIMALS)
    places, whole = next((found for found in amounts if found[1] or not number), (DECIMALS[-1], 0))
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}"
    if unit not in ("%", "‰") or places > DECIMALS[0]:
        text = text.rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 and whole else text
