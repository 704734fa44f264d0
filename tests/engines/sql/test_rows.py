"""Rows as a script: small integers stay 64 bits wide."""

import duckdb
import pyarrow as pa

from gaoxin.engines.sql.cte import script, text
from gaoxin.engines.sql.rows import Relation, row_ctes
from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derive, Derived, Frame, Output, RowPlan

FLAG = e.Column("flag", "flag")
LARGE = 2_000_000_000


def run(*columns: Derived, output: e.Expr) -> object:
    levels = tuple(Derive(n, (column,)) for n, column in enumerate(columns, 1))
    plan = RowPlan("p", (), Frame("s", (("flag", "flag", 0),)), levels, (Output("x", output, "int"),))
    ctes, final = row_ctes(plan, Relation("input", frozenset({"flag"})), {})
    with duckdb.connect() as connection:
        connection.register("input", pa.table({"subject": ["a"], "period": [2024], "flag": [True]}))
        return connection.execute(text(script(ctes, final))).fetchall()[0][2]


def twice(column: str) -> e.Expr:
    return e.Poly(((2, (e.Column(column, "int"),)),), 64)


def test_a_column_of_a_constant_is_wide_enough() -> None:
    assert run(Derived("c", e.Constant(LARGE, "int"), "int"), output=twice("c")) == 2 * LARGE


def test_a_choice_of_constants_is_wide_enough() -> None:
    choice = e.When(((FLAG, e.Constant(LARGE, "int")),), e.ZERO)
    nested = e.When(((FLAG, choice), (e.Not(FLAG), e.ONE)))
    assert run(Derived("c", nested, "int"), output=twice("c")) == 2 * LARGE


def test_a_rounded_constant_is_wide_enough() -> None:
    assert run(output=e.Round(e.Constant(LARGE, "int"), e.ONE, "half_up")) == LARGE


def test_every_factor_of_a_wide_product_may_be_wide() -> None:
    large = e.Round(e.Poly(((10**18, (e.Constant(20, "int"),)),), 128), e.ONE, "half_up")
    assert run(output=e.Poly(((1, (e.Constant(3, "int"), large)),), 128)) == 6 * 10**19
