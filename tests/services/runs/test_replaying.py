"""A run computed again gives the same; what was tampered with is refused."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError
from gaoxin.services.hashing import file_hash
from gaoxin.services.runs.layout import current
from gaoxin.services.runs.replaying import computed, replay

from .conftest import RULE, Edit

pytestmark = pytest.mark.slow


def test_no_difference(built: Path):
    seen: list[str] = []
    found = replay(built, "20", step=seen.append)
    assert found.differences == ()
    assert found.versions == ()
    assert {"verdicts", "conditions", "points", "index", "indicators", "board"} <= set(found.tables)
    assert set(computed(current(built).folder)) - set(found.tables) == {"findings", "corrections"}
    assert seen[0] == "read"
    assert seen[-1] == "compare"


def test_the_source_files_and_packs_are_not_needed(built: Path):
    (built / "firms.csv").unlink()
    (built / "zones.csv").unlink()
    assert replay(built, current(built).folder.name).differences == ()


@pytest.mark.parametrize(
    "name",
    ["tables/verdicts.parquet", "inputs/enterprise.parquet", "dictionary.json", f"packs/{RULE}/pack.yaml"],
)
def test_a_changed_file_is_refused(built: Path, name: str):
    run = current(built).folder
    with (run / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(DataError, match="never edited") as caught:
        replay(built, run.name)
    assert len(caught.value.faults) == 1
    assert name.removesuffix("/pack.yaml") in caught.value.faults[0].place.file


def test_a_lost_file_and_a_changed_manifest_are_refused_together(built: Path, edit: Edit):
    run = current(built).folder
    (run / "tables" / "points.parquet").unlink()
    edit(run / "manifest.json", '"synthetic": true', '"synthetic": false')
    with pytest.raises(DataError) as caught:
        replay(built, run.name)
    assert [fault.object for fault in caught.value.faults] == ["manifest.json", "points.parquet"]


def test_a_forged_result_with_its_hash_mended_is_found(
    built: Path, edit: Edit, rename: Callable[[Path], str]
):
    run = current(built)
    place = run.folder / "tables" / "verdicts.parquet"
    rows = run.table("verdicts").to_pylist()
    rows[0]["result"] = "pass" if rows[0]["result"] != "pass" else "fail"
    pq.write_table(run.table("verdicts").from_pylist(rows, schema=run.table("verdicts").schema), place)
    manifest = run.folder / "manifest.json"
    edit(manifest, run.manifest["tables"]["verdicts"]["sha256"], file_hash(place))
    edit(manifest, '"gaoxin": "', '"gaoxin": "0.0.')
    found = replay(built, rename(run.folder))
    (told,) = found.differences
    assert (told.table, told.before) == ("verdicts", {"result": rows[0]["result"]})
    assert [part for part, _, _ in found.versions] == ["gaoxin"]
