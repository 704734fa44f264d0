"""A script of SQL as a list of named, commented steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

Query = exp.Query

_NOTE = "note"


@dataclass(frozen=True, slots=True)
class Cte:
    """One step of a script.

    Parameters
    ----------
    name : name of the relation that it makes
    comment : the pack item or the step of the plan that it computes; printed on one line
    query : what it selects; it may read the steps before it
    kept : computed once and kept, because several steps read it; where False, computed anew by each, because
        it is cheaper to read only what each needs; None leaves it to DuckDB
    """

    name: str
    comment: str
    query: exp.Query
    kept: bool | None = None


def script(ctes: Sequence[Cte], final: exp.Query) -> exp.Query:
    """Join steps into one query, ``WITH … SELECT``, that carries their comments.

    Parameters
    ----------
    ctes : the steps, in an order in which each reads only the ones before it
    final : the query behind the last of them

    Returns
    -------
    a new query of the parts given, of which nothing is copied: print it before any of them is joined again
    """
    whole = type(final)(**final.args)
    tables = [_table(cte) for cte in ctes]
    if tables:
        whole.set("with_", exp.With(expressions=tables))
    return whole


def select_all(name: str) -> exp.Select:
    """``SELECT * FROM name``."""
    return exp.select("*").from_(exp.to_table(name))


def text(query: exp.Expr) -> str:
    """Print a query for DuckDB, one clause a line, each step under a ``--`` line with its comment."""
    return _Printer(pretty=True, dialect="duckdb").generate(query, copy=False)


def _table(cte: Cte) -> exp.CTE:
    alias = exp.TableAlias(this=exp.to_identifier(cte.name))
    table = exp.CTE(this=cte.query, alias=alias, materialized=cte.kept)
    table.meta[_NOTE] = cte.comment
    return table


class _Printer(DuckDB.Generator):
    """DuckDB's printer, with comments of steps as lines of their own."""

    def with_sql(self, expression: exp.With) -> str:
        """Print the steps one below the other."""
        tables = [self.sql(table) for table in expression.expressions]
        return self.sep().join(["WITH", f",{self.sep()}".join(tables)])

    def cte_sql(self, expression: exp.CTE) -> str:
        """Print a step under its comment."""
        # Titles come from packs of strangers: a line break must not end the comment and start a statement.
        note = " ".join(str(expression.meta[_NOTE]).split())
        return f"-- {note}\n{super().cte_sql(expression)}"
