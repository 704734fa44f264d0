"""Expressions that several steps of an index are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from gaoxin.engines.sql.terms import call, case, double, known

__all__ = [
    "CELL",
    "NEGLIGIBLE",
    "any_of",
    "call",
    "case",
    "columns",
    "count_if",
    "double",
    "known",
    "null",
    "one_of",
    "ordered_sum",
    "places",
    "same",
    "table",
    "text",
    "to_digits",
]

CELL = ("subject", "period", "node", "raw", "screened", "imputed", "filled", "treated", "changed", "skewed")
"""Columns of a cell: the keys, the figure, whether its row is left out, the figure used after each step,
whether that step changed it, and whether it still fails the rule of treatment."""
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


def one_of(nodes: Iterable[str], table: str | None = None) -> exp.Expr:
    """Tell whether the row's node is one of these."""
    return exp.In(this=exp.column("node", table=table), expressions=[text(node) for node in nodes])


def count_if(condition: exp.Expr) -> exp.Expr:
    """Count the rows where a condition holds."""
    return exp.Count(this=case((condition, exp.Literal.number(1))))


def same(keys: Iterable[str], left: str, right: str) -> exp.Expr:
    """Tell whether two tables have the same values in some columns; a row without one has none."""
    return exp.and_(*(exp.column(key, table=left).eq(exp.column(key, table=right)) for key in keys))


def any_of(condition: exp.Expr) -> exp.Expr:
    """Tell whether a condition holds in a row of the group; false where there is none."""
    return call("COALESCE", call("BOOL_OR", condition), exp.false())


def places(value: exp.Expr, by: Sequence[exp.Expr], ties: str) -> exp.Expr:
    """Rank values within some columns, 1 for the least; equal ones share a rank as ``ties`` says.

    Both windows are over ``by`` and whether the value is known, so that unknown ones rank apart.
    """
    scope = [*by, value.copy().is_(exp.null())]
    first = exp.Window(
        this=call("RANK"), partition_by=scope, order=exp.Order(expressions=[exp.Ordered(this=value)])
    )
    if ties == "min":
        return exp.cast(first, "DOUBLE")
    equal = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[*(x.copy() for x in by), value.copy()])
    others = exp.cast(exp.paren(equal - exp.Literal.number(1)), "DOUBLE")
    share = others if ties == "max" else exp.Div(this=others, expression=double(2))
    return exp.cast(first, "DOUBLE") + share


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
