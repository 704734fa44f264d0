"""Lists of findings: codes stay text, a filled list is read back, nothing becomes a formula."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import python_calamine as calamine
import xlsxwriter

from gaoxin.base.errors import UsageError
from gaoxin.intake.findings import Finding
from gaoxin.services.inputs.lists import HEADINGS, reason_titles, write_findings

from .conftest import Gather, code, programs, write

MANY = [Finding("error", "cell.number", "enterprise", code(n), 2024, cell=f"C{n + 2}") for n in range(2500)]


@pytest.mark.slow
def test_every_finding_is_listed_in_both_files(tmp_path: Path):
    book, plain = write_findings(tmp_path / "check", MANY, ["其他"])
    assert plain.read_bytes().startswith(b"\xef\xbb\xbf")
    with plain.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["编号 subject"] for row in rows] == [finding.subject for finding in MANY]
    cells = calamine.CalamineWorkbook.from_path(book).get_sheet_by_name("findings").to_python()
    assert cells[0] == list(HEADINGS.values())
    subject = list(HEADINGS).index("subject")
    assert [row[subject] for row in cells[1:]] == [finding.subject for finding in MANY]


def test_no_cell_becomes_a_formula(tmp_path: Path):
    finding = Finding("error", "cell.number", "enterprise", "甲", seen='=HYPERLINK("x")', name="-1.5 万元")
    _, plain = write_findings(tmp_path, [finding])
    with plain.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["所见 seen"].startswith("'=")
    assert row["名称 name"] == "-1.5 万元"
    assert row["年份 period"] == ""


def test_a_choice_of_reasons_stands_in_the_workbook(tmp_path: Path):
    titles = reason_titles(programs())
    assert "合并、分立、重组" in titles
    book, _ = write_findings(tmp_path, [Finding("warning", "sales_jump", "enterprise", "甲")], titles)
    assert calamine.CalamineWorkbook.from_path(book).get_sheet_by_name("types").to_python() == [
        [title] for title in titles
    ]


@pytest.mark.slow
def test_a_filled_list_is_read_back_as_reasons(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,销售收入（万元）"
    rows = [[code(n), year, 100 * 10 ** (year - 2023)] for n in range(2) for year in (2023, 2024)]
    path = write(tmp_path / "a.csv", heading, rows)
    first = gathered(path)
    book, _ = write_findings(tmp_path / "check", first.findings, first.reasons)
    cells = calamine.CalamineWorkbook.from_path(book).get_sheet_by_name("findings").to_python()
    names = list(HEADINGS)
    for name, text in (("type", "其他"), ("reason", "新签大单"), ("by", "李")):
        cells[1][names.index(name)] = text  # one of the two is filled in
    filled = tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(str(filled)) as copy:
        page = copy.add_worksheet()
        for line, row in enumerate(cells):
            page.write_row(line, 0, row)
    second = gathered(path, reasons=filled)
    assert sorted(f.state for f in second.findings) == ["explained", "open"]
    book, _ = write_findings(tmp_path / "again", second.findings, second.reasons)
    third = gathered(path, reasons=book)  # what is explained stays so
    assert [f.reason for f in third.findings] == [f.reason for f in second.findings]
    assert pq.read_table(third.kinds["enterprise"].rows).num_rows == 4


def test_a_list_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "findings.xlsx").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_findings(tmp_path, MANY)
