"""Filling gaps; means stand in `test_cells`."""

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from gaoxin.engines.sql.cte import script, select_all, text
from gaoxin.engines.sql.index import index_ctes
from gaoxin.plan.index import compile_index

from .conftest import leaf, make

Run = Callable[..., dict[tuple[str, int, str], dict[str, Any]]]


def filled(run: Run, values: list[Any], impute: dict[str, Any], groups: str = "") -> list[Any]:
    rows = [
        {"subject": f"s{k}", "period": 2024, "x": value, "g": groups[k] if groups else None}
        for k, value in enumerate(values)
    ]
    index = make(leaf("x"), methods={"normalise": {"method": "none"}, "impute": impute})
    found = run(index, rows)
    return [found[f"s{k}", 2024, "x"]["imputed"] for k in range(len(values))]


def series(run: Run, values: dict[int, Any], impute: dict[str, Any]) -> list[Any]:
    rows = [{"subject": "s", "period": year, "x": value} for year, value in values.items()]
    rows += [{"subject": "t", "period": year, "x": 1000 * year} for year in values]
    index = make(leaf("x"), methods={"normalise": {"method": "none"}, "impute": impute})
    found = run(index, rows)
    return [found["s", year, "x"]["imputed"] for year in values]


def test_medians(run: Run) -> None:
    """Of 1, 2 and 10 it is 2; of 1, 2, 10 and 20 it is 6; of a group its own."""
    assert filled(run, [1, 2, None, 10], {"method": "median"}) == [1, 2, 2, 10]
    assert filled(run, [1, 2, None, 10, 20], {"method": "median"}) == [1, 2, 6, 10, 20]
    found = filled(run, [1, 3, None, 10, None, 50], {"method": "group_median", "by": "g"}, "aaabbb")
    assert found == [1, 3, 2, 10, 30, 50]


YEARS = {2019: None, 2020: 10, 2021: None, 2022: None, 2023: 40, 2024: None}


@pytest.mark.parametrize(
    ("impute", "expected"),
    [
        ({"method": "last"}, [None, 10, 10, 10, 40, 40]),
        ({"method": "last", "years": 1}, [None, 10, 10, None, 40, 40]),
        ({"method": "linear"}, [None, 10, 20, 30, 40, None]),
        ({"method": "linear", "ends": "hold"}, [10, 10, 20, 30, 40, 40]),
    ],
)
def test_along_the_years_of_a_subject(run: Run, impute: dict[str, Any], expected: list[Any]) -> None:
    assert series(run, YEARS, impute) == expected


def test_a_year_without_a_row_still_counts(run: Run) -> None:
    """2021 is not in the table; from 10 to 40 in three years, 2022 lies at 30."""
    values = {year: value for year, value in YEARS.items() if year != 2021}
    assert series(run, values, {"method": "linear"}) == [None, 10, 30, 40, None]
    assert series(run, values, {"method": "last", "years": 1})[2] is None


@pytest.mark.parametrize("method", ["last", "linear"])
def test_nothing_is_carried_across_a_change_of_calibre(method: str) -> None:
    index = make(leaf("x"), methods={"impute": {"method": method}})
    plan = compile_index(index, "e", walls={"i_x": (2022,)})
    query = text(script(index_ctes(plan, "figures"), select_all("index_imputed")))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE figures (subject TEXT, period INT, n01_x DOUBLE)")
        connection.executemany("INSERT INTO figures VALUES ('s', ?, ?)", [[y, YEARS[y]] for y in YEARS])
        rows = connection.execute(f"SELECT period, imputed FROM ({query}) ORDER BY period").fetchall()
    expected = {"last": [None, 10, 10, None, 40, 40], "linear": [None, 10, None, None, 40, None]}
    assert [value for _, value in rows] == expected[method]


def test_an_indicator_has_its_own_way(run: Run) -> None:
    own = {"impute": {"method": "median"}}
    index = make(
        leaf("x"),
        leaf("y", **own),
        leaf("z", impute={"method": "none"}),
        methods={"normalise": {"method": "none"}, "impute": {"method": "mean"}},
    )
    rows = [
        {"subject": s, "period": 1, "x": v, "y": v, "z": v}
        for s, v in zip("abcd", [1, 2, 9, None], strict=True)
    ]
    found = run(index, rows)
    assert [found["d", 1, node]["imputed"] for node in "xyz"] == [4, 2, None]
    assert found["d", 1, "total"]["score"] is None


def test_an_indicator_that_nobody_reports_stays_unknown(run: Run) -> None:
    assert filled(run, [None, None], {"method": "mean"}) == [None, None]
    assert filled(run, [None, None], {"method": "median"}) == [None, None]


def test_screening_after_filling(run: Run) -> None:
    """s1 reports one of two; with its gap filled it stays, and s2, whose group knows nothing, goes."""
    rows = [
        {"subject": "s0", "period": 1, "g": "a", "x": 1, "y": 4},
        {"subject": "s1", "period": 1, "g": "a", "x": 3, "y": None},
        {"subject": "s2", "period": 1, "g": "b", "x": 8, "y": None},
    ]
    methods = {"normalise": {"method": "none"}, "impute": {"method": "group_mean", "by": "g"}}
    for counts, left_out in [("reported", {"s1", "s2"}), ("imputed", {"s2"})]:
        screen = {"min_share": 1, "counts": counts}
        found = run(make(leaf("x"), leaf("y"), methods={**methods, "screen": screen}), rows)
        assert {s for (s, _, _), row in found.items() if "screened" in row["status"]} == left_out
    assert found["s1", 1, "total"]["score"] == 3.5
    assert found["s2", 1, "x"]["raw"] == 8
    assert found["s2", 1, "x"]["imputed"] is found["s2", 1, "x"]["score"] is None


@pytest.mark.slow
@pytest.mark.parametrize(("share", "left_out"), [("1/2", {"s1"}), ("0.51", {"s0", "s1"}), (0, set())])
def test_screening_by_zeros(run: Run, share: Any, left_out: set[str]) -> None:
    """s0 has one zero of two known, s1 nothing but a zero, s2 no zero, s3 nothing at all."""
    rows = [
        {"subject": "s0", "period": 1, "x": 0, "y": 4},
        {"subject": "s1", "period": 1, "x": 0, "y": None},
        {"subject": "s2", "period": 1, "x": 3, "y": None},
        {"subject": "s3", "period": 1, "x": None, "y": None},
    ]
    index = make(leaf("x"), leaf("y"), methods={"screen": {"min_nonzero_share": share}})
    found = run(index, rows)
    nothing = {"s3"} if share else set()
    assert {s for (s, _, _), r in found.items() if "screened" in r["status"]} == left_out | nothing


@pytest.mark.parametrize("number", [3, 9, 13, 27])
def test_the_mean_of_equal_figures_is_that_figure(run: Run, number: int) -> None:
    """1.6 added up and divided is 1.5999999999999999 for some numbers of figures; it must tie with them."""
    assert filled(run, [1.6] * number + [None], {"method": "mean"}) == [1.6] * (number + 1)


def test_the_mean_is_the_double_next_to_it(run: Run) -> None:
    """Added up in order these make 61.6 and 15.4; the doubles behind the figures make a little less."""
    assert filled(run, [8.7, 27.9, 21.5, 3.5, None], {"method": "mean"})[-1] == 15.399999999999999
