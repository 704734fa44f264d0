"""Parts of one kind of subject, typed and joined: temporary tables of DuckDB, asked step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa

from gaoxin.base.errors import InternalError, UsageError
from gaoxin.engines.duckdb.damage import damage
from gaoxin.engines.duckdb.views import view
from gaoxin.engines.sql import gathering as sql
from gaoxin.engines.sql.cte import Query
from gaoxin.engines.sql.gathering import TypedPart
from gaoxin.engines.sql.input_faults import faults_query
from gaoxin.engines.sql.statements import DIALECT, copy, dropped, kept_table, picked

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from gaoxin.engines.protocol import Table
    from gaoxin.plan.binding import BoundColumn

Found = TypeVar("Found")


@dataclass(slots=True)
class Gathering:
    """See `gaoxin.engines.protocol.Gathering`; use it as a context, which removes its tables at the end."""

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[int, Table]
    prefix: str
    parts: list[TypedPart] = field(default_factory=list[TypedPart])
    made: list[str] = field(default_factory=list[str])
    views: list[str] = field(default_factory=list[str])

    def __enter__(self) -> Gathering:
        dated = any(_dated(table) for table in self.tables.values())
        for number, table in self.tables.items():
            assert table.binding is not None
            name = f"{self.prefix}_{number}"
            view(self.connection, f"{name}_source", table)
            if table.source.path is None:
                self.views.append(f"{name}_source")
            self._keep(f"{name}_typed", sql.tolerant_query(table.binding, f"{name}_source"))
            undated = dated and not _dated(table)
            self.parts.append(TypedPart(number, f"{name}_typed", table.binding, undated))
        return self

    def __exit__(self, *error: object) -> None:
        for name in self.made:
            self.connection.execute(dropped(name))
        for name in self.views:
            self.connection.unregister(name)

    def faults(self) -> list[tuple[int, int, str, str | None, str]]:
        """Every cell that cannot be read; asked for before `twice`, which leaves rows out.

        A query over every column of a part takes its time to plan: most columns are sound, and not in it.
        """
        found: list[tuple[int, int, str, str | None, str]] = []
        for part in self.parts:
            columns = part.binding.columns
            lost: dict[str, bool] = self._arrow(sql.suspects_query(part)).to_pylist()[0] if columns else {}
            binding = replace(part.binding, columns=tuple(bound for bound in columns if lost[bound.variable]))
            query = faults_query(binding, f"{self.prefix}_{part.number}_source", None, alone=True)
            listed = self._ask(query)
            found += [(part.number, row, name, value, rule) for row, name, value, rule, _ in listed]
        return found

    def keys_of(self, number: int, rows: Sequence[int]) -> dict[int, list[tuple[str | None, int | None]]]:
        """The keys of some rows of a part: several for a row that holds several years."""
        part = next(part for part in self.parts if part.number == number)
        found: dict[int, list[tuple[str | None, int | None]]] = {}
        for row, subject, period in self._ask(picked(part.relation, (sql.ROW, "subject", "period"), rows)):
            found.setdefault(row, []).append((subject, period))
        return found

    def twice(self) -> list[tuple[int, str, int, list[int]]]:
        """Keys that stand in several rows of a part; from then on only the first of them is used."""
        found: list[tuple[int, str, int, list[int]]] = []
        for place, part in enumerate(self.parts):
            listed = self._ask(sql.twice_query(part.relation))
            found += [(part.number, subject, period, rows) for subject, period, rows in listed]
            name = f"{self.prefix}_{part.number}_first"
            self._keep(name, sql.first_query(part.relation))
            self.parts[place] = replace(part, relation=name)
        return found

    def join(self) -> Any:
        """Join the parts by key: the stored columns as an Arrow table, by subject and period."""
        self._keep(f"{self.prefix}_keys", sql.keys_query(self.parts))
        self._keep(f"{self.prefix}_whole", sql.joined_query(self.parts, f"{self.prefix}_keys"))
        return self._arrow(picked(f"{self.prefix}_whole", sql.whole_columns(self.parts)))

    def conflicts(self) -> list[dict[str, Any]]:
        """The figures that two parts give differently."""
        query = sql.conflicts_query(self.parts, f"{self.prefix}_whole")
        return [] if query is None else self._arrow(query).to_pylist()

    def cells(self, variables: Sequence[str]) -> Any:
        """Of every key, the part, row and text of some variables, as an Arrow table."""
        names = [f"{variable}.{what}" for variable in variables for what in ("part", "row", "raw")]
        return self._arrow(picked(f"{self.prefix}_whole", ["subject", "period", *names]))

    def rows(self) -> Any:
        """The rows of parts that each key was made from, as an Arrow table."""
        return self._arrow(sql.rows_query(self.parts, f"{self.prefix}_keys"))

    def write_values(
        self, typed: Any, shown: Mapping[str, tuple[str, Fraction, str]], columns: Any, path: Path
    ) -> int:
        """Write every figure with its cell to a Parquet file."""
        names = [f"{self.prefix}_final", f"{self.prefix}_columns"]
        for name, table in zip(names, (typed, columns), strict=True):
            self._register(name, table)
        query = sql.values_query(shown, names[0], f"{self.prefix}_whole", names[1])
        done = self.connection.execute(
            copy(query.sql(dialect=DIALECT, copy=False), str(path), ".parquet")
        ).fetchall()
        return int(done[0][0])

    def read(self, bound: BoundColumn, cells: Sequence[str | None]) -> list[tuple[tuple[Any, ...], bool]]:
        """Read texts as cells of a column: their stored values, and whether they fail to convert."""
        name = f"{self.prefix}_cells"
        ids = pa.array(range(len(cells)), pa.int64())
        self._register(name, pa.table({"id": ids, "cell": pa.array(cells, pa.string())}))
        found = sorted(self._ask(sql.conversion_query(bound, name)))
        return [(tuple(row[1:-1]), bool(row[-1])) for row in found]

    def _register(self, name: str, table: Any) -> None:
        self.connection.register(name, table)
        if name not in self.views:
            self.views.append(name)

    def _keep(self, name: str, query: Query) -> None:
        self._run(kept_table(name, query))
        self.made.append(name)

    def _ask(self, query: Query) -> list[Any]:
        return self._run(query.sql(dialect=DIALECT, copy=False)).fetchall()

    def _arrow(self, query: Query) -> Any:
        return self._do(lambda: self.connection.sql(query.sql(dialect=DIALECT, copy=False)).to_arrow_table())

    def _run(self, statement: str) -> duckdb.DuckDBPyConnection:
        return self._do(lambda: self.connection.execute(statement))

    def _do(self, asked: Callable[[], Found]) -> Found:
        try:
            return asked()
        except duckdb.OutOfMemoryException as error:
            message = f"{error}; try: a higher memory limit, or more room in the spill folder"
            raise UsageError(message) from error
        except duckdb.Error as error:
            message = f"the engine refused its own query: {error}"
            raise damage(self.connection, self.tables.values()) or InternalError(message) from error


def _dated(table: Table) -> bool:
    return table.binding is not None and table.binding.periods != (0,)
