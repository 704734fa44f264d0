"""Commands for one zone alone."""

from pathlib import Path

import pytest

from .conftest import Gaoxin

PACK, TABLE = "zone-capability-2014", Path(__file__).parents[2] / "examples" / "zones.csv"
VALUE = "subindex_resources"


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    """Give the table of a jury."""
    place = tmp_path / "jury.csv"
    place.write_text("企业,评审项,评委,得分\n甲,创新性,一,80\n甲,创新性,二,90\n", "utf-8")
    return place


def test_jury(gaoxin: Gaoxin, scores: Path, tmp_path: Path):
    assert gaoxin("jury", scores).rows[1][:4] == ["甲", "创新性", "2", "85"]
    assert gaoxin("jury", scores, "--wide", "--json").json == [{"subject": "甲", "创新性": 85.0}]
    done = gaoxin("jury", scores, "-o", tmp_path / "out.csv")
    assert done.out.strip() == f"1 rows → {tmp_path / 'out.csv'}"
    assert gaoxin("jury", scores, "-o", tmp_path / "out.csv", "--json").json["rows"] == 1


def test_wrong_ranges_of_a_position(gaoxin: Gaoxin, tmp_path: Path):
    place = tmp_path / "ranges.csv"
    place.write_text("indicator,period,minimum,maximum,source\nnobody,2024,1,2,表\n", "utf-8")
    done = gaoxin("position", PACK, TABLE, place)
    assert done.code == 1
    assert "ranges.csv:2" in done.err


@pytest.mark.slow
def test_an_index_between_entered_extremes(gaoxin: Gaoxin, tmp_path: Path):
    place = tmp_path / "ranges.csv"
    place.write_text("indicator,period,minimum,maximum,source\n1,2024,1,2,表\n", "utf-8")
    command = ("index", PACK, TABLE, "--index", "from_subindices", "--ranges", place, "--period", 2024)
    done = gaoxin(*command)
    assert done.code == 0
    assert gaoxin(*command, "-o", tmp_path / "out.csv").out.strip().endswith(f"rows → {tmp_path / 'out.csv'}")
