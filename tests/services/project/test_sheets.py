"""Files that spreadsheets open rightly."""

from pathlib import Path

from python_calamine import CalamineWorkbook

from gaoxin.services.project.sheets import Sheet, write_csv, write_xlsx

CODE = "911100000000000001234"
SHEET = Sheet("表", ["编号", "值"], [[CODE, 1.5], ["=1+1", None], ["http://x", 3]], texts=frozenset({0}))


def test_texts_stay_texts(tmp_path: Path):
    write_xlsx(tmp_path / "a.xlsx", [SHEET, Sheet("空", ["a"])])
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["表", "空"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["编号", "值"], [CODE, 1.5], ["=1+1", ""], ["http://x", 3],
    ]  # fmt: skip


def test_csv_has_a_mark_and_the_line_ends_of_spreadsheets(tmp_path: Path):
    write_csv(tmp_path / "a.csv", SHEET)
    data = (tmp_path / "a.csv").read_bytes()
    assert data == f"\ufeff编号,值\r\n{CODE},1.5\r\n=1+1,\r\nhttp://x,3\r\n".encode()
