"""Treating outliers: thirteen figures, one of them far out; skew and kurtosis are those of scipy."""

from collections.abc import Callable
from math import log
from typing import Any

import pytest

Column = Callable[..., list[Any]]
FIGURES = [*range(1, 13), 100]
# Skew 3.49 and kurtosis 12.43 fail; those of ln(x - 1 + 1) = ln(x), 0.86 and 2.89, pass.
NONE = {"method": "none"}


def treated(column: Column, values: list[Any], treat: dict[str, Any], shown: str = "treated") -> list[Any]:
    return column(values, NONE, shown=shown, methods={"treat": treat})


@pytest.mark.slow
def test_log_of_figures_that_fail(column: Column) -> None:
    found = treated(column, [*FIGURES, None], {"methods": ["log"]})
    assert found == [*(pytest.approx(log(x)) for x in FIGURES), None]
    words = treated(column, [*FIGURES, None], {"methods": ["log"]}, "status")
    assert words == [*["treated"] * 13, "unknown"]


@pytest.mark.slow
def test_figures_that_pass_stay(column: Column) -> None:
    even = [float(x) for x in range(1, 13)]
    assert treated(column, even, {"methods": ["log"]}) == even
    assert treated(column, even, {"methods": ["log"]}, "status") == [""] * 12


@pytest.mark.slow
def test_log_shift_and_its_mirror(column: Column) -> None:
    """The range is 99: ln(x - 1 + 0.99); mirrored figures give the mirrored result."""
    treat = {"methods": ["log_shift"]}
    expected = [pytest.approx(log(x - 1 + 0.99)) for x in FIGURES]
    assert treated(column, FIGURES, treat) == expected
    assert treated(column, FIGURES, {**treat, "mirror": True}) == expected
    mirrored = treated(column, [-x for x in FIGURES], {**treat, "mirror": True})
    assert mirrored == [pytest.approx(-log(x - 1 + 0.99)) for x in FIGURES]


def test_boxcox_of_a_given_power(column: Column) -> None:
    found = treated(column, FIGURES, {"methods": ["boxcox"], "power": "0.5"})
    assert found == [pytest.approx((x**0.5 - 1) / 0.5) for x in FIGURES]
    found = treated(column, FIGURES, {"methods": ["boxcox"], "power": 0})
    assert found == [pytest.approx(log(x)) for x in FIGURES]


@pytest.mark.slow
def test_the_second_method_where_the_first_fails(column: Column) -> None:
    """With an offset of 10000 the log changes nothing: the second one sees the untreated figures."""
    treat = {"methods": ["log", "boxcox"], "offset": 10000, "power": 0}
    assert treated(column, FIGURES, treat) == [pytest.approx(log(x)) for x in FIGURES]
    assert set(treated(column, FIGURES, treat, "status")) == {"treated"}
    combined = treated(column, FIGURES, {**treat, "combine": True})
    firsts = [log(x - 1 + 10000) for x in FIGURES]
    assert combined == [pytest.approx(log(y - min(firsts) + 1)) for y in firsts]


@pytest.mark.slow
def test_the_last_method_stands_where_none_passes(column: Column) -> None:
    treat = {"methods": ["log"], "offset": 10000}
    assert treated(column, FIGURES, treat)[0] == pytest.approx(log(10000))
    assert set(treated(column, FIGURES, treat, "status")) == {"treated;still skewed"}


@pytest.mark.slow
def test_always(column: Column) -> None:
    treat = {"methods": ["log"], "rule": "always"}
    assert treated(column, [1, 2, 4], treat) == [0, pytest.approx(log(2)), pytest.approx(log(4))]
    assert treated(column, [7, 7], treat) == [7, 7], "constant figures stay"


@pytest.mark.slow
def test_either_or_both(column: Column) -> None:
    """Skew 3.49 is below 4 though kurtosis 12.43 is not below 3.5: either will do, both will not."""
    passing = {"methods": ["log"], "skew": 4}
    assert treated(column, FIGURES, passing) == FIGURES
    assert treated(column, FIGURES, {**passing, "passes": "both"})[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("values", [[1, 2, 100], [7, 7, 7, 7], [5], [None, None]])
def test_too_few_or_constant_figures_pass(column: Column, values: list[Any]) -> None:
    assert treated(column, values, {"methods": ["log_shift"]}) == values


@pytest.mark.slow
def test_treatment_stands_before_normalising(column: Column) -> None:
    way = {"method": "minmax"}
    found = column(FIGURES, way, methods={"treat": {"methods": ["log"]}})
    assert found == [pytest.approx(100 * log(x) / log(100)) for x in FIGURES]
    untouched = column(FIGURES, way, methods={"treat": {"methods": ["log"]}}, treat="none")
    assert untouched[1] == pytest.approx(100 / 99)


def test_cut_at_quantiles(column: Column) -> None:
    """Of 1 to 12 and 100 the quantiles 1/8 and 7/8 lie at 1 + 12/8 and 1 + 84/8: 2.5 and 11.5."""
    treat = {"methods": ["percentiles"], "rule": "always", "between": ["1/8", "7/8"]}
    expected = [2.5, 2.5, *map(float, range(3, 12)), 11.5, 11.5, None]
    assert treated(column, [*FIGURES, None], treat) == expected
    words = treated(column, [*FIGURES, None], treat, "status")
    assert words == ["treated", "treated", *[""] * 9, "treated", "treated", "unknown"]


def test_cut_at_deviations(column: Column) -> None:
    """The mean is 13.7 and the deviation 26.2: 100 is 3.3 of it away and becomes 12, the greatest within."""
    found = treated(column, FIGURES, {"methods": ["deviations"], "sds": 3})
    assert found == [*map(float, range(1, 13)), 12]
    assert (
        treated(column, FIGURES, {"methods": ["deviations"], "sds": "3.4"}, "status") == ["still skewed"] * 13
    )
