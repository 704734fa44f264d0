"""The files of result tables: written in pieces, each with the columns that a run promises."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow.parquet as pq

from gaoxin.report.run import TABLES
from gaoxin.services.results.arrow import column, pa


class TableFiles:
    """Open result tables of a run; use it as a context.

    Parameters
    ----------
    folder : the run's folder; the tables stand in ``tables`` below it
    names : the tables to write; each is made, without rows too
    """

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        home = folder / "tables"
        home.mkdir(parents=True, exist_ok=True)
        self.rows = dict.fromkeys(names, 0)
        self._writers = {
            name: pq.ParquetWriter(home / f"{name}.parquet", TABLES[name], compression="zstd")
            for name in names
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, name: str, columns: Any) -> None:
        """Add rows to a table.

        Parameters
        ----------
        columns : an Arrow table, or arrays by name, of which those that are plain values stand in every row;
            a column that is lacking stays empty
        """
        given: Any = columns
        if not isinstance(columns, dict):
            given = dict(zip(columns.column_names, columns.columns, strict=True))
        made = _shaped(given, TABLES[name])
        if made.num_rows:
            self._writers[name].write_table(made)
            self.rows[name] += made.num_rows


def _shaped(columns: Mapping[str, Any], schema: Any) -> Any:
    """Columns in the order and of the types of a schema."""
    size = next(len(c) for c in columns.values() if isinstance(c, (pa.Array, pa.ChunkedArray)))
    made = [column(columns.get(field.name), field.type, size) for field in schema]
    return pa.Table.from_arrays(made, schema=schema)
