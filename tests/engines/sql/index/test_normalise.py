"""Each method of normalising on numbers worked by hand."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import pytest

from .conftest import Result, leaf, make

Run = Callable[..., Result]


def column(
    run: Run, values: list[Any], way: dict[str, Any], *, within: str = "period", **more: Any
) -> list[Any]:
    """Normalise one indicator of subjects s0, s1, … in one period."""
    rows = [{"subject": f"s{k}", "period": 2024, "x": value} for k, value in enumerate(values)]
    return [row["normalised"] for row in results(run, rows, way, within=within, **more).values()]


def results(
    run: Run, rows: list[dict[str, Any]], way: dict[str, Any], *, within: str = "period", **more: Any
) -> Result:
    methods = {"normalise": way, "within": within}
    return run(make(leaf("x", **more), methods=methods, total=False), rows)


def years(run: Run, values: dict[int, Any], way: dict[str, Any], **more: Any) -> dict[int, tuple[Any, str]]:
    """Normalise the years of one subject."""
    rows = [{"subject": "s", "period": year, "x": value} for year, value in values.items()]
    return {
        key[1]: (row["normalised"], row["status"]) for key, row in results(run, rows, way, **more).items()
    }


@pytest.mark.slow
def test_none_keeps_the_figure(run: Run) -> None:
    assert column(run, [3, None, -1], {"method": "none"}) == [3, None, -1]


@pytest.mark.slow
def test_minmax(run: Run) -> None:
    """From 1 to 10: 2 is at 1, 8 at 10, 4 a third of the way, 1 + 9/3 = 4."""
    way = {"method": "minmax", "low": 1, "high": 10}
    assert column(run, [2, 8, 4, None], way) == pytest.approx([1, 10, 4, None])
    assert column(run, [2, 8, 4, None], way, direction="down") == pytest.approx([10, 1, 7, None])


def test_minmax_within_all_periods(run: Run) -> None:
    rows = [{"subject": "s", "period": 2023, "x": 0}, {"subject": "s", "period": 2024, "x": 5}]
    rows += [{"subject": "t", "period": 2023, "x": 10}, {"subject": "t", "period": 2024, "x": 20}]
    each = results(run, rows, {"method": "minmax"})
    whole = results(run, rows, {"method": "minmax"}, within="all")
    assert [row["score"] for row in each.values()] == [0, 0, 100, 100]
    assert [row["score"] for row in whole.values()] == [0, 25, 50, 100]
    assert [row["rank"] for row in whole.values()] == [2, 2, 1, 1], "ranks stay within a period"


@pytest.mark.slow
@pytest.mark.parametrize("method", ["minmax", "zscore"])
@pytest.mark.parametrize("values", [[7, 7, None], [5], [0, 0], [0.3, 0.1 + 0.2]])
def test_constant_column_has_no_scale(run: Run, method: str, values: list[Any]) -> None:
    """Also where the figures differ by the noise of doubles only: 0.1 + 0.2 is not 0.3 there."""
    rows = [{"subject": f"s{k}", "period": 2024, "x": value} for k, value in enumerate(values)]
    for row in results(run, rows, {"method": method}).values():
        assert row["normalised"] is None
        assert row["rank"] is None
        word = "group of one" if len(values) == 1 else "constant"
        assert row["status"] == (f"unknown;{word}" if row["raw"] is not None else "unknown")


@pytest.mark.slow
def test_goalposts(run: Run) -> None:
    """Posts 20 and 60, scale 0 to 100: 30 is at a quarter; outside the posts it is cut, or goes on."""
    way = {"method": "goalposts"}
    posts = [20, 60]
    assert column(run, [20, 30, 60, 70, 10, None], way, posts=posts) == [0, 25, 100, 100, 0, None]
    assert column(run, [20, 30, 70], way, posts=posts, direction="down") == [100, 75, 0]
    assert column(run, [30, 70, 10], {**way, "clip": False}, posts=posts) == [25, 125, -25]


@pytest.mark.slow
def test_zscore_uses_the_sample_deviation(run: Run) -> None:
    """2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, s = sqrt(32/7)."""
    values = [2, 4, 4, 4, 5, 5, 7, 9]
    s = sqrt(32 / 7)
    expected = [(x - 5) / s for x in values]
    assert column(run, values, {"method": "zscore"}) == pytest.approx(expected, abs=1e-12)
    assert column(run, values, {"method": "zscore"}, direction="down") == pytest.approx(
        [-z for z in expected]
    )
    scaled = column(run, values, {"method": "zscore", "mean": 50, "sd": 10})
    assert scaled == pytest.approx([50 + 10 * z for z in expected])


@pytest.mark.slow
def test_rank_counts_the_worse(run: Run) -> None:
    """1 is the worst; ties share the smallest; 0.1 + 0.2 ties with 0.3 if 12 digits decide."""
    assert column(run, [10, 30, 20, 20, None], {"method": "rank"}) == [1, 4, 2, 2, None]
    assert column(run, [10, 30, 20, 20, None], {"method": "rank"}, direction="down") == [4, 1, 2, 2, None]
    assert column(run, [0.3, 0.1 + 0.2, 0.4], {"method": "rank"}) == [1, 2, 3]
    assert column(run, [0.3, 0.1 + 0.2, 0.4], {"method": "rank", "digits": 12}) == [1, 1, 3]


BASE = {"method": "base_period", "base": 2020}


def test_base_period(run: Run) -> None:
    """2020 = 100: 50, 75, 60 are 100, 150, 120; where less is better 50/75 and 50/60."""
    values = {2020: 50, 2021: 75, 2022: 60}
    assert years(run, values, BASE) == {2020: (100, ""), 2021: (150, ""), 2022: (120, "")}
    down = years(run, values, BASE, direction="down")
    assert [down[year][0] for year in values] == pytest.approx([100, 200 / 3, 250 / 3])


def test_base_period_runs_backwards_too(run: Run) -> None:
    found = years(run, {2018: 20, 2019: 40, 2020: 50}, BASE)
    assert [found[year][0] for year in (2018, 2019, 2020)] == [40, 80, 100]


@pytest.mark.slow
@pytest.mark.parametrize("gap", [None, 0])
def test_gap_breaks_the_chain(run: Run, gap: Any) -> None:
    """A year without a figure, or at zero, has no growth after it; the years before it stay."""
    values = {2020: 50, 2021: 60, 2022: gap, 2023: 80}
    found = years(run, values, BASE)
    assert found[2021] == (120, "")
    assert found[2022] == ((None, "unknown") if gap is None else (0, ""))
    assert found[2023] == (None, "unknown;chain broken")
    direct = years(run, values, {**BASE, "chained": False})
    assert direct[2023] == (160, "")


def test_year_that_has_no_row_breaks_the_chain(run: Run) -> None:
    assert years(run, {2020: 50, 2022: 60}, BASE)[2022] == (None, "unknown;chain broken")
    assert years(run, {2018: 25, 2020: 50}, BASE)[2018] == (None, "unknown;chain broken")


def test_base_that_is_not_known(run: Run) -> None:
    assert years(run, {2021: 50}, BASE)[2021] == (None, "unknown;base unknown")
    assert years(run, {2020: None, 2021: 50}, BASE)[2021] == (None, "unknown;base unknown")


@pytest.mark.parametrize(
    ("base", "value", "direction", "expected"),
    [
        (0, 5, "up", (None, "unknown;not positive")),
        (-2, 5, "up", (None, "unknown;not positive")),
        (5, -1, "up", (None, "unknown;not positive")),
        (5, 0, "up", (0, "")),
        (5, 0, "down", (None, "unknown;not positive")),
    ],
)
def test_ratio_needs_figures_above_zero(
    run: Run, base: int, value: int, direction: str, expected: Any
) -> None:
    assert years(run, {2020: base, 2021: value}, BASE, direction=direction)[2021] == expected


def test_indicators_with_methods_of_their_own(run: Run) -> None:
    index = make(
        leaf("a"), leaf("b", normalise={"method": "none"}), methods={"normalise": {"method": "rank"}}
    )
    found = run(
        index, [{"subject": "s", "period": 1, "a": 8, "b": 9}, {"subject": "t", "period": 1, "a": 7, "b": 5}]
    )
    assert [row["normalised"] for row in found.values()] == [None, 2, 9, None, 1, 5]
    assert found["s", 1, "total"]["score"] == 5.5
