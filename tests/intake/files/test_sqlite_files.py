"""SQLite: one table, read only, types as they are."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake.files.grid import ROW
from gaoxin.intake.files.sqlite_files import read, tables


def database(folder: Path, *statements: str) -> Path:
    path = folder / "it's a?b.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def found(path: Path, table: str | None = None) -> dict[str, list[Any]]:
    return cast("pa.Table", read(path, table).table).to_pydict()


FIRMS = 'CREATE TABLE "企业 表" ("信用代码" TEXT, n INTEGER, x REAL, mixed)'
ROWS = """INSERT INTO "企业 表" VALUES
    ('007', 913301000000000123, 1.5, 'a'), ('8', NULL, 2, 0.1), (NULL, 1, NULL, 7)"""


def test_types_and_row_numbers(tmp_path: Path):
    path = database(tmp_path, FIRMS, ROWS, 'DELETE FROM "企业 表" WHERE rowid = 2')
    source = read(path)
    table = cast("pa.Table", source.table)
    assert source.sheet == "企业 表"
    assert [c.storage.kind for c in source.columns] == ["text", "integer", "double", "text"]
    assert table.to_pydict() == {
        "信用代码": ["007", None],
        "n": [913301000000000123, 1],
        "x": [1.5, None],
        "mixed": ["a", "7"],
        ROW: [1, 3],
    }


def test_a_table_without_numbers_of_its_own(tmp_path: Path):
    path = database(
        tmp_path,
        "CREATE TABLE t (id TEXT PRIMARY KEY, rowid, oid, _rowid_) WITHOUT ROWID",
        "INSERT INTO t VALUES ('a', 5, 6, 7), ('b', 5, 6, 7)",
    )
    assert found(path)[ROW] == [1, 2]
    assert found(path)["rowid"] == [5, 5]


def test_tables_are_named_and_views_left_alone(tmp_path: Path):
    path = database(tmp_path, "CREATE TABLE b (x)", "CREATE TABLE a (x)", "CREATE VIEW v AS SELECT 1")
    assert tables(path) == ["a", "b"]
    with pytest.raises(UsageError, match="it holds several tables, name one of them: a, b"):
        read(path)
    with pytest.raises(UsageError, match="no table 'v'; there are a, b"):
        read(path, "v")
    source = read(path, "b")
    assert (source.notices, [c.heading for c in source.columns]) == (("not read: table a",), ["x"])


def test_nothing_is_written(tmp_path: Path):
    path = database(tmp_path, FIRMS, ROWS)
    before = path.read_bytes()
    found(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: b"", "does not begin as a SQLite file"),
        (lambda data: b"PK" + data, "does not begin as a SQLite file"),
        (lambda data: data[:100], "it cannot be read"),
        (lambda data: data[:4096] + b"\xff" * 4096, "it cannot be read"),
    ],
)
def test_damaged_files(change: Any, said: str, tmp_path: Path):
    path = database(tmp_path, FIRMS, ROWS)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(DataError, match=said):
        read(path)


def test_no_table_and_bytes(tmp_path: Path):
    path = database(tmp_path)
    path.write_bytes(b"")
    path = database(tmp_path, "CREATE TABLE t (id, x)", "INSERT INTO t VALUES ('a', x'00ff')")
    with pytest.raises(DataError, match="column 2 of row 1 holds bytes"):
        read(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE t")
        connection.commit()
    with pytest.raises(DataError, match="it holds no table"):
        read(path)


def test_progress(tmp_path: Path):
    seen: list[tuple[int, int]] = []
    read(database(tmp_path, FIRMS, ROWS), progress=lambda done, whole: seen.append((done, whole)))
    assert seen == [(3, 3)]
