"""A score sheet as text and as a table."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from gaoxin.services.score_sheets import Behind, ScoreSheet, notes, points, score_sheet
from tests.services.score_sheets.test_sheet import built, table


@pytest.fixture(scope="module")
def sheet() -> ScoreSheet:
    """Give the sheet of the third of seven firms."""
    return score_sheet(built(), table(), "F2")


def test_as_a_table_and_as_text(sheet: ScoreSheet):
    rows = sheet.arrow().to_pylist()
    assert rows[0]["low_text"] == "15.7778"
    assert rows[0]["low"] == pytest.approx(15.7777777)
    told = str(sheet).splitlines()
    assert told[0] == "F2  2024  积分 (test-1)"
    assert told[-1] == "自评结果,以主管部门认定为准"
    assert "the 积分" in sheet.text("en")
    assert any("无量纲值 0.3333" in line for line in told)


def test_points_and_full_marks(sheet: ScoreSheet):
    assert [points(row) for row in sheet.rows[:3]] == ["15.7778 / 22", "11.3333 / 12", "2.3333 / 7"]
    assert sheet.rows[2].cap == Fraction(7)


def test_a_figure_in_one_line():
    title = {"zh": "费用", "en": "cost"}
    assert Behind(title, "1 万元", "a.csv!B2").text("zh") == "费用 1 万元 ← a.csv!B2"
    assert Behind(title, "5%", "= cost / income").text("en") == "cost 5% = cost / income"
    assert Behind(title, "待补充", "").text("zh") == "费用 待补充"


def test_the_mark_stands_once_where_all_is_assumed(sheet: ScoreSheet):
    row = replace(sheet.rows[2], status="assumed")
    assert "暂定值(官方未公布)" in list(notes(row, "zh"))
    assert "暂定值(官方未公布)" not in list(notes(row, "zh", within_assumed=True))
