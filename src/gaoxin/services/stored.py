"""Values in base units -> the stored columns of the relation `input`, as an Arrow table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa

from gaoxin.engines.protocol import Table
from gaoxin.formula.values import Interval, Value
from gaoxin.plan.binding import Source, SourceColumn, Storage
from gaoxin.spec import Variable

_TYPES: dict[str, Callable[[], pa.DataType]] = {
    "number": pa.int64, "grade": pa.int64, "real": pa.float64, "flag": pa.bool_, "category": pa.string,
    "text": pa.string, "date": pa.date32,
}  # fmt: skip


def stored_table(
    rows: Mapping[tuple[str, int], Mapping[str, Value]], variables: Mapping[str, Variable]
) -> Table:
    """Rows of one subject as a table of stored columns; a value that does not fit its scale is our fault."""
    columns: dict[str, pa.Array[Any]] = {
        "subject": pa.array([subject for subject, _ in rows], pa.string()),
        "period": pa.array([period for _, period in rows], pa.int32()),
    }
    used = {name for row in rows.values() for name in row}
    for name in sorted(used):
        spec = variables[name]
        values = [row.get(name) for row in rows.values()]
        for column, part in _parts(name, spec):
            columns[column] = pa.array([_cell(v, spec, part) for v in values], _TYPES[spec.type]())
    table = pa.table(columns)
    heads = tuple(SourceColumn(n, n, k, Storage("other")) for k, n in enumerate(columns, 1))
    return Table(Source("values", heads, table=table))


def _parts(name: str, spec: Variable) -> list[tuple[str, str]]:
    return [(f"{name}__lo", "low"), (f"{name}__hi", "high")] if spec.type == "grade" else [(name, "")]


def _cell(value: Value, spec: Variable, part: str) -> int | float | bool | str | date | None:
    if value is None or isinstance(value, (bool, str, date, float)):
        return value
    number = getattr(value, part) if isinstance(value, Interval) else value
    scaled = Fraction(number) * 10**spec.scale
    if scaled.denominator != 1:
        message = f"{number} has more decimals than the {spec.scale} that are kept"
        raise ValueError(message)
    return int(scaled)
