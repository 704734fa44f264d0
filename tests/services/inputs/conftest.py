"""Small projects: CSV parts of enterprises, gathered under a real pack."""

import random
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from gaoxin.base.identifiers import credit_code_check
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.formula.program import Program
from gaoxin.loading.library import installed
from gaoxin.services.inputs.gather import gather, programs_in_use
from gaoxin.services.inputs.gathered import Gathered, Part

Gather = Callable[..., Gathered]


@cache
def programs() -> list[Program]:
    """The packs in use: the rules of high-tech enterprises, and the vocabulary that they need."""
    return programs_in_use(installed(), ["hnte-2016"])


def code(number: int) -> str:
    """A right credit code for each number, which does not end in 000."""
    first = f"91420100{number + 1:08d}1"
    return first + credit_code_check(first)


def write(path: Path, heading: str, rows: Iterable[Iterable[object]]) -> Path:
    """A CSV file."""
    lines = [heading, *(",".join("" if cell is None else str(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def gathered(tmp_path: Path) -> Gather:
    """Gather parts of enterprises: paths, or parts."""

    def run(*parts: Path | Part, **lists: Path) -> Gathered:
        made = [part if isinstance(part, Part) else Part(part, name=part.name) for part in parts]
        folder = tmp_path / "typed"
        folder.mkdir(exist_ok=True)
        with DuckDB(threads=1) as engine:
            return gather({"enterprise": made}, programs(), engine, folder, **lists)

    return run


HEADING = (
    "统一社会信用代码,年份,企业名称,销售收入（万元）,总收入（万元）,资产总计（万元）,负债合计（万元）,净资产（万元）,"
    "职工总数,研发费用（万元）"
)


def firms(count: int, years: Iterable[int], seed: int = 1) -> list[list[object]]:
    """Firms whose figures scatter as those of real ones: lognormal sizes, ratios and yearly changes."""
    draw = random.Random(seed)
    rows: list[list[object]] = []
    for number in range(count):
        base, lean = 10 ** draw.gauss(3.5, 0.5), 10 ** draw.gauss(0, 0.15)
        staff, research = max(1, round(base / 80 * 10 ** draw.gauss(0, 0.25))), 10 ** draw.gauss(0, 0.2)
        for year in years:
            sales = base * 10 ** draw.gauss(0.04 * (year - 2022), 0.06)
            assets = round(sales * 1.5 * lean * 10 ** draw.gauss(0, 0.04), 2)
            debts = round(assets * 0.5, 2)
            money = (f"{sales:.2f}", f"{sales * 1.02:.2f}", assets, debts, f"{assets - debts:.2f}")
            rd = f"{sales * 0.06 * research * 10 ** draw.gauss(0, 0.05):.2f}"
            rows.append([code(number), year, f"企业{number}", *money, staff, rd])
    return rows
