"""Tables in memory and files are read under a name."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.engines.duckdb.views import view
from gaoxin.engines.protocol import Table
from gaoxin.intake.files.sources import in_memory
from gaoxin.plan.binding import Source


def test_rows_are_read_under_a_name(tmp_path: Path):
    rows, path = pa.table({"n": [1, 2]}), tmp_path / "it's.parquet"
    pq.write_table(rows, path)
    with duckdb.connect() as connection:
        view(connection, "held", Table(in_memory(rows, "t")))
        view(connection, "filed", Table(Source("t", (), path=str(path))))
        for name in ("held", "filed"):
            assert connection.execute(f"SELECT n FROM {name} ORDER BY n").fetchall() == [(1,), (2,)]
        with connection.cursor() as other:
            assert other.execute("SELECT count(*) FROM filed").fetchall() == [(2,)]
