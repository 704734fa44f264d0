"""The relation ``input``: long, wide and without periods; duplicates and figures before founding."""

import math
from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.engines.sql.inputs import (
    MARK,
    STORED,
    conversion,
    duplicates_query,
    full_columns,
    input_query,
    keys_query,
    plain_keys_query,
    slices,
)
from gaoxin.intake.files.sources import in_memory
from gaoxin.plan.binding import Binding, BoundColumn, Key, Source
from tests.engines.sql.conversions import Refused, run


def bind(source: Source, *columns: BoundColumn, period: str | None = None, **more: Any) -> Binding:
    keys = [Key(n, n, source.column(n).storage) if n else None for n in ("id", period)]
    assert keys[0]
    return Binding(keys[0], keys[1], columns, **more)


def col(
    source: Source, name: str, variable: str, year: int | None = None, kind: Any = "number", **more: Any
) -> BoundColumn:
    return BoundColumn(name, name, variable, year, kind, source.column(name).storage, **more)


def rows(source: Source, binding: Binding) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.register("rows", source.table)
    return connection.sql(input_query(binding, "rows").sql("duckdb"))


def test_a_long_table_has_typed_columns_in_order():
    source = in_memory(
        pa.table({
            "id": ["a"], "year": ["2024年"], "rev": ["1.5"], "g": ["A"], "f": ["是"], "c": ["x"],
            "d": ["2020-1-1"], "t": ["y"], "r": ["0.1"],
        }),
        "t",
    )  # fmt: skip
    bound = bind(
        source,
        col(source, "rev", "revenue", factor=Fraction(10**6), scale=2),
        col(source, "g", "grade", None, "grade", factor=Fraction(100), grades=(("A", 700, 800),)),
        col(source, "f", "flag", None, "flag"),
        col(source, "c", "cat", None, "category", categories=("x",)),
        col(source, "d", "day", None, "date"),
        col(source, "t", "text", None, "text"),
        col(source, "r", "real", None, "real"),
        period="year",
    )
    found = rows(source, bound)
    kinds = [
        "VARCHAR",
        "INTEGER",
        "BIGINT",
        "BIGINT",
        "BIGINT",
        "BOOLEAN",
        "VARCHAR",
        "DATE",
        "VARCHAR",
        "DOUBLE",
    ]
    assert found.columns == [
        "subject",
        "period",
        "revenue",
        "grade__lo",
        "grade__hi",
        "flag",
        "cat",
        "day",
        "text",
        "real",
    ]
    assert [str(kind) for kind in found.types] == kinds
    assert found.fetchall() == [("a", 2024, 1500000, 700, 800, True, "x", date(2020, 1, 1), "y", 0.1)]


def test_without_periods_the_period_is_zero():
    source = in_memory(pa.table({"id": [7], "x": [1.0]}), "t")
    assert rows(source, bind(source, col(source, "x", "v"))).fetchall() == [("7", 0, 1)]


def test_a_wide_table_gives_a_row_a_year():
    source = in_memory(
        pa.table({"id": ["a", "b"], "r23": [1, 2], "r24": ["3", "—"], "s24": [5, 6], "zone": ["z", "z"]}), "t"
    )
    bound = bind(
        source,
        col(source, "r23", "r", 2023),
        col(source, "r24", "r", 2024),
        col(source, "s24", "s", 2024),
        col(source, "zone", "zone", None, "text"),
        years=(2023, 2024),
    )
    assert [part.year for part in slices(bound)] == [2023, 2024]
    found = rows(source, bound)
    assert found.columns == ["subject", "period", "r", "s", "zone"]
    assert [str(kind) for kind in found.types] == ["VARCHAR", "INTEGER", "BIGINT", "BIGINT", "VARCHAR"]
    assert sorted(found.fetchall()) == [
        ("a", 2023, 1, None, "z"), ("a", 2024, 3, 5, "z"), ("b", 2023, 2, None, "z"),
        ("b", 2024, None, 6, "z"),
    ]  # fmt: skip


def test_a_variable_that_a_year_lacks_keeps_its_type():
    source = in_memory(pa.table({"id": ["a"], "g24": ["A"], "x23": ["1"]}), "t")
    bound = bind(
        source,
        col(source, "x23", "x", 2023),
        col(source, "g24", "g", 2024, "grade", factor=Fraction(100), grades=(("A", 700, 800),)),
        years=(2023, 2024),
    )
    assert rows(source, bound).fetchall() == [("a", 2023, 1, None, None), ("a", 2024, None, 700, 800)]


@pytest.mark.parametrize("ids", [["a", "a"], ["a", " a"], [1, 1], [1.0, 1.0]])
def test_a_subject_stands_once_in_a_period(ids: list[Any]):
    source = in_memory(pa.table({"id": ids, "year": [2024, 2024]}), "t")
    with pytest.raises(Refused, match="duplicate"):
        run(source, bind(source, period="year"))
    apart = in_memory(pa.table({"id": ids, "year": [2023, 2024]}), "t")
    assert len(run(apart, bind(apart, period="year"))) == 2


