"""The words that SQL is written with: exact constants, and values that stay one value."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from gaoxin.engines.sql import terms


def value(term: exp.Expr) -> object:
    """What DuckDB reads."""
    return duckdb.sql(f"SELECT {term.sql(dialect='duckdb')}").fetchall()[0][0]


def type_read(term: exp.Expr) -> str:
    """The type that DuckDB reads."""
    return str(duckdb.sql(f"SELECT {term.sql(dialect='duckdb')}").types[0])


@pytest.mark.parametrize("number", [0, 1, -7, 10**18, -(10**30)])
def test_whole_numbers_are_exact(number: int):
    assert value(terms.number(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_are_read_as_the_same_doubles(number: float):
    assert type_read(terms.double(number)) == "DOUBLE"
    assert value(terms.double(number)) == number


def test_a_fraction_is_the_double_next_to_it():
    assert value(terms.double(Fraction(1, 3))) == 1 / 3


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")))
def test_texts_stay_texts(text: str):
    assert value(terms.text(text)) == text


def test_names_are_quoted():
    assert terms.column('a "b"', "now").sql(dialect="duckdb") == 'now."a ""b"""'
    assert terms.named(terms.number(1), "select").sql(dialect="duckdb") == '1 AS "select"'


def test_case_ends_in_null():
    assert value(terms.case((exp.false(), terms.number(1)))) is None
    assert value(terms.case((exp.false(), terms.number(1)), otherwise=terms.number(2))) == 2


def test_known_and_null_are_opposites():
    assert value(terms.is_null(terms.null("BIGINT"))) is True
    assert value(terms.known(terms.null("BIGINT"))) is False
    assert type_read(terms.null("BIGINT")) == "BIGINT"


def test_conditions_keep_their_brackets():
    either = terms.any_of(exp.true(), exp.false())
    assert value(terms.all_of(either, exp.false())) is False
    assert value(terms.any_of(terms.all_of(exp.false(), exp.false()), exp.true())) is True


def test_a_relation_is_read_by_its_quoted_name():
    query = terms.select([terms.column("a"), terms.equal(terms.column("a"), terms.number(1))], "in put")
    assert query.sql(dialect="duckdb") == 'SELECT "a", "a" = 1 FROM "in put"'
