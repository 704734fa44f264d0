"""A synthetic population, drawn from what the packs declare: a variable by type, unit, bounds, decimals.

Nobody's data. Long Parquet, a row for each enterprise and year, sorted; one cell in twenty is empty, one firm
in seven is founded within the years and has no rows before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.base import units
from gaoxin.formula.program import Program
from gaoxin.plan.rows import verdict_plan
from gaoxin.spec import Variable

EMPTY = 0.05
YOUNG = 1 / 7
CHUNK = 131_072
"""Enterprises drawn at a time."""


def variables_of(programs: Iterable[Program]) -> dict[str, Variable]:
    """Every variable that a verdict of the programs reads."""
    found: dict[str, Variable] = {}
    for program in programs:
        names = {
            name.removesuffix("__lo").removesuffix("__hi")
            for name, _, _ in verdict_plan(program).frame.columns
        }
        found |= {name: program.variables[name] for name in sorted(names)}
        founded = program.founded
        found |= {founded: program.variables[founded]} if founded else {}
    return dict(sorted(found.items()))


def write(
    path: Path, variables: Mapping[str, Variable], identifier: str, enterprises: int, years: range
) -> int:
    """Write a population, and give the number of its rows.

    Parameters
    ----------
    identifier : heading of the column of identifiers
    enterprises : how many
    years : the accounting years, in order
    """
    rng = np.random.default_rng(20261122)
    writer: pq.ParquetWriter | None = None
    rows = 0
    for start in range(0, enterprises, CHUNK):
        table = _part(rng, start, min(CHUNK, enterprises - start), variables, identifier, years)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table, row_group_size=CHUNK)
        rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


def _part(
    rng: np.random.Generator,
    start: int,
    count: int,
    variables: Mapping[str, Variable],
    identifier: str,
    years: range,
) -> pa.Table:
    first = np.where(rng.random(count) < YOUNG, rng.integers(years[0], years[-1] + 1, count), years[0] - 9)
    firm = np.repeat(np.arange(count), len(years))
    year = np.tile(np.arange(years[0], years[-1] + 1), count)
    there = year >= first[firm]
    firm, year = firm[there], year[there]
    cells: dict[str, pa.Array[Any]] = {
        identifier: pa.array(np.char.add("E", np.char.zfill((start + firm).astype("U9"), 9))),
        "year": pa.array(year.astype(np.int32)),
    }
    size = rng.lognormal(7.5, 1.6, count)
    for name, variable in variables.items():
        if variable.type == "date" and variable.constant:
            born = [date(int(y), 3, 1) for y in first]
            cells[name] = pa.array(born, pa.date32()).take(pa.array(firm))
        elif variable.constant:
            cells[name] = _cells(rng, variable, size).take(pa.array(firm))
        else:
            cells[name] = _cells(rng, variable, size[firm])
    return pa.table(cells)


def _cells(rng: np.random.Generator, variable: Variable, size: Any) -> pa.Array[Any]:
    """Cells of one variable; `size` is the revenue in 万元 that money follows."""
    mask = rng.random(size.size) < EMPTY
    match variable.type:
        case "flag":
            return pa.array(rng.random(size.size) < 0.5, mask=mask)
        case "category" | "text" | "grade":
            words = variable.categories or tuple(variable.grades) or ("甲", "乙", "丙")
            picked = pa.array(rng.integers(0, len(words), size.size).astype(np.int32), mask=mask)
            return pa.DictionaryArray.from_arrays(picked, pa.array(words)).cast(pa.string())
        case "date":
            days = rng.integers(16_000, 19_500, size.size).astype("datetime64[D]")
            return pa.array(days, mask=mask)
        case _:
            return pa.array(_numbers(rng, variable, size), mask=mask)


def _numbers(rng: np.random.Generator, variable: Variable, size: Any) -> Any:
    """Numbers in the variable's unit, within its bounds and with no more decimals than it keeps."""
    unit = units.parse(variable.unit)
    factor = float(unit.factor) if unit else 1.0
    if unit is not None and ("元", 1) in unit.dimension and len(unit.dimension) == 1:
        drawn = size * rng.beta(1.2, 4, size.size) * 1e4 / factor
    elif unit is not None and unit.is_countable and unit.dimension:
        drawn = np.rint(rng.lognormal(1.5, 1.5, size.size))
    else:
        drawn = rng.beta(1.5, 2, size.size) / factor
    low = -np.inf if variable.min is None else float(variable.min)
    high = np.inf if variable.max is None else float(variable.max)
    decimals = min(
        variable.scale + round(np.log10(factor)), 4 if factor < 1 or not (unit and unit.dimension) else 2
    )
    return np.clip(np.round(np.clip(drawn, low, high), max(decimals, 0)), low, high)
