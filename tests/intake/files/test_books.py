"""What a workbook holds beside its cells."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from gaoxin.base.errors import DataError
from gaoxin.intake.files.books import format_kind
from gaoxin.intake.files.workbooks import read


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (0, None, "number"), (2, None, "number"), (14, None, "date"), (31, None, "date"), (58, None, "date"),
        (46, None, "duration"), (164, "yyyy/m/d", "date"), (164, 'yyyy"年"m"月"d"日"', "date"),
        (164, "[$-804]yyyy年m月", "date"), (164, "h:mm", "date"), (164, "[h]:mm:ss", "duration"),
        (164, "0.00_ ", "number"), (164, '#,##0" 元"', "number"), (164, "[Red]0.00", "number"),
        (164, "General", "number"), (164, "0.00E+00", "number"), (164, '0"days"', "number"),
        (164, "@", "number"), (164, "0;yyyy", "number"),
        (164, "aaaa", "number"), (164, "[DBNum1]yyyy", "date"),
    ],
)  # fmt: skip
def test_formats(number: int, code: str | None, kind: str):
    assert format_kind(number, code) == kind


def test_a_workbook_that_counts_from_1904_is_refused(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        book.add_worksheet().write_row(0, 0, ["id", "x"])
    with pytest.raises(DataError, match="it counts days from 1904"):
        read(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(DataError, match="it holds no workbook"):
        read(path)


def test_shared_texts_leave_hints_for_reading_aloud_out(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["id", "MARK"])
    raw = tmp_path / "raw.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(raw, "w") as new:
        for name in old.namelist():
            rich = b"<r><t>A</t></r><r><t>B</t></r><rPh><t>ignored</t></rPh>"
            new.writestr(name, old.read(name).replace(b"<t>MARK</t>", rich))
    assert [column.heading for column in read(raw).columns] == ["id", "AB"]
