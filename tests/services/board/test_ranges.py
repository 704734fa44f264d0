"""Entered ranges of the nation: read exactly, every fault at once with its line."""

from fractions import Fraction as F
from pathlib import Path

import pytest

from gaoxin.base.errors import DataError
from gaoxin.formula.program import Program
from gaoxin.services.board import Range, read_ranges

HEAD = "indicator,period,minimum,maximum,source\n"


def test_numbers_are_in_the_unit_of_the_measure_unless_they_name_one(tmp_path: Path, program: Program):
    place = tmp_path / "ranges.csv"
    rows = "intensity,2024,0.5,9.25,火炬年鉴\nintensity,2023,-1%,9%,表\nturnover,2024,1.5 亿元,200000,表\n\n"
    place.write_text(HEAD + rows, encoding="utf-8-sig")
    assert read_ranges(place, [program]) == {
        ("intensity", 2024): Range(F(1, 2), F(37, 4), "火炬年鉴"),
        ("intensity", 2023): Range(F(-1), F(9), "表"),
        ("turnover", 2024): Range(F(15000), F(200000), "表"),
    }


def test_no_file_no_ranges(tmp_path: Path, program: Program):
    assert read_ranges(tmp_path / "ranges.csv", [program]) == {}


def test_columns_stand_in_any_order(tmp_path: Path, program: Program):
    place = tmp_path / "ranges.csv"
    place.write_text("source,maximum,minimum,period,indicator\n表,9,1,2024,area\n", encoding="utf-8")
    assert read_ranges(place, [program]) == {("area", 2024): Range(F(1), F(9), "表")}


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path, program: Program):
    place = tmp_path / "ranges.csv"
    rows = [
        "intensity,2024,1,9,表",
        "nothing,2024,1,9,表",
        "intensity,24年,1,9,表",
        "intensity,2023,9,9,表",
        "intensity,2023,low,9 人,",
        "intensity,2024,2,8,表",
    ]
    place.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_ranges(place, [program])
    told = [(fault.place.line, fault.seen) for fault in caught.value.faults]
    assert told == [
        (3, "the indicator 'nothing'"),
        (4, "the period '24年'"),
        (5, "9 to 9"),
        (6, "no source"),
        (6, "'low'"),
        (6, "'9 人'"),
        (7, "intensity of 2024 a second time"),
    ]
    assert all(fault.rule and fault.next_step for fault in caught.value.faults)
    assert "area, growth_rate, intensity, turnover" in caught.value.faults[0].rule


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"indicator,period\n", "the columns indicator, period"),
        (b"", "the columns none"),
        ("指标,年\n".encode("gb18030"), "is not UTF-8"),
    ],
)
def test_what_is_no_list_of_ranges(tmp_path: Path, program: Program, content: bytes, seen: str):
    place = tmp_path / "ranges.csv"
    place.write_bytes(content)
    with pytest.raises(DataError, match=seen):
        read_ranges(place, [program])
