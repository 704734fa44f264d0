"""Runs are listed in order and found by the beginning of their names."""

import json
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.project import SETTINGS
from gaoxin.services.runs.layout import current, find, listed, run_folders, runs_of

NAMES = ("20260102-000000-bbbbbb", "20260101-000000-aaaaaa", "20260102-000001-cccccc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / SETTINGS).touch()
    for name in (*NAMES, ".building-x", "notes"):
        (tmp_path / "runs" / name).mkdir(parents=True)
        manifest = {
            "format": 1, "run": name, "created": "2026", "as_of": None, "gaoxin": "0",
            "packs": [{"pack": "p"}], "data": [{}, {}], "findings": {"errors": 0, "warnings": 2, "open": 1},
        }  # fmt: skip
        (tmp_path / "runs" / name / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "runs" / "20270101-000000-dddddd").mkdir()
    return tmp_path


def test_only_published_runs_count_the_newest_last(folder: Path):
    assert [place.name for place in run_folders(folder / "runs")] == sorted(NAMES)
    assert current(folder).folder.name == "20260102-000001-cccccc"


def test_a_run_is_listed_with_what_made_it(folder: Path):
    row = listed(folder)[0]
    assert row["run"] == "20260101-000000-aaaaaa"
    assert (row["packs"], row["files"], row["warnings"], row["open"]) == (["p"], 2, 2, 1)


def test_a_beginning_that_one_run_has_is_enough(folder: Path):
    assert find(folder, "20260101").folder.name == "20260101-000000-aaaaaa"
    assert find(folder, NAMES[0]).folder.name == NAMES[0]
    assert find(folder, "latest").folder.name == "20260102-000001-cccccc"
    assert find(folder, "previous").folder.name == "20260102-000000-bbbbbb"


@pytest.mark.parametrize(
    ("name", "seen"), [("20260102", "several"), ("2025", "is no run"), ("", "is no run")]
)
def test_none_or_several_is_wrong_use(folder: Path, name: str, seen: str):
    with pytest.raises(UsageError, match=seen):
        find(folder, name)


def test_no_project_and_no_run_are_wrong_use(tmp_path: Path):
    with pytest.raises(UsageError, match="gaoxin new"):
        runs_of(tmp_path)
    (tmp_path / SETTINGS).touch()
    assert listed(tmp_path) == []
    with pytest.raises(UsageError, match="gaoxin build"):
        current(tmp_path)
