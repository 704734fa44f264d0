"""The account of a figure: its lines as the run has them, each bar where the one above ended."""

import re

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html.book import Book
from gaoxin.report.html.site import Site
from gaoxin.report.html.waterfall import Accounts
from tests.report.reading import Page

KEY = ("zone-2021", "zone_rd", "zone", "Z1", 2024)
CUT = ("zone-2021", "zone_sum", "zone", "Z1", 2024)


def edges(drawn: str) -> tuple[float, float]:
    x, width = re.findall(r'x="([\d.]+)".* width="([\d.]+)" h', drawn)[0]
    return float(x), float(x) + float(width)


def test_bars_start_where_the_last_one_ended(book: Book, site: Site):
    lines = {line["part"]: line for line in Accounts(book).shown(site, KEY)}
    first, calibre, entered, stayed, last = (
        edges(lines[part]["strip"]) for part in ("before", "calibre", "entered", "stayed", "after")
    )
    assert calibre[1] == pytest.approx(first[1], abs=0.02), "down from the year before"
    assert entered[0] == pytest.approx(calibre[0], abs=0.02)
    assert stayed[1] == pytest.approx(entered[1], abs=0.02)
    assert stayed[0] == pytest.approx(last[1], abs=0.02), "and ends at this year"
    assert lines["change"]["strip"] == ""


def test_rise_fall_and_break_have_tones(book: Book, site: Site):
    tones = {
        line["part"]: re.findall(r'rect class="(\w+)"', line["strip"])
        for line in Accounts(book).shown(site, KEY)
    }
    assert tones == {
        "before": ["end"], "calibre": ["cut"], "entered": ["rise"],
        "stayed": ["fall"], "change": [], "after": ["end"],
    }  # fmt: skip


def test_a_break_is_a_break(book: Book, site: Site):
    line = next(line for line in Accounts(book).shown(site, CUT) if line["part"] == "undivided")
    assert (line["title"], line["breaks"]) == ("口径变动,不可比", "从业人员")
    assert 'class="cut"' in line["strip"]


def test_a_figure_without_an_account(book: Book, site: Site):
    assert Accounts(book).shown(site, ("x", "y", "zone", "Z1", 2024)) == []


def test_it_stands_on_the_page_of_the_figure(report: BuiltReport):
    page = Page(next(report.folder.glob("figures/zone-rd-*z1-*.html")))
    rows = next(t.rows for t in page.tables if t.rows[0][0].text == "项目")
    assert [[c.text.strip() for c in row] for row in rows[1:3]] == [
        ["上年", "", "3.9%", "", ""],
        ["口径调整营业收入", "", "-0.1 个百分点", "", "-2.56"],
    ]
    other = Page(next(report.folder.glob("figures/zone-rd-*z2-*.html")))
    assert "同比变动" not in other.words
