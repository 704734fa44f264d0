"""The board: leaves with their states, figures with the members behind them, never a total or a rank."""

import json
from typing import Any

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html import board
from gaoxin.report.html.board import Boards, block, figure_page, in_unit, percent, shown_figure
from gaoxin.report.html.book import Book
from gaoxin.report.html.site import Site
from gaoxin.report.run import TABLES, Run
from tests.report.reading import Page


@pytest.fixture(scope="module")
def home(report: BuiltReport) -> Page:
    return Page(report.home[0])


def figure(site: Site, **changes: Any) -> dict[str, Any]:
    row = dict.fromkeys(TABLES["board"].names) | {"pack": "zone-2021", "board": "core", "measure": "zone_rd"}
    return shown_figure(site, row | {"kind": "zone", "subject": "Z1", "state": "known"} | changes)


def test_the_first_zone_has_the_home_page(book: Book):
    boards = Boards(book)
    assert [key[3] for key in boards.shown] == ["Z1", "Z2"]
    assert boards.path(boards.shown[0]) == "index.html"
    assert boards.path(boards.shown[1]).startswith("boards/")


def test_newer_figures_come_first(book: Book):
    boards = Boards(book)
    boards.rows = [row for row in boards.rows if row["subject"] == "Z2" or row["period"] < 2024]
    assert [key[3] for key in boards.shown] == ["Z2", "Z1"]


def test_leaves_say_their_state_quote_and_owner(home: Page):
    for words in (
        "有指标",
        "仅有任务",
        "待设指标",
        "「做大做强」",
        "001.txt:12",
        "牵头部门 科技局",
        "条款类型 X",
    ):
        assert words in home.words


def test_what_the_document_does_not_say_is_marked(home: Page, report: BuiltReport):
    assert "下列内容原文未载明，由本系统设定：牵头部门" in home.words
    assert "they were set by us: owner" in Page(report.home[1]).words


def test_a_red_figure_says_so_in_words_with_an_arrow(home: Page):
    assert "● 红 · 需关注" in home.words
    assert "▼ 下降 -0.4 百分点" in home.words
    assert "比上年下降" in home.words


def test_a_red_figure_names_who_answers_and_leads_to_its_members(home: Page):
    _, _, after = home.words.partition("● 红 · 需关注")
    first = after.partition("有指标")[0]
    assert "牵头部门 科技局 · 条款类型 X" in first
    movers = [link for link in home.links if link.endswith("#movers")]
    assert movers
    for link in movers:
        assert "movers" in Page(home.path.parent / link.partition("#")[0]).ids


def test_a_changed_calibre_is_not_compared(site: Site):
    shown = figure(site, state="break", number=None, text="口径变动,不可比")
    assert shown["text"] == "口径变动,不可比"
    assert shown["broken"]


def test_an_unknown_figure_is_missing(site: Site):
    assert figure(site, state="missing", text="待补充")["text"] == "待补充"


def test_ranges_stand_in_the_unit(site: Site):
    shown = figure(site, number=3.5, text="3.5%", own_low=3.1, own_high=12345.0, prior_text="3456.7%")
    assert (shown["own_low"], shown["own_high"], shown["nation_low"]) == ("3.10%", "12,345.00%", "—")
    assert shown["prior"] == "3,456.7%"
    assert in_unit(1.5, "亿元") == "1.5 亿元"


def test_the_members_behind_a_figure_and_the_rest_add_up(report: BuiltReport):
    page = Page(next(path for path in (report.folder / "figures").glob("zone-rd-*z1-*.html")))
    rows = [[cell.text for cell in row] for row in page.tables[-1].rows]
    assert [row[1:5] for row in rows[1:]] == [
        ["甲公司", "1.75%", "50.00%", "-0.2 百分点"],
        ["其余 3 个", "1.75%", "50.00%", "-0.2 百分点"],
        ["合计", "3.5%", "", "-0.4 百分点"],
    ]
    assert "1 个同类中，0 个低于本值" in page.words


def test_a_share_is_in_hundredths():
    assert [percent(share) for share in (0.5, 1 / 3, None)] == ["50.00%", "33.33%", "—"]


def test_figures_of_two_zones_have_two_pages():
    row = {"pack": "p", "board": "b", "measure": "m", "kind": "zone", "subject": "Z1"}
    assert figure_page(row) != figure_page(row | {"subject": "Z2"})


def test_a_run_without_a_board_has_a_home_page(report: BuiltReport, book: Book, site: Site):
    assert "本批次没有看板" in site.render("home.html", "index.html")
    nothing = Book(Run(book.run.folder))
    nothing.names.packs = {}
    boards = Boards(nothing)
    boards.rows = []
    assert boards.shown == []


def test_figures_for_charts_cannot_close_their_block():
    text = str(block({"name": "</script><script>&"}))
    assert not {*"<>&"} & {*text}


def test_a_break_is_marked_in_the_chart(site: Site, book: Book):
    for name in ("figures", "boards"):
        (site.folder / name).mkdir()
    boards = Boards(book)
    key = ("zone-2021", "core", "zone_rd", "zone", "Z1")
    broken = {"state": "break", "number": None, "text": "口径变动,不可比"}
    years = [year | broken if year["period"] == 2023 else year for year in boards.figures[key]]
    boards.__dict__["figures"] = {key: years}
    board.write_boards(site, boards)
    page = Page(next(site.folder.glob("figures/*.html")))
    shown = json.loads(page.blocks["years-chart-data"])
    assert (shown["breaks"], shown["broken"]) == (["2023"], "口径变动,不可比")
    assert shown["points"][1] == ["2023", None, "口径变动,不可比"]
    assert [cell.text for cell in page.tables[0].rows[2]][:2] == ["2023", "口径变动,不可比"]
