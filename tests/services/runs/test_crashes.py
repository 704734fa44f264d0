"""A build that is killed, wherever it is, leaves the old run or the new one, never half."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.run import Run
from gaoxin.services.runs.building import STEPS, build
from gaoxin.services.runs.layout import run_folders
from gaoxin.services.runs.manifest import verify
from gaoxin.services.runs.publishing import ASIDE

from .conftest import write_project

pytestmark = pytest.mark.slow

KILLED, DONE = -signal.SIGKILL, 0
MOMENTS = 50
RULE = "small-profit-2023"
"""A short rule: what is killed here is the writing of runs, and a hundred builds are made."""

HOLD = """
import sys
from pathlib import Path
from gaoxin.services.runs.building import build

def step(name):
    if name == "judge":
        print("held", flush=True)
        sys.stdin.read()

print(build(Path(sys.argv[1]), step=step).folder.name)
"""

Fork = Callable[[Path, str], int]


@pytest.fixture(scope="module")
def fork() -> Iterator[Fork]:
    """Give the function that forks a build, lets it die at a moment, and tells how it ended."""
    script = Path(__file__).with_name("forks.py")
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None

        def one(folder: Path, moment: str) -> int:
            server.stdin.write(f"{folder}\t{moment}\n")
            server.stdin.flush()
            return int(server.stdout.readline())

        yield one
        server.stdin.close()


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a project that builds quickly, with one run."""
    folder = write_project(tmp_path_factory.mktemp("light"), RULE)
    build(folder)
    return folder


@pytest.fixture
def built(light: Path, tmp_path: Path) -> Path:
    """Give a copy of it."""
    return Path(shutil.copytree(light, tmp_path / "p"))


def whole_runs(folder: Path) -> list[str]:
    """The runs of a project, each of which must be what its manifest says."""
    found = run_folders(folder / "runs")
    for place in found:
        verify(place, Run(place).manifest)
    others = {path.name for path in (folder / "runs").iterdir()} - {place.name for place in found}
    assert all(name.startswith(".") for name in others), "nothing else looks like a run"
    return [place.name for place in found]


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(built: Path, fork: Fork, step: str):
    before = whole_runs(built)
    assert fork(built, f"step:{step}") == KILLED
    assert whole_runs(built) == before
    new = build(built).folder.name
    assert whole_runs(built) == [*before, new]
    assert not list((built / "runs").glob(f"{ASIDE}*"))


@pytest.mark.parametrize(("moment", "published"), [("rename:before", 0), ("rename:after", 1)])
def test_killed_around_the_rename(built: Path, fork: Fork, moment: str, published: int):
    before = whole_runs(built)
    assert fork(built, moment) == KILLED
    after = whole_runs(built)
    assert after[: len(before)] == before
    assert len(after) == len(before) + published


def test_killed_at_random_moments(built: Path, fork: Fork):
    draw = random.Random(20260331)
    began = time.perf_counter()
    assert fork(built, "after:600") == DONE
    whole = time.perf_counter() - began
    before, killed = whole_runs(built), 0
    for moment in [draw.uniform(0, 1.05 * whole) for _ in range(MOMENTS)]:
        ended = fork(built, f"after:{moment}")
        assert ended in (KILLED, DONE), "no build finds a lock of the dead"
        killed += ended == KILLED
        after = whole_runs(built)
        assert after[: len(before)] == before
        assert len(after) - len(before) in ((0, 1) if ended == KILLED else (1,))
        before = forget(built, after)
    assert killed > MOMENTS // 2
    build(built)
    assert not list((built / "runs").glob(f"{ASIDE}*"))


def forget(folder: Path, names: list[str]) -> list[str]:
    """Put old runs away, so that few are looked at again."""
    for name in names[:-2]:
        (folder / "runs" / name).rename(folder / name)
    return names[-2:]


def test_two_builds_at_once(built: Path):
    before = whole_runs(built)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(built)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match=f"process {first.pid} on ") as caught:
            build(built)
        assert caught.value.exit_code == 2
        said, _ = first.communicate("")
    assert first.returncode == 0
    assert whole_runs(built) == [*before, said.strip()]
