"""CSV files: UTF-8, with or without a mark, UTF-16 with one, else GB18030; every cell stays text.

A file is read in blocks, so that its size does not matter.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Literal, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from gaoxin.base.errors import DataError, Fault
from gaoxin.intake.files import heads
from gaoxin.intake.files.grid import ROW, fault
from gaoxin.intake.files.sources import from_rows
from gaoxin.intake.files.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gaoxin.intake.files.grid import Progress, Row
    from gaoxin.plan.binding import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHOWN = 100
_SAMPLE = 1 << 20
_BLOCK = 4 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file writes text: the name of the encoding, and the bytes of the mark before it."""

    name: str
    mark: int = 0


@dataclass(slots=True)
class _Beginning:
    """The first records of a file.

    Parameters
    ----------
    delimiter : what separates the cells
    records : their cells, empty records among them
    ends : characters up to the end of each record
    """

    delimiter: str
    records: list[list[str]] = field(default_factory=list[list[str]])
    ends: list[int] = field(default_factory=list[int])

    def filled(self) -> list[Row]:
        """The records that hold something, as rows."""
        rows: list[Row] = [
            (number, {p: cell for p, cell in enumerate(record, start=1) if cell.strip()})
            for number, record in enumerate(self.records, start=1)
        ]
        return [row for row in rows if row[1]][: heads.WINDOW]


def read(path: Path, progress: Progress | None = None) -> Source:
    """Read a CSV file; empty rows are left out, but count.

    Raises
    ------
    DataError : no text, no heading, a row with more or fewer cells than the heading
    """
    name = str(path)
    encoding = encoding_of(path)
    beginning = _beginning(path, encoding)
    window = beginning.filled()
    if not window:
        raise DataError(
            [fault(name, "the file is empty", "a table has a row of headings", "export it again")]
        )
    head = heads.find(window)
    last = window[head.used - 1][0]
    width = len(beginning.records[head.rows[0] - 1])
    spool = Spool()
    ragged = _Ragged(name, last)
    try:
        for block in _blocks(path, encoding, beginning, last, width, ragged, progress):
            spool.add_block(block)
    except pa.ArrowInvalid as error:
        seen = str(error).partition("\n")[0]
        raise DataError([fault(name, seen, "a CSV file has rows of cells", "export it again")]) from error
    ragged.check()
    for position in range(1, width + 1):
        head.headings.setdefault(position, "")
    return from_rows(name, spool, head)


def encoding_of(path: Path) -> Encoding:
    """The encoding of a file: by its mark, else UTF-8, else GB18030; the whole file is looked at.

    Raises
    ------
    DataError : it is none of them
    """
    with path.open("rb") as file:
        begin = file.read(3)
    for mark, name in _MARKS:
        if begin.startswith(mark):
            return _first_that_fits(path, [Encoding(name, len(mark))])
    return _first_that_fits(path, [Encoding("utf-8"), Encoding("gb18030")])


def _first_that_fits(path: Path, encodings: list[Encoding]) -> Encoding:
    seen = ""
    for encoding in encodings:
        line = _line_that_does_not_fit(path, encoding)
        if line is None:
            return encoding
        seen = f"line {line} is not {encoding.name}"
    raise DataError(
        [fault(str(path), seen, "a CSV file is text in UTF-8 or GB18030", "save it again as CSV UTF-8")]
    )


def _line_that_does_not_fit(path: Path, encoding: Encoding) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding.name)()
    line = 1
    with path.open("rb") as file:
        file.seek(encoding.mark)
        while True:
            chunk = file.read(_SAMPLE)
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if not chunk:
                return None


