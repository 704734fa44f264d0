"""Rows on their way into a table: in memory while they are few, else in a temporary Parquet file.

Blocks come with the types of their own cells. What all blocks of a column share is known only at the end, so
large tables wait in temporary files and are written once more in one type; memory holds a few blocks.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.intake.files.columns import column, converted, count_words, shared_type
from gaoxin.intake.files.grid import ROW
from gaoxin.plan.binding import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gaoxin.intake.files.grid import Row

IN_MEMORY = 48 << 20
"""Bytes of rows that stay in memory."""

_CELLS = 100_000
_WORDS = (*(word for word in BLANKS if word), "－", "／")


class TemporaryFolder:
    """A folder that goes when nobody uses it any more, at the latest when the program ends."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="gaoxin-"))
        self._finalizer = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(slots=True)
class Stored:
    """The rows of a table.

    Parameters
    ----------
    schema : names and types of the columns
    table : in memory, or
    path : in a Parquet file, which `folder` keeps
    full : columns without an empty cell
    marks : column -> word for an empty cell, and how often it stands there
    """

    schema: Any
    table: Any = None
    path: Path | None = None
    folder: TemporaryFolder | None = None
    full: set[str] = field(default_factory=set[str])
    marks: dict[str, Counter[str]] = field(default_factory=dict[str, "Counter[str]"])


class Spool:
    """Collects the blocks of a table."""

    def __init__(self, limit: int = IN_MEMORY) -> None:
        self._limit = limit
        self._blocks: list[Any] = []  # Arrow tables, or the paths of those that were written
        self._types: dict[str, list[Any]] = {}
        self._rows: list[Row] = []
        self._cells = 0
        self._bytes = 0
        self._folder: TemporaryFolder | None = None

    def add(self, row: Row) -> None:
        """Add one row of cells."""
        self._rows.append(row)
        self._cells += len(row[1])
        if self._cells >= _CELLS:
            self._flush()

    def first(self, rows: list[Row]) -> None:
        """Add rows that stand before all others."""
        self._flush()
        if rows:
            self._blocks.insert(0, self._typed(rows))

    def add_block(self, block: Any) -> None:
        """Add a block of rows."""
        for name, kind in zip(block.schema.names, block.schema.types, strict=True):
            kinds = self._types.setdefault(name, [])
            if kind not in kinds:
                kinds.append(kind)
        self._blocks.append(block)
        self._bytes += block.nbytes
        if self._bytes > self._limit:
            self._write_blocks()

    def columns(self) -> set[str]:
        """Columns that any block has."""
        self._flush()
        return set(self._types)

    def finish(self, names: Mapping[str, str]) -> Stored:
        """Give the rows in one type a column.

        Parameters
        ----------
        names : column of the blocks -> its name in the table, in order; others are left out
        """
        self._flush()
        schema = pa.schema([(name, shared_type(self._types.get(c, ()))) for c, name in names.items()])
        found = Stored(schema, full=set(names.values()))
        if self._folder is None:
            found.table = schema.empty_table()
            blocks = list(self._final(names, schema, found))
            found.table = pa.concat_tables(blocks) if blocks else found.table
            return found
        found.folder, found.path = self._folder, self._folder.path / "rows.parquet"
        with pq.ParquetWriter(found.path, schema, compression="lz4") as writer:
            for block in self._final(names, schema, found):
                writer.write_table(block)
        return found

    def _final(self, names: Mapping[str, str], schema: Any, found: Stored) -> Iterator[Any]:
        """The blocks in their final types; what is empty in them is counted on the way."""
        for stored in self._blocks:
            block = _read(stored)
            arrays: list[Any] = []
            for (name, final), kind in zip(names.items(), schema.types, strict=True):
                given = block[name].combine_chunks() if name in block.schema.names else None
                array = converted(pa.nulls(block.num_rows) if given is None else given, kind)
                if array.null_count:
                    found.full.discard(final)
                if kind == pa.string() and (words := count_words(array, _WORDS)):
                    found.marks.setdefault(final, Counter()).update(words)
                arrays.append(array)
            yield pa.table(arrays, schema=schema)

    def _flush(self) -> None:
        """Make a block of the rows that wait."""
        if self._rows:
            block = self._typed(self._rows)
            self._rows, self._cells = [], 0
            self.add_block(block)

    def _typed(self, rows: list[Row]) -> Any:
        positions = sorted({position for _, cells in rows for position in cells})
        arrays = {str(p): column([cells.get(p) for _, cells in rows]) for p in positions}
        arrays[ROW] = pa.array([number for number, _ in rows], pa.int64())
        for name, array in arrays.items():
            self._types.setdefault(name, []).append(array.type)
        return pa.table(arrays)

    def _write_blocks(self) -> None:
        """Put the blocks that are in memory into a file each."""
        self._folder = self._folder or TemporaryFolder()
        for number, block in enumerate(self._blocks):
            if isinstance(block, Path):
                continue
            path = self._folder.path / f"{number}.arrow"
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, block.schema) as writer:
                writer.write_table(block)
            self._blocks[number] = path
        self._bytes = 0


def _read(stored: Any) -> Any:
    """A block; its file is not needed any more."""
    if not isinstance(stored, Path):
        return stored
    with pa.OSFile(str(stored), "rb") as source:
        table = pa.ipc.open_file(source).read_all()
    stored.unlink()
    return table
