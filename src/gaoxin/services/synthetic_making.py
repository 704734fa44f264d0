"""Making the figures of subjects: each is made ready once, then drawn for one subject after another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from typing import TYPE_CHECKING, TypeVar

from gaoxin.base.periods import full_years, split_heading, year_end
from gaoxin.services.synthetic_codes import numbered
from gaoxin.services.synthetic_draws import bell, cut, drawer, exact, limit, picker, uniform
from gaoxin.services.synthetic_spec import AGE, Cell, Draw, Figure

if TYPE_CHECKING:
    from gaoxin.services.synthetic_reading import Recipe

Value = Decimal | bool | str | date | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject whose figures are being made.

    Parameters
    ----------
    head : the beginning of all its addresses
    number : counted from 1
    made : the figures so far, a value for each year; completed years of age under `AGE`
    """

    head: bytes
    number: int
    made: dict[str, list[Value]]

    def known(self, name: str, at: int) -> Decimal | None:
        """The number that another figure has in a year; 1 for a true flag."""
        value = self.made[name][at] if name in self.made else None
        if isinstance(value, bool):
            return Decimal(value)
        return value if isinstance(value, Decimal) else None


Make = Callable[[Subject], list[Value]]
"""Makes one figure of a subject."""


class Maker:
    """Makes the rows of all subjects of one profile.

    Parameters
    ----------
    recipe : what to draw from
    seed : beginning of every address
    profile : kind of subject; None where there are none
    wanted : figures that are given out
    """

    def __init__(self, recipe: Recipe, seed: int, profile: str | None, wanted: Collection[str]) -> None:
        figures = recipe.spec.figures(profile)
        self.recipe, self.seed, self.years = recipe, seed, list(recipe.spec.years)
        self.founded = recipe.subject.founded
        self.steps = [(name, _ready(recipe, name, figures[name])) for name in recipe.order(profile)]
        self.gaps = {name: gap for name in wanted if (gap := _gap(recipe, name, figures[name]))}

    def rows(
        self, number: int, given: Mapping[tuple[str, int], Cell] | None
    ) -> Iterator[tuple[int, Mapping[str, Value]]]:
        """Make the rows, the first year first, none before founding; with given figures no cell is lost."""
        subject = Subject(f"{self.seed}/{number}/".encode(), number, {})
        for name, make in self.steps:
            subject.made[name] = make(subject)
            if given:
                self.give(name, subject, given)
            if name == self.founded:
                subject.made[AGE] = self.ages(subject.made[name][0])
        born = subject.made[self.founded][0] if self.founded in subject.made else None
        for at, year in enumerate(self.years):
            if isinstance(born, date) and year < born.year:
                continue
            row = {name: values[at] for name, values in subject.made.items()}
            if given is None:
                row |= {name: None for name, gap in self.gaps.items() if gap(subject.head, at)}
            yield year, row

    def give(self, name: str, subject: Subject, given: Mapping[tuple[str, int], Cell]) -> None:
        """Put the given values in the place of drawn ones."""
        for at, year in enumerate(self.years):
            if (name, year) in given:
                subject.made[name][at] = _value(self.recipe, name, given[name, year])

    def ages(self, founded: Value) -> list[Value]:
        """Completed years at the end of each year."""
        if not isinstance(founded, date):
            return [None] * len(self.years)
        return [Decimal(max(full_years(founded, year_end(year)), 0)) for year in self.years]


def by_year(recipe: Recipe, given: Mapping[str, Cell]) -> dict[tuple[str, int], Cell]:
    """Given values by variable and year; one with a year holds before one without."""
    found: dict[tuple[str, int], Cell] = {}
    for key, cell in sorted(given.items(), key=lambda item: split_heading(item[0])[1] is not None):
        name, year = split_heading(key)
        found |= {(name, each): cell for each in ([year] if year else recipe.spec.years)}
    return found


def _value(recipe: Recipe, name: str, cell: Cell) -> Value:
    """A given cell as a value; a number is exact, points of a jury are text as letters are."""
    kind = recipe.variables[name].type
    if cell is None or isinstance(cell, bool | date):
        return cell
    return Decimal(cell) if kind in ("number", "real") else str(cell)


def _ready(recipe: Recipe, name: str, figure: Figure) -> Make:
    years = list(recipe.spec.years)
    match figure.form:
        case "draw":
            return _level(name, figure, years)
        case "of":
            return _ratio(name, figure, years)
        case "chance":
            return _flag(name, figure, years)
        case "choices":
            choose = _each(name, figure, years, picker(figure.choices))
            values: dict[str, Value] = {word: _value(recipe, name, word) for word in figure.choices}
            return lambda subject: [values[word] for word in choose(subject.head)]
        case "dates" if figure.dates:
            return _day(name, figure.dates, len(years))
        case _:
            text = figure.text or ""
            return lambda subject: [numbered(text, subject.number)] * len(years)


