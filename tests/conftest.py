"""What every test may ask for."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("gaoxin", deadline=None, print_blob=True)
settings.load_profile("gaoxin")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Search for garbage neither while collecting nor in what was collected, and seldom afterwards."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


def pytest_unconfigure() -> None:
    """Let everything go at the end, for libraries that count what is left."""
    gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples in the docstrings of `src` only; those of tests hold none."""
    return [found for found in (yield) if type(found) is pytest.Module]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each worker its share of the slow tests, then of the others, of which idle ones take some over.

    Tests of a group come first of all: so they stay on one worker.
    """
    kinds: dict[str, list[pytest.Item]] = {"group": [], "slow": [], "quick": []}
    for item in items:
        grouped, slow = (any(item.iter_markers(name)) for name in ("xdist_group", "slow"))
        kinds["group" if grouped else "slow" if slow else "quick"].append(item)
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    shares = [share(kinds[kind], worker, workers) for worker in range(workers) for kind in ("slow", "quick")]
    items[:] = chain(kinds["group"], *shares)


def share(tests: list[pytest.Item], worker: int, workers: int) -> list[pytest.Item]:
    """Give one worker's part of tests; neighbours stay together."""
    return tests[len(tests) * worker // workers : len(tests) * (worker + 1) // workers]


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of reference material kept beside the repository, or skip."""
    place = Path(os.environ.get("GAOXIN_SHARED") or ROOT.parent / "shared")
    if not place.is_dir():
        pytest.skip(f"no reference material at {place}; name its folder in GAOXIN_SHARED")
    return place


BROWSER = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
"""How the browser starts: without a screen, and without calls of its own."""


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Give the machine's own Chromium, or skip."""
    found = next((place for name in ("chromium", "chromium-browser") if (place := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium on the PATH; install it (Debian: apt-get install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=BROWSER.split())
        yield started
        started.close()
