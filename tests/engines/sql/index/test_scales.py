"""Distances on figures worked by hand; minmax, goalposts and zscore stand in `test_normalise`."""

from collections.abc import Callable
from typing import Any

import pytest

Column = Callable[..., list[Any]]


@pytest.mark.slow
def test_distance_to_max(column: Column) -> None:
    """1 - (8 - x)/(8 - 2): 2, 5 and 8 are at 0, a half and 1."""
    assert column([2, 8, 5, None], {"method": "distance_to_max"}) == [0, 1, 0.5, None]
    way = {"method": "distance_to_max", "times": 100}
    assert column([2, 8, 5, None], way, direction="down") == [100, 0, 50, None]


@pytest.mark.slow
def test_distance_to_a_target(column: Column) -> None:
    """1 - (6 - x)/(6 - 2): 2 at 0, 4 at a half, 8 at 1.5, or 1 where it is cut."""
    way = {"method": "distance_to_reference"}
    assert column([2, 4, 8, None], way, target=6) == [0, 0.5, 1.5, None]
    assert column([2, 4, 8], {**way, "cap": True}, target=6) == [0, 0.5, 1]
    down = column([2, 4, 8], {**way, "times": 100}, target=4, direction="down")
    assert down == [150, 100, 0], "1 - (x - 4)/(8 - 4)"


def test_distance_to_a_subject(column: Column) -> None:
    way = {"method": "distance_to_reference", "reference": "s1"}
    assert column([2, 6, 4], way) == [0, 1, 0.5]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "more", "status"),
    [
        ([2, None, 4], {}, "unknown;reference unknown"),  # s1 is there, its figure is not
        ([2], {}, "unknown;reference unknown"),  # s1 is not there
        ([5, 2, 4], {}, "unknown;constant"),  # s1 is the worst
        ([2, 5, 4], {"direction": "down"}, "unknown;constant"),
    ],
)
def test_a_reference_that_makes_no_scale(
    column: Column, values: list[Any], more: dict[str, Any], status: str
) -> None:
    way = {"method": "distance_to_reference", "reference": "s1"}
    assert column(values, way, **more)[0] is None
    assert column(values, way, shown="status", **more)[0] == status
