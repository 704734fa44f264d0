"""How sure ranks are: the numbers of the run, drawn beside them."""

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html import certainty
from gaoxin.report.html.book import Book
from gaoxin.report.html.certainty import Certainty
from gaoxin.report.html.ranking import Rankings, Tree
from gaoxin.report.html.site import Site
from tests.report.reading import Page


@pytest.fixture
def tree(book: Book) -> Tree:
    return Rankings(book).trees[0]


@pytest.fixture
def page(report: BuiltReport, tree: Tree) -> Page:
    return Page(report.folder / tree.beside(2024, "sure"))


def texts(page: Page, number: int) -> list[list[str]]:
    return [[cell.text.strip() for cell in row] for row in page.tables[number].rows[1:]]


def test_ranks_with_their_intervals(page: Page):
    assert texts(page, 0) == [
        ["1", "东区", "", "1～2 位次差异不显著", "80.5", "—", "", "75%"],
        ["2", "西区", "", "2", "60.2", "—", "", "—"],
    ]
    assert page.text.count('class="whisker"') >= 6


def test_how_often_each_rank_is_taken(page: Page):
    assert texts(page, 1) == [["东区", ">99%", "<1%"], ["西区", "", "100%"]]


def test_assumptions_by_what_they_explain(page: Page):
    assert texts(page, 2) == [
        ["第1级权重±25%", "88%", "0%～112%", "", "25%"],
        ["第0级权重±25%", "75%", "0%～112%", "", "25%"],
    ]


def test_a_rank_that_never_moves_has_no_effects(page: Page):
    assert texts(page, 3) == [["东区", "75%", "—"], ["西区", "—", "—"]]


def test_english_titles_of_assumptions(report: BuiltReport, tree: Tree):
    page = Page(report.folder / "en" / tree.beside(2024, "sure"))
    assert page.tables[2].rows[1][0].text == "weights of level 1 ±25%"


def test_without_intervals_there_is_no_page(report: BuiltReport, tree: Tree):
    assert not (report.folder / tree.beside(2023, "sure")).exists()
    assert not [link for link in Page(report.folder / tree.path(2023)).links if "-sure" in link]


def test_long_rankings_have_no_frequencies(
    site: Site, book: Book, tree: Tree, monkeypatch: pytest.MonkeyPatch
):
    (site.folder / "ranking").mkdir()
    monkeypatch.setattr(certainty, "_RANKS", 1)
    monkeypatch.setattr(certainty, "_MOST", 1)
    certainty.write_certainty(site, tree, Certainty(book), 2024)
    page = Page(site.folder / tree.beside(2024, "sure"))
    assert "位次出现频率" not in page.words
    assert len(texts(page, 0)) == 1
    assert "其余 1 个未列出" in page.words