def _each(
    name: str, figure: Figure, years: list[int], draw: Callable[[bytes], T]
) -> Callable[[bytes], list[T]]:
    """One draw for each year, or the same for all."""
    if figure.yearly:
        places = [f"{name}/{year}".encode() for year in years]
        return lambda head: [draw(head + place) for place in places]
    place, times = name.encode(), len(years)
    return lambda head: [draw(head + place)] * times


def _day(name: str, days: tuple[date, date], times: int) -> Make:
    first, span, place = days[0], (days[1] - days[0]).days + 1, name.encode()
    return lambda subject: [first + timedelta(int(uniform(subject.head + place) * span))] * times


def _level(name: str, figure: Figure, years: list[int]) -> Make:
    """A number of its own, which may grow from year to year."""
    starts = _each(name, figure, years, drawer(figure.draw or _ONE))
    finish = _finish(name, figure, years)
    grown = _growth(name, figure, years)

    def make(subject: Subject) -> list[Value]:
        pairs = zip(starts(subject.head), grown(subject.head), strict=True)
        return [finish(subject.head, at, start * factor) for at, (start, factor) in enumerate(pairs)]

    return make


def _growth(name: str, figure: Figure, years: list[int]) -> Callable[[bytes], list[Decimal]]:
    """How many times the first year each year is."""
    if figure.growth is None:
        ones = [Decimal(1)] * len(years)
        return lambda _: ones
    draw, places = drawer(figure.growth), [f"{name}/growth/{year}".encode() for year in years[1:]]

    def grown(head: bytes) -> list[Decimal]:
        found = [Decimal(1)]
        for place in places:
            found.append(found[-1] * (1 + draw(head + place)))
        return found

    return grown


def _ratio(name: str, figure: Figure, years: list[int]) -> Make:
    """A number that goes by another one; empty where that is."""
    times = _each(name, figure, years, drawer(figure.times or _ONE))
    finish, grown = _finish(name, figure, years), _growth(name, figure, years)
    of, less = figure.of or "", figure.less

    def make(subject: Subject) -> list[Value]:
        found: list[Value] = []
        factors = zip(times(subject.head), grown(subject.head), strict=True)
        for at, factor in enumerate(share * growth for share, growth in factors):
            basis = subject.known(of, at)
            off = subject.known(less, at) if less else Decimal(0)
            whole = None if basis is None or off is None else (basis - off) * factor
            found.append(None if whole is None else finish(subject.head, at, whole))
        return found

    return make


def _finish(name: str, figure: Figure, years: list[int]) -> Callable[[bytes, int, Decimal], Decimal]:
    """A number with its stray of the year, cut off and rounded."""
    unit = Decimal(1).scaleb(-figure.decimals)
    least, most = limit(figure.least), limit(figure.most)
    if not figure.wobble:
        return lambda _head, _at, value: cut(value, least, most).quantize(unit)
    wobble, places = exact(figure.wobble), [f"{name}/wobble/{year}".encode() for year in years]
    return lambda head, at, value: cut(value * (1 + wobble * bell(head + places[at])), least, most).quantize(
        unit
    )


def _flag(name: str, figure: Figure, years: list[int]) -> Make:
    """True by chance, and only where the figures that it needs reach their limits."""
    draws = _each(name, figure, years, uniform)
    chance = exact(figure.chance or Fraction(0))
    every = [(needed, exact(least)) for needed, least in figure.all.items()]
    some = [(needed, exact(least)) for needed, least in figure.any.items()]

    def make(subject: Subject) -> list[Value]:
        return [
            drawn < chance
            and all(_reached(subject, at, every))
            and (not some or any(_reached(subject, at, some)))
            for at, drawn in enumerate(draws(subject.head))
        ]

    return make


def _reached(subject: Subject, at: int, needs: Iterable[tuple[str, Decimal]]) -> Iterator[bool]:
    for name, least in needs:
        value = subject.known(name, at)
        yield value is not None and value >= least


def _gap(recipe: Recipe, name: str, figure: Figure) -> Callable[[bytes, int], bool] | None:
    """Whether a cell is left empty; a constant is so in all years or in none."""
    if not figure.missing and not figure.never:
        return None
    missing, never = exact(figure.missing), exact(figure.never)
    years = repeat("ever") if recipe.variables[name].constant else recipe.spec.years
    places = [f"{name}/{when}/missing".encode() for when, _ in zip(years, recipe.spec.years, strict=False)]
    always = f"{name}/never".encode()
    return lambda head, at: bool(
        (missing and uniform(head + places[at]) < missing) or (never and uniform(head + always) < never)
    )


_ONE = Draw(fixed=Fraction(1))
