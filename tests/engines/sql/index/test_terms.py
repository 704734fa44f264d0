"""The expressions that the steps are made of."""

from fractions import Fraction

import pytest
from sqlglot import exp

from gaoxin.engines.sql.index import terms


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "1e0"),
        (Fraction(1, 5), "0.2e0"),
        (-2.5, "-2.5e0"),
        (1e-12, "1e-12"),
        (10**20, "1e+20"),
        (0, "0e0"),
    ],
)
def test_double_is_never_read_as_a_decimal(number: Fraction, written: str) -> None:
    assert terms.double(number).sql("duckdb") == written


def test_text_is_quoted() -> None:
    assert terms.text("O'Brien").sql("duckdb") == "'O''Brien'"
    assert terms.text(None).sql("duckdb") == "NULL"


def test_ordered_sum() -> None:
    x = exp.column("x")
    assert terms.ordered_sum(x).sql("duckdb") == "LIST_SUM(LIST_SORT(LIST(x)))"
    assert terms.ordered_sum(x, exp.column("k")).sql("duckdb") == "LIST_SUM(LIST(x ORDER BY k))"


def test_table_casts_every_column() -> None:
    query = terms.table("t", [("a", "VARCHAR"), ("b", "DOUBLE")], [[terms.text("x"), exp.null()]])
    assert (
        query.sql("duckdb")
        == "SELECT CAST(a AS TEXT) AS a, CAST(b AS DOUBLE) AS b FROM (VALUES ('x', NULL)) AS t_rows(a, b)"
    )
