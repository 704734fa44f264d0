"""Folding characters, and how a conversion is put together."""

import duckdb
import pytest
from sqlglot import exp

from gaoxin.engines.sql.cells.conversion import (
    FOLDS,
    Conversion,
    as_text,
    double,
    folded,
    never,
    operate,
    trimmed,
)
from gaoxin.engines.sql.terms import column, is_null, number, text
from gaoxin.plan.binding import Storage


def value(expression: exp.Expr) -> object:
    return duckdb.execute(exp.select(expression).sql("duckdb")).fetchall()[0][0]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("０１２３４５６７８９", "0123456789"),
        ("－５．０％", "-5.0%"),
        ("\u3000 a\u00a0", "a"),
        ("\ufeff7\u200b", "7"),
        ("甲 乙", "甲 乙"),
    ],
)
def test_folding_is_the_same_here_and_there(written: str, plain: str):
    assert value(folded(text(written))) == plain == written.translate(FOLDS).strip(" ")


def test_trimming_changes_the_ends_only():
    assert value(trimmed(text(" 甲　Ａ \t"))) == "甲　Ａ"
    assert value(trimmed(text("plain"))) == "plain"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("1.0e0", "1"),
        ("-25e0", "-25"),
        ("1.5e0", "1.50000000000000e+00"),
        ("9.13e17", "9.13000000000000e+17"),
    ],
)
def test_a_double_as_text_is_no_code_unless_it_is_whole(given: str, shown: str):
    assert value(as_text(double(given), Storage("double"))) == shown


def test_numbers_keep_their_kind():
    assert value(number(-(10**30))) == -(10**30)
    assert isinstance(value(double("-5e0")), float)
    assert operate(exp.Mul, operate(exp.Add, number(1), number(2)), number(3)).sql() == "(1 + 2) * 3"


def test_a_quick_answer_comes_first_then_empty_then_the_rest_then_the_fault():
    raw = column("x")
    reading = Conversion(
        (), {"": number(7)}, is_null(raw), (), "r", sure=operate(exp.GT, raw, number(1)), quick={"": raw}
    )
    assert reading.read("").sql() == 'CASE WHEN "x" > 1 THEN "x" WHEN "x" IS NULL THEN NULL ELSE 7 END'
    assert reading.read("", text("bad")).sql().endswith("ELSE COALESCE(7, 'bad') END")


def test_a_column_without_values():
    assert never({"": "BIGINT"}).read("").sql("duckdb").startswith("CASE WHEN TRUE THEN CAST(NULL AS BIGINT)")
