"""A run is computed from its own inputs and packs."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.loading.library import Library
from gaoxin.services.runs.computing import breaks_of, compute, ground_of, input_tables
from gaoxin.services.runs.layout import current
from gaoxin.services.tables import Options, engine_for

from .conftest import INDEX, RULE


@pytest.mark.slow
def test_the_ground_is_inside_the_run(built: Path):
    run = current(built)
    ground = ground_of(run)
    assert list(ground.programs) == [RULE, INDEX]
    assert (ground.as_of, ground.periods, ground.variants) == (None, None, {})
    assert sorted(ground.tables) == sorted(ground.values) == ["enterprise", "zone"]
    assert all(str(table.source.path).startswith(str(run.folder)) for table in ground.tables.values())
    assert all("kind" not in table.column_names for table in ground.values.values())


@pytest.mark.slow
def test_steps_and_tables(built: Path, tmp_path: Path):
    seen: list[str] = []
    with engine_for(Options()) as engine:
        compute(tmp_path, ground_of(current(built)), engine, seen.append)
    assert seen == ["judge", "index", "board"]
    assert (tmp_path / "dictionary.json").is_file()
    assert (tmp_path / "tables" / "movers.parquet").is_file()


def test_tables_know_whether_they_have_years(tmp_path: Path):
    for name, period in (("a.parquet", 2024), ("b.parquet", 0), ("a.rows.parquet", 1)):
        pq.write_table(
            pa.table({"subject": ["x"], "period": pa.array([period], pa.int32())}), tmp_path / name
        )
    found = input_tables(tmp_path)
    assert {kind: table.dated for kind, table in found.items()} == {"a": True, "b": False}
    assert all(table.binding is None for table in found.values())


def test_years_in_which_a_calibre_changed():
    program = Library((Path(__file__).parent / "packs",)).program("broken-off")
    assert breaks_of([program]) == {"firm": {"size": [2023]}}
