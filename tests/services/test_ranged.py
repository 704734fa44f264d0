"""One zone alone, between entered extremes."""

from pathlib import Path

import pyarrow as pa
import pytest

from gaoxin.base.errors import DataError, UsageError
from gaoxin.services.ranged import index_in_ranges, position
from gaoxin.services.tables import Options

PACK = """
pack: alone-2024
family: alone
title: {zh: 单区指数, en: one zone}
document: {title: 单区指数}
in_force: {from: 2020-01-01}
subject: area
status: verified
subjects:
  area: {title: {zh: 园区, en: area}, id: [name]}
variables:
  spent: {title: {zh: 研发支出, en: R&D}, unit: 万元}
  energy: {title: {zh: 能耗, en: energy}}
  staff: {title: {zh: 人数, en: staff}, unit: 人}
indicators:
  each: {title: {zh: 人均研发支出, en: R&D a head}, formula: spent / staff, unit: 万元/人}
index:
  main:
    title: {zh: 指数, en: index}
    methods: {normalise: {method: minmax, low: 0, high: 10}}
    tree:
      - {id: rd, title: {zh: 研发, en: R&D}, weight: 1, indicator: each}
      - {id: energy, title: {zh: 能耗, en: energy}, weight: 1, indicator: energy, direction: down}
"""
TABLE = pa.table(
    {"name": ["本区"] * 2, "year": [2023, 2024], "spent": [400, 900], "staff": [100, 100], "energy": [2, 9]}
)
HEAD = "indicator,period,minimum,maximum,source\n"


@pytest.fixture
def pack(tmp_path: Path) -> str:
    """Give the folder of the pack."""
    (tmp_path / "alone-2024").mkdir()
    (tmp_path / "alone-2024" / "pack.yaml").write_text(PACK, "utf-8")
    return str(tmp_path / "alone-2024")


def ranges(folder: Path, *rows: str) -> Path:
    """Write a table of ranges."""
    place = folder / "ranges.csv"
    place.write_text(HEAD + "\n".join(rows), encoding="utf-8-sig")
    return place


def test_the_position_of_each_figure(pack: str, tmp_path: Path):
    file = ranges(tmp_path, "each,2023,1,5,年鉴", "each,2024,1,5,年鉴", "energy,2023,0,8,年鉴")
    found = {(r["indicator"], r["period"]): r for r in position(pack, TABLE, file).rows()}
    assert found["each", 2023]["position"] == 75
    assert found["each", 2023]["source"] == "年鉴"
    assert (found["each", 2024]["position"], found["each", 2024]["status"]) == (200, "outside")
    assert found["energy", 2023]["position"] == 25, "as it is: nobody says that less is better"
    assert (found["energy", 2024]["position"], found["energy", 2024]["status"]) == (None, "no range")
    some = position(pack, TABLE, file, Options(None, [2023]))
    assert {row["period"] for row in some.rows()} == {2023}


@pytest.mark.slow
def test_minmax_runs_between_the_entered_extremes(pack: str, tmp_path: Path):
    """By the indicator's name or the node's id; the scale of the index stays, and so does the direction."""
    file = ranges(
        tmp_path, "each,2023,1,5,年鉴", "energy,2023,0,8,年鉴", "rd,2024,1,5,年鉴", "energy,2024,1,10,年鉴"
    )
    found = index_in_ranges(pack, TABLE, file)
    scores = {(row["node"], row["period"]): row["score"] for row in found.rows()}
    assert scores == pytest.approx(
        {
            ("total", 2023): 7.5,
            ("rd", 2023): 7.5,
            ("energy", 2023): 7.5,
            ("total", 2024): 5 + 5 / 9,
            ("rd", 2024): 10,
            ("energy", 2024): 10 / 9,
        }
    )
    assert len(found.notices) == 1
    assert "本区 2024 rd: 9 超出所填范围" in found.notices[0]


def test_what_has_no_range_has_no_scale_and_is_told(pack: str, tmp_path: Path):
    found = index_in_ranges(pack, TABLE, ranges(tmp_path, "each,2023,1,5,年鉴"), Options(None, [2023]))
    rows = {row["node"]: row for row in found.rows()}
    assert rows["rd"]["score"] == 7.5
    assert rows["total"]["score"] is None
    assert "group of one" in rows["energy"]["status"]
    assert found.notices == ("2023: 未填全国范围 · no range entered: energy",)


def test_wrong_ranges_say_what_is_wrong(pack: str, tmp_path: Path):
    with pytest.raises(DataError, match="the index reads each, energy, rd"):
        index_in_ranges(pack, TABLE, ranges(tmp_path, "money,2023,1,5,年鉴"))
    with pytest.raises(DataError, match="alone-2024 has each, energy, spent, staff"):
        position(pack, TABLE, ranges(tmp_path, "money,2023,1,5,年鉴"))
    with pytest.raises(UsageError, match="没有一行范围"):
        position(pack, TABLE, ranges(tmp_path))
    with pytest.raises(UsageError, match="没有这个文件"):
        index_in_ranges(pack, TABLE, tmp_path / "none.csv")
