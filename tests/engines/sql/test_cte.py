"""Scripts: steps with their comments, one below the other."""

import duckdb
import pytest
from sqlglot import exp

from gaoxin.engines.sql.cte import Cte, script, select_all, text

NUMBERS = Cte("numbers", "the numbers", exp.select(exp.Literal.number(1).as_("x")))
TWICE = Cte("twice", "中文 twice as much", exp.select((exp.column("x") * 2).as_("y")).from_("numbers"))


def test_script_is_readable_and_runs() -> None:
    printed = text(script([NUMBERS, TWICE], select_all("twice")))
    assert printed.splitlines()[:3] == ["WITH", "-- the numbers", "numbers AS ("]
    assert "),\n-- 中文 twice as much\ntwice AS (" in printed
    with duckdb.connect() as connection:
        assert connection.execute(printed).fetchall() == [(2,)]


def test_printing_changes_nothing() -> None:
    query = script([NUMBERS, TWICE], select_all("twice"))
    assert text(query) == text(query)
    assert "WITH" not in text(TWICE.query)


def test_no_steps_no_with() -> None:
    assert text(script([], select_all("t"))) == "SELECT\n  *\nFROM t"


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\u2028", "\x85", "\x0b", "\x0c"])
def test_comment_cannot_end_itself(break_: str) -> None:
    step = Cte("a", f"title{break_}DROP TABLE x; --", exp.select(exp.Literal.number(1).as_("x")))
    printed = text(script([step], select_all("a")))
    assert printed.splitlines()[1] == "-- title DROP TABLE x; --"
    with duckdb.connect() as connection:
        assert connection.execute(printed).fetchall() == [(1,)]
