"""SQL is built in engines/sql and spoken in engines/duckdb; nobody else writes a line of it."""

import re

import pytest

from .conftest import SRC, Source

pytestmark = pytest.mark.slow

ROOMS = (SRC / "engines" / "sql", SRC / "engines" / "duckdb")
SQL = re.compile(r"\b(SELECT|INSERT INTO|CREATE (OR REPLACE )?(TEMP )?(TABLE|VIEW))\b")


def test_no_sql_text_elsewhere(sources: list[Source]):
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources
        if not any(source.path.is_relative_to(room) for room in ROOMS)
        for node in source.strings()
        if SQL.search(str(node.value))
    ]
    assert not found, f"SQL is built in engines/sql: {found}"
