"""Of a family, the version in force on the day is taken: what replaces another starts where that one ends."""

from datetime import timedelta

import pytest

from tests.packs.conftest import NAMES, delivered, library

REPLACING = tuple(name for name in NAMES if delivered(name).pack.replaces is not None)


def test_some_packs_replace_others():
    assert len(REPLACING) >= 4


@pytest.mark.parametrize("name", REPLACING)
def test_the_version_of_the_day_is_taken(name: str):
    pack = delivered(name).pack
    first = pack.in_force.since
    assert first is not None, f"{name} replaces another and says no first day"
    assert library().find(pack.family, first).name == name
    assert library().find(pack.family, first - timedelta(days=1)).name == pack.replaces
    assert library().find(pack.family).name == max(versions(pack.family))[1]


def versions(family: str) -> list[tuple[str, str]]:
    """The versions of a family by their first day."""
    return [(str(e.since or ""), e.name) for e in library().entries.values() if e.family == family]
