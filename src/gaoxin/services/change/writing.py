"""Results as files: CSV, Parquet or JSON by the ending, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.csv
import pyarrow.parquet

from gaoxin.base.errors import UsageError
from gaoxin.services.tables import Results

_pa: Any = pyarrow
_csv: Any = pyarrow.csv
_parquet: Any = pyarrow.parquet


def write(results: Results, path: Path) -> int:
    """Write a result; CSV in UTF-8 with a mark.

    Returns
    -------
    the number of rows

    Raises
    ------
    UsageError : another ending, or there is no such folder
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".parquet", ".json"):
        message = f"{path}: 不支持的格式 · no such kind of file; try: .csv, .parquet or .json"
        raise UsageError(message)
    if not path.parent.is_dir():
        message = f"{path}: there is no folder {path.parent}; try: make it first"
        raise UsageError(message)
    aside = path.with_name(f".{path.name}.part")
    sink: Any = _pa.BufferOutputStream()
    if ending == ".parquet":
        _parquet.write_table(results.table, sink)
    elif ending == ".csv":
        _csv.write_csv(results.table, sink, _csv.WriteOptions(quoting_style="needed"))
    text = json.dumps(results.rows(), ensure_ascii=False, indent=1).encode() + b"\n"
    mark = b"\xef\xbb\xbf" if ending == ".csv" else b""
    aside.write_bytes(text if ending == ".json" else mark + sink.getvalue().to_pybytes())
    aside.replace(path)
    return len(results)
