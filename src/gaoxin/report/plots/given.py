"""The tables that plots take: anything that has rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from gaoxin.base.errors import UsageError

Rows = list[dict[str, Any]]


def rows_of(table: object, needed: Iterable[str], plot: str) -> Rows:
    """The rows of a table: of a result, of an Arrow, Polars or pandas table, or a list of mappings.

    Numbers that are none are None.

    Raises
    ------
    UsageError : it is no table, has no rows, or lacks a column that the plot needs
    """
    rows = [{str(key): _plain(cell) for key, cell in row.items()} for row in _rows(table, plot)]
    if not rows:
        message = f"{plot}: 没有数据 · the table has no rows; try: another period or subject"
        raise UsageError(message)
    if lacking := [name for name in needed if name not in rows[0]]:
        has = ", ".join(rows[0])
        seen = f"the table lacks {', '.join(lacking)}; it has {has}"
        message = f"{plot}: 缺少列 · {seen}; try: the table that it is for"
        raise UsageError(message)
    return rows


def _rows(table: object, plot: str) -> list[Any]:
    given: Any = table
    if isinstance(table, list):
        return list(given)
    if hasattr(table, "to_pylist"):
        return given.to_pylist()
    if hasattr(table, "__arrow_c_stream__"):
        return pa.table(given).to_pylist()
    message = f"{plot}: {type(table).__name__} 不是表 · is no table; try: what gx.index or gx.robust gave"
    raise UsageError(message)


def _plain(cell: Any) -> Any:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def of_period(rows: Rows, period: int | None, plot: str) -> tuple[Rows, int | None]:
    """The rows of a year, the latest where None; all rows of a table without years.

    Raises
    ------
    UsageError : no row is of that year
    """
    years = sorted({row["period"] for row in rows if row.get("period") is not None})
    if not years:
        return rows, None
    chosen = years[-1] if period is None else period
    found = [row for row in rows if row.get("period") == chosen]
    if not found:
        message = f"{plot}: 没有{period}年 · no row of {period}; try: {', '.join(map(str, years))}"
        raise UsageError(message)
    return found, chosen


def of_subject(rows: Rows, subject: str | None, plot: str) -> Rows:
    """The rows of one subject; it need not be named where there is one only.

    Raises
    ------
    UsageError : it is not there, or there are several and none is named
    """
    subjects = list(dict.fromkeys(str(row["subject"]) for row in rows))
    if subject is None and len(subjects) == 1:
        return rows
    if subject not in subjects:
        seen = f"subject {subject}" if subject else f"{len(subjects)} subjects and none is named"
        message = f"{plot}: 没有这个主体 · {seen}; try: {', '.join(subjects[:5])}"
        raise UsageError(message)
    return [row for row in rows if row["subject"] == subject]


def known(rows: Rows, name: str, plot: str) -> Rows:
    """The rows in which a column has a value.

    Raises
    ------
    UsageError : there is none
    """
    found = [row for row in rows if row[name] is not None]
    if not found:
        message = f"{plot}: {name} 全部未知 · is unknown in every row; try: see the status of the rows"
        raise UsageError(message)
    return found


def title_of(node: Any, titles: Mapping[str, str] | None) -> str:
    """The title of a node, its id where it has none."""
    return (titles or {}).get(str(node), str(node))


def percent(value: float, _: int | None = None) -> str:
    """A share as a percentage, for the ticks of an axis."""
    return f"{value:.0%}"
