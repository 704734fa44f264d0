"""The sheet as a workbook."""

from pathlib import Path

from gaoxin.report.score_sheets.book import write_sheets
from gaoxin.report.score_sheets.content import Score
from gaoxin.report.titles import Titles
from tests.report.xlsx.reading import records
from tests.report.xlsx.reading import sheets as read


def test_points_are_numbers(titles: Titles, sheets: list[Score], tmp_path: Path):
    write_sheets(titles, sheets[0], tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert list(found) == ["说明", "逐项得分", "原始值与来源", "怎样提高得分"]
    total, group, item, *_ = records(found["逐项得分"])
    assert (total["得分（确定）"], total["得分（最高可能）"], total["满分"]) == (15, 21.5, 30)
    assert group["封顶前合计"] == 12
    assert (item["得分（确定）"], item["无量纲值"], item["同组家数"]) == (5.3333, 0.25, 2)
    assert item["同组中位数"] == ""
    assert records(found["原始值与来源"])[1]["来源单元格或公式"] == "← data/a.xlsx!企业&园区!C2"
    assert [row["序号"] for row in records(found["怎样提高得分"])] == [1, 2, 2]
    assert titles.final in [row[0] for row in found["说明"]]
    assert titles.synthetic in [row[0] for row in found["说明"]]


def test_without_advice_there_is_no_sheet_of_it(titles: Titles, sheets: list[Score], tmp_path: Path):
    write_sheets(titles, sheets[2], tmp_path / "a.xlsx")
    assert list(read(tmp_path / "a.xlsx")) == ["说明", "逐项得分", "原始值与来源"]
