"""The few statements around a script: views of files, slices of a relation, a copy to a file."""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from gaoxin.engines.sql.terms import call, column, text

DIALECT = "duckdb"
_OPTIONS = {
    ".csv": "FORMAT csv, HEADER true",
    ".parquet": "FORMAT parquet",
    ".json": "FORMAT json, ARRAY true",
}
ENDINGS = tuple(_OPTIONS)


def parquet_view(name: str, path: str) -> str:
    """A view over a Parquet file, which stays where it is."""
    reader = call("read_parquet", text(path))
    query = exp.select("*").from_(exp.Table(this=reader))
    return exp.Create(this=exp.to_table(name), kind="VIEW", expression=query, replace=True).sql(
        dialect=DIALECT
    )


def everything(relation: str) -> exp.Select:
    """All columns and rows."""
    return exp.select("*").from_(exp.to_identifier(relation))


def rows_with(relation: str, name: str, values: Collection[str]) -> exp.Select:
    """The rows of a relation whose column holds one of several texts."""
    texts: list[exp.Expr] = [text(value) for value in values]
    chosen = exp.In(this=column(name), expressions=texts) if texts else exp.false()
    return exp.select("*").from_(exp.to_identifier(relation)).where(chosen)


def copy(sql: str, path: str, ending: str) -> str:
    """A statement that writes the rows of a query to a file."""
    target = text(path).sql(dialect=DIALECT)
    return f"COPY ({sql}) TO {target} ({_OPTIONS[ending]})"
