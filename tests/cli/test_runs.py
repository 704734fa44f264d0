"""Commands on the runs of a project."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from .conftest import STANDARD, Gaoxin

SETTINGS = """\
title = "示例"
packs = ["entry-2024"]
[tables.firm]
files = ["firms.csv"]
"""


@pytest.fixture
def project(firms: Path) -> Path:
    """A project of four firms with the small standard as its own pack."""
    folder = firms.parent
    (folder / "packs").mkdir()
    (folder / "packs" / "standard").symlink_to(STANDARD)
    (folder / "gaoxin.toml").write_text(SETTINGS, "utf-8")
    return folder


@pytest.mark.slow
def test_build_runs_replay_diff(gaoxin: Gaoxin, project: Path):
    assert "no run yet" in gaoxin("runs", project).out
    made = gaoxin("build", project, "--json")
    assert (made.code, made.json["open"]) == (0, 0)
    name = made.json["run"]
    assert (project / "runs" / name / "manifest.json").is_file()
    text = (project / "firms.csv").read_text("utf-8")
    (project / "firms.csv").write_text(text.replace("1000,50,", "1000,49,"), "utf-8")
    assert "测算批次 run 20" in gaoxin("build", project).out
    listed = gaoxin("runs", project, "--json").json
    assert listed[0]["run"] == name
    assert name in gaoxin("runs", project).out
    again = gaoxin("replay", project, name)
    assert (again.code, "no difference" in again.out) == (0, True)
    assert gaoxin("replay", project, "latest", "--json").json["differences"] == []
    told = gaoxin("diff", project, "previous", "latest")
    assert told.code == 0
    assert "data: firms.csv changed" in told.out
    assert "moved:" in told.out
    found = gaoxin("diff", project, name, "latest", "--json").json
    assert found["causes"] == ["data"]
    assert {row["subject"] for row in found["moved"]} == {"甲"}
    same = gaoxin("diff", project, "latest", "latest")
    assert "the same data, packs, settings and method" in same.out
    assert "无 · nothing" in same.out


def test_an_engine_that_is_planned_is_refused(gaoxin: Gaoxin, project: Path):
    refused = gaoxin("build", project, "--engine", "spark")
    assert (refused.code, "try: --engine duckdb" in refused.err) == (1, True)
    assert not list((project / "runs").glob("2*"))
    assert gaoxin("build", project, "--engine", "other").code == 2


@pytest.mark.slow
def test_explain_takes_a_project(gaoxin: Gaoxin, project: Path):
    assert gaoxin("build", project, "--as-of", "2025-03-31").code == 0
    told = gaoxin("explain", project, "甲", "--en")
    assert told.code == 0
    assert "firms.csv!" in told.out
    assert "2025-03-31" in told.out
    assert [row["subject"] for row in gaoxin("explain", project, "甲", "--json").json] == ["甲"]
    settled = gaoxin("explain", project, "甲", "--as-of", "2025-03-31")
    assert (settled.code, "--as-of: a run" in settled.err) == (2, True)


def test_a_table_is_judged_by_one_pack(gaoxin: Gaoxin, firms: Path):
    done = gaoxin("explain", firms, "甲")
    assert (done.code, "--pack" in done.err) == (2, True)


@pytest.mark.slow
def test_a_tampered_run_is_refused(gaoxin: Gaoxin, project: Path):
    name = gaoxin("build", project, "--json").json["run"]
    with (project / "runs" / name / "dictionary.json").open("a") as file:
        file.write(" ")
    done = gaoxin("replay", project, name)
    assert (done.code, "never edited" in done.err) == (1, True)


def test_a_replay_with_differences_ends_with_one(
    gaoxin: Gaoxin, project: Path, monkeypatch: pytest.MonkeyPatch
):
    from gaoxin.services.runs.comparing import Difference
    from gaoxin.services.runs.replaying import Replayed

    one = Difference("verdicts", ("p", "firm", "甲", 2024, "v"), {"result": "pass"}, None)
    found = Replayed("r", ("verdicts",), (one,), (("gaoxin", "0", "1"),))
    monkeypatch.setattr("gaoxin.services.runs.replaying.replay", lambda *a, **k: found)
    done = gaoxin("replay", project, "r")
    assert done.code == 1
    assert "gaoxin: 0 → 1" in done.out
    assert "1 处不同" in done.out


@pytest.mark.parametrize("command", [["build"], ["runs"], ["report"], ["diff", "a", "b"], ["replay", "a"]])
def test_no_project(gaoxin: Gaoxin, tmp_path: Path, command: list[str]):
    done = gaoxin(command[0], tmp_path, *command[1:])
    assert (done.code, "gaoxin new" in done.err) == (2, True)


def test_open_errors(gaoxin: Gaoxin, project: Path):
    with (project / "firms.csv").open("a", encoding="utf-8") as file:
        file.write("戊,2024,many,1,1,否,\n")
    done = gaoxin("build", project)
    assert (done.code, done.out) == (1, "")
    assert "firms.csv!C6" in done.err
    assert not [path for path in (project / "runs").iterdir() if not path.name.startswith(".")]


@pytest.mark.slow
def test_report(gaoxin: Gaoxin, project: Path):
    gaoxin("build", project)
    done = gaoxin("report", project)
    assert done.code == 0
    assert (project / "report" / "index.html").is_file()
    assert gaoxin("report", project, "--out", project / "other", "--json").json["pages"] > 0


class Terminal(io.StringIO):
    """A place to write to where a person watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.slow
def test_steps_are_shown_where_a_person_watches(
    gaoxin: Gaoxin, project: Path, monkeypatch: pytest.MonkeyPatch
):
    from gaoxin.cli.main import run

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    assert run(["build", str(project), "--json"]) == 0
    assert "publishing" in screen.getvalue() or "reading" in screen.getvalue()


@pytest.mark.slow
def test_machines_get_json_alone(gaoxin: Gaoxin, project: Path):
    assert json.loads(gaoxin("build", project, "--json").out)["run"]
