"""Parquet files: their rows stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.base.errors import DataError
from gaoxin.intake.files.grid import fault
from gaoxin.intake.files.sources import described, in_memory
from gaoxin.plan.binding import Source

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> Source:
    """Describe a Parquet file.

    Raises
    ------
    DataError : it is damaged
    """
    try:
        metadata = pq.read_metadata(path)
        schema: Any = metadata.schema.to_arrow_schema()
        lowered = [name.lower() for name in schema.names]
        if len(set(lowered)) < len(lowered):  # the engine would rename one of them
            return in_memory(pq.read_table(path), str(path))
        return Source(str(path), described(schema, schema.names, _full(metadata)), path=str(path))
    except (pa.ArrowException, OSError, ValueError) as error:
        seen = f"it is damaged or cut off: {str(error).partition(chr(10))[0]}"
        raise DataError(
            [fault(str(path), seen, "a Parquet file is whole", "export or copy it again")]
        ) from error


def _full(metadata: Any) -> set[str]:
    """The columns that have no empty cell, by the file's own count."""
    seen: set[str] = set()
    empty: set[str] = set()
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for position in range(group.num_columns):
            column = group.column(position)
            statistics = column.statistics
            seen.add(column.path_in_schema)
            if statistics is None or statistics.null_count != 0:
                empty.add(column.path_in_schema)
    return seen - empty
