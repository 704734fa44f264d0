"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("gaoxin", deadline=None, print_blob=True)
settings.load_profile("gaoxin")


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
