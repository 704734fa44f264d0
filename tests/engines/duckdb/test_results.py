"""Rows that are written whole or not at all."""

from pathlib import Path

import pyarrow as pa
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.duckdb.results import BOM, Opened, Rows, Session
from gaoxin.engines.sql.cte import select_all
from gaoxin.engines.sql.rows import Relation

NOTHING = Opened(Relation("", frozenset()), {}, [], [])


def test_rows_are_ordered_and_written_with_a_mark(tmp_path: Path):
    with DuckDB() as engine:
        session = Session(engine, NOTHING)
        session.register("t", pa.table({"subject": ["乙", "甲"], "period": [2, 1]}))
        rows = Rows(engine, NOTHING, select_all("t"), ordered=True)
        assert rows.arrow()["subject"].to_pylist() == ["乙", "甲"]
        assert rows.write(tmp_path / "out.csv") == 2
        assert (tmp_path / "out.csv").read_bytes().startswith(BOM + b"subject,period")
        assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_refusals(tmp_path: Path):
    with DuckDB() as engine:
        rows = Rows(engine, NOTHING, select_all("t"), ordered=True)
        with pytest.raises(UsageError, match=r"results are written to .csv, .parquet or .json"):
            rows.write(tmp_path / "out.txt")
        with pytest.raises(UsageError, match="there is no folder"):
            rows.write(tmp_path / "none" / "out.csv")
