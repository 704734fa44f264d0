"""Three zones, six firms, three years; every figure of the tests is worked by hand from this table."""

from collections.abc import Callable, Iterator
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table
from gaoxin.formula.program import Program
from gaoxin.services.board import write_board
from gaoxin.services.stored import stored_table
from tests.agreement import members

ZONES = ("东区", "西区", "新区")
TITLE = {"zh": "题", "en": "title"}
# revenue and cost in 元; intensity of 东区: 20/400 = 5 %, 15/500 = 3 %, 15/500 = 3 %
FIRMS: dict[tuple[str, int], tuple[str, int | None, int | None]] = {
    ("甲", 2022): ("东区", 100, 5),
    ("乙", 2022): ("东区", 300, 15),
    ("甲", 2023): ("东区", 100, 5),
    ("乙", 2023): ("东区", 300, 9),
    ("丙", 2023): ("东区", 100, 1),
    ("甲", 2024): ("东区", 200, 5),
    ("丙", 2024): ("东区", 300, 10),
    ("丁", 2022): ("西区", 100, 2),
    ("丁", 2023): ("西区", 100, 4),
    ("丁", 2024): ("西区", 100, 4),
    ("戊", 2024): ("西区", 100, 2),
    ("己", 2022): ("新区", 100, 3),
    ("己", 2023): ("新区", 100, None),
    ("己", 2024): ("新区", 100, 6),
}
RED = [
    {"title": {"zh": "比上年变差", "en": "worse"}, "when": "worse", "threshold": 0, "status": "assumed"},
    {"title": {"zh": "最低四分之一", "en": "low"}, "when": "low", "threshold": "1/4", "status": "verified"},
]


def indicator(formula: str, unit: str, **more: Any) -> dict[str, Any]:
    """An indicator of the tests' pack."""
    return {"title": TITLE, "formula": formula, "unit": unit, **more}


INDICATORS = {
    "intensity": indicator("sum(firm.cost) / sum(firm.revenue)", "%"),
    "revenue": indicator("sum(firm.revenue)", "万元"),
    "growth_rate": indicator("growth(sum(firm.revenue))", "%", status="assumed"),
}


@pytest.fixture(scope="session")
def program() -> Program:
    """Give a pack with one board of two leaves and a task."""
    indicators = {**INDICATORS, "turnover": INDICATORS["revenue"]}
    del indicators["revenue"]
    leaves = [
        {"id": "1.1", "title": TITLE, "state": "indicator", "measures": ["intensity", "turnover"]},
        {"id": "1.2", "title": TITLE, "state": "indicator", "measures": ["growth_rate", "area", "intensity"]},
        {"id": "1.3", "title": TITLE, "state": "task"},
    ]
    tree = [{"id": "1", "title": TITLE, "children": leaves}]
    board = {"title": TITLE, "tree": tree, "red": RED, "directions": {"area": "none"}}
    return members.program(indicators=indicators, board={"b": board})


@pytest.fixture(scope="session")
def tables(program: Program) -> dict[str, Table]:
    """Give the typed tables of the zones and of the firms."""
    zones = {(zone, year): {"area": F(10)} for zone in ZONES for year in (2022, 2023, 2024)}
    firms = {
        key: {"zone": zone, **{n: F(v) for n, v in (("revenue", revenue), ("cost", cost)) if v is not None}}
        for key, (zone, revenue, cost) in FIRMS.items()
    }
    return {"zone": stored_table(zones, program.variables), "firm": stored_table(firms, program.variables)}


@pytest.fixture(scope="session")
def engine() -> Iterator[DuckDB]:
    """Give an engine."""
    with DuckDB() as made:
        yield made


@pytest.fixture
def write(
    tmp_path: Path, program: Program, tables: dict[str, Table], engine: DuckDB
) -> Callable[..., tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Give the function that writes the two tables and reads them back."""

    def made(**more: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        given = {"tables": tables, "periods": None, "ranges": {}, "breaks": None, **more}
        write_board(
            tmp_path,
            [program],
            given["tables"],
            engine,
            None,
            given["periods"],
            given["ranges"],
            given["breaks"],
        )
        board, movers = (
            pq.read_table(tmp_path / "tables" / f"{name}.parquet").to_pylist() for name in ("board", "movers")
        )
        return board, movers

    return made
