"""The words that SQL is written with: columns, constants, casts, CASE, calls.

Nothing is copied: a term is built once and stands in one script, which is printed once.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from sqlglot import exp


@lru_cache(maxsize=256)
def _parsed(kind: str) -> exp.DataType:
    return exp.DataType.build(kind, dialect="duckdb")


def type_of(kind: str) -> exp.DataType:
    """A type of DuckDB by its name."""
    found = _parsed(kind)
    return found.copy() if found.expressions else exp.DataType(**found.args)


def column(name: str, table: str | None = None) -> exp.Column:
    """A quoted column, of a table where it is named."""
    found = exp.Column(this=exp.Identifier(this=name, quoted=True))
    if table is not None:
        found.set("table", exp.to_identifier(table))
    return found


def text(value: str) -> exp.Literal:
    """A text."""
    return exp.Literal.string(value)


def number(value: int) -> exp.Expr:
    """A whole number, of any length."""
    literal = exp.Literal(this=str(abs(value)), is_string=False)
    return exp.Neg(this=literal) if value < 0 else literal


def double(value: Fraction | float) -> exp.Expr:
    """A number as the double next to it; without an exponent DuckDB and Spark would read a decimal."""
    written = repr(abs(float(value))).removesuffix(".0")
    literal = exp.Literal.number(written if "e" in written else f"{written}e0")
    return exp.Neg(this=literal) if value < 0 else literal


def null(kind: str) -> exp.Expr:
    """No value, of a type of DuckDB."""
    return cast(exp.Null(), kind)


def cast(value: exp.Expr, kind: str) -> exp.Cast:
    """A cast that cannot fail."""
    return exp.Cast(this=value, to=type_of(kind))


def case(*branches: tuple[exp.Expr, exp.Expr], otherwise: exp.Expr | None = None) -> exp.Case:
    """A CASE; without ``otherwise`` it ends in NULL."""
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs, default=otherwise)


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """A function by its name."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def all_of(*conditions: exp.Expr) -> exp.Expr:
    """Conditions joined by AND."""
    return exp.and_(*conditions, copy=False)


def any_of(*conditions: exp.Expr) -> exp.Expr:
    """Conditions joined by OR."""
    return exp.or_(*conditions, copy=False)


def equal(value: exp.Expr, other: exp.Expr) -> exp.EQ:
    """Whether two values are the same."""
    return exp.EQ(this=value, expression=other)


def is_null(value: exp.Expr) -> exp.Is:
    """Whether there is no value."""
    return exp.Is(this=value, expression=exp.Null())


def known(value: exp.Expr) -> exp.Not:
    """Whether there is a value."""
    return exp.Not(this=is_null(value))


def paren(value: exp.Expr) -> exp.Paren:
    """A value in brackets."""
    return exp.Paren(this=value)


def named(value: exp.Expr, name: str) -> exp.Expr:
    """A value under a name; a column that has it already stands for itself."""
    if isinstance(value, exp.Column) and value.name == name:
        return value
    return exp.Alias(this=value, alias=exp.Identifier(this=name, quoted=True))


def select(columns: Iterable[exp.Expr], source: str) -> exp.Select:
    """``SELECT columns FROM source``."""
    return exp.Select(expressions=list(columns)).from_(exp.to_identifier(source, quoted=True), copy=False)
