"""One formula over a few rows: what it gives, on the reference and on DuckDB alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb

from gaoxin.engines.sql.cte import text
from gaoxin.engines.sql.render import render
from gaoxin.formula.builder import Builder
from gaoxin.formula.program import Program
from gaoxin.formula.values import Value
from gaoxin.plan import expr as e
from gaoxin.plan.rows import full_plan
from gaoxin.spec import Pack
from tests.agreement import language as lang
from tests.agreement.run import Rows, on_duckdb, on_reference

FIRM, YEAR = "甲公司", 2024


def judged(formula: str, **variables: Mapping[str, Any]) -> Program:
    """A program with one condition `test.c`, over the variables of the language or the given ones."""
    verdicts = {"test": {"title": lang.T, "all": [{"id": "c", "title": lang.T, "require": formula}]}}
    return program({"verdicts": verdicts}, variables)


def measured(formula: str, unit: str = "1", **variables: Mapping[str, Any]) -> Program:
    """A program with one indicator `f`."""
    return program({"indicators": {"f": {"title": lang.T, "formula": formula, "unit": unit}}}, variables)


def program(items: dict[str, Any], variables: Mapping[str, Mapping[str, Any]]) -> Program:
    """A program with items, over the variables of the language or the given ones."""
    if not variables:
        return lang.program(items)
    titled = {name: {"title": lang.T, **spec} for name, spec in variables.items()}
    subjects = {"firm": {"title": lang.T, "id": ["firm"]}}
    head = {"pack": "test-1", "family": "test", "title": lang.T, "subject": "firm", "subjects": subjects}
    builder = Builder(Pack.model_validate({**head, "variables": titled, **items}), {})
    built = builder.build()
    assert not builder.faults, builder.faults
    return built


def rows(*years: Mapping[str, object], last: int = YEAR) -> Rows:
    """Rows of one firm, the last one of `last`; numbers in base units, written as text or whole numbers."""
    first = last - len(years) + 1
    return {(FIRM, first + n): {k: _value(v) for k, v in row.items()} for n, row in enumerate(years)}


def _value(cell: object) -> Value:
    return Fraction(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell  # type: ignore[return-value]


def found(built: Program, table: Rows, as_of: date | None = None) -> dict[str, object]:
    """The outputs of the last row, after checking that the reference and DuckDB agree on all rows."""
    plan = full_plan(built)
    ours = on_duckdb(_connection(), built, plan, table, as_of=as_of)
    reference = on_reference(built, plan, table, as_of=as_of)
    for key, row in reference.items():
        for name, value in row.items():
            got = ours[key][name]
            same = (
                got == value
                if not isinstance(value, float) or got is None
                else abs(got - value) <= 1e-9 * max(1, abs(value))
            )
            assert same, f"{key} {name}: the reference says {value}, DuckDB {got}"
    return ours[max(ours)]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One connection for all: opening one takes longer than a formula, and it keeps nothing."""
    return duckdb.connect()


def truth(formula: str, table: Rows, as_of: date | None = None) -> bool | None:
    """The truth of a condition in the last row."""
    return found(judged(formula), table, as_of)["test.c"]  # type: ignore[return-value]


def figure(formula: str, table: Rows, unit: str = "1", as_of: date | None = None) -> float | None:
    """The value of a formula in the last row."""
    return found(measured(formula, unit), table, as_of)["f"]  # type: ignore[return-value]


def condition(built: Program) -> e.Expr:
    """The plan's expression of the condition `test.c`, columns of its own written in."""
    plan = full_plan(built)
    made = {column.name: column.expr for level in plan.levels for column in level.columns}
    return made["test.test.c"]


def sql(expr: e.Expr) -> str:
    """The SQL of an expression, on one line."""
    return " ".join(text(render(expr)).replace('"', "").split())
