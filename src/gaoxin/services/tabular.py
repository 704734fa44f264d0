"""An Arrow table as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.services.results.arrow import pa


def write_table(table: Any, path: Path) -> int:
    """Write a table as .csv (UTF-8 with a mark) or .parquet, by the ending.

    Returns
    -------
    the number of rows

    Raises
    ------
    UsageError : another ending, or no such folder
    """
    if path.suffix.lower() not in (".csv", ".parquet") or not path.parent.is_dir():
        message = f"{path}: 写不到这里 · a .csv or .parquet in a folder that is there; try: {path.stem}.csv"
        raise UsageError(message)
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet

        parquet: Any = pyarrow.parquet
        parquet.write_table(table, path)
        return table.num_rows
    import pyarrow.csv

    writer: Any = pyarrow.csv
    sink: Any = pa.BufferOutputStream()
    writer.write_csv(table, sink, writer.WriteOptions(quoting_style="needed"))
    path.write_bytes(b"\xef\xbb\xbf" + sink.getvalue().to_pybytes())
    return table.num_rows
