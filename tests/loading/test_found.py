"""What a rule finds becomes a fault with its place."""

from pathlib import Path

import pytest

from gaoxin.base.errors import PackError, Place
from gaoxin.loading.found import Found
from gaoxin.loading.library import Library

HERE = Path(__file__).parent


def test_a_place_of_its_own_counts_before_the_path(monkeypatch: pytest.MonkeyPatch):
    found = Found((), "thing", "seen", "rule", "step", Place("elsewhere.yaml", 7))
    bare = Found(("variables", "revenue"), "thing", "seen", "rule", "step")
    monkeypatch.setattr("gaoxin.loading.loader.RULES", (lambda *_: iter([found, bare]),))
    with pytest.raises(PackError) as caught:
        Library((HERE / "good",)).program("words")
    first, second = caught.value.faults
    assert first.place == Place("elsewhere.yaml", 7)
    assert second.place.file == "words/pack.yaml"
    assert (first.object, first.seen, first.rule, first.next_step) == ("thing", "seen", "rule", "step")
