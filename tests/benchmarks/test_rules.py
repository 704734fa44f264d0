"""The benchmark rules: the pack's own cases, and every difference from SQL in doubles, on a small table."""

from pathlib import Path

import pytest

from benchmarks.bench_rules import PACK, by_hand, ours
from benchmarks.rules.compare import differences, wrong_among
from benchmarks.rules.exact import judged
from benchmarks.rules.generate import enterprises, write
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.loading.library import library_for
from gaoxin.services.pack_tests import run_pack_tests

ROWS = 20_000


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """The table, our results and those of the SQL."""
    folder = tmp_path_factory.mktemp("rules")
    table, mine, theirs = (folder / f"{name}.parquet" for name in ("table", "ours", "by_hand"))
    write(ROWS, table)
    ours(table, mine)
    by_hand(table, theirs)
    return table, mine, theirs


@pytest.mark.slow
def test_the_pack_passes_its_own_cases():
    with DuckDB(threads=1) as engine:
        report = run_pack_tests(library_for(str(PACK)), str(PACK), [engine])
    assert not report.failures
    assert report.cases >= 10


@pytest.mark.slow
def test_we_differ_from_doubles_only_where_they_err(results: tuple[Path, Path, Path]):
    found = differences(*results)
    assert found, "the table has ties on which doubles err"
    assert [str(difference) for difference in found if not difference.explained] == []


@pytest.mark.slow
def test_one_row_in_twenty_is_exactly_right(results: tuple[Path, Path, Path]):
    assert wrong_among(*results, every=20) == []


@pytest.mark.slow
def test_the_table_stands_on_the_lines():
    """Each of these comparisons is hit exactly, or the benchmark shows nothing."""
    rows = enterprises(5_000).to_pylist()
    ties = {tie.partition(":")[0] for row in rows for tie in judged(row).ties}
    assert ties >= {
        *("age", "band", "staff", "intensity", "domestic", "high-tech", "score"),
        *("growth", "gazelle intensity", "talent", "exports"),
    }


def test_the_table_can_be_drawn_again():
    assert enterprises(200).equals(enterprises(200))
