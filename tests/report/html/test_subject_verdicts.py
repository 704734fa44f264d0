"""Verdicts on a subject's page: requirement, clause, own figures, what is missing."""

from gaoxin.report import BuiltReport
from gaoxin.report.html.book import subject_page
from gaoxin.report.html.canvas import Canvas
from gaoxin.report.html.site import Site
from gaoxin.report.html.subject_tables import SubjectTables
from gaoxin.report.html.subject_verdicts import condition_anchor, missing, verdicts
from tests.report.reading import Page


def test_a_condition_has_requirement_clause_figures_and_results(report: BuiltReport):
    page = Page(report.folder / subject_page("enterprise", "91310000MA1FL0001A"))
    row = next(row for row in page.tables[0].rows if row[0].text.startswith("H-05"))
    assert row[0].text == "H-05 研发费用占比第十一条（五）"
    assert [cell.text for cell in row[1:4]] == ["不符合"] * 3
    assert row[4].text == "研发强度不低于4%"
    assert row[4].links == ["../sources/rule-2020.html#c-hnte.H-05"]
    assert row[5].text == "营业收入 2024 1,234,567.50 万元 2023 1,234,567.50 万元研发费用 2024 12,345.6 万元"
    assert row[5].links == ["#v-revenue", "#v-rd_expense"], "the years of a figure are one link"


def test_verdicts_come_with_their_years(site: Site):
    canvas = Canvas(site, SubjectTables(site.book, "enterprise"))
    (found,) = verdicts(canvas)
    assert found["title"] == "示例认定"
    assert [year for year, _ in found["years"]] == [2022, 2023]
    assert len(found["conditions"]) == 2


def test_what_is_missing_is_named_by_its_title(site: Site):
    canvas = Canvas(site, SubjectTables(site.book, "enterprise"))
    first, second, *_, last = (bytes(page).decode() for page in canvas.mark.fill(missing(canvas), 4))
    assert first == last == "<li>没有待补充的条件。</li>"
    assert second.startswith("<li><strong>待补充：研发费用、营业收入</strong>")
    assert f'href="#{condition_anchor("rule-2020", "hnte", "H-05")}"' in second
