"""What moved between two runs is told with its cause: data, packs, settings, or several of them."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gaoxin.loading.library import installed
from gaoxin.services.project import SETTINGS
from gaoxin.services.runs.building import build
from gaoxin.services.runs.differing import TOGETHER, Moved, diff

from .conftest import RULE, Edit

pytestmark = pytest.mark.slow

FIRM = "91000000HC00000754"
COLUMNS = ("研究开发费用（高企口径）（万元）", "境内研究开发费用（高企口径）（万元）")
THRESHOLD = "THEN 4%"


def recell(folder: Path, value: str) -> None:
    """Give a firm other R&D expenses, in all years and all of them at home, in the source file."""
    text = (folder / "firms.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    own = [row for row in rows if row["统一社会信用代码"] == FIRM]
    assert len(own) == 3
    for row in own:
        row.update(dict.fromkeys(COLUMNS, value))
    with (folder / "firms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def own_pack(folder: Path) -> Path:
    """Give the project its own copy of a pack, as it is."""
    place = folder / "packs" / RULE
    shutil.copytree(installed().find(RULE).folder, place)
    return place


def threshold(folder: Path, edit: Edit) -> None:
    """Raise a threshold in the project's own copy of the pack."""
    place = own_pack(folder)
    (file,) = [file for file in place.glob("*.yaml") if THRESHOLD in file.read_text("utf-8")]
    edit(file, THRESHOLD, "THEN 40%")


def moved(found: tuple[Moved, ...], table: str) -> list[tuple[str, int, str]]:
    return [(m.subject, m.period, m.item) for m in found if m.table == table]


def test_a_run_beside_itself(built: Path):
    found = diff(built, "latest", "latest")
    assert found.moved == ()
    assert found.changes.causes == ()
    assert found.changes.cells == ()


def test_the_same_built_twice(built: Path):
    build(built)
    assert diff(built, "previous", "latest").moved == ()


def test_the_same_pack_from_another_place_is_no_cause(built: Path):
    own_pack(built)
    build(built)
    assert diff(built, "previous", "latest").changes.causes == ()


def test_a_changed_cell_is_the_cause(built: Path):
    recell(built, "1")
    build(built)
    found = diff(built, "previous", "latest")
    assert found.changes.causes == ("data",)
    assert found.changes.said["data"][0] == "firms.csv changed"
    cells = found.changes.cells
    assert {(cell.subject, cell.variable) for cell in cells} == {
        (FIRM, "rd_expense"),
        (FIRM, "rd_expense_domestic"),
    }
    assert {(cell.period, cell.after) for cell in cells} == {(year, "1 万元") for year in (2022, 2023, 2024)}
    assert "hnte.H-05" in {item for _, _, item in moved(found.moved, "conditions")}
    assert {m.subject for m in found.moved} == {FIRM}
    assert {m.causes for m in found.moved} == {("data",)}
    (own,) = [m for m in found.moved if (m.table, m.item, m.period) == ("conditions", "hnte.H-05", 2024)]
    assert own.why == tuple(str(cell) for cell in cells if cell.variable == "rd_expense")


def test_a_changed_threshold_is_the_cause(built: Path, edit: Edit):
    threshold(built, edit)
    build(built)
    found = diff(built, "previous", "latest")
    assert found.changes.causes == ("packs",)
    assert found.changes.said["packs"] == (f"{RULE} changed",)
    assert {item for _, _, item in moved(found.moved, "conditions")} == {"hnte.H-05"}
    assert all((m.causes, m.why) == (("packs",), (RULE,)) for m in found.moved)


def test_several_changes_are_told_apart_by_trying_each_alone(built: Path, edit: Edit):
    threshold(built, edit)
    edit(built / SETTINGS, "synthetic = true", "synthetic = true\nas_of = 2025-03-31")
    recell(built, "1")
    build(built)
    seen: list[str] = []
    found = diff(built, "previous", "latest", step=seen.append)
    assert found.changes.causes == ("data", "packs", "settings")
    assert seen == ["read", "compare", "data", "packs", "settings"]
    others = [m for m in found.moved if m.table == "conditions" and m.subject != FIRM]
    assert {(m.item, m.causes) for m in others} == {("hnte.H-01", ("settings",)), ("hnte.H-05", ("packs",))}
    own = [m for m in found.moved if m.table == "conditions" and m.subject == FIRM and m.period == 2024]
    assert all("data" in m.causes for m in own)
    assert [m.causes for m in own if m.item == "hnte.H-05"] == [("data", "packs")]
    figures = [m for m in found.moved if m.table == "indicators" and m.subject == FIRM]
    assert figures
    assert {m.causes for m in figures} == {("data",)}


def test_what_no_change_moves_alone(built: Path, edit: Edit):
    """With 85 % the firm passes at 4 % and at 40 %, with 7 % at 4 % only."""
    recell(built, "9000")
    build(built)
    threshold(built, edit)
    recell(built, "700")
    build(built)
    found = diff(built, "previous", "latest")
    (own,) = [
        m
        for m in found.moved
        if m.table == "conditions" and (m.subject, m.period, m.item) == (FIRM, 2024, "hnte.H-05")
    ]
    assert own.causes == ("data", "packs", TOGETHER)


def test_another_method_is_told_by_computing_again(built: Path, edit: Edit, rename: Callable[[Path], str]):
    build(built)
    manifest = built / "runs" / sorted(p.name for p in (built / "runs").iterdir() if p.name[0] == "2")[0]
    edit(manifest / "manifest.json", '"gaoxin": "', '"gaoxin": "0.0.')
    old = rename(manifest)
    found = diff(built, old, "latest")
    assert found.changes.causes == ("method",)
    assert found.moved == ()
    recell(built, "1")
    build(built)
    found = diff(built, old, "latest")
    assert found.changes.causes == ("data", "method")
    assert {m.causes for m in found.moved if m.table != "findings"} == {("data",)}


def test_a_finding_that_comes_and_goes(built: Path):
    recell(built, "40000")
    build(built)
    found = diff(built, "previous", "latest")
    told = [m for m in found.moved if m.table == "findings"]
    assert told
    assert {m.causes for m in told} == {("data",)}
    assert any(m.before is None for m in told)
