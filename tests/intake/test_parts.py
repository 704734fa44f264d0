"""The tables of a file, listed and opened."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from gaoxin.base.errors import UsageError
from gaoxin.intake import Part, open_part, parts


def test_sheets_are_parts(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("人员").write_row(0, 0, ["id", "x"])
        book.add_worksheet("空")
        hidden = book.add_worksheet("底稿")
        hidden.write_row(0, 0, ["id", "y"])
        hidden.hide()
    found = parts(path)
    assert found == (
        Part(path, "人员"),
        Part(path, "空", empty=True),
        Part(path, "底稿", hidden=True),
    )
    assert [c.heading for c in open_part(found[2]).columns] == ["id", "y"]
    assert str(found[0]) == f"{path} [人员]"


@pytest.mark.slow
def test_tables_of_a_database_and_files_that_are_one_table(tmp_path: Path):
    path = tmp_path / "t.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE b (id)")
        connection.execute("CREATE TABLE a (id)")
    assert parts(path) == (Part(path, "a"), Part(path, "b"))
    assert open_part(Part(path, "b")).sheet == "b"
    single = tmp_path / "t.csv"
    single.write_text("id,x\na,1\n")
    assert parts(str(single)) == (Part(single),)
    assert str(Part(single)) == str(single)
    with pytest.raises(UsageError, match="no such file"):
        parts(tmp_path / "none.csv")
