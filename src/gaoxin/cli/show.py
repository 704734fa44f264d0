"""Results for people (a table) and for machines (JSON)."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

MOST = 40
"""Rows shown to a person; files hold all of them."""

FOOTER = "自评结果,以主管部门认定为准"

_WORDS = {
    "pass": "符合 pass",
    "fail": "不符合 fail",
    "unknown": "待补充 unknown",
    "not_applicable": "不适用 n/a",
}


def as_json(value: object) -> None:
    """Print one JSON value."""
    print(json.dumps(value, ensure_ascii=False, default=str, indent=1))


def notices(lines: Iterable[str]) -> None:
    """Print what a reader should know, beside the result."""
    for line in lines:
        print(f"notice: {line}", file=sys.stderr)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], *, more: str = "") -> None:
    """Print a table, at most so many rows of it."""
    from rich.console import Console
    from rich.table import Table

    grid = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows[:MOST]:
        grid.add_row(*(_cell(cell) for cell in row))
    console = Console(soft_wrap=False, width=None if sys.stdout.isatty() else 160)
    with console.capture() as shown:
        console.print(grid)
    print(shown.get(), end="")
    if len(rows) > MOST:
        print(f"… {len(rows) - MOST:,} more rows{more}")


def _cell(value: object) -> str:
    from rich.markup import escape

    if value is None:
        return "–"
    if isinstance(value, float):
        return _number(value)
    return escape(str(value))


def _number(value: float) -> str:
    """Four decimals, or as many as tell a number from a round one next to it."""
    short = round(value, 4)
    near_round = short == round(value, 2) and abs(value - short) > 1e-12 * max(1, abs(value))
    digits = f"{value:,.12f}" if near_round else f"{short:,.4f}"
    return digits.rstrip("0").rstrip(".")


def verdict_rows(rows: Iterable[Mapping[str, Any]], verdicts: Sequence[str]) -> Iterator[list[object]]:
    """A row for each subject, period and verdict: the outcome, what fails, what is unknown."""
    for row in rows:
        for name in verdicts:
            conditions = {k.partition(".")[2]: v for k, v in row.items() if k.startswith(f"{name}.")}
            failing = ", ".join(k for k, v in conditions.items() if v is False)
            unknown = ", ".join(k for k, v in conditions.items() if v is None)
            yield [row["subject"], row["period"] or "", name, _WORDS[row[name]], failing, unknown]


@contextmanager
def busy(text: str) -> Generator[None]:
    """A sign of life on long work, where a person watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
