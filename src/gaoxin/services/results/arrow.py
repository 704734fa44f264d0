"""Arrow's functions, whose stubs know too few of their types, and columns that stand in every row."""

from __future__ import annotations

from typing import Any

import pyarrow
import pyarrow.compute

pa: Any = pyarrow
pc: Any = pyarrow.compute


def column(value: Any, kind: Any, size: int) -> Any:
    """A column of a type: an array as it is, one value in every row, or no values."""
    if isinstance(value, (pa.Array, pa.ChunkedArray)):
        return value.cast(kind)
    return pa.nulls(size, kind) if value is None else pa.repeat(pa.scalar(value, kind), size)
