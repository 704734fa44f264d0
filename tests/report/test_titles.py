"""Names and codes in Chinese."""

import pytest

from gaoxin.plan.index import MARKS
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from tests.report.made import PACK, make_run


@pytest.fixture(scope="module")
def titles(book: Book) -> Titles:
    return Titles(book)


def test_what_stands_on_every_page(titles: Titles, tmp_path):
    assert titles.final == "自评结果,以主管部门认定为准"
    assert titles.synthetic.startswith("合成数据 · synthetic")
    assert Titles(Book(Run(make_run(tmp_path / "run", synthetic=False)))).synthetic == ""


def test_things_are_called_by_their_titles(titles: Titles):
    assert titles.pack(PACK) == "示例认定办法"
    assert titles.kind("enterprise") == "企业"
    assert titles.of(PACK, "rd_share") == "研发强度"
    assert titles.of("", "revenue") == "营业收入"
    assert (titles.unit("", "revenue"), titles.unit("", "code")) == ("万元", "")
    assert titles.thing(PACK, "verdicts", "hnte") == "示例认定"
    assert titles.thing(PACK, "verdicts", "nobody") == "nobody"


def test_codes_have_words(titles: Titles):
    assert titles.state("verdict", "not_applicable") == "不适用"
    assert titles.state("condition", "jury") == "需评审"
    assert titles.state("condition", "break") == "口径变动,不可比"
    assert titles.state("condition", "") == ""


def test_every_word_of_an_index_has_a_chinese_one(titles: Titles):
    assert [mark for mark in MARKS if titles.state("index", mark) == mark] == []


def test_what_is_missing_has_its_year(titles: Titles):
    assert titles.missing(PACK, "rd_expense@-1; revenue", 2024) == "研发费用（2023年）、营业收入"
    assert titles.missing(PACK, "rd_expense@-1", 0) == "研发费用"
    assert titles.missing(PACK, "", 2024) == ""
