"""Lists of subjects, near misses and findings."""

from pathlib import Path

import pytest

from gaoxin.report import BuiltReport, build
from gaoxin.report.html.book import Book
from gaoxin.report.html.lists import Results, condition_title, pieces
from gaoxin.report.html.site import Site
from tests.report.made import HOSTILE, make_run
from tests.report.reading import Page


def table(report: BuiltReport, name: str, at: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in Page(report.folder / name).tables[at].rows]


def test_results_are_those_of_the_last_period(book: Book):
    results = Results(book, "enterprise")
    assert results.verdicts == [("rule-2020", "hnte")]
    assert results.of("91310000MA1FL0001A") == ["fail"]
    assert results.of("C4") == ["—"], "it was not judged in the last period"


def test_subjects_are_listed_with_their_results(report: BuiltReport):
    rows = table(report, "subjects/enterprise-1.html")
    assert rows[0] == ["名称", "代码", "示例认定"]
    assert rows[1] == ["甲公司", "91310000MA1FL0001A", "不符合"]
    assert rows[2][0] == HOSTILE


@pytest.mark.parametrize(("rows", "sizes"), [(0, [0]), (200, [200]), (201, [200, 1])])
def test_lists_are_cut_into_pages(rows: int, sizes: list[int]):
    assert [len(piece) for _, piece in pieces(range(rows))] == sizes


@pytest.mark.slow
def test_a_long_list_has_several_pages_without_scripts(tmp_path: Path):
    firms = [(f"91{n:016d}", f"企业{n}") for n in range(450)]
    built = build(make_run(tmp_path / "run", firms), tmp_path / "report")
    first = Page(built.folder / "subjects" / "enterprise-1.html")
    assert len(first.tables[0].rows) == 201
    assert {"enterprise-2.html", "enterprise-3.html"} <= {*first.links}
    assert len(Page(built.folder / "subjects" / "enterprise-3.html").tables[0].rows) == 51


def test_near_misses_say_what_is_short(report: BuiltReport):
    assert table(report, "nearly.html")[1][3:] == [
        "研发费用占比",
        "研发费用",
        "12,345.6 万元",
        "12,383.02 万元",
        "距4%还差37.42万元 补足后即符合",
    ]


def test_findings_name_cell_rule_and_next_step(report: BuiltReport):
    rows = table(report, "findings.html")
    assert rows[1][:5] == ["错误", "甲公司", "2024", "营业收入", "data/a.xlsx!企业&园区!AB2"]
    assert rows[1][5:] == [HOSTILE, "规则", "核对", "未处理"]
    assert rows[2][-1].split() == ["已说明", "新建产线", "李四"]


def test_corrections_are_listed_with_their_reasons(report: BuiltReport):
    assert table(report, "findings.html", 1)[1][3:] == ["12,345", "12,345.6", HOSTILE, "张三", "2025-03-01"]


def test_a_condition_without_words_keeps_its_id(site: Site):
    assert condition_title(site, "rule-2020", "hnte", "H-05") == "研发费用占比"
    assert condition_title(site, "rule-2020", "hnte", "H-99") == "H-99"
