"""Synthetic tables for examples: drawn from a description, the same on every machine and Python.

Every draw is a hash of its address (seed, subject, variable, year), not the next of a stream: one more variable
or subject changes no other figure. Exponentials are decimal: not even a last digit differs between machines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gaoxin.base.identifiers import credit_code_check
from gaoxin.base.periods import full_years, split_heading, year_end
from gaoxin.services.synthetic_spec import AGE, Cell, Draw, Figure, Special, Synthetic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from gaoxin.services.synthetic_reading import Recipe
    from gaoxin.spec import Variable

Value = Decimal | bool | str | date | None
_CONTEXT = Context(prec=28)
_TYPES: dict[str, Callable[[], pa.DataType]] = {
    "flag": pa.bool_,
    "date": pa.date32,
    "category": pa.string,
    "text": pa.string,
    "grade": pa.string,
    "real": pa.float64,
}


@dataclass(frozen=True, slots=True)
class Draws:
    """Random numbers by address.

    >>> Draws(1).uniform("a", 7) == Draws(1).uniform("a", 7)
    True
    """

    seed: int

    def uniform(self, *address: object) -> Decimal:
        """Give a number from 0 up to, not including, 1."""
        return Decimal(self._digits(address, 8)) / (1 << 64)

    def bell(self, *address: object) -> Decimal:
        """Give a number of mean 0 and standard deviation 1: twelve uniform ones, less 6."""
        digits = self._digits(address, 48)
        return sum((Decimal(digits >> 32 * k & 0xFFFFFFFF) for k in range(12)), Decimal(6)) / (1 << 32) - 6

    def number(self, draw: Draw, *address: object) -> Decimal:
        """Draw a number as described."""
        if draw.lognormal:
            found = _exact(draw.lognormal.median) * (_exact(draw.lognormal.sigma) * self.bell(*address)).exp()
        elif draw.normal:
            found = _exact(draw.normal.mean) + _exact(draw.normal.sd) * self.bell(*address)
        elif draw.uniform:
            low, high = _exact(draw.uniform.low), _exact(draw.uniform.high)
            found = low + (high - low) * self.uniform(*address)
        else:
            found = _exact(draw.fixed or Fraction(0))
        return _cut(found, draw.least, draw.most)

    def pick(self, shares: Mapping[str, Fraction], *address: object) -> str:
        """Pick one of several, each as often as its share."""
        at, names = self.uniform(*address), list(shares)
        for name in names[:-1]:
            at -= _exact(shares[name])
            if at < 0:
                return name
        return names[-1]

    def _digits(self, address: Sequence[object], size: int) -> int:
        key = "/".join(map(str, (self.seed, *address)))
        return int.from_bytes(blake2b(key.encode(), digest_size=size).digest(), "big")


def synthetic_table(
    recipe: Recipe,
    *,
    seed: int | None = None,
    numbers: Iterable[int] | None = None,
    variables: Collection[str] | None = None,
    titles: bool = False,
) -> pa.Table:
    """Draw a synthetic table.

    Parameters
    ----------
    recipe : Recipe
        what `read_recipe` gave
    seed : int
        another one than that of the description
    numbers : subjects
        those that are wanted, counted from 1, specials first; all up to `count` where None
    variables : names
        only these; all where None
    titles : bool
        headings are Chinese titles with units, for people; names of variables where False

    Returns
    -------
    one row for each subject and year since it was founded: identifier, year, variables in their own units (exact
    decimals; an empty cell is not reported), and the column that labels the row as synthetic
    """
    spec = recipe.spec
    draws = Draws(spec.seed if seed is None else seed)
    wanted = [name for name in spec.variables if variables is None or name in variables]
    rows: list[tuple[str, int, dict[str, Value]]] = []
    with localcontext(_CONTEXT):
        for number in range(1, spec.count + 1) if numbers is None else numbers:
            code = subject_code(spec, number)
            rows += [(code, year, values) for year, values in _Maker(recipe, draws, number).rows()]
    return _table(recipe, rows, wanted, titles=titles)


def subject_code(spec: Synthetic, number: int) -> str:
    """Give the identifier of a subject: right by its check characters, wrong by its region."""
    if spec.code.credit is None:
        return _numbered(spec.code.text or "", number)
    start = f"{spec.code.credit}{number:0{16 - len(spec.code.credit)}d}"
    first17 = start + _organisation_check(start[8:])
    return first17 + credit_code_check(first17)


def special_codes(spec: Synthetic) -> dict[str, str]:
    """Give the specials by name, each with its identifier."""
    return {special.name: subject_code(spec, number) for number, special in enumerate(spec.specials, 1)}


@dataclass(slots=True)
class _Maker:
    """Makes the rows of one subject; a figure is a list with one value for each year."""

    recipe: Recipe
    draws: Draws
    number: int
    made: dict[str, list[Value]] = field(default_factory=dict[str, list[Value]])

    def rows(self) -> list[tuple[int, dict[str, Value]]]:
        """Make the rows, the first year first; none before founding."""
        spec = self.recipe.spec
        special = spec.specials[self.number - 1] if self.number <= len(spec.specials) else None
        profile = self.profile(special)
        figures = spec.figures(profile)
        given = _by_year(spec, spec.given(special)) if special else {}
        for name in self.recipe.order(profile):
            made = self.figure(name, figures[name])
            self.made[name] = [
                self.given(name, given.get((name, y), v)) for y, v in zip(spec.years, made, strict=True)
            ]
        founded = self.founded()
        kept = [(at, year) for at, year in enumerate(spec.years) if founded is None or year >= founded.year]
        return [
            (
                year,
                {
                    name: None if self.lost(special, name, figures[name], year) else v[at]
                    for name, v in self.made.items()
                },
            )
            for at, year in kept
        ]

    def profile(self, special: Special | None) -> str | None:
        profiles = self.recipe.spec.profiles
        if not profiles:
            return None
        if special and special.profile:
            return special.profile
        return self.draws.pick({name: p.share for name, p in profiles.items()}, self.number, "profile")

    def given(self, name: str, cell: Cell | Decimal) -> Value:
        kind = self.recipe.variables[name].type
        return Decimal(str(cell)) if cell is not None and kind in ("number", "real") else cell_value(cell)

    def lost(self, special: Special | None, name: str, figure: Figure, year: int) -> bool:
        """Whether a cell is left empty; a constant is, in all years or none."""
        if special or not figure.missing:
            return False
        address = (self.number, name) if self.recipe.variables[name].constant else (self.number, name, year)
        return self.draws.uniform(*address, "missing") < _exact(figure.missing)

    def founded(self) -> date | None:
        name = self.recipe.subject.founded
        value = self.made[name][0] if name in self.made else None
        return value if isinstance(value, date) else None

    def figure(self, name: str, figure: Figure) -> list[Value]:
        years = self.recipe.spec.years
        match figure.form:
            case "draw":
                return list(self.level(name, figure))
            case "of":
                return list(self.ratio(name, figure))
            case "chance":
                return [self.flag(name, figure, year) for year in years]
            case "choices":
                return [self.choice(name, figure, year) for year in years]
            case "dates" if figure.dates:
                first, last = figure.dates
                days = int(self.draws.uniform(self.number, name) * ((last - first).days + 1))
                return [first + timedelta(days)] * len(years)
            case _:
                return [_numbered(figure.text or "", self.number)] * len(years)

    def address(self, name: str, figure: Figure, year: int) -> tuple[object, ...]:
        return (self.number, name, year) if figure.yearly else (self.number, name)

    def level(self, name: str, figure: Figure) -> list[Decimal]:
        """A number of its own, which may grow from year to year."""
        found: list[Decimal] = []
        factor = Decimal(1)
        for year in self.recipe.spec.years:
            if found and figure.growth:
                factor *= 1 + self.draws.number(figure.growth, self.number, name, "growth", year)
            start = self.draws.number(
                figure.draw or Draw(fixed=Fraction(0)), *self.address(name, figure, year)
            )
            found.append(self.finished(name, figure, year, start * factor))
        return found

    def ratio(self, name: str, figure: Figure) -> list[Value]:
        """A number that goes by another one; unknown where that is."""
        found: list[Value] = []
        for at, year in enumerate(self.recipe.spec.years):
            basis = self.known(figure.of, at, year)
            less = self.known(figure.less, at, year) if figure.less else Decimal(0)
            if basis is None or less is None:
                found.append(None)
                continue
            times = self.draws.number(figure.times, *self.address(name, figure, year)) if figure.times else 1
            found.append(self.finished(name, figure, year, (basis - less) * times))
        return found

    def finished(self, name: str, figure: Figure, year: int, value: Decimal) -> Decimal:
        """A number with its stray of the year, cut off and rounded."""
        if figure.wobble:
            value *= 1 + _exact(figure.wobble) * self.draws.bell(self.number, name, "wobble", year)
        return _cut(value, figure.least, figure.most).quantize(Decimal(1).scaleb(-figure.decimals))

    def known(self, name: str | None, at: int, year: int) -> Decimal | None:
        """The number that another figure has in a year."""
        founded = self.founded() if name == AGE else None
        if founded:
            return Decimal(max(full_years(founded, year_end(year)), 0))
        value = self.made[name or ""][at] if name != AGE else None
        return value if isinstance(value, Decimal) else None

    def flag(self, name: str, figure: Figure, year: int) -> bool:
        at = year - self.recipe.spec.years.start

        def reaches(other: str, least: Fraction) -> bool:
            value = self.known(other, at, year)
            return value is not None and value >= _exact(least)

        if not all(reaches(*item) for item in figure.all.items()):
            return False
        if figure.any and not any(reaches(*item) for item in figure.any.items()):
            return False
        return self.draws.uniform(*self.address(name, figure, year)) < _exact(figure.chance or Fraction(0))

    def choice(self, name: str, figure: Figure, year: int) -> Value:
        word = self.draws.pick(figure.choices, *self.address(name, figure, year))
        return Decimal(word) if self.recipe.variables[name].type in ("number", "real") else word


def cell_value(cell: Cell | Decimal) -> Value:
    """A given cell as a value; points of a jury are text, as letters are."""
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _by_year(spec: Synthetic, given: Mapping[str, Cell]) -> dict[tuple[str, int], Cell]:
    """Given values by variable and year; one with a year holds before one without."""
    found: dict[tuple[str, int], Cell] = {}
    for key, cell in sorted(given.items(), key=lambda item: split_heading(item[0])[1] is not None):
        name, year = split_heading(key)
        found |= {(name, each): cell for each in ([year] if year else spec.years)}
    return found


def _table(
    recipe: Recipe,
    rows: Sequence[tuple[str, int, Mapping[str, Value]]],
    names: Sequence[str],
    *,
    titles: bool,
) -> pa.Table:
    spec, subject = recipe.spec, recipe.subject
    columns: dict[str, pa.Array[Any]] = {
        subject.id[0] if titles else "subject": pa.array([code for code, _, _ in rows], pa.string()),
        "年度" if titles else "period": pa.array([year for _, year, _ in rows], pa.int32()),
    }
    for name in names:
        variable = recipe.variables[name]
        heading = _title(variable) if titles else name
        columns[heading] = _column([values[name] for _, _, values in rows], variable)
    columns[spec.label.heading] = pa.array([spec.label.text] * len(rows), pa.string())
    return pa.table(columns).replace_schema_metadata({"title": spec.title.zh, "note": spec.note})


def _column(values: Sequence[Value], variable: Variable) -> pa.Array[Any]:
    """Whole numbers as integers, others as decimals with as many places as the longest needs."""
    if variable.type in _TYPES:
        return pa.array(values, _TYPES[variable.type]())
    places = max((_places(value) for value in values if isinstance(value, Decimal)), default=0)
    return (
        pa.array(values, pa.decimal128(28, places)) if places else pa.array(map(_whole, values), pa.int64())
    )


def _whole(value: Value) -> int | None:
    return int(value) if isinstance(value, Decimal) else None


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _title(variable: Variable) -> str:
    return variable.title.zh if variable.unit == "1" else f"{variable.title.zh}（{variable.unit}）"


def _numbered(text: str, number: int) -> str:
    return re.sub("#+", lambda found: f"{number:0{len(found[0])}d}", text)


def _organisation_check(body: str) -> str:
    """Check character of GB 11714: 11 - sum(C_i W_i) mod 11, 10 written X, 11 written 0."""
    weighted = zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    return "0123456789X0"[11 - sum(int(c, 36) * weight for c, weight in weighted) % 11]


def _exact(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / number.denominator


def _cut(value: Decimal, least: Fraction | None, most: Fraction | None) -> Decimal:
    if least is not None:
        value = max(value, _exact(least))
    return value if most is None else min(value, _exact(most))
