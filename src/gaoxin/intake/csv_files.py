"""CSV files: UTF-8, with or without a mark, UTF-16 with one, else GB18030; every cell stays text."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from gaoxin.base.errors import DataError, Fault
from gaoxin.intake.grid import ROW, fault

if TYPE_CHECKING:
    from pathlib import Path
from typing import Any, Literal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHOWN = 100
_SAMPLE = 1 << 20


def read(path: Path) -> tuple[pa.Table, list[str]]:
    """Read a CSV file as text columns and the rows' numbers, and its headings.

    The first row that is not empty holds the headings; empty rows are left out, but count.

    Raises
    ------
    DataError : no text, no heading, a row with more or fewer cells than the heading
    """
    text = decode(path.read_bytes(), str(path))
    first = next((line for line in io.StringIO(text[:_SAMPLE], newline="") if line.strip()), "")
    if not first:
        raise DataError(
            [fault(str(path), "the file is empty", "a table has a row of headings", "export it again")]
        )
    delimiter = max(",\t;", key=first.count)
    width = len(next(csv.reader(io.StringIO(text[:_SAMPLE].lstrip("\r\n"), newline=""), delimiter=delimiter)))
    blank = len(text[:_SAMPLE]) - len(text[:_SAMPLE].lstrip("\r\n"))
    ragged: list[pcsv.InvalidRow] = []

    def skip(row: pcsv.InvalidRow) -> Literal["skip"]:
        ragged.append(row)
        return "skip"

    try:
        table = pcsv.read_csv(
            io.BytesIO(text[blank:].encode()),
            read_options=pcsv.ReadOptions(autogenerate_column_names=True, use_threads=False),
            parse_options=pcsv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            convert_options=pcsv.ConvertOptions(
                column_types={f"f{index}": pa.string() for index in range(width)}, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        seen = str(error).partition("\n")[0]
        raise DataError(
            [fault(str(path), seen, "a CSV file has rows of cells", "export it again")]
        ) from error
    before = text[:blank].count("\n")
    if ragged:
        raise DataError([_ragged(str(path), row, before) for row in ragged[:_SHOWN]])
    return _with_headings(table, before)


def decode(data: bytes, name: str) -> str:
    """Text of a file: by its mark, else UTF-8, else GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark), (encoding,), name)
    return _decoded(data, ("utf-8", "gb18030"), name)


def _decoded(data: bytes, encodings: tuple[str, ...], name: str) -> str:
    seen = ""
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            seen = f"line {line} is not {encoding}"
    raise DataError(
        [fault(name, seen, "a CSV file is text in UTF-8 or GB18030", "save it again as CSV UTF-8")]
    )


def _ragged(name: str, row: pcsv.InvalidRow, before: int) -> Fault:
    line = None if row.number is None else row.number + before
    return fault(
        name,
        f"{row.actual_columns} cells",
        f"every row has {row.expected_columns} cells, as the first one",
        "quote cells that hold a comma, and keep titles above the headings out of the file",
        line=line,
        thing="row",
    )


def _with_headings(table: pa.Table, before: int) -> tuple[pa.Table, list[str]]:
    """Take the headings from the first row that is not empty, and leave empty rows out."""
    compute: Any = pc
    filled = pa.array([False] * table.num_rows)
    for column in table.columns:
        filled = compute.or_(filled, compute.not_equal(compute.utf8_trim_whitespace(column), ""))
        if compute.all(filled).as_py():
            break
    numbers = pa.array(range(before + 1, before + 1 + table.num_rows), pa.int64())
    kept = table.append_column(ROW, numbers).filter(filled)
    headings = [str(column[0].as_py()).strip() for column in kept.columns[:-1]]
    return kept.slice(1), headings
