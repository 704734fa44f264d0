"""Synthetic tables for examples, drawn from a description and labelled as what they are."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from gaoxin.base.identifiers import credit_code_check
from gaoxin.base.periods import full_years, split_heading, year_end
from gaoxin.services.synthetic_draws import CONTEXT, Draws, cut, exact
from gaoxin.services.synthetic_reading import Recipe, read_recipe
from gaoxin.services.synthetic_spec import AGE, Cell, Draw, Figure, Special, Synthetic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gaoxin.spec import Variable

Value = Decimal | bool | str | date | None
Row = tuple[str, int, dict[str, Value]]
T = TypeVar("T")
_TYPES: dict[str, Callable[[], pa.DataType]] = {
    "flag": pa.bool_,
    "date": pa.date32,
    "category": pa.string,
    "text": pa.string,
    "grade": pa.string,
}


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
    one row for each subject and year since it was founded: identifier, year, variables in their own units
    (exact decimals; an empty cell is not reported), and the column that labels the row as synthetic
    """
    spec = recipe.spec
    draws = Draws(spec.seed if seed is None else seed)
    orders = {profile: recipe.order(profile) for profile in (None, *spec.profiles)}
    rows: list[Row] = []
    with localcontext(CONTEXT):
        for number in range(1, spec.count + 1) if numbers is None else numbers:
            special = spec.specials[number - 1] if number <= len(spec.specials) else None
            profile = _profile(spec, special, number, draws)
            maker = _Maker(recipe, draws, number, _by_year(spec, spec.given(special)) if special else {})
            rows += maker.rows(spec.figures(profile), orders[profile], whole=special is not None)
    wanted = [name for name in spec.variables if variables is None or name in variables]
    return _table(recipe, rows, wanted, titles=titles)


def write_table(
    description: Recipe | Path,
    out: Path,
    *,
    numbers: Iterable[int] | None = None,
    variables: Collection[str] | None = None,
) -> int:
    """Draw a synthetic table and write it as CSV for people: Chinese headings with units, 是 and 否.

    Parameters
    ----------
    description : Recipe, or path
        what to draw from
    out : path
        the file; UTF-8 with its mark, so that a Chinese spreadsheet opens it as it is
    numbers, variables : see `synthetic_table`

    Returns
    -------
    the number of rows
    """
    recipe = description if isinstance(description, Recipe) else read_recipe(description)
    table = synthetic_table(recipe, numbers=numbers, variables=variables, titles=True)
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows(
            [shown(cell) for cell in row] for row in zip(*table.to_pydict().values(), strict=True)
        )
    return table.num_rows


