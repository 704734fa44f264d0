"""The few statements around a script; names and texts are quoted."""

import duckdb
import pytest
import sqlglot

from gaoxin.engines.sql.statements import (
    DIALECT,
    ENDINGS,
    copy,
    everything,
    no_progress,
    parquet_view,
    rows_with,
    typed,
)


def test_a_view_of_a_file():
    found = parquet_view("source_1", "/data/it's.parquet")
    assert found == "CREATE OR REPLACE VIEW source_1 AS SELECT * FROM READ_PARQUET('/data/it''s.parquet')"


def test_everything():
    assert everything("figures").sql(dialect=DIALECT) == "SELECT * FROM figures"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "found"),
    [(["甲"], [("甲", 1)]), (["甲", "乙'; --"], [("甲", 1), ("乙'; --", 2)]), ([], []), (["x"], [])],
)
def test_the_rows_of_some_subjects(values: list[str], found: list[tuple[str, int]]):
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT * FROM (VALUES ('甲', 1), ('乙''; --', 2)) AS v(subject, n)"
        )
        query = rows_with("t", "subject", values).sql(dialect=DIALECT)
        assert connection.execute(f"{query} ORDER BY n").fetchall() == found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_copy_names_its_format(ending: str):
    found = copy("SELECT 1 AS n", f"/tmp/it's{ending}", ending)
    assert found.startswith(f"COPY (SELECT 1 AS n) TO '/tmp/it''s{ending}' (FORMAT ")


def test_columns_of_a_few_words_are_written_as_such() -> None:
    query = sqlglot.parse_one(
        "SELECT a, CASE WHEN a > 1 THEN 'pass' WHEN a < 1 THEN 'fail' ELSE 'unknown' END AS v,"
        " CASE WHEN a > 1 THEN 'x' ELSE b END AS w FROM (VALUES (0, 'y'), (1, 'y'), (2, 'y')) t(a, b)",
        dialect="duckdb",
    )
    before = query.sql("duckdb")
    with duckdb.connect() as connection:
        found = connection.sql(typed(query, codes=False).sql("duckdb"))
        assert found.types[1] == "ENUM('pass', 'fail', 'unknown')"
        assert found.fetchall() == connection.sql(before).fetchall()
    assert query.sql("duckdb") == before


def test_no_bar_is_drawn():
    assert no_progress() == "SET enable_progress_bar = FALSE"


@pytest.mark.parametrize("picked", ["subject, n", "*", "CAST(subject AS TEXT) AS subject, n"])
def test_identifiers_from_integers_are_integers_in_a_file(picked: str) -> None:
    for stored in ("'7'", "7::SMALLINT"):
        query = sqlglot.parse_one(
            f"SELECT {picked} FROM (VALUES ({stored}, 1)) t(subject, n)", dialect="duckdb"
        )
        with duckdb.connect() as connection:
            found = connection.sql(typed(query, codes=True).sql("duckdb"))
            assert (found.columns, found.types) == (["subject", "n"], ["BIGINT", "INTEGER"])
            assert found.fetchall() == [(7, 1)]


def test_other_columns_and_queries_keep_their_types() -> None:
    query = sqlglot.parse_one("SELECT a, CAST(b AS TEXT) AS subject FROM t", dialect="duckdb")
    assert typed(query, codes=True) == query
    union = sqlglot.parse_one("SELECT subject FROM t UNION ALL SELECT subject FROM u", dialect="duckdb")
    assert typed(union, codes=True) is union
