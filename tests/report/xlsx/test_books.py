"""Workbooks: texts stay texts, nothing breaks a file, nothing is cut."""

import re
import tempfile
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.report.xlsx import books
from gaoxin.report.xlsx.books import Book, Field
from tests.report.xlsx.reading import sheets

TEXTS = [
    "91310000MA1FL0001A",
    "123456789012345678",
    "00012",
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(A1)",
    "http://example.org/",
    "_x0041_",
    "<r>raw</r>",
    "<b>&\"'",
    " a ",
    "a\nb",
    "2024-01-01",
]


def write(path: Path, *columns: pa.Array, head: str = "") -> Path:
    with Book(path, head, "自评结果") as book:
        book.table("表", [Field(f"列{n}", column) for n, column in enumerate(columns)])
    return path


def xml(path: Path, name: str = "xl/worksheets/sheet1.xml") -> str:
    return ZipFile(path).read(name).decode()


@pytest.mark.parametrize("last", [False, True])
def test_texts_come_back_as_they_were(tmp_path: Path, last: bool):
    texts = TEXTS[::-1] if last else TEXTS
    rows = sheets(write(tmp_path / "a.xlsx", pa.array(texts)))["表"]
    kept = [text.strip() if text.startswith("<r>") else text for text in (row[0] for row in rows[1:])]
    assert kept == texts
    assert not re.search("<f>|<hyperlink", xml(tmp_path / "a.xlsx"))


@pytest.mark.slow
@given(st.lists(st.text(min_size=1), min_size=1, max_size=6))
def test_any_text_leaves_a_workbook_that_opens(texts: list[str]):
    with tempfile.TemporaryDirectory() as folder:
        rows = sheets(write(Path(folder) / "a.xlsx", pa.array(texts), pa.array(texts[::-1])))["表"]
    assert len(rows) == len(texts) + 1
    assert all(isinstance(cell, str) for row in rows for cell in row)


def test_control_characters_show_where_they_stood(tmp_path: Path):
    rows = sheets(write(tmp_path / "a.xlsx", pa.array(["a\x00b", "c\x1fd", "e\x00"])))["表"]
    assert [row[0] for row in rows[1:]] == ["a\ufffdb", "c\ufffdd", "e\ufffd"]


def test_what_is_too_long_for_a_cell_says_so(tmp_path: Path):
    rows = sheets(write(tmp_path / "a.xlsx", pa.array(["长" * 40_000, "短", "长" * 40_000])))["表"]
    assert [(len(row[0]), row[0][-1]) for row in rows[1:]] == [(16_001, "…"), (1, "短"), (16_001, "…")]


def test_numbers_keep_every_digit(tmp_path: Path):
    numbers = [0.1, 1 / 3, 1e-300, -12345.678, 1e22, None, float("nan"), float("inf"), 2.0]
    for last in (numbers, numbers[:-1]):
        rows = sheets(write(tmp_path / "a.xlsx", pa.array(last), pa.array(range(len(last)))))["表"]
        assert [row[0] for row in rows[1:]] == [*numbers[:5], "", "", "", 2.0][: len(last)]


def test_words_stand_where_there_is_no_number(tmp_path: Path):
    field = Field("列", pa.array([1.5, None, None]), instead=pa.array(["", "口径变动,不可比", "待补充"]))
    with Book(tmp_path / "a.xlsx", "", "") as book:
        book.table("表", [field])
    assert [row[0] for row in sheets(tmp_path / "a.xlsx")["表"][1:]] == [1.5, "口径变动,不可比", "待补充"]


def test_no_rows_leave_the_headings(tmp_path: Path):
    assert sheets(write(tmp_path / "a.xlsx", pa.array([], pa.string())))["表"] == [["列0"]]


def test_an_empty_last_row_loses_no_other(tmp_path: Path):
    empty = pa.array(["a", None])
    assert [row[0] for row in sheets(write(tmp_path / "a.xlsx", empty))["表"]][:2] == ["列0", "a"]


def test_rows_beyond_a_sheet_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(books, "MOST_ROWS", 4)
    with Book(tmp_path / "a.xlsx", "", "") as book:
        assert book.table("表", [Field("列", pa.array(range(10)))]) == ["表", "表（2）", "表（3）"]
    found = sheets(tmp_path / "a.xlsx")
    assert [row[0] for rows in found.values() for row in rows[1:]] == list(range(10))
    assert all(rows[0] == ["列"] for rows in found.values())


def test_names_of_sheets_are_lawful_and_differ(tmp_path: Path):
    with Book(tmp_path / "a.xlsx", "", "") as book:
        for name in ("a/b:c", "很长" * 30, "很长" * 30, "", "history", "A", "a", "'x'", "x\x00"):
            book.table(name, [Field("列", pa.array(["1"]))])
    names = list(sheets(tmp_path / "a.xlsx"))
    assert len({name.lower() for name in names}) == 9
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in names)


def test_headings_stay_in_sight_and_every_page_says_what_it_is(tmp_path: Path):
    text = xml(write(tmp_path / "a.xlsx", pa.array(["1", "2"]), head="合成数据 & 演示"))
    assert 'state="frozen"' in text
    assert "合成数据 &amp;&amp; 演示" in text
    assert "自评结果" in text
    assert "&amp;P/&amp;N" in text
    assert "_xlnm.Print_Titles" in xml(tmp_path / "a.xlsx", "xl/workbook.xml")


def test_text_is_written_row_by_row(tmp_path: Path):
    with Book(tmp_path / "a.xlsx", "", "") as book:
        book.properties(title="标题\x00")
        book.text("说明", [["标题"], [], ["项", 3], ["=1+1", None]], (10, 20))
    assert sheets(tmp_path / "a.xlsx")["说明"] == [["标题", ""], ["", ""], ["项", 3.0], ["=1+1", ""]]
