"""Ranks as scores on figures worked by hand."""

from collections.abc import Callable
from typing import Any

import pytest

Column = Callable[..., list[Any]]
VALUES = [5, 9, 9, None, 1, 9]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("min", [2, 3, 3, None, 1, 3]), ("average", [2, 4, 4, None, 1, 4]), ("max", [2, 5, 5, None, 1, 5])],
)
def test_ties(column: Column, ties: str, expected: list[Any]) -> None:
    """Three share the ranks 3, 4 and 5."""
    assert column(VALUES, {"method": "rank", "ties": ties}) == expected
    assert column(VALUES, {"method": "borda", "ties": ties}) == [x and x - 1 for x in expected]
    shares = [None if x is None else (x - 1) / 4 for x in expected]
    assert column(VALUES, {"method": "percentile_rank", "ties": ties}) == shares


def test_less_is_better(column: Column) -> None:
    found = column(VALUES, {"method": "percentile_rank", "times": 100}, direction="down")
    assert found == [75, 0, 0, None, 100, 0]


def test_a_figure_alone(column: Column) -> None:
    """It has a rank, but no others to be compared with."""
    assert column([3, None], {"method": "rank"}) == [1, None]
    assert column([3, None], {"method": "borda"}) == [0, None]
    words = column([3, None], {"method": "percentile_rank"}, shown="status")
    assert words == ["unknown;group of one", "unknown"]
