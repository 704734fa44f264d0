"""Why scores changed: the bars of the run with their amounts, by source and by indicator."""

import re

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html import changes
from gaoxin.report.html.book import Book
from gaoxin.report.html.changes import Changes
from gaoxin.report.html.ranking import Rankings, Tree
from gaoxin.report.html.site import Site
from tests.report.reading import Page


@pytest.fixture
def tree(book: Book) -> Tree:
    return Rankings(book).trees[0]


@pytest.fixture
def page(report: BuiltReport, tree: Tree) -> Page:
    return Page(report.folder / tree.beside(2024, "change"))


def texts(page: Page, number: int) -> list[list[str]]:
    return [[cell.text.strip() for cell in row[:2]] for row in page.tables[number].rows[1:]]


def test_amounts_by_source(page: Page):
    assert texts(page, 0) == [
        ["上年", "78"],
        ["自身数据", "+4"],
        ["其他对象的数据", "-2"],
        ["口径变动,不可比", "+0.5"],
        ["本年", "80.5"],
    ]


def test_amounts_by_indicator_say_their_source(page: Page):
    assert texts(page, 1)[1:4] == [
        ["投入 自身数据", "+4"],
        ["产出 其他对象的数据", "-2"],
        ["其余各项", "+0.5"],
    ]


def test_bars_follow_each_other_in_their_tones(page: Page):
    first = page.text.split("<table")[1]
    drawn = re.findall(r'rect class="(\w+)" x="([\d.]+)" y="1" width="([\d.]+)"', first)
    assert [tone for tone, *_ in drawn] == ["end", "rise", "fall", "cut", "end"]
    spans = [(float(x), float(x) + float(width)) for _, x, width in drawn]
    assert spans[1][0] == pytest.approx(spans[0][1], abs=0.02)
    assert spans[2][1] == pytest.approx(spans[1][1], abs=0.02)
    assert spans[3][0] == pytest.approx(spans[2][0], abs=0.02)
    assert spans[4][1] == pytest.approx(spans[3][1], abs=0.02)


def test_a_period_without_accounts_has_no_page(report: BuiltReport, book: Book, tree: Tree):
    assert Changes(book).of(tree, 2023) == {}
    assert not (report.folder / tree.beside(2023, "change")).exists()
    assert f"../{tree.beside(2024, 'change')}" in Page(report.folder / tree.path(2024)).links
    assert not [link for link in Page(report.folder / tree.path(2023)).links if "-change" in link]


def test_many_subjects_take_pages(site: Site, book: Book, tree: Tree, monkeypatch: pytest.MonkeyPatch):
    (site.folder / "ranking").mkdir()
    found = Changes(book).of(tree, 2024)
    monkeypatch.setattr(changes, "_PAGE", 1)
    monkeypatch.setattr(Changes, "of", lambda self, tree, period: {**found, "Z2": found["Z1"]})
    changes.write_changes(site, tree, Changes(book), 2024)
    assert "东区" in Page(site.folder / tree.beside(2024, "change")).words
    assert "西区" in Page(site.folder / tree.beside(2024, "change", 2)).words
