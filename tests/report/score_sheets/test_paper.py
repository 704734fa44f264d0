"""The sheet as a document: it says what the run says, figure by figure."""

from pathlib import Path

import pytest

from gaoxin.report.docx.binding import differing, figures
from gaoxin.report.run import Run
from gaoxin.report.score_sheets.content import Score
from gaoxin.report.score_sheets.paper import write_paper
from gaoxin.report.titles import Titles
from tests.report.docx.reading import parts, tables, text


def test_tables(titles: Titles, sheets: list[Score], tmp_path: Path):
    path = tmp_path / "a.docx"
    write_paper(titles, sheets[0], path)
    head, points, origins, ways = tables(path)
    assert ["总分", "15～21.5／30"] in head
    assert points[1:4] == [
        ["合计", "", "30", "15～21.5", "", "5.5（3家）"],
        ["　第1组", "", "10", "5～7.25", "12", "5.5（3家）"],
        ["　　项目1", "0.25", "8", "5.3333", "", "—"],
    ]
    assert "营业收入（2024年）：1,234,567.50 万元" in origins[1][1]
    assert "← data/a.xlsx!企业&园区!C2" in origins[1][1]
    assert [row[0] for row in ways[1:]] == ["1", "2", ""]
    assert ways[1][2:] == ["1,234,567.5 万元", "1,234,568 万元", "+2", "17～23.5"]
    assert titles.final in parts(path, "word/footer")
    assert titles.synthetic in parts(path, "word/header")


@pytest.mark.slow
def test_every_figure_is_that_of_the_run(made: Path, titles: Titles, sheets: list[Score], tmp_path: Path):
    for at, sheet in enumerate(sheets):
        path = tmp_path / f"{at}.docx"
        write_paper(titles, sheet, path)
        assert differing(path, Run(made)) == []
        assert len(figures(path)) > 10


def test_no_advice_says_why(titles: Titles, sheets: list[Score], tmp_path: Path):
    for at, words in ((1, "没有单独调整一项数据"), (2, "本批次没有为该对象测算提分建议")):
        write_paper(titles, sheets[at], tmp_path / f"{at}.docx")
        assert words in text(tmp_path / f"{at}.docx")
