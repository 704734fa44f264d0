"""The demonstration from end to end: what it makes, what it tells, and that what it says to try works."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.cli.main import run as gaoxin
from gaoxin.services.demo import DemoReport, run
from gaoxin.services.demo.telling import commands

from .conftest import FEW


def test_a_folder_with_content_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("kept", "utf-8")
    with pytest.raises(UsageError, match="has content"):
        run(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_its_steps(small: DemoReport, steps: list[str]):
    named = [
        "draw",
        "files",
        "read",
        "check",
        "judge",
        "index",
        "board",
        "write",
        "publish",
        "report",
        "look",
    ]
    assert list(dict.fromkeys(steps)) == [*named, ""]
    assert list(small.facts["steps"]) == named


@pytest.mark.slow
def test_it_makes_a_project_a_run_and_a_report(small: DemoReport):
    folder = Path(small.facts["folder"])
    assert small.facts["enterprises"] == FEW
    assert (folder / "gaoxin.toml").is_file()
    assert (folder / "runs" / small.facts["run"] / "manifest.json").is_file()
    for home in small.facts["report"]:
        page = Path(home).read_text("utf-8")
        assert "合成数据" in page or "synthetic" in page
    assert small.facts["synthetic"] is True


@pytest.mark.slow
def test_it_refuses_a_survey_field_by_law(small: DemoReport):
    refused = small.facts["refused"]
    assert "《中华人民共和国统计法》" in refused["faults"][0]["rule"]
    assert gaoxin(["packs", "lint", refused["path"]]) == 1


@pytest.mark.slow
def test_its_explanation_and_index(small: DemoReport):
    told = small.facts["explained"]
    assert "还差 37.42 万元" in told["text"]
    assert "data/annual.xlsx!财务!" in told["text"]
    assert small.facts["index"] == {"全国 2015": pytest.approx(180.905, abs=1e-9)}
    assert len(small.facts["ranking"]) in (0, 8)
    assert told["text"].splitlines()[0] in small.text


@pytest.mark.slow
def test_what_comes_next_works(small: DemoReport, capsys: pytest.CaptureFixture[str]):
    """A cell is changed by a recorded correction: one firm passes, and the difference names the cause."""
    said: dict[str, str] = {}
    for command, _ in commands(small.facts):
        name = command.split()[1]
        if name == "build":
            line = ",".join(small.facts["change"].values())
            with (Path(small.facts["folder"]) / "corrections.csv").open(
                "a", encoding="utf-8", newline=""
            ) as file:
                file.write(f"{line}\r\n")
        assert gaoxin(command.split()[1:]) == 0, command
        said[name] = capsys.readouterr().out
    assert "37.42" in said["explain"]
    subject = small.facts["change"]["subject"]
    moved = [line for line in said["diff"].splitlines() if subject in line and "hnte" in line]
    assert any("fail" in line and "pass" in line for line in moved), said["diff"]
    assert "无差异" in said["replay"]


@pytest.mark.slow
def test_the_whole_demonstration(tmp_path: Path):
    found = run(tmp_path / "zone").facts
    assert found["enterprises"] == 3000
    assert found["findings"]["errors"] == 0
    assert 0 < found["findings"]["open"] < 40
    assert [slip["state"] for slip in found["slips"]] == ["corrected"] * 3
    assert found["red"]["red"] is True
    assert all(mover["change"] < 0 for mover in found["red"]["movers"])
    assert len(found["best"]) == len(found["nearly"]) == 5
    assert [row["rank"] for row in found["ranking"]] == list(range(1, 9))
    assert found["outcomes"]["pass"] >= 300
