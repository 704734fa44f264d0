"""A run appears whole, under one lock, and leftovers of the dead are removed."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.runs.publishing import ASIDE, HOLDER, aside, publish, stamp, sweep

HOLD = """
import sys
from pathlib import Path
from gaoxin.services.runs.publishing import aside
with aside(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(runs: Path) -> subprocess.Popen[str]:
    """Start a process that builds until it is told to stop."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(runs)], **pipes)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def asides(runs: Path) -> list[str]:
    return sorted(path.name for path in runs.glob(f"{ASIDE}*"))


def test_a_folder_aside_becomes_a_run_by_its_name(tmp_path: Path):
    runs = tmp_path / "runs"
    with aside(runs) as folder:
        (folder / "tables").mkdir()
        (folder / "tables" / "a").write_text("a", "utf-8")
        assert (runs / HOLDER).is_file()
        publish(folder, runs / "20260101-000000-aaaaaa")
    assert (runs / "20260101-000000-aaaaaa" / "tables" / "a").read_text("utf-8") == "a"
    assert asides(runs) == []
    assert not (runs / HOLDER).exists()


def test_a_build_that_fails_leaves_nothing(tmp_path: Path):
    with pytest.raises(IsADirectoryError), aside(tmp_path / "runs") as folder:
        folder.write_text("a folder is no file", "utf-8")
    assert asides(tmp_path / "runs") == []


def test_what_cannot_be_written_is_wrong_use(tmp_path: Path):
    (tmp_path / "runs").write_text("a file", "utf-8")
    with pytest.raises(UsageError, match="no folder"), aside(tmp_path / "runs"):
        pass


@pytest.mark.slow
def test_a_second_build_is_told_at_once_who_builds(tmp_path: Path):
    child = holder(tmp_path)
    try:
        with pytest.raises(UsageError, match=f"process {child.pid} on "), aside(tmp_path):
            pass
        (tmp_path / HOLDER).write_text("{", "utf-8")
        with pytest.raises(UsageError, match="another process"), aside(tmp_path):
            pass
        assert len(asides(tmp_path)) == 1
    finally:
        child.communicate("")
    with aside(tmp_path) as folder:
        assert asides(tmp_path) == [folder.name]


@pytest.mark.slow
def test_a_killed_build_leaves_no_lock_and_is_swept(tmp_path: Path):
    child = holder(tmp_path)
    child.kill()
    child.communicate()
    (left,) = asides(tmp_path)
    with aside(tmp_path) as folder:
        assert asides(tmp_path) == [folder.name]
        assert folder.name != left
        assert json.loads((tmp_path / HOLDER).read_text("utf-8"))["pid"] == os.getpid()


def test_only_folders_aside_are_swept(tmp_path: Path):
    for name in (f"{ASIDE}b", f"{ASIDE}a", "20260101-000000-aaaaaa", "notes"):
        (tmp_path / name).mkdir()
    assert sweep(tmp_path) == [f"{ASIDE}a", f"{ASIDE}b"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["20260101-000000-aaaaaa", "notes"]


def test_names_sort_as_runs_were_made_whatever_the_clock_says(tmp_path: Path):
    now = datetime(2026, 3, 31, 14, 30, 5)
    assert stamp(tmp_path, now) == "20260331-143005"
    (tmp_path / "20260331-143005-aaaaaa").mkdir()
    assert stamp(tmp_path, now) == "20260331-143006"
    (tmp_path / "20261231-235959-aaaaaa").mkdir()
    (tmp_path / "99999999-notes").mkdir()
    assert stamp(tmp_path, now) == "20270101-000000"
