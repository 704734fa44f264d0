"""Every fault of a pack has a bad folder that provokes it, and says where, what, which rule and what next.

Each folder of `bad/` is a pack (or a few packs, of which `one-2024` is loaded) with one fault; `many-…` have
several. `expect.txt` holds the words that the message must contain, a line each.
"""

from pathlib import Path

import pytest

from gaoxin.base.errors import PackError
from gaoxin.loading.library import Library
from gaoxin.loading.loader import load_folder
from gaoxin.loading.rules import RULES

HERE = Path(__file__).parent
BAD = sorted(folder for folder in (HERE / "bad").iterdir() if folder.is_dir())
ECHOES = {"alias": 3, "circle-of-items": 2}
"""Folders whose one fault is told at each of its ends."""


def provoke(folder: Path) -> None:
    """Load a bad pack with all that it needs."""
    if (folder / "one-2024").is_dir():
        Library((folder, HERE / "good")).program("one-2024")
    elif not (folder / "pack.yaml").is_file():
        load_folder(folder)
    else:
        Library((HERE / "good",)).program(str(folder))


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_a_bad_pack_is_told(folder: Path):
    with pytest.raises(PackError) as caught:
        provoke(folder)
    message, faults = str(caught.value), caught.value.faults
    words = (folder / "expect.txt").read_text("utf-8").splitlines()
    assert words
    assert not [w for w in words if w not in message], message
    assert len(faults) == ECHOES.get(folder.name, 1) or folder.name.startswith("many-"), message
    assert all(f.place.file and f.seen and f.rule and f.next_step for f in faults), message


@pytest.mark.parametrize("folder", BAD[::9], ids=lambda folder: folder.name)
def test_the_same_faults_in_the_same_order(folder: Path):
    messages: list[str] = []
    for _ in range(2):
        with pytest.raises(PackError) as caught:
            provoke(folder)
        messages.append(str(caught.value))
    assert messages[0] == messages[1]


@pytest.mark.slow
def test_every_rule_has_its_bad_folder(monkeypatch: pytest.MonkeyPatch):
    """Without the rule, some bad folder would load."""
    provoked: set[str] = set()
    for folder in BAD:
        found: list[str] = []
        watched = tuple(_watch(rule, found) for rule in RULES)
        monkeypatch.setattr("gaoxin.loading.loader.RULES", watched)
        with pytest.raises(PackError):
            provoke(folder)
        provoked.update(found)
    assert provoked == {rule.__name__ for rule in RULES}


def _watch(rule, found: list[str]):
    def watched(program, others):
        for one in rule(program, others):
            found.append(rule.__name__)
            yield one

    return watched


def test_a_good_pack_breaks_no_rule():
    program = Library((HERE / "good",)).program("words")
    assert not [found for rule in RULES for found in rule(program, {})]
