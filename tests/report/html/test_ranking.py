"""Indices: ranks, contributions, and what is not known of them."""

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html.book import Book
from gaoxin.report.html.ranking import Rankings, Tree
from tests.report.reading import Page


@pytest.fixture
def tree(book: Book) -> Tree:
    return Rankings(book).trees[0]


def test_the_tree_has_its_top_and_parts(tree: Tree):
    assert tree.top == "total"
    assert [node["node"] for node in tree.parts] == ["a", "b"]
    assert list(tree.periods) == [2024, 2023, 2022]


def test_an_assumed_weight_marks_the_index(tree: Tree):
    assert tree.status == "assumed"


def test_ranks_and_contributions(report: BuiltReport, tree: Tree):
    page = Page(report.folder / tree.path(2024))
    rows = [[cell.text for cell in row] for row in page.tables[0].rows]
    assert rows == [
        ["位次", "位次区间", "名称", "得分", "投入", "产出", "状态"],
        ["1", "1–2 位次差异不显著", "东区", "80.5", "39.25", "41.25", "暂定值(官方未公布)"],
        ["2", "2", "西区", "60.25", "29.125", "31.125", "暂定值(官方未公布)"],
    ]


def test_where_nothing_was_computed_the_page_says_so(report: BuiltReport, tree: Tree):
    rows = [[cell.text for cell in row] for row in Page(report.folder / tree.path(2023)).tables[0].rows]
    assert [row[1] for row in rows] == ["位次区间", "未计算位次区间", "未计算位次区间"]
    assert "1,024 次运行中 90%" in (report.folder / tree.path(2024)).read_text(encoding="utf-8")


def test_every_period_has_its_page(report: BuiltReport, tree: Tree):
    listed = Page(report.folder / "ranking.html").links
    assert {tree.path(period) for period in tree.periods} <= {*listed}


@pytest.mark.parametrize(("unknown", "periods"), [({2022}, [2024, 2023]), ({2022, 2023, 2024}, None)])
def test_a_period_without_any_score_has_no_ranking(book: Book, monkeypatch, unknown, periods):
    rows = [
        {**row, "score": None if row["period"] in unknown else row["score"]} for row in book.rows("index")
    ]
    monkeypatch.setattr(Book, "rows", lambda self, name: rows)
    trees = Rankings(book).trees
    assert [list(tree.periods) for tree in trees] == ([periods] if periods else [])


def test_a_subject_shows_its_interval(report: BuiltReport, book: Book):
    first, second = ((report.folder / book.page("zone", z)).read_text(encoding="utf-8") for z in ("Z1", "Z2"))
    assert '位次区间 1–2 <span class="tag doubtful">位次差异不显著</span>' in first
    assert "位次区间 2 " in second
    assert "未计算位次区间" not in first + second
