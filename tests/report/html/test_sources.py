"""Where numbers come from: files, formulas, versions, the run."""

from gaoxin.report import BuiltReport
from gaoxin.report.html.site import Site
from gaoxin.report.html.sources import bounds, sections
from tests.report.reading import Page


def test_everything_of_a_pack_has_its_anchor(site: Site):
    found = {row["anchor"] for _, rows in sections(site, "rule-2020") for row in rows}
    assert found == {
        "i-rd_share", "c-hnte", "c-hnte.H-05", "c-hnte.H-06", "p-sheet",
        *(f"p-sheet.g{n}" for n in (1, 2, 3)), *(f"p-sheet.g{n}.a" for n in (1, 2, 3)),
    }  # fmt: skip


def test_a_formula_stands_with_its_inputs(report: BuiltReport):
    page = Page(report.folder / "sources" / "rule-2020.html")
    row = next(row for row in page.tables[0].rows if row[0].text.startswith("研发强度"))
    assert row[3].text == "rd_expense / revenue < 1"
    assert "营业收入（前1年）" in row[4].text
    assert "vocabulary.html#v-revenue" in row[4].links[0]
    assert row[6].text == "暂定值(官方未公布)"


def test_columns_of_files_lead_to_their_variables(report: BuiltReport):
    page = Page(report.folder / "sources.html")
    rows = [[cell.text for cell in row] for row in page.tables[1].rows]
    assert rows[1] == ["C", "营业收入（万元）", "营业收入", "万元"]
    assert rows[2] == ["AB", "研发费用", "研发费用 2024", "万元"]
    assert "cd" * 32 in page.words


def test_packs_name_document_force_and_what_is_assumed(report: BuiltReport):
    page = Page(report.folder / "packs.html")
    for words in (
        "示例办法 示〔2020〕1号",
        "示例部",
        "2020-01-01 ～ 现行",
        "ab" * 32,
        "https://example.org/a",
    ):
        assert words in page.words
    assert "https://example.org/a" not in page.links, "an address to read, not one to open"
    assert "sources/rule-2020.html#c-hnte.H-06" in page.links


def test_the_run_can_be_replayed_from_its_page(report: BuiltReport):
    page = Page(report.folder / "run.html")
    for words in ("gaoxin replay DIR 20260331-143005-ab12cd", "duckdb 2.0.0", "ef" * 32, "没有数据，未测算"):
        assert words in page.words


def test_bounds_say_the_most(site: Site):
    assert bounds(site, {"max": 8}) == "满分 8"
    assert bounds(site, {}) == ""