def test_the_error_carries_the_mark_and_the_heading():
    source = in_memory(pa.table({"id": ["a"], "营业收入": ["?"]}), "t")
    with pytest.raises(duckdb.InvalidInputException, match=f"{MARK}: 营业收入"):
        rows(source, bind(source, col(source, "营业收入", "v"))).fetchall()


@pytest.mark.parametrize(
    ("figure", "year", "fault"), [(5, 2022, True), (0, 2022, False), (None, 2022, False), (5, 2023, False)]
)
def test_no_figures_before_founding(figure: int | None, year: int, fault: bool):
    source = in_memory(
        pa.table(
            {"id": ["a"], "year": [year], "x": pa.array([figure], pa.int64()), "born": [date(2023, 12, 31)]}
        ),
        "t",
    )
    bound = bind(
        source,
        col(source, "x", "v"),
        col(source, "born", "born", None, "date", constant=True),
        period="year",
        founded="born",
    )
    if fault:
        with pytest.raises(Refused) as caught:
            run(source, bound)
        assert caught.value.faults == [(1, "5", "founded")]
    else:
        assert run(source, bound) == [(figure, date(2023, 12, 31))]


def test_no_figures_before_founding_in_a_wide_table():
    table = pa.table({"id": ["a"], "x22": ["7"], "x23": ["8"], "born": ["2023/5/1"]})
    source = in_memory(table, "t")
    bound = bind(
        source,
        col(source, "x22", "v", 2022),
        col(source, "x23", "v", 2023),
        col(source, "born", "born", None, "date", constant=True),
        years=(2022, 2023),
        founded="born",
    )
    with pytest.raises(Refused) as caught:
        run(source, bound)
    assert caught.value.faults == [(1, "7", "founded")]


def test_founding_needs_a_period():
    source = in_memory(pa.table({"id": ["a"], "x": [7], "born": [date(2030, 1, 1)]}), "t")
    bound = bind(source, col(source, "x", "v"), col(source, "born", "born", None, "date"), founded="born")
    assert run(source, bound) == [(7, date(2030, 1, 1))]


@pytest.mark.parametrize("kind", STORED)
def test_a_column_without_values_keeps_its_type(kind: Any):
    source = in_memory(pa.table({"id": ["a"], "x": pa.nulls(1)}), "t")
    more: dict[str, Any] = {"categories": ("x",)} if kind == "category" else {}
    more |= {"grades": (("A", 1, 2),)} if kind == "grade" else {}
    bound = col(source, "x", "v", None, kind, **more)
    found = rows(source, bind(source, bound))
    assert [str(t) for t in found.types[2:]] == [STORED[kind].replace("TEXT", "VARCHAR")] * (
        2 if kind == "grade" else 1
    )
    assert conversion(bound, "v").stages == ()


def test_names_are_quoted():
    source = in_memory(pa.table({'a"b;--': ["x"], "select": ["1"]}), "t")
    binding = Binding(Key('a"b;--', "id", source.columns[0].storage), None, (col(source, "select", "order"),))
    with duckdb.connect() as connection:
        connection.register('odd "name"', source.table)
        assert connection.sql(input_query(binding, 'odd "name"').sql("duckdb")).fetchall() == [("x", 0, 1)]
        assert connection.sql(duplicates_query(binding, 'odd "name"').sql("duckdb")).fetchall() == [(False,)]


@pytest.mark.parametrize(
    ("keys", "ascending"),
    [
        ([("a", 2023), ("a", 2024), ("b", 2023)], True),
        ([("a", 2023), ("b", 2023), ("a", 2024)], True),
        ([("a", 2024), ("a", 2023)], False),
        ([("a", 2024), ("a", 2024)], False),
        ([("a", 2023), ("b", 2023), ("a ", 2023)], False),
        ([("a", 2023)], True),
    ],
)
def test_sorted_rows_need_no_search_for_duplicates(keys: list[tuple[str, int]], ascending: bool):
    ids, years = zip(*keys, strict=True)
    source = in_memory(pa.table({"id": pa.array(ids), "year": pa.array(years)}), "t")
    key, period = (Key(c.name, c.name, c.storage) for c in source.columns)
    with duckdb.connect() as connection:
        connection.register("rows", source.table)
        query = keys_query(Binding(key, period, ()), "rows").sql("duckdb")
        assert connection.sql(query).fetchall() == [(True, ascending)]


