"""The benchmark of points: the same scores are compared, and only ties on paper are ranked otherwise."""

from pathlib import Path

import pytest

from benchmarks.bench_points import PEERS, compared, ours, summary
from benchmarks.scoring import peers
from benchmarks.scoring.data import write


@pytest.mark.slow
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_the_same_scores(tmp_path: Path, missing: float):
    """Written by hand in SQL and, for whom it is installed, in Polars."""
    table = tmp_path / "table.parquet"
    write(table, 4000, missing)
    for method in PEERS:
        ours(method, table, tmp_path / f"ours-{method}.parquet")
        if method == "percentile_rank":
            pytest.importorskip("polars")
            peers.polars(method, table, tmp_path / "polars-percentile_rank.parquet")
        else:
            peers.duckdb(method, table, tmp_path / "duckdb-minmax.parquet")
        found = compared(method, tmp_path)
        known = 4000 if not missing else 400
        assert found["rows"] >= known
        assert found["largest_difference"] < 1e-12
        assert found["other_ranks"] <= (0 if method == "minmax" or missing else 200)


def test_ratios():
    run = {"seconds": 2.0, "processor_seconds": 3.0, "peak_mb": 100.0}
    assert summary([{"ours": run, "duckdb": run}], "duckdb")["seconds_ratio"] == 1.0
