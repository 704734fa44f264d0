"""Results for people (a table) and for machines (JSON)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
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

    grid = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        grid.add_column(heading, overflow="fold")
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

    return escape(plain(value))


def plain(value: object) -> str:
    """A value as people read it: nothing as a dash, numbers with as many digits as they need."""
    if value is None:
        return "–"
    return _number(value) if isinstance(value, float) else str(value)


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


STEPS = {
    "draw": "生成数据 drawing",
    "files": "写文件 writing files",
    "read": "读取 reading",
    "check": "审核 checking",
    "judge": "判定 judging",
    "index": "指数 computing indices",
    "board": "看板 filling the board",
    "write": "写入 writing",
    "publish": "发布 publishing",
    "report": "报告 writing the report",
    "look": "查看 looking",
    "compare": "比较 comparing",
    "data": "只换数据 only the data changed",
    "packs": "只换标准 only the packs changed",
    "settings": "只换设置 only the settings changed",
    "method": "只换方法 only the method changed",
}
"""Steps of long work, in the words of a person who watches."""


@contextmanager
def steps() -> Generator[Callable[[str], None]]:
    """A function that shows the step at which long work is, where a person watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield lambda step: status.update(f"{STEPS.get(step, step)} …")


@contextmanager
def counting(text: str) -> Generator[Callable[[int, int], None] | None]:
    """A function that shows how many steps of long work are done, where a person watches; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
