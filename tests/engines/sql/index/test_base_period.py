"""Ratios to a base period: the rules stand in `test_normalise`; here, of imputed figures."""

from collections.abc import Callable
from typing import Any

from .conftest import leaf, make

Run = Callable[..., dict[tuple[str, int, str], dict[str, Any]]]


def test_a_filled_year_keeps_the_chain(run: Run) -> None:
    """2023 is filled with 20, half way from 10 to 30: 100, 200, 300."""
    rows = [
        {"subject": "s", "period": year, "x": value} for year, value in [(2022, 10), (2023, None), (2024, 30)]
    ]
    way = {"normalise": {"method": "base_period", "base": 2022}}
    broken = run(make(leaf("x"), methods=way), rows)
    assert broken["s", 2024, "x"]["status"] == "unknown;chain broken"
    filled = run(make(leaf("x"), methods={**way, "impute": {"method": "linear"}}), rows)
    assert [filled["s", year, "total"]["score"] for year in (2022, 2023, 2024)] == [100, 200, 300]
    assert filled["s", 2023, "x"]["status"] == "imputed"
