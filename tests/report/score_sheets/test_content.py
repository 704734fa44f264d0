"""What a score sheet says: points with their figures and cells, peers, ways to raise them."""

from dataclasses import replace

from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.figures import NONE
from gaoxin.report.score_sheets.content import Score, compared, header, rounding, scores
from gaoxin.report.titles import Titles
from tests.report.made import FIRMS


def test_the_total_its_groups_and_their_items(sheets: list[Score]):
    lines = sheets[0].lines
    assert [(line.depth, line.row["item"]) for line in lines[:3]] == [(0, ""), (1, "g1"), (2, "g1.a")]
    assert [line.points for line in lines[:3]] == ["15～21.5", "5～7.25", "5.3333"]
    assert [line.cap for line in lines[:3]] == ["30", "10", "8"]
    assert [line.before for line in lines[:3]] == ["", "12", ""]
    assert (lines[2].share, lines[2].method, lines[2].clause) == ("0.25", "revenue >= 1 → 8", "表1")
    assert (lines[1].median, lines[1].peers) == ("5.5", "3")
    assert (lines[2].median, lines[2].peers) == (NONE, "2")


def test_a_total_counts_where_enough_items_are_known(titles: Titles, sheets: list[Score]):
    total = sheets[1].lines[0]
    assert total.points == "15（补齐后最多22.5）"
    assert dict(header(titles, sheets[1]))["总分"] == "15（补齐后最多22.5）／30"
    assert "总分按未知项0分计" in rounding(sheets[1].lines)
    assert "总分按未知项0分计" not in rounding(sheets[0].lines)


def test_figures_with_their_formulas_and_cells(sheets: list[Score]):
    share, revenue = sheets[0].lines[2].own
    assert (share.title, share.text, share.cell) == ("研发强度", "4.25%", "= rd_expense / revenue < 1")
    assert (revenue.title, revenue.text) == ("营业收入（2024年）", "1,234,567.50 万元")
    assert revenue.cell == "← data/a.xlsx!企业&园区!C2"


def test_ways_that_were_not_asked_for_are_not_none(sheets: list[Score]):
    ways = sheets[0].ways
    assert ways is not None
    assert [(len(way.moves), way.gain, way.after) for way in ways] == [
        (1, "+2", "17～23.5"),
        (2, "确定 +3，可能 +2.5", "18～24"),
    ]
    assert ways[0].items == ("项目1", "项目2")
    assert sheets[1].ways == ()
    assert sheets[2].ways is None


def test_axes_are_groups_where_there_are_three(sheets: list[Score]):
    assert [axis.title for axis in sheets[0].axes] == ["第1组", "第2组", "第3组"]
    assert sheets[0].axes[0].line.points == "5～7.25"
    few = replace(sheets[0], lines=tuple(line for line in sheets[0].lines if line.depth < 2)[:3])
    assert few.axes == []


def test_the_head_says_whose_and_where_it_stands(titles: Titles, sheets: list[Score]):
    head = dict(header(titles, sheets[0]))
    assert head["名称"] == "甲公司"
    assert head["总分"] == "15～21.5／30"
    assert head["位次"] == "成长期 第 1 位（4 家参与排序）"
    assert head["名单"] == "前5%"
    assert "名单" not in dict(header(titles, sheets[1]))
    assert "否决项" not in head


def test_comparison_and_rounding_in_words(sheets: list[Score]):
    assert compared(sheets[0]) == "同组：成长期 × 电子；不足3家的不显示"
    assert "封顶前合计" in rounding(sheets[0].lines)
    assert "封顶前合计" not in rounding(sheets[0].lines[:1])


def test_the_last_year_of_the_subject(titles: Titles, sheets: list[Score]):
    assert [sheet.period for sheet in sheets] == [2024, 2024, 2024, 2022]
    assert list(scores(SubjectRows(titles), "enterprise", "nobody")) == []
    assert len(FIRMS) == len(sheets)
