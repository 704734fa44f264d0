"""An index over years of several versions, from the command line."""

import csv
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.cli.by_version import years
from tests.cli.conftest import Gaoxin
from tests.services.test_versions import PACK

TABLE = "zone,period,甲数,乙数\n甲,2021,10,30\n甲,2022,20,40\n甲,2024,20,40\n"


@pytest.fixture
def packs(tmp_path: Path) -> tuple[list[str], str]:
    """The folders of versions of 2021, 2022 (nothing changed) and 2024 (another weight), and a table."""
    made: list[str] = []
    for year, weight in (("2021", "1"), ("2022", "1"), ("2024", "3")):
        folder = tmp_path / f"set-{year}"
        folder.mkdir()
        (folder / "pack.yaml").write_text(PACK.replace("YEAR", year).replace("WEIGHT", weight), "utf-8")
        made.append(str(folder))
    table = tmp_path / "t.csv"
    table.write_text(TABLE, "utf-8")
    return made, str(table)


def versions(packs: list[str]) -> list[str]:
    """The options that give each year its version."""
    return [
        part
        for year, pack in zip((2021, 2022, 2024), packs, strict=True)
        for part in ("--version", f"{year}={pack}")
    ]


@pytest.mark.slow
def test_each_year_has_its_version_and_the_break_is_told(
    packs: tuple[list[str], str], tmp_path: Path, gaoxin: Gaoxin
):
    """Scores by hand: (10 + 30) / 2, (20 + 40) / 2, (3 * 20 + 40) / 4."""
    folders, table = packs
    out = tmp_path / "out.csv"
    done = gaoxin("index", folders[-1], table, *versions(folders), "-o", out)
    assert done.code == 0
    assert "口径变动,不可比: set-2022 → set-2024 (2024)" in done.err
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    totals = [row for row in rows if row["node"] == "total"]
    assert [(row["period"], float(row["score"]), row["pack"], row["comparable_since"]) for row in totals] == [
        ("2021", 20, "set-2021", "2021"),
        ("2022", 30, "set-2022", "2021"),
        ("2024", 25, "set-2024", "2024"),
    ]


@pytest.mark.slow
def test_the_table_shows_the_version(packs: tuple[list[str], str], gaoxin: Gaoxin):
    folders, table = packs
    done = gaoxin("index", folders[0], table, *versions(folders))
    assert done.code == 0
    assert "set-2021" in done.out
    assert "set-2024" in done.out


@pytest.mark.parametrize("more", [["--period", "2021"], ["--ranges", "r.csv"], ["--cells", "c.csv"]])
def test_what_each_version_settles_is_not_asked_again(
    packs: tuple[list[str], str], more: list[str], gaoxin: Gaoxin
):
    folders, table = packs
    done = gaoxin("index", folders[0], table, *versions(folders), *more)
    assert done.code == 2
    assert f"{more[0]} beside --version" in done.err


def test_a_pack_of_another_family_is_refused(packs: tuple[list[str], str], gaoxin: Gaoxin):
    folders, table = packs
    done = gaoxin("index", folders[0], table, "--version", "2021=zone-evaluation-2021")
    assert done.code == 2
    assert "is no version of set" in done.err


@pytest.mark.parametrize("given", [["2021"], ["21=a"], ["2021="], ["=a"], ["year=a"], ["2021=a", "2021=b"]])
def test_a_year_has_one_version(given: list[str]):
    with pytest.raises(UsageError, match="--version"):
        years(given)
