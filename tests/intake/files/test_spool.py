"""Rows in memory and on disk are the same rows."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.intake.files import spool
from gaoxin.intake.files.grid import ROW
from gaoxin.intake.files.spool import Spool, Stored, TemporaryFolder

NAMES = {"1": "id", "2": "x", ROW: ROW}


def filled(rows: list[tuple[int, dict[int, Any]]], limit: int = 1 << 30) -> Stored:
    made = Spool(limit)
    for row in rows[1:]:
        made.add(row)
    made.first(rows[:1])
    return made.finish(NAMES)


def table(stored: Stored) -> dict[str, list[Any]]:
    found = pq.read_table(stored.path) if stored.path else stored.table
    return found.to_pydict()


def test_a_column_that_changes_becomes_text(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spool, "_CELLS", 1)
    found = filled([(2, {1: "a", 2: 1.5}), (3, {1: "b", 2: "—"}), (5, {1: "c"})])
    assert table(found) == {"id": ["a", "b", "c"], "x": ["1.5", "—", None], ROW: [2, 3, 5]}
    assert (found.full, found.marks) == ({"id", ROW}, {"x": {"—": 1}})


def test_without_a_row_there_are_columns():
    assert table(Spool().finish(NAMES)) == {"id": [], "x": [], ROW: []}


def test_large_tables_wait_on_disk_and_go_with_their_folder(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spool, "_CELLS", 2)
    found = filled([(n, {1: f"s{n}", 2: float(n)}) for n in range(1, 9)], limit=1)
    assert found.path is not None
    assert found.table is None
    assert (
        pq.read_schema(found.path)
        == found.schema
        == pa.schema([("id", pa.string()), ("x", pa.float64()), (ROW, pa.int64())])
    )
    folder = found.path.parent
    assert [path.name for path in folder.iterdir()] == ["rows.parquet"]
    del found
    assert not folder.exists()


def test_a_folder_is_kept_while_it_is_used():
    folder = TemporaryFolder()
    path: Path = folder.path
    assert path.is_dir()
    del folder
    assert not path.exists()


CELLS = st.one_of(st.floats(-1e9, 1e9), st.text("甲a—- ", max_size=3), st.booleans(), st.dates())
ROWS = st.lists(st.dictionaries(st.sampled_from([1, 2]), CELLS), max_size=12)


@pytest.mark.slow
@given(ROWS, st.integers(1, 4))
@settings(max_examples=60)
def test_memory_and_disk_agree(cells: list[dict[int, Any]], size: int):
    rows = list(enumerate(cells, start=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_CELLS", size)
        small, large = filled(rows), filled(rows, limit=0)
    assert table(small) == table(large)
    assert (small.full, small.marks) == (large.full, large.marks)