PLAIN_IDS = "a", "b", "A1", "9E1", "~"
IDS = (*PLAIN_IDS, "a ", " a", "\u3000a", "a\u200b", "", "9.1E+17", "1+1", "\x7f", "企业", None)
YEARS = 2023, 2024, 1, 99_999, None


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(YEARS)), min_size=1, max_size=4))
def test_plain_keys_are_what_reading_them_gives(keys: list[tuple[str | None, int | None]]):
    ids, years = zip(*keys, strict=True)
    source = in_memory(pa.table({"id": pa.array(ids, pa.string()), "year": pa.array(years, pa.int32())}), "t")
    binding = bind(source, period="year")
    looked = plain_keys_query(binding, "rows")
    assert looked is not None
    with duckdb.connect() as connection:
        connection.register("rows", source.table)
        ((plain, ascending),) = connection.sql(looked.sql("duckdb")).fetchall()
        assert plain == all(name in PLAIN_IDS and year in (2023, 2024) for name, year in keys)
        if plain:
            assert connection.sql(keys_query(binding, "rows").sql("duckdb")).fetchall() == [(True, ascending)]
    if plain:
        assert rows(source, binding.with_plain_keys()).fetchall() == keys


@pytest.mark.parametrize(("ids", "years"), [([1.0], [2024]), (["a"], ["2024"]), ([b"a"], [2024])])
def test_keys_of_other_columns_need_reading(ids: list[Any], years: list[Any]):
    source = in_memory(pa.table({"id": ids, "year": years}), "t")
    assert plain_keys_query(bind(source, period="year"), "rows") is None


def test_integers_are_plain_keys_and_become_texts():
    source = in_memory(pa.table({"id": [7, 5]}), "t")
    binding = bind(source)
    looked = plain_keys_query(binding, "rows")
    assert looked is not None
    with duckdb.connect() as connection:
        connection.register("rows", source.table)
        assert connection.sql(looked.sql("duckdb")).fetchall() == [(True, False)]
    assert rows(source, binding.with_plain_keys()).fetchall() == [("7", 0), ("5", 0)]


def test_columns_without_an_empty_cell():
    table = pa.table({"id": ["a", "b"], "n": [1, 2], "m": [1, None], "t": ["1", "2"]})
    source = in_memory(table, "t")
    binding = bind(source, *(col(source, name, name, None, "number") for name in "nmt"))
    assert full_columns(source, binding) == {"n"}


def test_a_category_has_no_empty_cell_where_words_for_it_fail():
    """Read quickly, a word for an empty cell fails; cell by cell it is one."""
    source = in_memory(pa.table({"id": ["a", "b"], "c": ["x", "-"], "d": ["x", None]}), "t")
    cells = [col(source, name, name, None, "category", categories=("x",)) for name in "cd"]
    binding = bind(source, *cells)
    assert full_columns(source, binding) == frozenset()
    assert full_columns(source, binding, quick=True) == {"c"}
    assert rows(source, binding).fetchall() == [("a", 0, "x", "x"), ("b", 0, None, None)]
    with pytest.raises(duckdb.Error, match=MARK):
        duckdb.connect().register("rows", source.table).sql(
            input_query(binding, "rows", quick=True).sql("duckdb")
        ).fetchall()


def quickly(table: pa.Table, span: tuple[float, float] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a table of amounts of two decimals, read quickly; `span` in place of its own ends."""
    source = in_memory(table, "t")
    cents = {"scale": 2, "factor": Fraction(100)}
    names = table.column_names[1:]
    columns = [col(source, n, n, span=span or source.column(n).span, **cents) for n in names]
    binding = bind(source, *columns)
    with duckdb.connect() as connection:
        connection.register("rows", source.table)
        query = input_query(binding, "rows", quick=True)
        return connection.execute(query.sql("duckdb")).fetchall()


@pytest.mark.parametrize("odd", [0.005, -1.005, math.nan, math.inf, 5e-324, 1e-300, 1e15 + 0.5])
@pytest.mark.parametrize("beside", [[0.25, 1e12], [None, 0.01], [None, None]])
def test_one_cell_that_is_off_refuses_the_row(odd: float, beside: list[float | None]):
    """The columns of a row are tested together: none hides what another is off, nor does an empty cell."""
    for place in range(3):
        row = [*beside[:place], odd, *beside[place:]]
        table = {"id": ["a", "b"]} | {
            f"x{n}": pa.array([1.0, cell], pa.float64()) for n, cell in enumerate(row)
        }
        with pytest.raises(duckdb.Error):
            quickly(pa.table(table))
    table = {"id": ["a"]} | {f"x{n}": pa.array([cell], pa.float64()) for n, cell in enumerate(beside)}
    assert quickly(pa.table(table)) == [("a", 0, *(None if x is None else round(x * 100) for x in beside))]


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("beside", [0.5, None])
def test_what_is_not_finite_is_never_read(odd: float, beside: float | None):
    """A file's own ends leave NaN out, which DuckDB takes for equal to NaN."""
    table = pa.table({"id": ["a", "b"], "x": pa.array([odd, beside], pa.float64())})
    with pytest.raises(duckdb.Error):
        quickly(table, (0.25, 1.0))


@pytest.mark.slow
def test_hundreds_of_columns_are_tested_together():
    """DuckDB takes expressions a thousand deep."""
    columns = {f"x{n}": [0.25, None] for n in range(1100)}
    assert quickly(pa.table({"id": ["a", "b"], **columns})) == [
        ("a", 0, *[25] * 1100),
        ("b", 0, *[None] * 1100),
    ]
