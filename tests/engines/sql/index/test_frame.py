"""Scales within groups, and rows that belong to none."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import leaf, make

Column = Callable[..., list[Any]]
VALUES = [1, 3, 5, 10, 30, 7, None, 4]
GROUPS = ["a", "a", "a", "b", "b", "c", "a", None]


def test_each_group_has_its_own_scale(column: Column) -> None:
    """Group a from 1 to 5, b from 10 to 30; c has one figure, and the last row no group."""
    way = {"method": "minmax", "by": "g"}
    assert column(VALUES, way, groups=GROUPS) == [0, 50, 100, 0, 100, None, None, None]
    words = column(VALUES, way, groups=GROUPS, shown="status")
    assert words == ["", "", "", "", "", "unknown;group of one", "unknown", "unknown;no group"]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("zscore", [-1, 0, 1, -(0.5**0.5), 0.5**0.5, None]),  # a: mean 3, deviation 2; b: 20, sqrt(200)
        ("rank", [1, 2, 3, 1, 2, 1]),
        ("borda", [0, 1, 2, 0, 1, 0]),
        ("percentile_rank", [0, 0.5, 1, 0, 1, None]),
        ("distance_to_max", [0, 0.5, 1, 0, 1, None]),
        ("share_of_max", [0.2, 0.6, 1, 1 / 3, 1, 1]),
        ("ratio_to_mean", [1 / 3, 1, 5 / 3, 0.5, 1.5, 1]),
    ],
)
def test_every_method_with_statistics(column: Column, method: str, expected: list[Any]) -> None:
    found = column(VALUES, {"method": method, "by": ["g"]}, groups=GROUPS)
    assert found == [*(None if x is None else pytest.approx(x) for x in expected), None, None]


def test_the_statistics_of_one_year_hold_for_all(run: Callable[..., dict[Any, dict[str, Any]]]) -> None:
    """2020 has 0 and 10, and of the other indicator nothing: 15 of 2021 lies at 150."""
    values = {("s", 2020): 0, ("t", 2020): 10, ("s", 2021): 15, ("t", 2021): None}
    rows = [
        {"subject": s, "period": p, "x": x, "y": x if p == 2021 else None} for (s, p), x in values.items()
    ]
    way = {"normalise": {"method": "minmax", "within": 2020}}
    found = run(make(leaf("x"), leaf("y"), methods=way, total=False), rows)
    assert [found[s, p, "x"]["score"] for s, p in values] == [0, 100, 150, None]
    assert found["s", 2021, "y"]["status"] == "unknown;base unknown"
