"""The map: every node of every subject with its number, whatever the shade."""

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html import heat
from gaoxin.report.html.book import Book
from gaoxin.report.html.ranking import Rankings, Tree
from gaoxin.report.html.site import Site
from tests.report.reading import Page


@pytest.fixture
def tree(book: Book) -> Tree:
    return Rankings(book).trees[0]


def test_nodes_by_subjects(report: BuiltReport, tree: Tree):
    page = Page(report.folder / tree.beside(2024, "map"))
    assert [[cell.text for cell in row] for row in page.tables[0].rows] == [
        ["指标", "东区第 1 位", "西区第 2 位"],
        ["总分", "80.5", "60.2"],
        ["投入", "80.5*", "60.2*"],
        ["产出", "80.5*", "60.2*"],
    ]
    assert '<td class="n q5">80.5</td><td class="n q1">60.2</td>' in page.text


def test_the_ranking_leads_there(report: BuiltReport, tree: Tree):
    links = Page(report.folder / tree.path(2024)).links
    assert f"../{tree.beside(2024, 'map')}" in links


def test_many_subjects_take_pages_and_the_rest_is_counted(
    site: Site, tree: Tree, monkeypatch: pytest.MonkeyPatch
):
    (site.folder / "ranking").mkdir()
    monkeypatch.setattr(heat, "_PAGE", 1)
    heat.write_heat(site, tree, 2024)
    second = Page(site.folder / tree.beside(2024, "map", 2))
    assert second.tables[0].rows[0][1].text == "西区第 2 位"
    assert '<td class="n q1">60.2</td>' in second.text
    monkeypatch.setattr(heat, "_MOST", 1)
    heat.write_heat(site, tree, 2023)
    assert "其余 1 个未列出" in Page(site.folder / tree.beside(2023, "map")).words


def test_equal_figures_have_no_shade(site: Site, tree: Tree):
    (site.folder / "ranking").mkdir()
    for (_, subject), nodes in tree.rows.items():
        if subject == "Z2":
            nodes["a"] = {**nodes["a"], "score": None}
    heat.write_heat(site, tree, 2024)
    row = Page(site.folder / tree.beside(2024, "map")).tables[0].rows[2]
    assert [cell.text for cell in row] == ["投入", "80.5*", "—"]
