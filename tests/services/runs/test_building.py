"""One build: every step, every file, every hash; or nothing at all."""

import json
from datetime import date
from pathlib import Path

import pytest

from gaoxin.base.errors import DataError, UserError
from gaoxin.report.run import TABLES, Run
from gaoxin.services.hashing import content_hash
from gaoxin.services.project import SETTINGS
from gaoxin.services.runs.building import STEPS, TOLD, build
from gaoxin.services.runs.layout import current, run_folders
from gaoxin.services.runs.manifest import verify

from .conftest import INDEX, RULE, Edit

pytestmark = pytest.mark.slow


def test_steps_come_in_order_and_the_run_is_whole(project: Path):
    seen: list[str] = []
    made = build(project, step=seen.append)
    assert tuple(seen) == STEPS
    run = current(project)
    assert run.folder == made.folder
    verify(run.folder, run.manifest)
    assert {name: run.table(name).schema for name in TABLES} == TABLES
    assert run.table("verdicts").num_rows == 33
    assert run.table("index").num_rows > 0
    assert sorted(path.name for path in run.folder.iterdir()) == [
        "dictionary.json", "inputs", "manifest.json", "packs", "tables",
    ]  # fmt: skip


def test_the_manifest_says_what_made_the_run(built: Path):
    run = current(built)
    manifest = run.manifest
    assert manifest["run"] == run.folder.name
    rest = {key: value for key, value in manifest.items() if key != "run"}
    assert manifest["run"].endswith(f"-{content_hash(rest)[:6]}")
    assert manifest["title"] == {"zh": "示例", "en": "Example"}
    assert (manifest["synthetic"], manifest["as_of"], manifest["periods"]) == (
        True,
        None,
        [2015, 2022, 2023, 2024],
    )
    assert [pack["pack"] for pack in manifest["packs"]] == [RULE, INDEX]
    assert "vocabulary" in [pack["pack"] for pack in manifest["needs"]]
    assert all(len(pack["hash"]) == 64 for pack in [*manifest["packs"], *manifest["needs"]])
    assert [part["file"] for part in manifest["data"]] == ["firms.csv", "zones.csv"]
    assert all(len(part["sha256"]) == 64 for part in manifest["data"])
    assert set(manifest["tables"]) == set(TABLES)
    assert manifest["engine"]["name"] == "duckdb"
    assert {"gaoxin", "python", "seed", "settings", "notices", "findings"} <= set(manifest)
    assert sorted(manifest["inputs"]) == [
        "enterprise.parquet", "enterprise.rows.parquet", "zone.parquet", "zone.rows.parquet",
    ]  # fmt: skip


def test_the_day_may_be_given(project: Path):
    made = build(project, as_of=date(2025, 3, 31))
    manifest = Run(made.folder).manifest
    assert (manifest["as_of"], manifest["settings"]["day"]) == ("2025-03-31", "2025-03-31")


def test_lists_that_people_keep_go_into_the_run(project: Path):
    for name in ("reasons.csv", "corrections.csv", "ranges.csv"):
        heads = {
            "reasons.csv": "check,kind,subject,period,variable,type,reason,by,on",
            "corrections.csv": "kind,subject,period,variable,old,new,reason,by,on",
            "ranges.csv": "indicator,period,minimum,maximum,source",
        }
        (project / name).write_text(f"\ufeff{heads[name]}\n", "utf-8")
    made = build(project)
    assert {"reasons.csv", "corrections.csv", "ranges.csv"} <= set(Run(made.folder).manifest["inputs"])


def test_open_errors_end_a_build(built: Path, edit: Edit):
    before = run_folders(built / "runs")
    text = (built / "firms.csv").read_text("utf-8-sig").splitlines()
    (built / "firms.csv").write_text("\n".join([*text, *text[1 : TOLD + 4]]) + "\n", "utf-8")
    with pytest.raises(UserError, match="errors stand open") as caught:
        build(built)
    said = str(caught.value)
    assert "firms.csv!" in said
    assert f"gaoxin check {built}" in said
    assert "more" in said
    assert run_folders(built / "runs") == before
    assert (built / "check" / "findings.xlsx").is_file()


def test_a_faulty_list_of_ranges_ends_a_build_before_data_are_read(project: Path):
    (project / "ranges.csv").write_text("indicator\nx\n", "utf-8")
    seen: list[str] = []
    with pytest.raises(DataError):
        build(project, step=seen.append)
    assert seen == ["read"]
    assert run_folders(project / "runs") == []


def test_two_runs_of_the_same_have_the_same_hashes(built: Path):
    first, second = current(built).manifest, Run(build(built).folder).manifest
    assert first["run"] < second["run"]
    for key in ("packs", "needs", "data", "inputs", "dictionary", "settings"):
        assert first[key] == second[key], key
    assert json.dumps(first["tables"]) == json.dumps(second["tables"])


def test_settings_at_fault_end_a_build_before_a_folder_is_made(tmp_path: Path):
    (tmp_path / SETTINGS).write_text("title = 3\n", "utf-8")
    with pytest.raises(DataError):
        build(tmp_path)
    assert not (tmp_path / "runs").exists()
