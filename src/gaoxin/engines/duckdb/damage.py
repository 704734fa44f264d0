"""Damaged files: a Parquet file with a whole end and broken pages is only found out while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from gaoxin.base.errors import DataError, Fault, Place
from gaoxin.engines.sql.statements import DIALECT, everything, parquet_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.engines.protocol import Table

_NAME = "looked_at"
_ROWS = 100_000


def damage(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> DataError | None:
    """The tables whose files cannot be read to the end, as faults; None where all can.

    Parameters
    ----------
    connection : where a query about the tables has failed
    tables : only those that stand in files are looked at
    """
    faults: list[Fault] = []
    for table in tables:
        if table.source.path is None:
            continue
        try:
            connection.execute(parquet_view(_NAME, table.source.path))
            reader: Any = connection.sql(everything(_NAME).sql(dialect=DIALECT)).to_arrow_reader(_ROWS)
            for _ in reader:
                pass
        except duckdb.OutOfMemoryException:
            continue
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            seen = f"it is damaged: {str(error).partition(chr(10))[0]}"
            rule, step = "a Parquet file is whole", "export or copy it again"
            faults.append(Fault(Place(table.source.name), "table", seen, rule, step))
    return DataError(faults) if faults else None
