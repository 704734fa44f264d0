"""Running a plan on the reference and on DuckDB, with the same rows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import duckdb
import pyarrow as pa

from gaoxin.base import units
from gaoxin.engines.duckdb.sign import exact_sign
from gaoxin.engines.sql.cte import script, text
from gaoxin.engines.sql.rows import Relation, row_ctes
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Figure, Judgement, Program
from gaoxin.formula.values import Interval, Value
from gaoxin.plan.steps import RowPlan

Key = tuple[str, int]
Rows = dict[Key, dict[str, Value]]


def stored(program: Program, rows: Rows) -> pa.Table:
    """Rows as the stored columns of the relation `input`."""
    columns: dict[str, list[object]] = {
        "subject": [k[0] for k in rows],
        "period": [k[1] for k in rows],
    }
    types: dict[str, pa.DataType] = {"subject": pa.string(), "period": pa.int32()}
    kinds = {
        "flag": pa.bool_(),
        "category": pa.string(),
        "text": pa.string(),
        "date": pa.date32(),
        "real": pa.float64(),
    }
    for name, spec in program.variables.items():
        values = [row.get(name) for row in rows.values()]
        scale = 10**spec.scale
        if spec.type == "grade":
            for end in ("lo", "hi"):
                part = "low" if end == "lo" else "high"
                columns[f"{name}__{end}"] = [
                    None if v is None else int(getattr(v, part) * scale) for v in values
                ]
                types[f"{name}__{end}"] = pa.int64()
        elif spec.type == "number":
            columns[name] = [None if v is None else int(v * scale) for v in values]
            types[name] = pa.int64()
        else:
            columns[name] = values
            types[name] = kinds[spec.type]
    return pa.table({n: pa.array(v, types[n]) for n, v in columns.items()})


def on_duckdb(
    con: duckdb.DuckDBPyConnection,
    program: Program,
    plan: RowPlan,
    rows: Rows,
    members: dict[str, Rows] | None = None,
    as_of: date | None = None,
) -> dict[Key, dict[str, object]]:
    exact_sign(con)
    tables = {"input": rows, **{f"input_{name}": value for name, value in (members or {}).items()}}
    relations: dict[str, Relation] = {}
    for name, value in tables.items():
        table = stored(program, value)
        con.register(name, table)
        relations[name] = Relation(name, frozenset(table.column_names))
    inner = {name: relations[f"input_{name}"] for name in members or {}}
    ctes, final = row_ctes(plan, relations["input"], inner, as_of=as_of)
    found = con.sql(text(script(ctes, final))).to_arrow_table().to_pylist()
    return {(row.pop("subject"), row.pop("period")): row for row in found}


def on_reference(
    program: Program,
    plan: RowPlan,
    rows: Rows,
    members: dict[str, Rows] | None = None,
    as_of: date | None = None,
) -> dict[Key, dict[str, object]]:
    world = World(rows, as_of, {name: World(value) for name, value in (members or {}).items()})
    found: dict[Key, dict[str, object]] = {}
    for subject, period in rows:
        evaluator = Evaluator(program, world, subject, period)
        found[(subject, period)] = {o.name: _value(program, evaluator, o.name) for o in plan.outputs}
    return found


def _value(program: Program, evaluator: Evaluator, name: str) -> object:
    full = f"{program.pack.family}.{name}"
    made = program.items.get(full)
    if isinstance(made, Judgement):
        return evaluator.judge(made)
    if isinstance(made, Figure):
        value = evaluator.value(made.tree)
        unit = units.parse(made.spec.unit)
        return None if value is None else float(value / (unit.factor if unit else Fraction(1)))
    base, _, end = full.rpartition(".")
    if end in ("low", "high"):
        points = evaluator.item(base)
        assert isinstance(points, Interval)
        return float(getattr(points, end))
    return evaluator.item(full)
