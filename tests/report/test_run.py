"""The run folder: its tables, and what is no run."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError, UsageError
from gaoxin.report.run import FORMAT, TABLES, Run


def test_a_table_comes_back_with_its_columns(tmp_path: Path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps({"format": FORMAT}))
    schema = TABLES["verdicts"]
    row = {
        "pack": "p",
        "kind": "enterprise",
        "subject": "甲",
        "period": 2024,
        "verdict": "v",
        "result": "pass",
    }
    pq.write_table(pa.Table.from_pylist([row], schema=schema), tmp_path / "tables" / "verdicts.parquet")
    assert Run(tmp_path).table("verdicts").to_pylist() == [row]


@pytest.mark.parametrize("manifest", [None, {"format": FORMAT + 1}])
def test_what_is_no_run_is_refused(tmp_path: Path, manifest: dict[str, int] | None):
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(UsageError, match="try:"):
        Run(tmp_path)


def read(folder: Path) -> None:
    run = Run(folder)
    assert run.dictionary is not None
    run.table("verdicts")


@pytest.mark.parametrize("damaged", ["manifest.json", "dictionary.json", "tables/verdicts.parquet"])
def test_a_damaged_run_is_named_with_its_file(tmp_path: Path, damaged: str):
    (tmp_path / "tables").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps({"format": FORMAT}))
    (tmp_path / "dictionary.json").write_text("{}")
    pq.write_table(pa.Table.from_pylist([], schema=TABLES["verdicts"]), tmp_path / "tables/verdicts.parquet")
    (tmp_path / damaged).write_bytes(b"{")
    with pytest.raises(DataError, match="never edited") as caught:
        read(tmp_path)
    assert caught.value.faults[0].place.file == str(tmp_path / damaged)


def test_a_table_that_is_gone_is_named(tmp_path: Path):
    (tmp_path / "manifest.json").write_text(json.dumps({"format": FORMAT}))
    with pytest.raises(DataError, match=r"values\.parquet"):
        Run(tmp_path).table("values")