def _beginning(path: Path, encoding: Encoding) -> _Beginning:
    with _text(path, encoding) as file:
        sample = file.read(_SAMPLE)
    lines = io.StringIO(sample, newline="").readlines()
    found = _Beginning(_delimiter(lines))
    consumed = 0

    def counted() -> Iterator[str]:
        nonlocal consumed
        for line in lines:
            consumed += len(line)
            yield line

    filled = 0
    try:
        for record in csv.reader(counted(), delimiter=found.delimiter):
            found.records.append(record)
            found.ends.append(consumed)
            filled += any(cell.strip() for cell in record)
            if filled == heads.WINDOW:
                break
    except csv.Error as error:
        seen = f"line {len(found.records) + 1}: {error}"
        rule = "a CSV file has rows of cells"
        raise DataError([fault(str(path), seen, rule, "export it again as CSV UTF-8")]) from error
    return found


def _delimiter(lines: list[str]) -> str:
    """The separator that stands most often in the first line that has one."""
    for line in lines:
        best = max(",\t;", key=line.count)
        if best in line:
            return best
    return ","


def _text(path: Path, encoding: Encoding) -> io.TextIOWrapper:
    file = path.open("rb")
    file.seek(encoding.mark)
    return io.TextIOWrapper(file, encoding.name, newline="")


class _Utf8(io.RawIOBase):
    """A file of text as UTF-8 bytes, from a character on."""

    def __init__(self, text: io.TextIOWrapper, begin: int) -> None:
        self._text = text
        text.read(begin)
        self._rest = text.read(1).encode()
        self.empty = not self._rest

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; all where the size is negative."""
        while (size < 0 or len(self._rest) < size) and (more := self._text.read(max(size, _SAMPLE))):
            self._rest += more.encode()
        cut = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:cut], self._rest[cut:]
        return found


class _Ragged:
    """Rows with another number of cells."""

    def __init__(self, name: str, before: int) -> None:
        self._name, self._before = name, before
        self._first: list[Fault] = []
        self._count = 0

    def skip(self, row: pcsv.InvalidRow) -> Literal["skip"]:
        """Note a row and go on."""
        self._count += 1
        if self._count <= _SHOWN:
            self._first.append(
                fault(
                    self._name,
                    f"{row.actual_columns} cells",
                    f"every row has {row.expected_columns} cells, as the headings",
                    "quote cells that hold a separator",
                    line=None if row.number is None else row.number + self._before,
                    thing="row",
                )
            )
        return "skip"

    def check(self) -> None:
        """Raise what was noted."""
        if self._count > _SHOWN:
            seen, rule = f"{self._count:,} rows in all", f"the first {_SHOWN} are listed"
            self._first.append(fault(self._name, seen, rule, "correct these first and check again"))
        if self._first:
            raise DataError(self._first)


def _blocks(
    path: Path,
    encoding: Encoding,
    beginning: _Beginning,
    last: int,
    width: int,
    ragged: _Ragged,
    progress: Progress | None,
) -> Iterator[Any]:
    """The rows below the headings, in blocks of text columns, without empty rows."""
    names = [str(position) for position in range(1, width + 1)]
    size, number = path.stat().st_size, last + 1
    with _text(path, encoding) as text:
        stream = _Utf8(text, beginning.ends[last - 1])
        if stream.empty:
            return
        reader: Any = pcsv.open_csv(
            cast("IO[bytes]", stream),
            read_options=pcsv.ReadOptions(column_names=names, use_threads=False, block_size=_BLOCK),
            parse_options=pcsv.ParseOptions(
                delimiter=beginning.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=ragged.skip,
            ),
            convert_options=pcsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            yield _filled(pa.Table.from_batches([batch]), number)
            number += batch.num_rows
            if progress is not None:
                progress(min(cast("io.BufferedReader", text.buffer).tell(), size), size)


def _filled(block: Any, number: int) -> Any:
    """A block with the numbers of its rows, without those that are empty."""
    compute: Any = pc
    numbers = compute.cumulative_sum(pa.repeat(1, block.num_rows), start=number - 1)
    filled = pa.repeat(value=False, size=block.num_rows)
    for column in block.columns:
        filled = compute.or_(filled, compute.not_equal(compute.utf8_trim_whitespace(column), ""))
        if compute.all(filled).as_py():
            break
    return block.append_column(ROW, numbers).filter(filled)
