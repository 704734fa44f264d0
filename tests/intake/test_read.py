"""Opening tables, from every kind of file and of table in memory, to stored values."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from gaoxin.base.errors import DataError, UsageError
from gaoxin.engines.sql.inputs import input_query
from gaoxin.intake.files.sources import in_memory, storage_of
from gaoxin.intake.match import bind
from gaoxin.intake.read import open_table
from gaoxin.plan.binding import Source
from gaoxin.spec import Subject, Variable

CODE = "913301000000000123"
NEEDED = {
    "revenue": Variable.model_validate({"title": {"zh": "营业收入", "en": "Revenue"}, "unit": "万元"}),
    "founded": Variable.model_validate({"title": {"zh": "成立日期", "en": "Founded"}, "type": "date"}),
}
FIRM = Subject.model_validate({"title": {"zh": "企业", "en": "Firm"}, "id": ["信用代码"]})
STORED = [(CODE, 2024, 123_456_789_012_300, date(2020, 3, 5))]


def stored(source: Source) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        if source.path:
            connection.sql(f"CREATE VIEW rows AS FROM read_parquet('{source.path}')")
        else:
            connection.register("rows", source.table)
        return connection.sql(input_query(bind(source, NEEDED, FIRM), "rows").sql("duckdb")).fetchall()


HEAD = ["信用代码", "年度", "营业收入（元）", "成立日期"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(encoding: str, tmp_path: Path):
    path = tmp_path / "firms.csv"
    path.write_text(",".join(HEAD) + f'\n{CODE},2024,"1,234,567,890,123.00",2020/3/5\n', encoding)
    source = open_table(str(path))
    assert (source.name, [c.heading for c in source.columns]) == (str(path), HEAD)
    assert stored(source) == STORED


def test_xlsx(tmp_path: Path):
    path = tmp_path / "firms.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, HEAD)
        sheet.write_string(1, 0, CODE)
        sheet.write_row(1, 1, [2024, 1234567890123.0, date(2020, 3, 5)])
    source = open_table(path, sheet="数据")
    assert source.sheet == "数据"
    assert stored(source) == STORED


@pytest.mark.parametrize(
    "amount",
    [
        pa.array([1234567890123.0]),
        pa.array([1234567890123]),
        pa.array([Decimal("1234567890123.00")]),
        pa.array(["1234567890123"]),
    ],
)
def test_parquet(amount: pa.Array, tmp_path: Path):
    path = tmp_path / "it's.parquet"
    path = tmp_path / "firms.parquet"
    pq.write_table(
        pa.table([pa.array([CODE]), pa.array([2024]), amount, pa.array([date(2020, 3, 5)])], HEAD), path
    )
    source = open_table(path)
    assert (source.path, source.table) == (str(path), None)
    assert stored(source) == STORED


def table() -> pa.Table:
    return pa.table(
        [pa.array([CODE]), pa.array([2024]), pa.array([1234567890123.0]), pa.array([date(2020, 3, 5)])], HEAD
    )


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (table, "<pyarrow table>"),
        (lambda: pl.DataFrame(table()), "<polars table>"),
        (lambda: pl.DataFrame(table()).lazy(), "<polars table>"),
        (lambda: table().to_pandas(), "<pandas table>"),
        (lambda: duckdb.from_arrow(table()), "<duckdb table>"),
        (lambda: table().to_reader(), "<pyarrow table>"),
    ],
)
def test_tables_in_memory(make: Any, name: str):
    source = open_table(make())
    assert source.name == name
    assert stored(source) == STORED


def test_gaps_of_pandas_and_categories_of_polars():
    frame = pd.DataFrame({"信用代码": ["a", "b"], "营业收入": [1.5, float("nan")]})
    assert [row[2] for row in stored(open_table(frame))] == [1500000, None]
    coded = pl.DataFrame({"信用代码": pl.Series(["a", "b"], dtype=pl.Categorical), "营业收入": ["1", None]})
    assert [row[0] for row in stored(open_table(coded))] == ["a", "b"]


def test_mixed_objects_of_pandas_are_a_fault():
    frame = pd.DataFrame({"信用代码": ["a", "b"], "营业收入": [1.5, "x"]})
    with pytest.raises(DataError, match="give mixed columns as text"):
        open_table(frame)


def test_headings_that_differ_in_case_only(tmp_path: Path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"Subject": ["a"], "SUBJECT": ["b"]}), path)
    source = open_table(path)
    assert [(c.name, c.heading) for c in source.columns] == [
        ("Subject", "Subject"),
        ("SUBJECT #2", "SUBJECT"),
    ]
    assert source.path is None


def test_columns_know_their_place():
    source = in_memory(pa.table({"a": [1], "__row": [5]}), "t")
    assert source.row_column == "__row"
    assert [(c.heading, c.position) for c in source.columns] == [("a", 1)]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (pa.string(), "text"), (pa.large_string(), "text"), (pa.string_view(), "text"),
        (pa.float32(), "double"), (pa.decimal128(18, 2), "decimal(18,2)"), (pa.int8(), "integer"),
        (pa.uint64(), "integer"), (pa.bool_(), "boolean"),
        (pa.date32(), "date"), (pa.date64(), "date"), (pa.timestamp("ns"), "timestamp"), (pa.null(), "empty"),
        (pa.timestamp("us", tz="Asia/Shanghai"), "other"), (pa.binary(), "other"),
        (pa.list_(pa.int64()), "other"),
        (pa.dictionary(pa.int32(), pa.string()), "text"), (pa.time64("us"), "other"),
    ],
)  # fmt: skip
def test_storage(kind: pa.DataType, shown: str):
    assert str(storage_of(kind)) == shown


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.csv", "no such file"),
        ("old.xls", "save it as .xlsx"),
        ("wps.et", "save it as .xlsx"),
        ("t.docx", "unknown ending"),
    ],
)
def test_files_that_are_not_read(name: str, said: str, tmp_path: Path):
    if name != "none.csv":
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UsageError, match=said):
        open_table(tmp_path / name)


@pytest.mark.parametrize("thing", [7, {"a": [1]}, [1], None])
def test_things_that_are_no_table(thing: object):
    with pytest.raises(UsageError, match="is no table; give a path"):
        open_table(thing)


def test_a_truncated_parquet(tmp_path: Path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match="a Parquet file is whole"):
        open_table(path)