def shown(cell: object) -> str:
    """Write a cell as people do: 是 and 否, 2024-03-05, figures without zeros that say nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if not isinstance(cell, Decimal):
        return str(cell)
    text = f"{cell:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def subject_code(spec: Synthetic, number: int) -> str:
    """Give the identifier of a subject; the check characters of a credit code are right."""
    if spec.code.credit is None:
        return _numbered(spec.code.text or "", number)
    start = f"{spec.code.credit}{number:0{16 - len(spec.code.credit)}d}"
    first17 = start + _organisation_check(start[8:])
    return first17 + credit_code_check(first17)


def special_codes(spec: Synthetic) -> dict[str, str]:
    """Give the specials by name, each with its identifier."""
    return {special.name: subject_code(spec, number) for number, special in enumerate(spec.specials, 1)}


def _profile(spec: Synthetic, special: Special | None, number: int, draws: Draws) -> str | None:
    if special and special.profile:
        return special.profile
    if not spec.profiles:
        return None
    return draws.pick({name: p.share for name, p in spec.profiles.items()}, number, "profile")


def _by_year(spec: Synthetic, given: Mapping[str, Cell]) -> dict[tuple[str, int], Cell]:
    """Given values by variable and year; one with a year holds before one without."""
    found: dict[tuple[str, int], Cell] = {}
    for key, cell in sorted(given.items(), key=lambda item: split_heading(item[0])[1] is not None):
        name, year = split_heading(key)
        found |= {(name, each): cell for each in ([year] if year else spec.years)}
    return found


@dataclass(slots=True)
class _Maker:
    """Makes the rows of one subject; a figure is a list with one value for each year."""

    recipe: Recipe
    draws: Draws
    number: int
    given: Mapping[tuple[str, int], Cell]
    made: dict[str, list[Value]] = field(default_factory=dict[str, list[Value]])

    def rows(self, figures: Mapping[str, Figure], order: Iterable[str], *, whole: bool) -> Iterator[Row]:
        """Make the rows, the first year first, none before founding; a whole subject loses no cell."""
        spec, code = self.recipe.spec, subject_code(self.recipe.spec, self.number)
        for name in order:
            self.made[name] = self.figure(name, figures[name])
            for at, year in enumerate(spec.years):
                if (name, year) in self.given:
                    self.made[name][at] = self.value(name, self.given[name, year])
        founded = self.founded()
        for at, year in enumerate(spec.years):
            if founded and year < founded.year:
                continue
            lost = {
                name for name, f in figures.items() if f.missing and not whole and self.lost(name, f, year)
            }
            yield code, year, {name: None if name in lost else v[at] for name, v in self.made.items()}

    def value(self, name: str, cell: Cell) -> Value:
        """A given cell as a value; a number is exact, points of a jury are text as letters are."""
        kind = self.recipe.variables[name].type
        if cell is None or isinstance(cell, bool | date):
            return cell
        return Decimal(cell) if kind in ("number", "real") else str(cell)

    def lost(self, name: str, figure: Figure, year: int) -> bool:
        """Whether a cell is left empty; a constant is so in all years or in none."""
        when = "ever" if self.recipe.variables[name].constant else year
        return self.draws.uniform(self.number, name, when, "missing") < exact(figure.missing)

    def founded(self) -> date | None:
        name = self.recipe.subject.founded
        value = self.made[name][0] if name in self.made else None
        return value if isinstance(value, date) else None

    def figure(self, name: str, figure: Figure) -> list[Value]:
        match figure.form:
            case "draw":
                return self.level(name, figure)
            case "of":
                return self.ratio(name, figure)
            case "chance":
                return self.flag(name, figure)
            case "choices":
                words = self.each(name, figure, partial(self.draws.pick, figure.choices))
                return [self.value(name, word) for word in words]
            case "dates" if figure.dates:
                first, last = figure.dates
                days = int(self.draws.uniform(self.number, name) * ((last - first).days + 1))
                return [first + timedelta(days)] * len(self.recipe.spec.years)
            case _:
                return [_numbered(figure.text or "", self.number)] * len(self.recipe.spec.years)

    def each(self, name: str, figure: Figure, draw: Callable[..., T]) -> list[T]:
        """One draw for each year, or the same for all."""
        years = self.recipe.spec.years
        if figure.yearly:
            return [draw(self.number, name, year) for year in years]
        return [draw(self.number, name)] * len(years)

    def level(self, name: str, figure: Figure) -> list[Value]:
        """A number of its own, which may grow from year to year."""
        found: list[Value] = []
        factor = Decimal(1)
        starts = self.each(name, figure, partial(self.draws.number, figure.draw or _ONE))
        for year, start in zip(self.recipe.spec.years, starts, strict=True):
            if found and figure.growth:
                factor *= 1 + self.draws.number(figure.growth, self.number, name, "growth", year)
            found.append(self.finished(name, figure, year, start * factor))
        return found

    def ratio(self, name: str, figure: Figure) -> list[Value]:
        """A number that goes by another one; empty where that is."""
        found: list[Value] = []
        times = self.each(name, figure, partial(self.draws.number, figure.times or _ONE))
        for at, year in enumerate(self.recipe.spec.years):
            basis = self.known(figure.of or "", at)
            less = self.known(figure.less, at) if figure.less else Decimal(0)
            if basis is None or less is None:
                found.append(None)
            else:
                found.append(self.finished(name, figure, year, (basis - less) * times[at]))
        return found

    def finished(self, name: str, figure: Figure, year: int, value: Decimal) -> Decimal:
        """A number with its stray of the year, cut off and rounded."""
        if figure.wobble:
            value *= 1 + exact(figure.wobble) * self.draws.bell(self.number, name, "wobble", year)
        return cut(value, figure.least, figure.most).quantize(Decimal(1).scaleb(-figure.decimals))

    def known(self, name: str, at: int) -> Decimal | None:
        """The number that another figure has in a year; 1 for a true flag."""
        if name == AGE:
            founded = self.founded()
            end = year_end(self.recipe.spec.years[at])
            return Decimal(max(full_years(founded, end), 0)) if founded else None
        value = self.made[name][at]
        return Decimal(value) if isinstance(value, Decimal | bool) else None

    def flag(self, name: str, figure: Figure) -> list[Value]:
        """True by chance, and only where the figures that it needs reach their limits."""
        lucky = [u < exact(figure.chance or Fraction(0)) for u in self.each(name, figure, self.draws.uniform)]
        return [
            luck
            and all(self.reaches(item, at) for item in figure.all.items())
            and (not figure.any or any(self.reaches(item, at) for item in figure.any.items()))
            for at, luck in enumerate(lucky)
        ]

    def reaches(self, item: tuple[str, Fraction], at: int) -> bool:
        name, least = item
        value = self.known(name, at)
        return value is not None and value >= exact(least)


_ONE = Draw(fixed=Fraction(1))


def _table(recipe: Recipe, rows: Sequence[Row], names: Sequence[str], *, titles: bool) -> pa.Table:
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
    if variable.type == "real":
        return pa.array([float(v) if isinstance(v, Decimal) else None for v in values], pa.float64())
    places = max((_places(value) for value in values if isinstance(value, Decimal)), default=0)
    if places:
        return pa.array(values, pa.decimal128(28, places))
    return pa.array([int(v) if isinstance(v, Decimal) else None for v in values], pa.int64())


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
