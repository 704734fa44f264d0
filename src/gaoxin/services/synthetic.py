"""Synthetic tables for examples, drawn from a description and labelled as what they are."""

from __future__ import annotations

import csv
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gaoxin.services.synthetic_codes import special_codes, subject_code
from gaoxin.services.synthetic_draws import CONTEXT, picker
from gaoxin.services.synthetic_making import Maker, Value, by_year
from gaoxin.services.synthetic_reading import Recipe, read_recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from gaoxin.spec import Variable

__all__ = ["heading", "shown", "special_codes", "subject_code", "synthetic_table", "write_table"]

PERIOD = "年度"
"""Heading of the column of years."""

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
    seed = spec.seed if seed is None else seed
    wanted = [name for name in spec.variables if variables is None or name in variables]
    with localcontext(CONTEXT):
        columns = _drawn(recipe, seed, range(1, spec.count + 1) if numbers is None else numbers, wanted)
    return _table(recipe, columns, titles=titles)


def _drawn(
    recipe: Recipe, seed: int, numbers: Iterable[int], wanted: Sequence[str]
) -> dict[str, list[Value]]:
    """The columns of subjects, identifiers under `subject` and years under `period`."""
    spec = recipe.spec
    makers = {profile: Maker(recipe, seed, profile, wanted) for profile in spec.profiles or (None,)}
    pick = picker({name: profile.share for name, profile in spec.profiles.items()}) if spec.profiles else None
    columns: dict[str, list[Any]] = {name: [] for name in ("subject", "period", *wanted)}
    filled = [(name, columns[name].append) for name in wanted]
    for number in numbers:
        special = spec.specials[number - 1] if number <= len(spec.specials) else None
        profile = special.profile if special else None
        if profile is None and pick:
            profile = pick(f"{seed}/{number}/profile".encode())
        given = by_year(recipe, spec.given(special)) if special else None
        code = subject_code(spec, number)
        for year, row in makers[profile].rows(number, given):
            columns["subject"].append(code)
            columns["period"].append(year)
            for name, append in filled:
                append(row[name])
    return columns


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


def _table(recipe: Recipe, drawn: dict[str, list[Value]], *, titles: bool) -> pa.Table:
    spec, subject = recipe.spec, recipe.subject
    columns: dict[str, pa.Array[Any]] = {
        subject.id[0] if titles else "subject": pa.array(drawn.pop("subject"), pa.string()),
        PERIOD if titles else "period": pa.array(drawn.pop("period"), pa.int32()),
    }
    count = len(next(iter(columns.values())))
    for name, values in drawn.items():
        variable = recipe.variables[name]
        columns[heading(variable) if titles else name] = _column(values, variable)
    columns[spec.label.heading] = pa.array([spec.label.text] * count, pa.string())
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


def heading(variable: Variable) -> str:
    """Give the heading of a variable: its Chinese title and its unit."""
    return variable.title.zh if variable.unit == "1" else f"{variable.title.zh}（{variable.unit}）"
