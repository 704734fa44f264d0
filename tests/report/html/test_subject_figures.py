"""Figures on a subject's page: score sheets, indices, indicators, reported values."""

import json

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html.book import Book, subject_page
from gaoxin.report.html.canvas import Canvas
from gaoxin.report.html.ranking import Rankings
from gaoxin.report.html.site import Site
from gaoxin.report.html.subject_figures import index, indicators, sheets, values
from gaoxin.report.html.subject_tables import SubjectTables
from tests.report.reading import Page


@pytest.fixture
def canvas(site: Site) -> Canvas:
    return Canvas(site, SubjectTables(site.book, "enterprise"))


def test_a_score_sheet_has_total_groups_and_items(canvas: Canvas):
    (sheet,) = sheets(canvas)
    assert [row["depth"] for row in sheet["rows"]] == [0, *[1, 2] * 3]
    full = [canvas.mark.columns[int(row["max"][1:-1])] for row in sheet["rows"]]
    assert [column.to_pylist()[0] for column in full] == ["30", *["10", "8"] * 3]
    share, median = (canvas.mark.columns[int(cell[1:-1])][0].as_py() for cell in sheet["rows"][2]["beside"])
    assert (share, median) == ("0.25", "—")


def test_a_chart_of_an_unknown_score_is_still_json(report: BuiltReport):
    page = Page(report.folder / subject_page("enterprise", "C4"))
    (text,) = page.blocks.values()
    assert json.loads(text)["rows"][0] == ["第1组", 10.0, None, None]


def test_indicators_name_what_they_read(canvas: Canvas):
    ((pack, title, (row,)),) = indicators(canvas)
    assert (pack, title, row["status"]) == ("rule-2020", "示例认定办法", "assumed")
    assert row["inputs"] == [("营业收入", "v-revenue"), ("研发费用", "v-rd_expense")]


def test_values_stand_under_their_variables(canvas: Canvas):
    assert [(row["title"], row["unit"]) for row in values(canvas)][:2] == [
        ("营业收入", "万元"),
        ("研发费用", "万元"),
    ]


def test_an_index_is_a_tree(site: Site, book: Book):
    canvas = Canvas(site, SubjectTables(book, "zone"))
    found = index(canvas, Rankings(book).trees[0])
    assert [(row["title"], row["depth"]) for row in found["rows"]] == [("总分", 0), ("投入", 1), ("产出", 1)]
    assert found["ranking"].startswith("ranking/")
