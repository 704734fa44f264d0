"""《统计年报审核说明》 says what the page of findings says."""

from pathlib import Path

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.docx import data_notes
from gaoxin.report.docx.data_notes import FILE, write_notes
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from tests.report.docx.reading import tables, text
from tests.report.made import FIRMS, HOSTILE, make_run, table
from tests.report.reading import Page


def test_counts_and_sections(notes: Path):
    said = text(notes)
    assert "共有错误 1 条，警告 1 条，其中未处理 1 条。" in said
    headings = (
        "一、基本情况",
        "二、审核规则与条数",
        "三、错误",
        "四、已说明和已更正的警告",
        "五、未处理的警告",
    )
    places = [said.index(heading) for heading in (*headings, "六、更正记录", "七、与上年比较")]
    assert places == sorted(places)


def test_it_says_what_the_page_says(notes: Path, report: BuiltReport):
    said = text(notes)
    page = Page(report.folder / "findings.html")
    for listed in page.tables:
        for row in listed.rows[1:]:
            for cell in row:
                for piece in cell.text.split():
                    assert piece in said


def test_reasons_and_corrections_name_who(notes: Path):
    found = tables(notes)
    (explained,) = [row for rows in found for row in rows if "新建产线" in row[-1]]
    assert explained[-1].split("\n") == ["已说明", "新建产线", "李四"]
    (corrected,) = [row for rows in found for row in rows if row[-1] == "张三\n2025-03-01"]
    assert corrected == [
        f"甲公司\n{FIRMS[0][0]}", "2024", "研发费用", "12,345", "12,345.6", HOSTILE, "张三\n2025-03-01",
    ]  # fmt: skip


def test_years_beside_each_other_and_breaks(notes: Path):
    row = next(row for rows in tables(notes) for row in rows if row[1:2] == ["园区研发强度"])
    assert row == ["东区", "园区研发强度", "3.5%", "3.9%", "-0.4 百分点", "已有数据；比上年下降"]
    assert "研发强度（2023年）：口径变动,不可比。" in text(notes)


def test_a_long_list_says_what_is_left(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data_notes, "LISTED", 0)
    write_notes(Titles(Book(Run(made))), tmp_path)
    assert "本节共 1 条，此处列出前 0 条，全部见《审核清单.xlsx》。" in text(tmp_path / FILE)


def test_nothing_found_is_said(tmp_path: Path):
    run = make_run(tmp_path / "run")
    for name in ("findings", "corrections"):
        table(run, name, [])
    write_notes(Titles(Book(Run(run))), tmp_path)
    said = text(tmp_path / FILE)
    assert "没有审核发现。" in said
    assert said.count("无。") == 3
    assert "没有更正。" in said
