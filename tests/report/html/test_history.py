"""Years of an index: score and rank of each, and a mark where the calibre changed."""

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html.book import Book
from gaoxin.report.html.history import write_history
from gaoxin.report.html.ranking import Rankings, Tree
from gaoxin.report.html.site import Site
from tests.report.reading import Page


@pytest.fixture
def tree(book: Book) -> Tree:
    return Rankings(book).trees[0]


def test_scores_and_ranks_of_all_years(report: BuiltReport, tree: Tree):
    page = Page(report.folder / tree.beside(2024, "years"))
    assert [[cell.text for cell in row] for row in page.tables[0].rows] == [
        ["名称", "2022", "2023", "2024"],
        ["东区", *["80.5 · 第 1 位"] * 3],
        ["西区", *["60.2 · 第 2 位"] * 3],
    ]
    assert f"../{tree.beside(2024, 'years')}" in Page(report.folder / tree.path(2022)).links


def test_a_break_is_marked_and_a_gap_is_a_gap(site: Site, tree: Tree):
    (site.folder / "ranking").mkdir()
    tree.rows[2023, "Z1"]["a"]["status"] = "assumed;calibre changed"
    del tree.rows[2022, "Z2"]
    write_history(site, tree)
    rows = Page(site.folder / tree.beside(2024, "years")).tables[0].rows
    assert rows[1][2].text == "80.5 · 第 1 位 口径变动,不可比"
    assert rows[2][1].text == "—"


def test_one_year_has_no_page(site: Site, tree: Tree):
    one = Tree(tree.pack, tree.index, tree.kind, tree.body, [2024], tree.rows)
    write_history(site, one)
    assert site.written == 0
