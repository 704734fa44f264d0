"""The queries of gathering: names, order and what is left out."""

from fractions import Fraction

from gaoxin.engines.sql.gathering import (
    TypedPart,
    conflicts_query,
    first_query,
    joined_query,
    keys_query,
    tolerant_query,
    variables_of,
    whole_columns,
)
from gaoxin.plan.binding import Binding, BoundColumn, Key, Storage

TEXT = Storage("text")
KEY, YEAR = Key("id", "id", TEXT), Key("year", "year", TEXT)


def bound(name: str, kind: str = "number", year: int | None = None) -> BoundColumn:
    grades = (("A", 1, 2),) if kind == "grade" else ()
    return BoundColumn(
        f"c_{name}_{year}",
        name,
        name,
        year,
        kind,
        TEXT,
        factor=Fraction(1),
        grades=grades,  # type: ignore[arg-type]
    )


def part(number: int, *columns: BoundColumn, undated: bool = False) -> TypedPart:
    return TypedPart(number, f"t{number}", Binding(KEY, None if undated else YEAR, columns), undated)


def test_a_typed_part_keeps_row_values_and_texts():
    query = tolerant_query(Binding(KEY, YEAR, (bound("a"), bound("m", "grade"))), "t")
    assert query.named_selects == [".row", "subject", "period", "a", "m__lo", "m__hi", "a.raw", "m.raw"]
    assert "ERROR(" not in query.sql(dialect="duckdb").upper()


def test_a_wide_part_has_a_slice_a_year():
    columns = (bound("a", year=2023), bound("a", year=2024))
    query = tolerant_query(Binding(KEY, None, columns, years=(2023, 2024)), "t")
    assert query.sql(dialect="duckdb").count("UNION ALL") == 1


def test_columns_of_the_joined_table():
    parts = [part(0, bound("a")), part(1, bound("b"), bound("a")), part(2, bound("m", "grade"))]
    assert variables_of(parts) == ["a", "b", "m"]
    assert whole_columns(parts) == ["subject", "period", "a", "b", "m__lo", "m__hi"]
    names = joined_query(parts, "k").named_selects
    assert names[:6] == ["subject", "period", "a", "a.part", "a.row", "a.raw"]


def test_conflicts_are_looked_for_where_parts_share_a_variable():
    assert conflicts_query([part(0, bound("a")), part(1, bound("b"))], "w") is None
    assert conflicts_query([part(0, bound("a")), part(1, bound("a"))], "w") is not None


def test_undated_parts_give_no_keys_beside_dated_ones():
    dated, undated = part(0, bound("a")), part(1, bound("b"), undated=True)
    sql = keys_query([dated, undated]).sql(dialect="duckdb")
    assert '"t0"' in sql
    assert '"t1"' not in sql
    assert '"t1"' in keys_query([undated]).sql(dialect="duckdb")


def test_the_first_row_of_a_key():
    assert "QUALIFY" in first_query("t").sql(dialect="duckdb")
