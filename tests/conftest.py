"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("gaoxin", deadline=None, print_blob=True)
settings.load_profile("gaoxin")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests first, so that no worker is left with one when the others have ended."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


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
