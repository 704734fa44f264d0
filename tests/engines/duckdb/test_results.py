"""Rows that are written whole or not at all."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from gaoxin.base.errors import InternalError, UsageError
from gaoxin.engines.duckdb import results
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.duckdb.results import BOM, Opened, Rows, Session
from gaoxin.engines.protocol import Table
from gaoxin.engines.sql.cte import select_all
from gaoxin.engines.sql.rows import Relation
from gaoxin.engines.sql.terms import call, text
from gaoxin.intake import open_table
from gaoxin.intake.files.sources import in_memory

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


@pytest.mark.parametrize("few", [True, False])
def test_few_rows_are_fetched_alike(few: bool, monkeypatch: pytest.MonkeyPatch):
    """Few rows come through a cursor and many as a relation: the same rows, types and errors."""
    monkeypatch.setattr(results, "FEW", 2 if few else 1)
    given = pa.table(
        {"subject": ["甲", "乙"], "period": [2, 1], "x": [0.5, None], "when": [date(2024, 2, 29)] * 2}
    )
    opened = Opened(Relation("", frozenset()), {}, [], [("t", Table(in_memory(given, "t")))])
    assert opened.small == few
    with DuckDB() as engine:
        engine.register("t", given)
        rows = Rows(engine, opened, select_all("t"), ordered=True)
        found = rows.arrow()
        assert found.schema.types == given.schema.types
        assert found.to_pylist() == given.take([1, 0]).to_pylist()
        failing = exp.select(call("error", text("late"))).from_("t")
        with pytest.raises(InternalError, match="late"):
            Rows(engine, opened, failing, ordered=False).arrow()
        assert Rows(engine, opened, select_all("t"), ordered=False).arrow().num_rows == 2


@pytest.mark.parametrize(("read", "written"), [(61_440, 61_440), (20_000, 122_880), (None, 122_880)])
def test_rows_are_written_as_many_together_as_are_read(tmp_path: Path, read: int | None, written: int):
    """In the order of the table, and where that is no unusual number; DuckDB's own is 122,880."""
    path, out = tmp_path / "t.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({"n": range(150_000)}), path, row_group_size=read)
    opened = Opened(Relation("", frozenset()), {}, [], [("t", Table(open_table(path)))])
    with DuckDB() as engine:
        engine.register("t", pq.read_table(path).combine_chunks())
        Rows(engine, opened, select_all("t"), ordered=False).write(out)
    found = pq.ParquetFile(out)
    assert found.metadata.row_group(0).num_rows == written
    assert found.read()["n"].to_pylist() == list(range(150_000))


def test_refusals(tmp_path: Path):
    with DuckDB() as engine:
        rows = Rows(engine, NOTHING, select_all("t"), ordered=True)
        with pytest.raises(UsageError, match=r"results are written to .csv, .parquet or .json"):
            rows.write(tmp_path / "out.txt")
        with pytest.raises(UsageError, match="there is no folder"):
            rows.write(tmp_path / "none" / "out.csv")
