"""The same scores written by hand: SQL for DuckDB, and Polars."""

from __future__ import annotations

import functools
import operator
from pathlib import Path
from typing import Any

from benchmarks.scoring.data import DOWN, NAMES, WEIGHTS

SHARES = {name: weight / sum(WEIGHTS) for name, weight in zip(NAMES, WEIGHTS, strict=True)}


def sql(method: str, table: Path) -> str:
    """The query: id, score, rank."""
    if method == "minmax":
        ends = ", ".join(f"min({x}) {x}_lo, max({x}) {x}_hi" for x in NAMES)
        score = " + ".join(f"{SHARES[x]!r}::DOUBLE * ({_gone(x)} / ({x}_hi - {x}_lo))" for x in NAMES)
        steps = f"a AS (SELECT g, {ends} FROM d GROUP BY g), "
        steps += f"s AS (SELECT id, g, {score} score FROM d JOIN a USING (g))"
    else:
        turned = {x: " DESC" if x in DOWN else "" for x in NAMES}
        rank = "percent_rank() OVER (PARTITION BY g ORDER BY"
        score = " + ".join(f"{SHARES[x]!r}::DOUBLE * {rank} {x}{turned[x]})" for x in NAMES)
        steps = f"s AS (SELECT id, g, {score} score FROM d)"
    d = f"d AS (SELECT *, stage * 12 + sector g FROM read_parquet('{table}'))"
    return f"WITH {d}, {steps} SELECT id, score, rank() OVER (PARTITION BY g ORDER BY score DESC) rk FROM s"


def _gone(x: str) -> str:
    return f"({x}_hi - {x})" if x in DOWN else f"({x} - {x}_lo)"


def duckdb(method: str, table: Path, out: Path) -> None:
    """Run the SQL and write."""
    import duckdb as engine

    with engine.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"COPY ({sql(method, table)}) TO '{out}' (FORMAT parquet)")


def polars(method: str, table: Path, out: Path) -> None:
    """Run the same in Polars and write."""
    import polars as pl

    def share(x: str) -> Any:
        column = pl.col(x)
        if method != "minmax":
            worse = column.rank("min", descending=x in DOWN).over("g").cast(pl.Float64) - 1
            return worse / (column.count().over("g") - 1)
        gone = pl.col(f"{x}_hi") - column if x in DOWN else column - pl.col(f"{x}_lo")
        return gone / (pl.col(f"{x}_hi") - pl.col(f"{x}_lo"))

    rows = pl.scan_parquet(table).with_columns(g=pl.col("stage") * 12 + pl.col("sector"))
    if method == "minmax":
        ends = [
            e for x in NAMES for e in (pl.col(x).min().alias(f"{x}_lo"), pl.col(x).max().alias(f"{x}_hi"))
        ]
        rows = rows.join(rows.group_by("g").agg(ends), on="g", how="left")
    score = functools.reduce(operator.add, [SHARES[x] * share(x) for x in NAMES])
    scored = rows.select("id", "g", score=score)
    ranked = scored.with_columns(rk=pl.col("score").rank("min", descending=True).over("g").cast(pl.Int64))
    ranked.select("id", "score", "rk").collect().write_parquet(out)
