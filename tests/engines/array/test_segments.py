"""Ranks within groups, a column at a time."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.engines.array.segments import percentile_ranks, segments, shares

NAN = np.nan


def test_percentile_ranks_by_hand() -> None:
    """Group 0: 5, 1, 5, unknown; group 1: 2, 4; group 2: a figure alone; and a row without a group."""
    column = np.array([5.0, 2.0, 1.0, 5.0, NAN, 4.0, 7.0, 9.0])
    codes = np.array([0, 1, 0, 0, 0, 1, 2, -1])
    up, down = percentile_ranks([column, column], codes, [False, True])
    np.testing.assert_array_equal(up, [0.5, 0.0, 0.0, 0.5, NAN, 1.0, NAN, NAN])
    np.testing.assert_array_equal(down, [0.0, 1.0, 1.0, 0.0, NAN, 0.0, NAN, NAN])


def test_counts_and_known_figures() -> None:
    placed = segments(np.array([1, 0, 1, 1], np.uint8), groups=3)
    counts, known = placed.worse(placed.gather([np.array([3.0, 8.0, 1.0, 3.0])]))
    np.testing.assert_array_equal(placed.scatter(counts), [1, 0, 0, 1])
    np.testing.assert_array_equal(known, [1, 3, 0])
    np.testing.assert_array_equal(placed.scatter(shares(counts, known, placed)), [0.5, NAN, 0.0, 0.5])


@pytest.mark.parametrize("groups", [5, 70_000])
def test_rows_of_a_group_keep_their_order(groups: int) -> None:
    """More rows than are put in order at a time; codes of 16 bits, and longer ones."""
    codes = np.random.default_rng(8).integers(-1, groups, 600_000)
    placed = segments(codes, groups)
    order = np.argsort(codes, kind="stable")
    np.testing.assert_array_equal(placed.places[order], np.arange(len(codes)))
    np.testing.assert_array_equal(placed.bounds, np.searchsorted(codes[order], np.arange(groups + 1)))
    np.testing.assert_array_equal(placed.gather([codes[:7], codes[7:]]), codes[order])


def test_rows_at_places() -> None:
    placed = segments(np.array([1, 0, 1, -1, 0]))
    assert placed.places.tolist() == [3, 1, 4, 0, 2]
    assert placed.rows_at(np.array([4, 0, 2])).tolist() == [2, 3, 4]


def test_ranks_have_the_greatest_first_and_ties_share() -> None:
    placed = segments(np.array([0, 0, 1, 0, 0, -1]))
    totals = np.array([10.0, 30.0, 1.0, 30.0, NAN, 5.0])
    np.testing.assert_array_equal(placed.scatter(placed.ranks(placed.gather([totals]))), [3, 1, 1, 1, 0, 0])


def test_ranks_of_whole_numbers_are_exact() -> None:
    """Sums of points that differ by one in 2**60 are no tie."""
    placed = segments(np.zeros(3, np.int8))
    totals = np.array([2**60, 2**60 + 1, 2**60])
    np.testing.assert_array_equal(placed.ranks(totals), [2, 1, 2])


def test_gaps_in_a_large_group_change_no_count() -> None:
    rng = np.random.default_rng(3)
    figures = np.round(rng.normal(size=6000), 2)
    figures[rng.random(6000) < 0.1] = NAN
    counts, (known,) = segments(np.zeros(6000, np.int8)).worse(figures)
    there = ~np.isnan(figures)
    assert known == there.sum()
    np.testing.assert_array_equal(counts[there], np.searchsorted(np.sort(figures[there]), figures[there]))
    np.testing.assert_array_equal(counts[~there], -1)


def test_nothing_to_rank() -> None:
    (found,) = percentile_ranks([np.array([])], np.array([], np.int64))
    assert found.shape == (0,)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.integers(-1, 3), st.none() | st.integers(-3, 3).map(float)), min_size=1, max_size=40
    ),
    st.booleans(),
)
def test_the_window_form_of_sql_gives_the_same(rows: list[tuple[int, float | None]], down: bool) -> None:
    codes = np.array([code for code, _ in rows])
    column = np.array([NAN if value is None else value for _, value in rows])
    (found,) = percentile_ranks([column], codes, [down])
    with duckdb.connect() as connection:
        values = [value for _, value in rows]
        connection.register(
            "rows", pa.table({"n": range(len(rows)), "g": codes, "x": pa.array(values, "double")})
        )
        order = "x DESC" if down else "x"
        query = f"""
            SELECT CASE WHEN g >= 0 AND x IS NOT NULL AND count(x) OVER (PARTITION BY g) > 1
                THEN percent_rank() OVER (PARTITION BY g, x IS NULL ORDER BY {order}) END
            FROM rows ORDER BY n
        """
        expected = [NAN if value is None else value for (value,) in connection.execute(query).fetchall()]
    assert found == pytest.approx(expected, rel=0, abs=1e-15, nan_ok=True)
