"""The command that shows the example zone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gaoxin.services.demo import DemoReport

from .conftest import Gaoxin


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Give the folders that the service is asked for, instead of running it; it has tests of its own."""
    folders: list[Path] = []

    def run(folder: Path, *, count: int | None, step: Callable[[str], None]) -> DemoReport:
        step("draw")
        folders.append(folder if count is None else folder / str(count))
        return DemoReport("一、…", {"enterprises": 300})

    monkeypatch.setattr("gaoxin.services.demo.run", run)
    return folders


def test_for_people(gaoxin: Gaoxin, asked: list[Path]):
    done = gaoxin("demo", "here")
    assert (done.code, done.out) == (0, "一、…\n")
    assert asked == [Path("here")]


def test_for_machines(gaoxin: Gaoxin):
    assert gaoxin("demo", "here", "--json").json == {"enterprises": 300}


def test_with_fewer_enterprises(gaoxin: Gaoxin, asked: list[Path]):
    assert gaoxin("demo", "here", "--enterprises", "40").code == 0
    assert asked == [Path("here/40")]
    assert gaoxin("demo", "here", "--enterprises", "0").code == 2


def test_without_a_folder(gaoxin: Gaoxin, asked: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)  # a newcomer has made the demonstration in the clone
    assert gaoxin("demo").code == 0
    assert asked == [Path("gaoxin-demo")]


@pytest.mark.slow
def test_new_and_check(gaoxin: Gaoxin, tmp_path: Path):
    made = gaoxin("new", tmp_path / "zone", "--pack", "hnte-2016")
    assert made.code == 0
    assert "data/enterprise.xlsx" in made.out
    assert gaoxin("new", tmp_path / "zone").code == 2
    found = gaoxin("check", tmp_path / "zone")
    assert (found.code, "errors 0" in found.out) == (0, True)
    assert gaoxin("new", tmp_path / "b", "-p", "hnte", "--json").json["packs"] == ["hnte-2016"]


@pytest.mark.slow
def test_check_tells_cells_and_ends_with_one(gaoxin: Gaoxin, tmp_path: Path):
    gaoxin("new", tmp_path / "zone", "--pack", "hnte-2016")
    (tmp_path / "zone" / "data" / "enterprise.xlsx").unlink()
    rows = "统一社会信用代码,年份,销售收入（万元）\n91000000HC00000161,2024,many\n"
    (tmp_path / "zone" / "data" / "enterprise.csv").write_text(rows, "utf-8")
    settings = tmp_path / "zone" / "gaoxin.toml"
    settings.write_text(settings.read_text("utf-8").replace("*.xlsx", "*.csv"), "utf-8")
    found = gaoxin("check", tmp_path / "zone")
    assert found.code == 1
    assert "data/enterprise.csv!C2" in found.out
    told = gaoxin("check", tmp_path / "zone", "--json")
    assert (told.code, told.json["blocked"], told.json["findings"][0]["cell"]) == (1, True, "C2")
