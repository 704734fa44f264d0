"""Marks for states and figures on a subject's page."""

from collections.abc import Callable

import pyarrow as pa
import pytest

from gaoxin.report.html.book import Book
from gaoxin.report.html.canvas import Canvas, tag, tags
from gaoxin.report.html.catalogue import Words
from gaoxin.report.html.site import Site
from gaoxin.report.html.subject_tables import BROKEN, SubjectTables

Column = Callable[[str], list[str]]


@pytest.fixture
def canvas(site: Site, book: Book) -> Canvas:
    return Canvas(site, SubjectTables(book, "enterprise"))


def filled(canvas: Canvas, mark: str) -> list[str]:
    return [bytes(page).decode() for page in canvas.mark.fill(mark, canvas.tables.size)]


def test_codes_become_tags_with_words(canvas: Canvas):
    mark = canvas.state("verdict", pa.array(["pass", "", "pass", "unknown"]))
    passed, unknown = ('<span class="tag pass">符合</span>', '<span class="tag unknown">待补充</span>')
    assert filled(canvas, mark) == [passed, "", passed, unknown]


def test_a_state_may_be_a_cell(canvas: Canvas):
    mark = canvas.cell("condition", pa.array(["true", "", "jury", "true"]))
    held, jury = '<td class="true">符合</td>', '<td class="jury">需评审</td>'
    assert filled(canvas, mark) == [held, "<td></td>", jury, held]


def test_several_codes_are_several_tags():
    assert tags(Words("en"), "index", "assumed;imputed").count("<span") == 2


def test_tags_are_escaped():
    assert tag("<b>", '"') == '<span class="tag &#34;">&lt;b&gt;</span>'


def test_a_break_is_said_in_words(canvas: Canvas):
    mark = canvas.figure(pa.array([BROKEN, "1", "2", "3"]))
    assert filled(canvas, mark)[0] == '<span class="tag break">口径变动,不可比</span>'


def test_figures_are_found_by_the_name_that_a_pack_uses(canvas: Canvas):
    assert canvas.value_anchor("revenue") == "v-revenue"
    assert canvas.value_anchor("vocabulary.revenue") == "v-revenue"
    assert canvas.value_anchor("stranger") == ""


def test_an_empty_list_says_so(canvas: Canvas):
    mark = canvas.or_none([pa.array(["<li>a</li>", "", "", ""])], "missing.none")
    assert filled(canvas, mark)[:2] == ["<li>a</li>", "<li>没有待补充的条件。</li>"]
