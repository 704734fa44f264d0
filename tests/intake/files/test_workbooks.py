"""Workbooks: codes stay whole, numbers stay what the sheet holds, errors are seen."""

import datetime as dt
import zipfile
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest
import python_calamine as calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake.files.books import Book
from gaoxin.intake.files.grid import ROW
from gaoxin.intake.files.packages import package
from gaoxin.intake.files.sheets import Seen
from gaoxin.intake.files.sheets import rows as cells
from gaoxin.intake.files.workbooks import Listed, read, sheets


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


def table(path: Path, sheet: str | None = None) -> pa.Table:
    return cast("pa.Table", read(path, sheet).table)


def columns(path: Path) -> dict[str, list[Any]]:
    return table(path).to_pydict()


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
    found = table(path)
    kinds = [pa.string(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us"), pa.string(), pa.int64()]
    assert found.schema.types == kinds
    assert [c.to_pylist() for c in found.columns][:5] == [
        ["007", "9"], [1.5, 2.0], [True, False], [day, None],
        [dt.datetime(2024, 3, 5), moment],
    ]  # fmt: skip


def test_codes_of_eighteen_digits_stay_text(tmp_path: Path):
    found = columns(book(tmp_path, s=[["id"], ["913301000000000123"], ["91330100MA0000001X"]]))
    assert found["id"] == ["913301000000000123", "91330100MA0000001X"]


def test_a_number_among_texts_shows_its_fifteen_digits(tmp_path: Path):
    cells = ["—", 1234.56, 0.1 + 0.2, 1e-7, 123456789012345.0, 913301000000000123, True, dt.date(2024, 3, 5)]
    assert columns(book(tmp_path, s=[["x"], *[[cell] for cell in cells]]))["x"] == [
        "—", "1234.56", "0.3", "0.0000001", "123456789012345", "9.13301000000000e+17", "true", "2024-03-05",
    ]  # fmt: skip


def test_rows_are_counted_and_columns_placed_as_the_sheet_does(tmp_path: Path):
    source = read(book(tmp_path, s=[[], ["", ""], ["", "id", "x"], ["", "a", 1], [], ["", "b", 2]]))
    found = cast("pa.Table", source.table).to_pydict()
    assert (found["id"], found[ROW]) == (["a", "b"], [4, 6])
    assert [(c.heading, c.position) for c in source.columns] == [("id", 2), ("x", 3)]


def test_a_column_without_a_heading_is_kept(tmp_path: Path):
    source = read(book(tmp_path, s=[["id", "x"], ["a", 1, None, "said beside"]]))
    assert [(c.heading, c.position) for c in source.columns] == [("id", 1), ("x", 2), ("", 4)]


def test_the_first_visible_sheet_with_cells_is_read_and_the_others_are_told(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as written:
        written.add_worksheet("empty")
        hidden = written.add_worksheet("hidden")
        hidden.write_string(0, 0, "no")
        shown = written.add_worksheet("shown")
        shown.write_string(0, 0, "yes")
        shown.write_string(1, 0, "a")
        shown.set_row(1, None, None, {"hidden": True})
        written.add_chartsheet("chart")
        hidden.hide()
    source = read(path)
    assert (source.sheet, source.columns[0].heading) == ("shown", "yes")
    assert source.notices == (
        "not read: sheet empty",
        "not read: hidden sheet hidden",
        "1 hidden rows of sheet shown are read",
    )
    assert read(path, "hidden").notices[-1] == "sheet hidden is hidden"
    assert sheets(path) == [
        Listed("empty", hidden=False, empty=True),
        Listed("hidden", hidden=True, empty=False),
        Listed("shown", hidden=False, empty=False),
    ]
    with pytest.raises(UsageError, match="no sheet 'x'; there are empty, hidden, shown"):
        read(path, "x")
    with pytest.raises(DataError, match="sheet empty is empty"):
        read(path, "empty")


def test_merged_groups_two_rows_of_headings_units_and_titles(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as written:
        sheet = written.add_worksheet()
        sheet.merge_range("A1:F1", "示例高新区企业年报")
        sheet.write("A2", "2024年")
        sheet.write("F2", "单位：万元")
        sheet.merge_range("A3:A4", "统一社会信用代码")
        sheet.merge_range("B3:B4", "年度")
        sheet.merge_range("C3:D3", "人员")
        sheet.merge_range("E3:F3", "营业收入（千元）")
        sheet.write_row("C4", ["职工总数", "科技人员", 2023, 2024])
        sheet.write_row("A5", ["—", "—", "人", "（人）", "千元", "千元"])
        sheet.write_row("A6", ["甲", "乙", 1, 2, 3, 4])
        sheet.write_row("A7", ["x", 2024, 5, 3, 10, 11])
    source = read(path)
    assert [c.heading for c in source.columns] == [
        "统一社会信用代码", "年度", "人员 › 职工总数", "人员 › 科技人员",
        "营业收入（千元） › 2023", "营业收入（千元） › 2024",
    ]  # fmt: skip
    assert [c.unit for c in source.columns] == [None, None, "人", "人", "千元", "千元"]
    assert [c.storage.kind for c in source.columns] == ["text", *["double"] * 5]
    assert (source.heading_rows, source.units) == ((3, 4), ("万元",))
    assert source.notices[-1] == "row 6 numbers the columns and is no data"
    assert cast("pa.Table", source.table).num_rows == 1


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
        sheet.write_string(4, 0, "d")
        sheet.write_formula(4, 1, '=""', None, "EMPTY")
    gone = ((b"<v>GONE</v>", b""), (b' t="str"><f>A1', b"><f>A1"), (b"<v>EMPTY</v>", b"<v></v>"))
    raw = rewritten(path, lambda text: reduce(lambda found, pair: found.replace(*pair), gone, text))
    assert columns(raw)["x"] == ["#DIV/0!", "2", "formula without a value", None]


def rewritten(path: Path, change: Callable[[bytes], bytes], part: str = "") -> Path:
    """A copy of a workbook with its parts (or one of them) changed."""
    raw = path.with_name("raw.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            text = old.read(item)
            new.writestr(item, change(text) if part in item else text)
    return raw


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


CELLS = st.one_of(
    st.none(),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
        max_size=6,
    ),
    st.floats(-1e14, 1e14),
    st.booleans(),
    st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)),
)


@pytest.mark.slow
@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
@settings(max_examples=60)
def test_the_cells_are_those_that_another_reader_sees(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
):
    path = book(tmp_path_factory.mktemp("books"), s=rows)
    with package(path) as opened:
        found = Book(path, opened)
        with opened.open(found.sheets[0].part) as stream:
            ours = dict(cells(stream, 1, found.texts, found.formats, Seen()))
    with calamine.CalamineWorkbook.from_path(path) as other:
        theirs = other.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for number, row in enumerate(theirs, start=1):
        for position, cell in enumerate(row, start=1):
            mine = ours.get(number, {}).get(position, "")
            assert mine == (cell if not isinstance(cell, str) or cell.strip() else "")
    assert set(ours) <= set(range(1, len(theirs) + 1))
