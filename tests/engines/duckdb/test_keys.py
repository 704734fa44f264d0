"""Keys are looked at once: plain ones as they stand, sorted ones without a search for duplicates."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from gaoxin.engines.duckdb.keys import Keys, Look, Looks, identity
from gaoxin.engines.protocol import Table
from gaoxin.intake.files.sources import in_memory
from gaoxin.plan.binding import Binding, Key, Source


@pytest.mark.parametrize(
    ("ids", "found", "queries"),
    [
        (["a", "b"], Keys(good=True, plain=True), 1),
        (["b", "a"], Keys(good=True, plain=True), 2),
        (["a", "a"], Keys(good=False, plain=True), 2),
        (["a", "b "], Keys(good=True, plain=False), 2),
        (["a ", "a"], Keys(good=False, plain=False), 3),
        (["a", None], Keys(good=False, plain=False), 2),
        ([1.0, 2.0], Keys(good=True, plain=False), 1),
        ([1, 2], Keys(good=True, plain=True), 1),
    ],
)
def test_keys_are_looked_at_no_longer_than_they_must(ids: list[Any], found: Keys, queries: int):
    source = in_memory(pa.table({"id": ids}), "t")
    binding = Binding(Key("id", "id", source.columns[0].storage), None, ())
    asked: list[str] = []
    with duckdb.connect() as connection:
        connection.register("rows", source.table)

        def ask(query: str) -> list[Any]:
            asked.append(query)
            return connection.execute(query).fetchall()

        assert Look(Table(source, binding), binding, "rows").seen(ask) == found
    assert len(asked) == queries


def test_a_file_that_changed_is_another_table(tmp_path: Path):
    path = tmp_path / "t.parquet"
    path.write_bytes(b"1")
    table = Table(Source(str(path), (), path=str(path)), None)
    before = identity(table)
    assert identity(table) == before
    path.write_bytes(b"22")
    assert identity(table) != before


def test_a_table_is_looked_at_once():
    table = in_memory(pa.table({"id": [1, 2]}), "t")
    bound = Table(table, Binding(Key("id", "id", table.columns[0].storage), None, ()))
    assert bound.binding is not None
    with duckdb.connect() as connection, ThreadPoolExecutor(1) as thread:
        looks = Looks(thread, lambda: connection)
        assert not looks.done(bound)
        look = looks.at(bound, bound.binding)
        assert look.result() == Keys(good=True, plain=True)
        coded = replace(bound.binding, subject=replace(bound.binding.subject, code=True))
        assert looks.at(replace(bound, binding=coded), coded) is look
        assert looks.done(bound)
        assert looks.done(Table(table))
