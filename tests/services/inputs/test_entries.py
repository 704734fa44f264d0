"""Lists that people keep: headings in either language, numbers as they show, rows with their lines."""

from pathlib import Path

import pytest

from gaoxin.base.errors import DataError
from gaoxin.services.inputs.entries import Faults, read_entries

from .conftest import write


def test_headings_name_columns_by_their_last_word(tmp_path: Path):
    path = write(
        tmp_path / "r.csv",
        "年份 period,Reason,编号 subject",
        [[2024, " x ", "甲"], ["", "", ""], [2023, "y", "乙"]],
    )
    entries = read_entries(path)
    assert [(e.line, e["subject"], e.period, e["reason"]) for e in entries] == [
        (2, "甲", 2024, "x"),
        (4, "乙", 2023, "y"),
    ]
    assert entries[0]["absent"] == ""


def test_no_file_no_entries(tmp_path: Path):
    assert read_entries(None) == []
    assert read_entries(tmp_path / "none.csv") == []


def test_periods(tmp_path: Path):
    path = write(tmp_path / "r.csv", "period,x", [["2024年", 1], ["", 1], ["last", 1]])
    assert [entry.period for entry in read_entries(path)] == [2024, 0, None]


def test_every_empty_column_is_a_fault(tmp_path: Path):
    (entry,) = read_entries(write(tmp_path / "r.csv", "a,b,c", [[1, None, None]]))
    faults = Faults()
    assert faults.lacks(entry, ("a", "b", "c"))
    assert [(f.place.line, f.object) for f in faults.listed] == [(2, "b"), (2, "c")]


def test_a_list_without_its_columns_is_one_fault(tmp_path: Path):
    path = write(tmp_path / "r.csv", "check,类型", [["a", "b"]])
    with pytest.raises(DataError, match="no column type, reason") as caught:
        read_entries(path, ("check", "type", "reason"))
    assert [(fault.place.file, fault.place.line) for fault in caught.value.faults] == [("r.csv", 1)]


def test_an_empty_file_is_an_empty_list(tmp_path: Path):
    (tmp_path / "r.csv").touch()
    assert read_entries(tmp_path / "r.csv", ("check",)) == []
