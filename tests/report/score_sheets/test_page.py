"""The sheet as a page that stands alone."""

import re
from pathlib import Path

from gaoxin.report.score_sheets.content import Score
from gaoxin.report.score_sheets.page import write_page
from gaoxin.report.titles import Titles
from tests.report.made import HOSTILE
from tests.report.reading import Page


def test_it_needs_nothing_beside_it(titles: Titles, sheets: list[Score], tmp_path: Path):
    for at, sheet in enumerate(sheets):
        path = tmp_path / f"{at}.html"
        write_page(titles, sheet, path)
        text = path.read_text("utf-8")
        assert not re.findall(r"<script|<link|<img|https?://|@import|url\(", text.replace(HOSTILE, ""))
        assert titles.final in text
        assert titles.synthetic in text
        assert HOSTILE not in text


def test_the_numbers_of_the_radar_stand_in_the_table_beside_it(
    titles: Titles, sheets: list[Score], tmp_path: Path
):
    path = tmp_path / "a.html"
    write_page(titles, sheets[0], path)
    overview, items, ways = Page(path).tables
    assert [[cell.text for cell in row] for row in overview.rows[1:]] == [
        [axis.title, axis.line.points, axis.line.cap, axis.line.median, axis.line.peers]
        for axis in sheets[0].axes
    ]
    assert len(items.rows) == 1 + len(sheets[0].lines)
    assert items.rows[3][1].text.count("data/a.xlsx!企业&园区!C2") == 1
    assert [cell.text for cell in items.rows[2]][-5:] == ["10", "5～7.25", "12", "5.5", "3"]
    assert len(ways.rows) == 1 + 3


def test_no_advice_says_why(titles: Titles, sheets: list[Score], tmp_path: Path):
    for at, words in ((1, "没有单独调整一项数据"), (2, "本批次没有为该对象测算提分建议")):
        path = tmp_path / f"{at}.html"
        write_page(titles, sheets[at], path)
        assert words in path.read_text("utf-8")
