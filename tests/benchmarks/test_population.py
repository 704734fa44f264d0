"""The population for the packs: whatever a pack declares can be drawn, and is accepted."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.bench_packs import PACKS, judge, population

ENTERPRISES = 300


@pytest.mark.slow
def test_every_pack_accepts_what_is_drawn(tmp_path: Path):
    table = tmp_path / "enterprises.parquet"
    made = population(table, ENTERPRISES)
    assert pq.read_metadata(table).num_rows == made["rows"]
    assert 2 * ENTERPRISES < made["rows"] <= 3 * ENTERPRISES
    found = judge(table, tmp_path, None, [2024])
    assert set(found["steps"]) >= set(PACKS)
    assert found["cells"] > ENTERPRISES * len(PACKS)
