"""Expressions that several steps of an index are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from gaoxin.engines.sql.terms import call, case, double, known

__all__ = [
    "CELL",
    "IMPUTED",
    "NEGLIGIBLE",
    "call",
    "case",
    "columns",
    "double",
    "known",
    "null",
    "one_of",
    "ordered_sum",
    "table",
    "text",
    "to_digits",
]

IMPUTED = "index_imputed"
"""The relation behind the filling of gaps: a row for each cell."""
CELL = ("subject", "period", "node", "raw", "screened", "imputed", "filled")
"""Its columns: the keys, the figure, whether its row is left out, the figure used, whether it was filled."""
NEGLIGIBLE = 1e-12
"""The part of a size below which a difference is the noise of doubles."""


def text(value: str | None) -> exp.Expr:
    """Write a text, or NULL."""
    return exp.null() if value is None else exp.Literal.string(value)


def columns(names: Iterable[str], table: str | None = None) -> list[exp.Expr]:
    """Give columns, of a table where it is named."""
    return [exp.column(name, table=table) for name in names]


def null(kind: str, name: str) -> exp.Expr:
    """Give an empty column of a type."""
    return exp.cast(exp.null(), kind).as_(name)


def one_of(nodes: Sequence[str]) -> exp.Expr:
    """Tell whether the row's node is one of these."""
    return exp.In(this=exp.column("node"), expressions=[text(node) for node in nodes])


def ordered_sum(value: exp.Expr, by: exp.Expr | None = None) -> exp.Expr:
    """Add up known doubles in a fixed order: of another column, or from the smallest to the greatest.

    A sum of doubles depends on the order of its terms, and two threads deliver rows in any order.
    """
    if by is None:
        return call("LIST_SUM", call("LIST_SORT", call("LIST", value)))
    return call("LIST_SUM", call("LIST", exp.Order(this=value, expressions=[exp.Ordered(this=by)])))


def to_digits(value: exp.Expr, largest: exp.Expr, digits: int) -> exp.Expr:
    """Round a value to digits of the largest value beside it; as it is where all are 0."""
    places = exp.Sub(this=exp.Literal.number(digits - 1), expression=call("FLOOR", call("LOG10", largest)))
    rounded = call("ROUND", value, exp.cast(places, "INT"))
    return case((exp.GT(this=largest, expression=double(0)), rounded), otherwise=value)


def table(name: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[exp.Expr]]) -> exp.Select:
    """Give a small table of constants, each column (name, type) cast to its type."""
    names = [head for head, _ in heads]
    values = exp.values([tuple(row) for row in rows], alias=f"{name}_rows", columns=names)
    return exp.select(*(exp.cast(exp.column(head), kind).as_(head) for head, kind in heads)).from_(values)
