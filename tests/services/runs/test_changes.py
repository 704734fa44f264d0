"""What two runs were made from, side by side."""

import copy
from typing import Any

import pyarrow as pa
import pytest

from gaoxin.report.run import TABLES
from gaoxin.services.runs.changes import Cell, changes

PACK = {"pack": "p", "hash": "1", "variant": None}
MANIFEST: dict[str, Any] = {
    "as_of": None, "gaoxin": "1", "seed": 0, "engine": {"name": "duckdb", "version": "1"},
    "packs": [PACK], "needs": [{"pack": "n", "hash": "1", "variant": None}], "settings": {"periods": []},
    "data": [{"file": "a.xlsx", "sheet": "一", "sha256": "1"}], "inputs": {"reasons.csv": "1"},
}  # fmt: skip


class Fake:
    """A run without a folder."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        self.manifest = manifest

    def table(self, name: str) -> Any:
        """No rows."""
        return pa.Table.from_pylist([], schema=TABLES[name])


def apart(**more: Any) -> Any:
    return changes(Fake(MANIFEST), Fake(copy.deepcopy(MANIFEST) | more))  # pyright: ignore[reportArgumentType] - enough of a run


def test_nothing_changed():
    assert apart().causes == ()


@pytest.mark.parametrize(
    ("cause", "more", "said"),
    [
        ("packs", {"packs": [PACK | {"hash": "2"}]}, "p changed"),
        ("packs", {"packs": [PACK | {"variant": "assumed"}]}, "p variant None → assumed"),
        ("packs", {"packs": []}, "p removed"),
        ("packs", {"packs": [PACK, PACK | {"pack": "q"}]}, "q added"),
        ("packs", {"packs": [PACK, MANIFEST["needs"][0]], "needs": []}, "n chosen"),
        ("packs", {"packs": [], "needs": [PACK, MANIFEST["needs"][0]]}, "p left out"),
        ("settings", {"as_of": "2025-03-31"}, "as_of – → 2025-03-31"),
        ("settings", {"settings": {"periods": [2024]}}, "periods all → [2024]"),
        ("method", {"gaoxin": "2"}, "gaoxin 1 → 2"),
        ("method", {"seed": 1}, "seed 0 → 1"),
        ("method", {"engine": {"name": "duckdb", "version": "2"}}, "engine duckdb 1 → duckdb 2"),
        ("data", {"inputs": {"reasons.csv": "2"}}, "reasons.csv"),
        ("data", {"inputs": {}}, "reasons.csv"),
    ],
)
def test_a_change_is_named(cause: str, more: dict[str, Any], said: str):
    found = apart(**more)
    assert found.causes == (cause,)
    assert said in found.said[cause]


def test_the_packs_that_changed():
    assert apart(packs=[PACK | {"hash": "2"}], needs=[]).packs == {"p", "n"}


def test_files_are_named_with_the_figures_they_changed():
    found = apart(
        inputs={"reasons.csv": "2"},
        data=[
            {"file": "a.xlsx", "sheet": "一", "sha256": "2"},
            {"file": "b.csv", "sheet": None, "sha256": "1"},
        ],
    )
    assert found.said["data"] == ("a.xlsx!一 changed", "b.csv added", "reasons.csv")


def test_a_file_whose_figures_are_the_same_moved_nothing():
    assert apart(data=[{"file": "b.xlsx", "sheet": "一", "sha256": "2"}]).causes == ()


def test_a_cell_as_people_read_it():
    assert str(Cell("k", "s", 2024, "x", "1 元", None)) == "x@2024 1 元 → –"
    assert str(Cell("k", "s", 0, "x", None, "2")) == "x – → 2"
