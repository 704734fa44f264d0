"""Tables of an analysis of robustness, and their files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from gaoxin.base.errors import UsageError
from gaoxin.measure.robust.analysis import TABLES
from gaoxin.services.robust.arrow import pa, pc
from gaoxin.services.tables import Results
from gaoxin.spec import Text

_WHOLE = frozenset({"period", "rank", "rank_behind", "not_distinguishable_from"})


@dataclass(slots=True)
class Robust(Results):
    """How sure a ranking is: the table of units, and beside it all others.

    Parameters
    ----------
    tables : by name: ``units``, ``pairs``, ``ranks``, ``sensitivity``, ``moves``, ``options`` (see
        `gaoxin.measure.robust.analysis.Robustness`) and ``inputs``
    runs : how many runs there were
    said : how it was done: index, node, sampling, seed, draws, estimators
    """

    tables: Mapping[str, Results] = field(default_factory=dict[str, Results])
    runs: int = 0
    said: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def pairs(self) -> Results:
        """The pairs that cannot be told from each other."""
        return self._table("pairs")

    @property
    def ranks(self) -> Results:
        """How often each unit takes each rank."""
        return self._table("ranks")

    @property
    def sensitivity(self) -> Results:
        """Sobol' indices of each unit's score and rank, and of the mean rank shift."""
        return self._table("sensitivity")

    @property
    def moves(self) -> Results:
        """By how many places each input alone moves each unit."""
        return self._table("moves")

    @property
    def options(self) -> Results:
        """Each unit's mean rank under each alternative."""
        return self._table("options")

    @property
    def inputs(self) -> Results:
        """What varied."""
        return self._table("inputs")

    def _table(self, name: str) -> Results:
        """A table; without rows where there is none, such as indices of a sample that is not crossed."""
        found = self.tables.get(name)  # a table without rows counts as false
        return Results(pa.table({}), self.pack) if found is None else found

    def write(self, path: Path) -> list[Path]:
        """Write all tables.

        Parameters
        ----------
        path : a folder, made if absent: a CSV file for each table, and ``robust.json`` with how it was done;
            or a .csv or .parquet file: the units there, the others beside it as ``<name>.<table>.<ending>``;
            or a .json file with everything

        Returns
        -------
        the files

        Raises
        ------
        UsageError : another ending, or there is no such folder for a file
        """
        ending = path.suffix.lower()
        if not ending:
            path.mkdir(parents=True, exist_ok=True)
            files = {name: path / f"{name}.csv" for name in self.tables}
        else:
            _check(path, ending)
            files = {
                name: path if name == "units" else path.with_name(f"{path.stem}.{name}{path.suffix}")
                for name in self.tables
            }
        if ending == ".json":
            _write_text(path, self.plain())
            return [path]
        for name, file in files.items():
            _write_table(self.tables[name].table, file)
        if not ending:
            _write_text(path / "robust.json", {**self.said, "runs": self.runs, "notices": self.notices})
            return [*files.values(), path / "robust.json"]
        return [*files.values()]

    def plain(self) -> dict[str, Any]:
        """Everything as plain values."""
        rows = {name: found.rows() for name, found in self.tables.items()}
        return {**self.said, "runs": self.runs, "notices": list(self.notices), **rows}


def _check(path: Path, ending: str) -> None:
    if ending not in (".csv", ".parquet", ".json"):
        message = f"{path}: 不支持的格式 · no such kind of file; try: a folder, .csv, .parquet or .json"
        raise UsageError(message)
    if not path.parent.is_dir():
        message = f"{path}: there is no folder {path.parent}; try: make it first"
        raise UsageError(message)


def arrow_tables(
    tables: Mapping[str, Mapping[str, Any]], pack: str, titles: Mapping[str, Text]
) -> dict[str, Results]:
    """Columns as Arrow tables: subject and period first, what is not known null.

    Parameters
    ----------
    titles : of the inputs, which stand beside their ids in ``sensitivity``
    """
    found = {name: Results(_table(tables[name]), pack) for name in TABLES if tables.get(name)}
    if "sensitivity" in found:
        table = found["sensitivity"].table
        names: list[str] = table["input"].to_pylist()
        for column, told in (
            ("title_zh", [titles[n].zh for n in names]),
            ("title_en", [titles[n].en for n in names]),
        ):
            table = table.append_column(column, pa.array(told, pa.string()))
        found["sensitivity"].table = table
    return found


def _table(columns: Mapping[str, Any]) -> Any:
    heads = [*(name for name in ("subject", "period") if name in columns)]
    order = [*heads, *(name for name in columns if name not in heads)]
    return pa.table({name: _column(name, columns[name]) for name in order})


def _column(name: str, values: Any) -> Any:
    """A column: texts as texts, an empty one as null; whole numbers as such, NaN as null."""
    if values.dtype.kind in "OUS":
        found = pa.array(values.astype(object), pa.string())
        return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)
    if name in _WHOLE:
        return pa.array(values.astype(np.float64), from_pandas=True).cast(pa.int64())
    return pa.array(values.astype(np.float64), from_pandas=True)


def _write_text(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def _write_table(table: Any, path: Path) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    if path.suffix.lower() == ".parquet":
        writer: Any = pyarrow.parquet
        writer.write_table(table, path, compression="zstd")
        return
    texts: Any = pyarrow.csv
    sink: Any = pa.BufferOutputStream()
    texts.write_csv(table, sink, texts.WriteOptions(quoting_style="needed"))
    path.write_bytes(b"\xef\xbb\xbf" + sink.getvalue().to_pybytes())
