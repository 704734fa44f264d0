"""Corrections: cells that cannot be read, cells that differ, empty ones, and one cell for every year."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError
from gaoxin.services.inputs.corrections import COLUMNS
from gaoxin.services.inputs.gathered import Gathered

from .conftest import Gather, code, write


def listed(tmp_path: Path, *rows: list[object]) -> Path:
    return write(
        tmp_path / "c.csv",
        ",".join(COLUMNS),
        [["enterprise", code(0), *row, "核对", "王", ""] for row in rows],
    )


def column(result: Gathered, name: str) -> list[object]:
    return pq.read_table(result.kinds["enterprise"].table.source.path or "")[name].to_pylist()


def states(result: Gathered) -> list[tuple[str, str]]:
    return [(f.check, f.state) for f in result.findings]


@pytest.mark.slow
def test_a_cell_that_cannot_be_read(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（千元）", [[code(0), 2024, "12O"]])
    result = gathered(path, corrections=listed(tmp_path, [2024, "sales_revenue", "12O", 120]))
    assert states(result) == [("cell.number", "corrected")]
    assert column(result, "sales_revenue") == [12_000_000]
    assert not result.blocked


@pytest.mark.slow
def test_a_figure_that_two_files_give_differently(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,销售收入（万元）"
    one = write(tmp_path / "a.csv", heading, [[code(0), 2024, 10]])
    two = write(tmp_path / "b.csv", heading, [[code(0), 2024, 11]])
    assert states(gathered(one, two)) == [("conflict", "open")]
    for old in (10, 11):  # either of the two
        result = gathered(one, two, corrections=listed(tmp_path, [2024, "sales_revenue", old, 11]))
        assert states(result) == [("conflict", "corrected")]
        assert column(result, "sales_revenue") == [11_000_000]


@pytest.mark.slow
def test_a_figure_that_is_missing_and_one_that_is_taken_away(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,销售收入（万元）,职工总数"
    path = write(tmp_path / "a.csv", heading, [[code(0), 2023, 100, 5], [code(0), 2024, 120, None]])
    result = gathered(
        path, corrections=listed(tmp_path, [2024, "staff_183d", "", 6], [2023, "sales_revenue", 100, ""])
    )
    assert column(result, "staff_183d") == [5, 6]
    assert column(result, "sales_revenue") == [None, 120_000_000]
    assert states(result) == [("missing_after_value", "corrected")]


@pytest.mark.slow
def test_one_cell_for_every_year_is_corrected_in_all(tmp_path: Path, gathered: Gather):
    money = write(
        tmp_path / "m.csv", "统一社会信用代码,年份,销售收入", [[code(0), 2023, 10], [code(0), 2024, 11]]
    )
    register = write(tmp_path / "r.csv", "统一社会信用代码,成立日期", [[code(0), "2024-01-02"]])
    before = gathered(money, register)
    assert states(before) == [("cell.founded", "open")]
    result = gathered(
        money, register, corrections=listed(tmp_path, [2023, "founded_on", "2024-01-02", "2014-01-02"])
    )
    assert {str(day) for day in column(result, "founded_on")} == {"2014-01-02"}
    assert states(result) == [("cell.founded", "corrected")]
    assert column(result, "sales_revenue") == [10_000_000, 11_000_000]


@pytest.mark.slow
def test_a_figure_is_corrected_once(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入", [[code(0), 2024, 10]])
    twice = listed(tmp_path, [2024, "sales_revenue", 10, 11], [2024, "sales_revenue", 10, 12])
    with pytest.raises(DataError, match="corrected once"):
        gathered(path, corrections=twice)


@pytest.mark.slow
def test_a_correction_without_a_reason_or_a_known_kind(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入", [[code(0), 2024, 10]])
    rows = [
        ["enterprise", code(0), 2024, "sales_revenue", 10, 11, "", "王", ""],
        ["zone", "甲", 2024, "x", 1, 2, "r", "王", ""],
    ]
    corrections = write(tmp_path / "c.csv", ",".join(COLUMNS), rows)
    with pytest.raises(DataError) as caught:
        gathered(path, corrections=corrections)
    assert [(f.place.line, f.object) for f in caught.value.faults] == [(2, "reason"), (3, "kind")]
