"""Typed relations: earlier years are read with no other columns than those that are asked of them."""

from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from gaoxin.engines.sql.cte import script, text
from gaoxin.engines.sql.relations import typed_relation
from gaoxin.engines.sql.rows import framed_query
from gaoxin.intake.files.sources import in_memory
from gaoxin.plan.binding import Binding, BoundColumn, Key, Source
from gaoxin.plan.steps import Frame

FRAME = Frame("firm", (("x", "int", 0), ("y", "int", 0), ("x", "int", 1)))
"""Both columns, and one of the year before beside them."""


def bound(source: Source, years: tuple[int, ...] = ()) -> Binding:
    """A long table of `x` and `y` by year, or a wide one of their years."""
    key = Key("id", "id", source.column("id").storage)
    tenths: dict[str, Any] = {"factor": Fraction(10), "scale": 1}
    made = tuple(
        BoundColumn(c.name, c.name, c.name[0], int(c.name[1:] or 0) or None, "number", c.storage, **tenths)
        for c in source.columns
        if c.name[0] in "xy" and c.name != "year"
    )
    period = None if years else Key("year", "year", source.column("year").storage)
    return Binding(key, period, made, years=years)


def framed(table: dict[str, Any], years: tuple[int, ...] = (), *, quick: bool) -> list[tuple[Any, ...]]:
    """The rows of a table with the year before beside them."""
    source = in_memory(pa.table(table), "t")
    relation, step = typed_relation(source, bound(source, years), "rows", "input", quick=quick)
    assert (relation.narrow is None) == (not quick)
    with duckdb.connect() as connection:
        connection.register("rows", source.table)
        found = connection.execute(text(script([step], framed_query([FRAME], relation, None)))).fetchall()
    return sorted(found, key=str)


LONG = {"id": ["a", "a", "b"], "year": [2023, 2024, 2024], "x": [1.5, 2.5, 3.5], "y": [4.5, 5.5, 6.5]}
WIDE = {"id": ["a", "b"], "x2023": [1.5, None], "x2024": [2.5, 3.5], "y2024": [5.5, 6.5]}


@pytest.mark.parametrize("quick", [True, False])
def test_the_year_before_stands_beside(quick: bool):
    now = [("a", 2024, 25, 55, 15), ("b", 2024, 35, 65, None)]
    assert framed(LONG, quick=quick) == [("a", 2023, 15, 45, None), *now]
    wide = framed(WIDE, (2023, 2024), quick=quick)
    assert wide == [("a", 2023, 15, None, None), now[0], ("b", 2023, None, None, None), now[1]]


def test_only_what_is_asked_of_the_year_before_is_looked_at():
    """DuckDB proves every cell of a row that is read quickly: it is given no others to read."""
    source = in_memory(pa.table(LONG), "t")
    relation, _ = typed_relation(source, bound(source), "rows", "input", quick=True)
    assert relation.narrow is not None
    few = relation.narrow({"x"})
    assert few.named_selects == ["subject", "period", "x"]
    assert '"y"' not in few.sql("duckdb")
