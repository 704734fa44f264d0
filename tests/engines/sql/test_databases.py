"""Queries of SQLite name what they are given, whatever its characters."""

import sqlite3
from contextlib import closing

from gaoxin.engines.sql.databases import columns_query, count_query, rows_query, tables_query


def test_queries_run_on_names_that_need_quotes():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute('CREATE TABLE "a ""b"" 表" (rowid, "select" TEXT)')
        connection.execute('CREATE TABLE "sqlite3 notes" (x INTEGER PRIMARY KEY AUTOINCREMENT)')
        connection.execute("CREATE VIEW v AS SELECT 1")
        connection.execute('INSERT INTO "a ""b"" 表" VALUES (7, \'x\')')
        (name, other) = (row[0] for row in connection.execute(tables_query()))
        assert (name, other) == ('a "b" 表', "sqlite3 notes")
        columns = [entry[0] for entry in connection.execute(columns_query(name)).description]
        assert columns == ["rowid", "select"]
        assert connection.execute(count_query(name)).fetchall() == [(1,)]
        assert connection.execute(rows_query(name, columns, numbered=True)).fetchall() == [(1, 7, "x")]
        assert connection.execute(rows_query(name, columns, numbered=False)).fetchall() == [(0, 7, "x")]
