"""Parquet files: their rows stay where they are."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
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
        full, spans = _known(metadata)
        columns = described(schema, schema.names, full, spans)
        return Source(str(path), columns, path=str(path), together=_together(metadata))
    except (pa.ArrowException, OSError, ValueError) as error:
        seen = f"it is damaged or cut off: {str(error).partition(chr(10))[0]}"
        raise DataError(
            [fault(str(path), seen, "a Parquet file is whole", "export or copy it again")]
        ) from error


def _together(metadata: Any) -> int | None:
    """The rows of each row group; None where there is only one, or they are not alike."""
    sizes = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    return sizes[0] if len(sizes) > 1 and set(sizes[:-1]) == {sizes[0]} and sizes[-1] <= sizes[0] else None


def _known(metadata: Any) -> tuple[set[str], dict[str, tuple[Fraction, Fraction]]]:
    """What the file says of its columns: which have no empty cell, and the ends of those of numbers."""
    seen: set[str] = set()
    empty: set[str] = set()
    ends: dict[str, list[Any]] = {}
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for position in range(group.num_columns):
            column = group.column(position)
            statistics = column.statistics
            seen.add(column.path_in_schema)
            if statistics is None or statistics.null_count != 0:
                empty.add(column.path_in_schema)
            if statistics is None or statistics.null_count != column.num_values:
                ends.setdefault(column.path_in_schema, []).extend(_ends(statistics))
    spans = {n: (Fraction(min(e)), Fraction(max(e))) for n, e in ends.items() if None not in e}
    return seen - empty, spans


def _ends(statistics: Any) -> tuple[Any, Any]:
    """The least and the greatest number of a part of a column; None where the file does not say."""
    if statistics is None or not statistics.has_min_max:
        return None, None
    ends = statistics.min, statistics.max
    return ends if all(type(end) in (int, float) and isfinite(end) for end in ends) else (None, None)
