"""Expressions as SQL: the text of each kind once, and what DuckDB makes of the tricky ones."""

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.engines.duckdb.sign import exact_sign
from gaoxin.engines.sql.cte import text
from gaoxin.engines.sql.render import render
from gaoxin.formula.values import rounded
from gaoxin.plan import expr as e
from tests.agreement.single import sql

A, B = e.Column("a", "int"), e.Column("b", "int")
FLAG, X, DAY = e.Column("f", "flag"), e.Column("x", "real"), e.Column("d", "date")
AS_OF = e.Column("as_of", "date")


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (e.Constant(-5, "int"), "-5"),
        (e.Constant(None, "flag"), "CAST(NULL AS BOOLEAN)"),
        (e.Constant("it's", "text"), "'it''s'"),
        (e.Constant(date(2024, 2, 29), "date"), "CAST('2024-02-29' AS DATE)"),
        (e.Poly(((2, (A,)), (-3, (B,)), (5, ())), 64), "2 * a - 3 * b + 5"),
        (e.Poly(((-1, (A, B)),), 128), "-( CAST(a AS INT128) * b )"),
        (e.Compare(">=", A, e.ONE), "a >= 1"),
        (e.And((FLAG, e.Or((FLAG, e.Not(FLAG))))), "f AND ( f OR NOT f )"),
        (e.Not(e.Known(A)), "a IS NULL"),
        (e.Known(A), "NOT a IS NULL"),
        (e.Days(DAY, AS_OF), "DATE_DIFF('day', d, as_of)"),
        (e.YearOf(DAY), "YEAR(d)"),
        (e.Over("sum", A), "SUM(a) OVER (PARTITION BY period)"),
        (e.Real("/", (e.ToReal(A), e.Constant(100.0, "real"))), "CAST(a AS DOUBLE) / 100e0"),
        (
            e.Real("/", (e.ToReal(A), e.ToReal(B))),
            "CASE WHEN CAST(b AS DOUBLE) <> 0e0 THEN CAST(a AS DOUBLE) / CAST(b AS DOUBLE) END",
        ),
    ],
)
def test_the_text_of_an_expression(expr: e.Expr, expected: str):
    assert sql(expr) == expected


def value(expr: e.Expr, **cells: Any) -> Any:
    """What DuckDB gives for one row."""
    kinds = {
        "a": pa.int64(),
        "b": pa.int64(),
        "f": pa.bool_(),
        "x": pa.float64(),
        "d": pa.date32(),
        "as_of": pa.date32(),
    }
    table = pa.table({name: pa.array([cells.get(name)], kind) for name, kind in kinds.items()})
    connection = opened()
    connection.register("t", table)
    return connection.execute(f"SELECT {text(render(expr))} FROM t").fetchall()[0][0]


@cache
def opened() -> duckdb.DuckDBPyConnection:
    """One connection for all; it keeps nothing."""
    connection = duckdb.connect()
    exact_sign(connection)
    return connection


@pytest.mark.parametrize("mode", ["down", "up", "half_up", "half_even"])
@pytest.mark.parametrize("under", [7, -7, 8, -8, 1])
@pytest.mark.parametrize("over", [-20, -12, -4, -1, 0, 1, 4, 12, 20, 28])
def test_integer_rounding_is_that_of_the_reference(over: int, under: int, mode: str):
    exact = rounded(Fraction(over, under), Fraction(1), mode)
    assert value(e.Round(A, B, mode), a=over, b=under) == exact


@pytest.mark.parametrize("mode", ["down", "up", "half_up", "half_even"])
def test_rounding_over_zero_or_nothing_is_unknown(mode: str):
    assert value(e.Round(A, B, mode), a=5, b=0) is None
    assert value(e.Round(A, B, mode), b=5) is None


@pytest.mark.slow
@given(x=st.floats(-(10**6), 10**6), factor=st.sampled_from([1, 100, 10**6]))
def test_rounded_doubles_are_those_of_the_reference(x: float, factor: int):
    exact = rounded(x, Fraction(1, factor), "half_up")
    assert Fraction(value(e.RoundReal(X, factor), x=x), factor) == exact


@pytest.mark.parametrize("x", [1e19, -1e19, 1e300, None])
def test_a_double_too_large_to_round_is_unknown(x: float | None):
    assert value(e.RoundReal(X, 100), x=x) is None


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 3, 1), 1),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2020, 3, 1), date(2021, 2, 28), 0),
        (date(2020, 12, 31), date(2021, 12, 30), 0),
        (date(2021, 1, 1), date(2020, 12, 31), -1),
        (date(2021, 1, 1), None, None),
    ],
)
def test_completed_years(start: date, end: date | None, years: int | None):
    assert value(e.Years(DAY, AS_OF), d=start, as_of=end) == years


BIG = e.Real("*", (X, X))


@pytest.mark.parametrize(
    ("expr", "x", "expected"),
    [
        (BIG, 1e200, None),
        (e.Real("/", (e.Constant(1.0, "real"), BIG)), 1e200, None),
        (e.Real("-", (BIG, BIG)), 1e200, None),
        (e.Real("+", (X, e.Real("neg", (X,)))), 1e200, 0.0),
        (e.Real("exp", (e.Real("neg", (BIG,)),)), 1e200, None),
        (e.Real("exp", (X,)), 709.5, pytest.approx(1.3549e308, rel=1e-4)),
        (e.Real("exp", (X,)), 710.0, None),
        (e.Real("/", (X, e.Constant(0.0, "real"))), 1.0, None),
        (e.Real("power", (X, e.Constant(0.0, "real"))), 0.0, 1.0),
        (e.Real("power", (X, e.Constant(0.5, "real"))), -4.0, None),
        (BIG, None, None),
    ],
)
def test_infinity_is_unknown_wherever_it_arises(expr: e.Expr, x: float | None, expected: Any):
    assert value(expr, x=x) == expected


@pytest.mark.parametrize(("a", "b"), [(10**18 - 1, 10**18 - 1), (-(10**18) + 1, 10**18 - 1)])
def test_products_of_eighteen_digits_do_not_overflow(a: int, b: int):
    assert value(e.Poly(((1, (A, B)),), 128), a=a, b=b) == a * b


def test_an_unknown_part_makes_a_wide_comparison_unknown():
    wide = e.Wide(">", ((1, (A, A, A)), (-1, (B,))))
    assert value(wide, a=10**18 - 1) is None


def test_an_expression_without_sql_is_our_own_fault():
    class Strange(e.Expr):
        pass

    with pytest.raises(TypeError, match="no SQL for Strange"):
        render(Strange())
