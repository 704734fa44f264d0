"""Workbooks: codes stay whole, numbers stay what the sheet holds, errors are seen."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake.grid import ROW
from gaoxin.intake.workbooks import read


def book(folder: Path, **sheets: list[list[Any]]) -> Path:
    path = folder / "t.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, cell in enumerate(row):
                    sheet.write_string(number, position, cell) if isinstance(cell, str) else sheet.write(
                        number, position, cell
                    )
    return path


def columns(path: Path) -> dict[str, list[Any]]:
    table, headings, _ = read(path)
    return dict(zip([*headings, ROW], [column.to_pylist() for column in table.columns], strict=True))


def test_kinds_of_columns(tmp_path: Path):
    day, moment = dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 10, 30)
    path = book(
        tmp_path,
        s=[
            ["code", "x", "f", "d", "m", "e"],
            ["007", 1.5, True, day, day, None],
            ["9", 2, False, None, moment, None],
        ],
    )
    table, headings, sheet = read(path)
    kinds = [pa.string(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us"), pa.string(), pa.int64()]
    assert table.schema.types == kinds
    assert (headings, sheet) == (["code", "x", "f", "d", "m", "e"], "s")
    assert [c.to_pylist() for c in table.columns][:4] == [
        ["007", "9"],
        [1.5, 2.0],
        [True, False],
        [day, None],
    ]


def test_codes_of_eighteen_digits_stay_text(tmp_path: Path):
    found = columns(book(tmp_path, s=[["id"], ["913301000000000123"], ["91330100MA0000001X"]]))
    assert found["id"] == ["913301000000000123", "91330100MA0000001X"]


def test_a_number_among_texts_shows_its_fifteen_digits(tmp_path: Path):
    cells = ["—", 1234.56, 0.1 + 0.2, 1e-7, 123456789012345.0, 913301000000000123, True, dt.date(2024, 3, 5)]
    assert columns(book(tmp_path, s=[["x"], *[[cell] for cell in cells]]))["x"] == [
        "—", "1234.56", "0.3", "0.0000001", "123456789012345", "9.13301000000000e+17", "true", "2024-03-05",
    ]  # fmt: skip


def test_rows_are_counted_as_the_sheet_does(tmp_path: Path):
    found = columns(book(tmp_path, s=[[], ["", ""], ["", "id"], ["", "a"], [], ["", "b"]]))
    assert (found["id"], found[ROW]) == (["a", "b"], [4, 6])


def test_the_first_visible_sheet_with_cells_is_read(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as written:
        written.add_worksheet("empty")
        hidden = written.add_worksheet("hidden")
        hidden.write_string(0, 0, "no")
        written.add_worksheet("shown").write_string(0, 0, "yes")
        hidden.hide()
    assert read(path)[1:] == (["yes"], "shown")
    assert read(path, "hidden")[1:] == (["no"], "hidden")
    with pytest.raises(UsageError, match="no sheet 'x'; there are empty, hidden, shown"):
        read(path, "x")
    with pytest.raises(DataError, match="sheet empty is empty"):
        read(path, "empty")


def test_errors_and_formulas_without_a_value_are_seen(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as written:
        sheet = written.add_worksheet("数据 & 表")
        sheet.write_row(0, 0, ["id", "x"])
        sheet.write_string(1, 0, "a")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_string(2, 0, "b")
        sheet.write_formula(2, 1, "=1+1", None, 2)
        sheet.write_string(3, 0, "c")
        sheet.write_formula(3, 1, "=A1&B1", None, "GONE")
    raw = tmp_path / "raw.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(raw, "w") as new:
        for item in old.namelist():
            text = old.read(item).replace(b"<v>GONE</v>", b"").replace(b' t="str"><f>A1', b"><f>A1")
            new.writestr(item, text)
    assert columns(raw)["x"] == ["#DIV/0!", "2", "formula without a value"]


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"", lambda data: b"no zip", lambda data: data[:300], lambda data: data[: len(data) // 2]],
)
def test_damaged_workbooks(damage: Any, tmp_path: Path):
    path = book(tmp_path, s=[["id"], ["a"]])
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DataError, match="it cannot be read"):
        read(path)


def test_a_workbook_without_cells(tmp_path: Path):
    with pytest.raises(DataError, match="every sheet is empty"):
        read(book(tmp_path, s=[]))
