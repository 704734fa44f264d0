"""Queries that read one table of a SQLite database that a user hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.engines.sql.terms import all_of, call, column, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable

DIALECT = "sqlite"

_OWN_NUMBERS = ("rowid", "_rowid_", "oid")


def tables_query() -> str:
    """Names of the plain tables: what a view or a virtual table would do is code of the file."""
    name, kind, code = column("name"), column("type"), column("sql")
    own = exp.NEQ(this=call("substr", name, number(1), number(7)), expression=text("sqlite_"))
    virtual = exp.Not(this=exp.Like(this=code, expression=text("CREATE VIRTUAL%")))
    plain = all_of(exp.EQ(this=kind, expression=text("table")), own, virtual)
    return exp.select(name).from_("sqlite_master").where(plain).order_by(name).sql(dialect=DIALECT)


def columns_query(table: str) -> str:
    """The columns of a table, without a row."""
    return exp.select("*").from_(_table(table)).limit(0).sql(dialect=DIALECT)


def count_query(table: str) -> str:
    """How many rows a table has."""
    return exp.select(exp.Count(this=exp.Star())).from_(_table(table)).sql(dialect=DIALECT)


def rows_query(table: str, columns: Iterable[str], *, numbered: bool) -> str:
    """The rows of a table, each after its own number, or after 0.

    Parameters
    ----------
    numbered : the table numbers its rows, and not all names for that are taken by columns
    """
    names = list(columns)
    taken = {name.lower() for name in names}
    own = next((name for name in _OWN_NUMBERS if name not in taken), None) if numbered else None
    first = exp.column(own) if own else number(0)
    return exp.select(first, *(column(name) for name in names)).from_(_table(table)).sql(dialect=DIALECT)


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name, quoted=True))
