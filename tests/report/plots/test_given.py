"""Tables of any kind, and words for what is wrong with one."""

import pyarrow as pa
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.given import known, of_period, of_subject, percent, rows_of, title_of

ROWS = [{"subject": "a", "period": 2020, "x": 1.0}, {"subject": "b", "period": 2021, "x": None}]


def test_any_table_has_rows():
    table = pa.Table.from_pylist(ROWS)
    batches = pa.RecordBatchReader.from_batches(table.schema, table.to_batches())
    assert rows_of(ROWS, ("x",), "p") == rows_of(table, ("x",), "p") == rows_of(batches, ("x",), "p")
    assert rows_of([{"x": float("nan")}], ("x",), "p") == [{"x": None}]


@pytest.mark.parametrize(
    ("table", "word"),
    [([], "no rows"), (3, "int 不是表"), ([{"y": 1}], "lacks x; it has y")],
)
def test_what_is_no_table_is_refused(table: object, word: str):
    with pytest.raises(UsageError, match=word):
        rows_of(table, ("x",), "p")


def test_a_year_and_a_subject_are_chosen_or_refused():
    assert of_period(ROWS, None, "p") == ([ROWS[1]], 2021)
    assert of_period([{"x": 1}], None, "p") == ([{"x": 1}], None)
    assert of_subject(ROWS, "a", "p") == [ROWS[0]]
    assert of_subject(ROWS[:1], None, "p") == [ROWS[0]]
    for refused in (lambda: of_period(ROWS, 1999, "p"), lambda: of_subject(ROWS, None, "p")):
        with pytest.raises(UsageError, match="try: "):
            refused()


def test_what_is_unknown_is_left_out_unless_nothing_is_left():
    assert known(ROWS, "x", "p") == ROWS[:1]
    with pytest.raises(UsageError, match="全部未知"):
        known(ROWS[1:], "x", "p")


def test_titles_and_shares():
    assert (title_of("a", {"a": "甲"}), title_of("b", None), percent(0.256)) == ("甲", "b", "26%")
