"""Typed figures of a kind: ordered, all years for engines, those that come out for people."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.engines.protocol import Table
from gaoxin.plan.binding import Source
from gaoxin.services.results.typed import typed

ROWS = pa.table(
    {"subject": ["乙", "甲", "乙"], "period": pa.array([2024, 2024, 2023], pa.int32()), "x": [1, 2, 3]}
)


@pytest.mark.parametrize("stored", [False, True])
def test_years(stored: bool, tmp_path: Path):
    path = tmp_path / "firm.parquet"
    pq.write_table(ROWS, path)
    source = Source("firm", (), path=str(path)) if stored else Source("firm", (), table=ROWS)
    found = typed("firm", Table(source), [2024])
    assert found.whole["x"].to_pylist() == [3, 1, 2]
    assert found.figures["x"].to_pylist() == [1, 2]
    assert found.dated
    assert found.table.dated
    assert typed("firm", Table(source), None).figures.num_rows == 3


def test_figures_without_periods_come_out_whatever_years_are_asked_for():
    rows = ROWS.slice(0, 2).set_column(1, "period", pa.array([0, 0], pa.int32()))
    found = typed("firm", Table(Source("firm", (), table=rows)), [2024])
    assert not found.dated
    assert not found.table.dated
    assert found.figures.num_rows == 2


def test_a_table_without_rows_has_periods():
    assert typed("firm", Table(Source("firm", (), table=ROWS.slice(0, 0))), None).dated
