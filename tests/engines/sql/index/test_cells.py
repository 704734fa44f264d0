"""Screening and filling."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Result, leaf, make

Run = Callable[..., Result]
ROWS: list[dict[str, Any]] = [
    {"subject": "s", "period": 2024, "region": "东", "a": 1, "b": 10},
    {"subject": "t", "period": 2024, "region": "东", "a": 3, "b": None},
    {"subject": "u", "period": 2024, "region": "西", "a": None, "b": 40},
    {"subject": "v", "period": 2024, "region": None, "a": 8, "b": None},
    {"subject": "w", "period": 2023, "region": "东", "a": 100, "b": 100},
    {"subject": "x", "period": 2024, "region": "东", "a": None, "b": None},
]


def figures(run: Run, **methods: Any) -> dict[tuple[str, str], Any]:
    index = make(leaf("a"), leaf("b"), methods={"normalise": {"method": "none"}, **methods})
    return {(s, node): row["imputed"] for (s, _, node), row in run(index, ROWS).items() if node != "total"}


def test_without_imputation_gaps_stay(run: Run) -> None:
    found = figures(run)
    assert found["t", "b"] is found["u", "a"] is found["x", "a"] is None
    assert found["s", "a"] == 1


def test_mean_of_the_period(run: Run) -> None:
    """a in 2024: (1 + 3 + 8)/3 = 4; b: (10 + 40)/2 = 25."""
    found = figures(run, impute={"method": "mean"})
    assert [found[s, "a"] for s in "stuvwx"] == [1, 3, 4, 8, 100, 4]
    assert [found[s, "b"] for s in "stuvwx"] == [10, 25, 40, 25, 100, 25]


def test_mean_over_all_periods(run: Run) -> None:
    """a: (1 + 3 + 8 + 100)/4 = 28; b: (10 + 40 + 100)/3 = 50."""
    found = figures(run, impute={"method": "mean"}, within="all")
    assert found["u", "a"] == 28
    assert found["t", "b"] == 50


@pytest.mark.slow
def test_mean_of_the_group(run: Run) -> None:
    """East in 2024: a (1 + 3)/2 = 2, b 10; the west has no a, and v has no group: both keep their gaps."""
    found = figures(run, impute={"method": "group_mean", "by": "region"})
    assert found["x", "a"] == 2
    assert found["t", "b"] == found["x", "b"] == 10
    assert found["u", "a"] is None
    assert found["v", "b"] is None


@pytest.mark.slow
@pytest.mark.parametrize(("share", "left_out"), [("1/2", {"x"}), ("0.51", {"t", "u", "v", "x"}), (0, set())])
def test_screen_by_availability(run: Run, share: Any, left_out: set[str]) -> None:
    """Exactly half of two indicators reaches a share of one half."""
    index = make(leaf("a"), leaf("b"), methods={"screen": {"min_share": share}})
    found = run(index, ROWS)
    assert {s for (s, _, _), row in found.items() if "screened" in row["status"]} == left_out
    assert len(found) == len(ROWS) * 3, "a screened row is shown, without scores"
    for (subject, _, _), row in found.items():
        if subject in left_out:
            assert row["imputed"] is row["normalised"] is row["score"] is row["rank"] is None


def test_screened_rows_are_in_no_mean(run: Run) -> None:
    """With two of two required in 2024 only s stays: means are its own figures."""
    found = figures(run, screen={"min_share": 1}, impute={"method": "mean"})
    assert found["s", "a"] == 1
    assert found["v", "a"] is None


def test_raw_stays_beside_the_filled(run: Run) -> None:
    index = make(
        leaf("a"), leaf("b"), methods={"impute": {"method": "mean"}, "normalise": {"method": "none"}}
    )
    row = run(index, ROWS)["t", 2024, "b"]
    assert (row["raw"], row["imputed"], row["treated"], row["status"]) == (None, 25, 25, "imputed")
