"""CSV files in the encodings and shapes that people send."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import DataError
from gaoxin.intake.csv_files import decode, read
from gaoxin.intake.grid import ROW

TEXT = "编号,名称\n1,甲\n"


def write(folder: Path, data: bytes | str) -> Path:
    path = folder / "t.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        ("\n\n" + TEXT).encode(),
    ],
)
def test_encodings_and_separators(data: bytes, tmp_path: Path):
    table, headings = read(write(tmp_path, data))
    assert headings == ["编号", "名称"]
    assert [column.to_pylist() for column in table.columns[:2]] == [["1"], ["甲"]]


def test_everything_stays_text(tmp_path: Path):
    table, _ = read(write(tmp_path, 'a,b,c\n007,913301000000000123,NULL\n1e5,"1,234.50",2024-01-01\n'))
    rows = [list(row.values())[:3] for row in table.to_pylist()]
    assert rows == [["007", "913301000000000123", "NULL"], ["1e5", "1,234.50", "2024-01-01"]]


def test_row_numbers_count_headings_and_empty_rows(tmp_path: Path):
    table, headings = read(write(tmp_path, '\n,\nid,x\na,1\n,\n\nb,"2\n3"\nc,4\n'))
    assert headings == ["id", "x"]
    assert table[ROW].to_pylist() == [4, 7, 8]
    assert table["f0"].to_pylist() == ["a", "b", "c"]


def test_headings_that_stand_twice_are_kept(tmp_path: Path):
    assert read(write(tmp_path, "a,a,\n1,2,3\n"))[1] == ["a", "a", ""]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"a,b\n\xff\xff\xff,1\n", "line 2 is not gb18030"),
        (b"a,b\n1,2,3\n1\n", "t.csv:2  row\n  3 cells; every row has 2 cells"),
        (b"\n\na,b\n1,2,3\n", "t.csv:4  row"),
        (codecs.BOM_UTF8 + b"a\n\xff", "is not utf-8"),
    ],
)
def test_damaged_files(data: bytes, said: str, tmp_path: Path):
    with pytest.raises(DataError) as caught:
        read(write(tmp_path, data))
    assert said in str(caught.value)


def test_utf8_is_not_taken_for_gb18030():
    assert decode("高新区".encode(), "t") == "高新区"


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_a_table_or_a_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    try:
        table, headings = read(write(tmp_path_factory.mktemp("csv"), data))
    except DataError:
        return
    assert table.num_columns == len(headings) + 1
