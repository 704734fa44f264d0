"""Worlds of the reference from stored tables: those who are looked at, or all where rows are compared."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Task
from gaoxin.formula.evaluate import World
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval, Value
from gaoxin.services.stored import stored_table
from gaoxin.services.worlds import compares_rows, values_of, world_of, year_of
from tests.agreement import language as lang
from tests.agreement.single import program

VARIABLES: dict[str, dict[str, Any]] = {
    "cost": {"unit": "万元", "min": 0},
    "mark": {"type": "grade", "grades": {"A": [7, 8]}, "origin": "jury"},
    "listed": {"type": "flag"},
}
ROWS: dict[tuple[str, int], dict[str, Value]] = {
    ("甲", 2023): {"cost": Fraction(1)},
    ("甲", 2024): {"cost": Fraction(12345, 100), "mark": Interval(Fraction(7), Fraction(8)), "listed": True},
    ("乙", 2024): {"cost": Fraction(5), "listed": False},
}


def measured(formula: str) -> Program:
    return program({"indicators": {"f": {"title": lang.T, "formula": formula, "unit": "1"}}}, VARIABLES)


@pytest.mark.parametrize(("formula", "compares"), [("cost / 1 元", False), ("rank(cost)", True)])
def test_all_rows_come_along_where_they_are_compared(formula: str, compares: bool):
    made = measured(formula)
    assert compares_rows(made) is compares
    with DuckDB() as engine:
        world = world_of(engine, made, Task(stored_table(ROWS, made.variables), {}, None), ["甲"])
    assert {subject for subject, _ in world.rows} == ({"甲", "乙"} if compares else {"甲"})
    assert world.rows["甲", 2024]["cost"] == Fraction(12345, 100)


def test_stored_columns_as_values():
    table = stored_table(ROWS, measured("cost / 1 元").variables)
    found = values_of(table.source.table, measured("cost / 1 元").variables)
    assert found["甲", 2024] == ROWS["甲", 2024]
    assert found["乙", 2024] == ROWS["乙", 2024]


def test_the_latest_year_unless_one_is_asked_for():
    world = World({("甲", 2023): {}, ("甲", 2024): {}, ("乙", 2022): {}}, None)
    assert (year_of(world, "甲"), year_of(world, "甲", 2023), year_of(world, "乙")) == (2024, 2023, 2022)


@pytest.mark.parametrize(("subject", "period", "known"), [("甲", 2021, "2023"), ("丙", None, "no row")])
def test_a_year_that_is_not_there_is_told_with_those_that_are(subject: str, period: int | None, known: str):
    with pytest.raises(UsageError, match=f"{subject}.*{known}"):
        year_of(World({("甲", 2023): {}}, None), subject, period)
