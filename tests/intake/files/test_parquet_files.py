"""Parquet: rows stay where they are; a damaged file is named."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError
from gaoxin.intake.files.parquet_files import read


def test_columns_without_empty_cells_are_known(tmp_path: Path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": ["a", "b"], "x": [1, None]}), path)
    source = read(path)
    assert (source.path, [(c.heading, c.full) for c in source.columns]) == (
        str(path),
        [("id", True), ("x", False)],
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"PAR1",
        lambda data: data[:-20],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-40] + b"\xff" * 32 + data[-8:],
    ],
)
def test_a_damaged_file_is_named_with_the_next_step(damage: Any, tmp_path: Path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": ["a", "b"], "ID": [1, None]}), path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(
        DataError, match=r"t\.parquet .*\n  it is damaged or cut off.*\n  try: export or copy it"
    ):
        read(path)


def test_the_ends_of_figures_are_known(tmp_path: Path):
    """Of all row groups; not of texts, of columns without figures, or where a part does not say."""
    path = tmp_path / "t.parquet"
    table = pa.table(
        {
            "whole": [3, None, -1, 7],
            "double": [1.5, 2.0, 0.25, None],
            "text": ["a", "b", "c", "d"],
            "nothing": pa.array([None] * 4, pa.int64()),
            "infinite": [1.0, float("inf"), 2.0, 3.0],
            "nan": [1.0, float("nan"), 2.0, 3.0],
            "part": [float("nan"), float("nan"), 1.0, 2.0],
        }
    )
    pq.write_table(table, path, row_group_size=2)
    spans = {c.name: c.span and tuple(map(float, c.span)) for c in read(path).columns}
    assert spans == {
        "whole": (-1, 7),
        "double": (0.25, 2),
        "text": None,
        "nothing": None,
        "infinite": None,
        "nan": (1, 3),
        "part": None,
    }


@pytest.mark.parametrize(
    ("sizes", "together"), [([3], None), ([3, 3, 1], 3), ([3, 3], 3), ([3, 2, 3], None), ([1, 3], None)]
)
def test_rows_that_stand_together_are_counted(tmp_path: Path, sizes: list[int], together: int | None):
    path = tmp_path / "t.parquet"
    table = pa.table({"id": range(sum(sizes))})
    with pq.ParquetWriter(path, table.schema) as writer:
        for n, size in enumerate(sizes):
            writer.write_table(table.slice(sum(sizes[:n]), size))
    assert read(path).together == together
