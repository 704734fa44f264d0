"""The page of a subject, as it was written."""

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html.book import subject_page
from gaoxin.report.html.subjects import lean
from tests.report.reading import Page


@pytest.fixture(scope="module")
def firm(report: BuiltReport) -> Page:
    return Page(report.folder / subject_page("enterprise", "91310000MA1FL0001A"))


def test_it_says_whose_it_is(firm: Page):
    assert firm.title == "甲公司 · 示例高新区"
    assert "91310000MA1FL0001A" in firm.words


def test_near_misses_are_listed(firm: Page):
    assert "距4%还差37.42万元" in firm.words
    assert "12,345.6 万元 → 12,383.02 万元" in firm.words


def test_files_are_named_once_and_cells_lead_there(firm: Page):
    assert {"f0", "f1"} <= {*firm.ids}
    assert {"#f0", "../sources.html#part-0", "../sources.html#part-1"} <= {*firm.links}
    assert firm.words.count("data/a.xlsx!企业&园区\n") == 1


def test_a_lean_page_says_the_same():
    page = '<p class="a" title="b c" lang="">\n  <a href="x/#y-1">"q"=&#34;</a> <b id="z/"></b></p>'
    assert lean(page) == '<p class=a title="b c" lang="">\n<a href=x/#y-1>"q"=&#34;</a> <b id="z/"></b></p>'


def test_findings_are_listed(firm: Page, report: BuiltReport):
    assert "data/a.xlsx!企业&园区!AB2" in firm.words
    other = Page(report.folder / subject_page("enterprise", "C4"))
    assert "没有审核发现。" in other.words
    assert "没有临界条件。" in other.words


def test_all_subjects_have_pages_and_only_their_own_figures(report: BuiltReport):
    last = Page(report.folder / subject_page("enterprise", "C4"))
    assert "1,234,570.50 万元" in last.words
    assert "1,234,567.50 万元" not in last.words
