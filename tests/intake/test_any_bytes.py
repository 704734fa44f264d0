"""Whatever a file holds, it is a table or a fault that names it: nothing else is raised, nothing hangs."""

import io
import sqlite3
import zipfile
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import GaoxinError
from gaoxin.intake import bind, open_part, open_table, parts
from gaoxin.spec import Variable

NEEDED = {"revenue": Variable.model_validate({"title": {"zh": "营业收入", "en": "Revenue"}, "unit": "万元"})}
QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=5000)


@lru_cache(maxsize=1)
def folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="gaoxin-test-"))


@pytest.fixture(autouse=True, scope="module")
def _clean():
    import shutil

    yield
    shutil.rmtree(folder(), ignore_errors=True)


@lru_cache(maxsize=8)
def example(ending: str) -> bytes:
    """A small file of a kind."""
    path = folder() / f"example{ending}"
    if ending == ".xlsx":
        with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet("数据")
            sheet.merge_range("B1:C1", "经费")
            sheet.write_row(1, 0, ["编号", "营业收入（万元）", "日期"])
            for row in range(2, 12):
                sheet.write_row(row, 0, [f"s{row}", row * 1.5])
                sheet.write_formula(row, 2, "=1+1", None, "" if row % 2 else 2)
    elif ending == ".parquet":
        pq.write_table(pa.table({"编号": ["a", "b"], "营业收入": ["1", None]}), path)
    elif ending == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE t (编号 TEXT, 营业收入 REAL)")
            connection.executemany("INSERT INTO t VALUES (?, ?)", [(f"s{n}", n / 2) for n in range(50)])
            connection.commit()
    else:
        path.write_text('编号,营业收入\na,"1,5"\nb,—\n', "utf-8")
    return path.read_bytes()


def judged(data: bytes, ending: str) -> None:
    """Open a file as a project would; only an error of our own kind may come."""
    path = folder() / f"t{ending}"
    path.write_bytes(data)
    try:
        for part in parts(path):
            bind(open_part(part), NEEDED)
        open_table(path)
    except GaoxinError:
        return


ENDINGS = st.sampled_from([".csv", ".xlsx", ".parquet", ".sqlite"])


@pytest.mark.slow
@given(st.binary(max_size=300), ENDINGS, st.booleans())
@QUICK
def test_any_bytes(data: bytes, ending: str, begun: Any):
    judged(example(ending)[:16] + data if begun else data, ending)


@pytest.mark.slow
@given(ENDINGS, st.data())
@QUICK
def test_a_file_with_bytes_changed_or_cut_off(ending: str, data: st.DataObject):
    whole = bytearray(example(ending))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    judged(
        bytes(whole[: data.draw(st.integers(0, len(whole)))]) if data.draw(st.booleans()) else bytes(whole),
        ending,
    )


@pytest.mark.slow
@given(st.data())
@QUICK
def test_a_workbook_with_a_part_changed(data: st.DataObject):
    with zipfile.ZipFile(io.BytesIO(example(".xlsx"))) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(kept)))
    part = bytearray(kept[name])
    at = data.draw(st.integers(0, len(part)))
    part[at : at + data.draw(st.integers(0, 12))] = data.draw(
        st.sampled_from(
            [b"", b"<", b">", b'"', b"9", b"-1", b"</row>", b'<c r="A1"><v>1</v></c>', b't="s"', b"\xff"]
        )
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for other, text in kept.items():
            package.writestr(other, bytes(part) if other == name else text)
    judged(made.getvalue(), ".xlsx")


LINES = st.lists(
    st.lists(
        st.sampled_from(["编号", "营业收入", "1.5", "—", '"', "", "单位：万元", "甲", "\t", "a;b"]),
        max_size=5,
    ),
    max_size=8,
)


@pytest.mark.slow
@given(LINES, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]))
@QUICK
def test_ragged_rows_and_any_separator(lines: list[list[str]], separator: str, end: str):
    judged(end.join(separator.join(line) for line in lines).encode("gb18030"), ".csv")
