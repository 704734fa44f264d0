"""The list of faults names each cell once, by row and column."""

import duckdb
import pyarrow as pa

from gaoxin.engines.sql.input_faults import FIELDS, faults_query
from gaoxin.intake.files.sources import in_memory
from gaoxin.plan.binding import Binding, BoundColumn, Key, Source


def listed(table: pa.Table, binding: Binding, limit: int = 100) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.register("rows", table)
        found = connection.sql(faults_query(binding, "rows", limit).sql("duckdb"))
        assert tuple(found.columns) == FIELDS
        return found.fetchall()


def binding(
    source: Source, *columns: tuple[str, str, int | None], period: str | None = None, **more: object
) -> Binding:
    bound = [BoundColumn(n, n, v, y, "number", source.column(n).storage, digits=4) for n, v, y in columns]
    keys = [Key(n, n, source.column(n).storage) if n else None for n in ("id", period)]
    assert keys[0]
    return Binding(keys[0], keys[1], tuple(bound), **more)  # type: ignore[arg-type]


def test_rows_count_from_one_and_come_in_order():
    table = pa.table({"id": ["a", "b", "c"], "x": ["1", "?", "1.5"], "y": ["no", "2", "3"]})
    bound = binding(in_memory(table, "t"), ("x", "v", None), ("y", "w", None))
    assert listed(table, bound) == [
        (1, "y", "no", "number", 3),
        (2, "x", "?", "number", 3),
        (3, "x", "1.5", "decimals", 3),
    ]


def test_the_file_has_its_own_row_numbers():
    table = pa.table({"id": ["a", "b"], "x": ["1", "?"], "__row": [5, 9]})
    source = in_memory(table, "t")
    assert listed(table, binding(source, ("x", "v", None), row_column=source.row_column)) == [
        (9, "x", "?", "number", 1)
    ]


def test_the_limit_cuts_the_list_and_not_the_count():
    table = pa.table({"id": [str(i) for i in range(50)], "x": ["?"] * 50})
    rows = listed(table, binding(in_memory(table, "t"), ("x", "v", None)), limit=3)
    assert [row[0] for row in rows] == [1, 2, 3]
    assert {row[4] for row in rows} == {50}


def test_keys_are_required():
    table = pa.table({"id": ["a", None, " "], "year": ["2024", "", "2024"]})
    rows = listed(table, binding(in_memory(table, "t"), period="year"))
    assert [row[:4] for row in rows] == [
        (2, "id", None, "no subject"), (2, "year", "", "no period"), (3, "id", " ", "no subject"),
    ]  # fmt: skip


def test_rows_that_stand_twice():
    table = pa.table({"id": ["a", "a", "a ", "b"], "year": [2023, 2024, 2024, 2024]})
    rows = listed(table, binding(in_memory(table, "t"), period="year"))
    assert [row[:4] for row in rows] == [(2, "id", "a, 2024", "duplicate"), (3, "id", "a, 2024", "duplicate")]


def test_a_cell_of_a_wide_table_is_named_once():
    table = pa.table({"id": ["a", "a"], "x": ["?", "1"], "y": ["1", "?"], "z": ["?", "1"]})
    columns = (("x", "v", 2023), ("y", "v", 2024), ("z", "w", None))
    bound = binding(in_memory(table, "t"), *columns, years=(2023, 2024))
    found = [row[:3] for row in listed(table, bound)]
    assert [row[0] for row in found] == [1, 1, 1, 2, 2]
    assert set(found) == {(1, "x", "?"), (1, "z", "?"), (1, "id", "a"), (2, "id", "a"), (2, "y", "?")}
