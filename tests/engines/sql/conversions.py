"""What the tests of intake share: binding one column, and running the queries in DuckDB."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from gaoxin.engines.sql.input_faults import faults_query
from gaoxin.engines.sql.inputs import MARK, duplicates_query, input_query, keys_query
from gaoxin.intake.files.sources import in_memory
from gaoxin.plan.binding import Binding, BoundColumn, Key, Source


class Refused(Exception):
    """The rules that cells break, as (row, value, rule)."""

    def __init__(self, faults: list[tuple[int, str | None, str]]) -> None:
        self.faults = faults
        super().__init__(faults)


def bound(source: Source, name: str, kind: Any, **more: Any) -> BoundColumn:
    """A column of a source as a variable of the same name."""
    held = source.column(name)
    return BoundColumn(name, name, name, None, kind, held.storage, span=held.span, **more)


def column(
    values: Sequence[Any], kind: Any, arrow: pa.DataType | None = None, **more: Any
) -> list[tuple[Any, ...]]:
    """Convert the values of one column; the stored columns of each row, or `Refused`."""
    ids = pa.array([f"s{i}" for i in range(len(values))], pa.string())
    table = pa.table({"id": ids, "x": pa.array(values, arrow or pa.string())})
    source = in_memory(table, "test")
    key = Key("id", "id", source.column("id").storage)
    return run(source, Binding(key, None, (bound(source, "x", kind, **more),)))


def run(source: Source, binding: Binding) -> list[tuple[Any, ...]]:
    """Convert a table; subject and period are left out. The queries must judge alike.

    Read quickly, a table gives the same rows or none.
    """
    with _engine().cursor() as connection:
        connection.register("rows", source.table)

        def ask(query: Any) -> list[tuple[Any, ...]]:
            return connection.execute(query.sql(dialect="duckdb")).fetchall()

        faults = ask(faults_query(binding, "rows", 1000))
        twice = ask(duplicates_query(binding, "rows"))[0][0]
        whole, ascending = ask(keys_query(binding, "rows"))[0]
        assert not (twice and ascending)
        try:
            quick = ask(input_query(binding, "rows", quick=True))
        except duckdb.Error:
            quick = None
        try:
            found = ask(input_query(binding, "rows"))
        except duckdb.InvalidInputException as error:
            if MARK not in str(error) or not faults or quick is not None:
                raise  # not a refusal, or one that no list names, or that reading quickly overlooks
            raise Refused([(row, value, rule) for row, _, value, rule, _ in faults]) from None
    assert quick is None or quick == found
    if faults:
        keys = {"duplicate"} if whole else {"duplicate", "no subject", "no period", "code", "year"}
        assert twice or not whole
        assert {fault[3] for fault in faults} <= keys, faults
        raise Refused([(row, value, rule) for row, _, value, rule, _ in faults])
    return [row[2:] for row in found]


@lru_cache(maxsize=1)
def _engine() -> duckdb.DuckDBPyConnection:
    """An empty database; opening one costs more than a test."""
    return duckdb.connect(config={"threads": 1})


def judge(values: Sequence[Any], kind: Any, arrow: pa.DataType | None = None, **more: Any) -> list[Any]:
    """What becomes of each value: the stored value, or the name of the rule that it breaks."""
    try:
        return [row[0] for row in column(values, kind, arrow, **more)]
    except Refused as refused:
        rules = {row - 1: rule for row, _, rule in refused.faults}
    good = [index for index in range(len(values)) if index not in rules]
    stored = column([values[index] for index in good], kind, arrow, **more)
    return [rules.get(index) or stored[good.index(index)][0] for index in range(len(values))]


def money(unit: str = "元", **more: Any) -> dict[str, Any]:
    """An amount kept in 分."""
    factors = {"元": 100, "千元": 10**5, "万元": 10**6, "亿元": 10**10}
    return {"unit": unit, "factor": Fraction(factors[unit]), "scale": 2, "digits": 16} | more
