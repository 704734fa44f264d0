"""Tables under names that queries of a connection can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.engines.sql.statements import parquet_view

if TYPE_CHECKING:
    import duckdb

    from gaoxin.engines.protocol import Table


def view(connection: duckdb.DuckDBPyConnection, name: str, table: Table) -> None:
    """Make the rows of a table readable; a Parquet file stays where it is.

    A file is known to all connections of a database then, a table in memory to this one.
    """
    if table.source.path is None:
        connection.register(name, table.source.table)
    else:
        connection.execute(parquet_view(name, table.source.path))
