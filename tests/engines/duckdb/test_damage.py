"""A Parquet file with broken pages is a fault of the file, not of ours."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError
from gaoxin.engines.duckdb.damage import damage
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table
from gaoxin.intake import bind, open_table
from gaoxin.spec import Variable

NEEDED = {"x": Variable.model_validate({"title": {"zh": "数", "en": "X"}, "unit": "万元"})}


def table(path: Path) -> Table:
    source = open_table(path)
    return Table(source, bind(source, NEEDED))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "t.parquet"
    rows = pa.table({"subject": [f"s{n}" for n in range(5000)], "x": [f"{n}.5" for n in range(5000)]})
    pq.write_table(rows, path, use_dictionary=False, compression="snappy")
    data = bytearray(path.read_bytes())
    data[4:2000] = b"\xff" * 1996
    path.write_bytes(data)
    return path


def test_the_file_is_named(broken: Path, tmp_path: Path):
    whole = tmp_path / "whole.parquet"
    pq.write_table(pa.table({"subject": ["a"], "x": ["1"]}), whole)
    with duckdb.connect() as connection:
        found = damage(connection, [table(whole), table(broken)])
        assert found is not None
        assert [fault.place.file for fault in found.faults] == [str(broken)]
        assert damage(connection, [table(whole)]) is None


def test_gathering_tells_it(broken: Path):
    with (
        DuckDB() as engine,
        pytest.raises(DataError, match=r"it is damaged: .*"),
        engine.gathering({1: table(broken)}),
    ):
        pytest.fail("it was read")
