"""The command that shows the example zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoxin.services.demo import DemoReport

from .conftest import Gaoxin


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Give the folders that the service is asked for, instead of running it; it has tests of its own."""
    folders: list[Path] = []

    def run(folder: Path) -> DemoReport:
        folders.append(folder)
        return DemoReport("一、…", {"enterprises": 300})

    monkeypatch.setattr("gaoxin.services.demo.run", run)
    return folders


def test_for_people(gaoxin: Gaoxin, asked: list[Path]):
    done = gaoxin("demo", "here")
    assert (done.code, done.out) == (0, "一、…\n")
    assert asked == [Path("here")]


def test_for_machines(gaoxin: Gaoxin):
    assert gaoxin("demo", "here", "--json").json == {"enterprises": 300}


def test_without_a_folder(gaoxin: Gaoxin, asked: list[Path]):
    assert gaoxin("demo").code == 0
    assert asked == [Path("gaoxin-demo")]
