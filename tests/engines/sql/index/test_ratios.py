"""Ratios to the greatest figure and to the mean, worked by hand."""

from collections.abc import Callable
from typing import Any

import pytest

Column = Callable[..., list[Any]]


def test_share_of_max(column: Column) -> None:
    assert column([2, 8, -4, None], {"method": "share_of_max"}) == [0.25, 1, -0.5, None]
    way = {"method": "share_of_max", "times": 100}
    assert column([2, 8, 4, None], way, direction="down") == [100, 25, 50, None]


def test_ratio_to_mean(column: Column) -> None:
    """The mean of 2, 4 and 6 is 4."""
    assert column([2, 4, 6, None], {"method": "ratio_to_mean"}) == [0.5, 1, 1.5, None]
    assert column([2, 4, 8, 2], {"method": "ratio_to_mean"}, direction="down") == [2, 1, 0.5, 2]


def test_negated_as_in_coinr(column: Column) -> None:
    """-x over the greatest -x is x over the least x: less is not better there."""
    way = {"method": "share_of_max", "turn": "negate"}
    assert column([2, 8, 4, None], way, direction="down") == [1, 4, 2, None]
    assert column([2, 8, 4], way) == [0.25, 1, 0.5]


@pytest.mark.parametrize(
    ("values", "method", "more", "at"),
    [
        ([-1, 0, None], "share_of_max", {}, 0),
        ([-2, 2], "ratio_to_mean", {}, 1),
        ([0, 5], "share_of_max", {"direction": "down"}, 0),
        ([-3, 5], "ratio_to_mean", {"direction": "down"}, 0),
    ],
)
def test_what_is_not_above_zero(
    column: Column, values: list[Any], method: str, more: dict[str, Any], at: int
) -> None:
    assert column(values, {"method": method}, **more)[at] is None
    assert column(values, {"method": method}, shown="status", **more)[at] == "unknown;not positive"


def test_ratio_to_reference(column: Column) -> None:
    """To a target of 4; and to the figure of s1, 5, which s3 passes by 2 and 8 to 5 where less is better."""
    way = {"method": "ratio_to_reference", "times": 100}
    assert column([2, 5, None], way, target=4) == [50, 125, None]
    assert column([2, 5, 0], {**way, "cap": True}, target=4, direction="down") == [100, 80, None]
    to_one = {**way, "reference": "s1"}
    assert column([4, 5, 0, 10], to_one) == [80, 100, 0, 200]
    assert column([4, 5, 0, 10], to_one, direction="down", shown="status")[2] == "unknown;not positive"
    assert column([4, None, 3], to_one, shown="status")[0] == "unknown;reference unknown"
