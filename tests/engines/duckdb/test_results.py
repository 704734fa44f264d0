"""Results: tables are read quickly first, and cell by cell where that fails; both ways give the same."""

import math
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table, Task
from gaoxin.intake import bind, open_table
from gaoxin.plan.rows import verdict_plan
from tests.agreement.single import judged

PROGRAM = judged("a >= 0.3 元")
PLAN = verdict_plan(PROGRAM)


def task(amounts: list[float | None], folder: Path) -> Task:
    """Amounts in a Parquet file, which states the least and the greatest of them."""
    n = len(amounts)
    path = folder / "firms.parquet"
    pq.write_table(pa.table({"firm": [f"f{i}" for i in range(n)], "year": [2024] * n, "a": amounts}), path)
    source = open_table(path)
    variables = {"a": PROGRAM.variables["a"]}
    return Task(Table(source, bind(source, variables, PROGRAM.subjects["firm"])))


def outcomes(found: Any) -> list[str]:
    return found["test"].to_pylist()


def test_plain_cells_are_read_quickly(tmp_path: Path):
    with DuckDB() as engine:
        rows = engine.rows(PLAN, task([0.3, 0.29, None], tmp_path))
        rows.careful = None
        assert "printf" not in rows.sql.lower()
        assert outcomes(rows.arrow()) == ["pass", "fail", "unknown"]


def test_noise_is_read_cell_by_cell(tmp_path: Path):
    """0.1 + 0.2 is shown as 0.3, and is 0.3 here."""
    with DuckDB() as engine:
        noisy = task([0.1 + 0.2, 0.3, 0.29], tmp_path)
        rows = engine.rows(PLAN, noisy)
        assert outcomes(rows.arrow()) == ["pass", "pass", "fail"]
        assert rows.write(tmp_path / "out.csv") == 3
        assert outcomes(engine.rows(PLAN, engine.framed([PLAN], noisy)).arrow()) == ["pass", "pass", "fail"]
        rows.careful = None
        with pytest.raises(duckdb.Error, match="does not convert"):
            rows.arrow()


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (math.nan, "NaN and infinity are no figures"),
        (math.inf, "NaN and infinity are no figures"),
        (0.305, "nothing is rounded here"),
        (1e300, "at most 15 digits"),
    ],
)
@pytest.mark.parametrize("others", [[0.3, 0.3], [0.3, None]])
def test_a_faulty_cell_is_named_whatever_the_file_says_of_its_figures(
    bad: float, rule: str, others: list[float | None], tmp_path: Path
):
    """A file does not count NaN among the least and the greatest of its figures."""
    with DuckDB() as engine, pytest.raises(DataError, match=rule) as caught:
        engine.rows(PLAN, task([*others, bad], tmp_path)).arrow()
    assert [(fault.place.line, fault.place.column) for fault in caught.value.faults] == [(3, 3)]


def test_quick_and_careful_agree(tmp_path: Path):
    amounts = [n / 100 for n in range(-500, 501)] + [-99.99, 12345678.9, None]
    with DuckDB() as engine:
        rows = engine.rows(PLAN, task(amounts, tmp_path))
        assert rows.careful is not None
        careful = rows.careful()
        assert "printf" in careful.sql.lower()
        assert rows.arrow() == careful.arrow()
