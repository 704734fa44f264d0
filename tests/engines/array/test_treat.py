"""Treating outliers, by hand."""

from math import log, nan, sqrt

import numpy as np
import pytest

from gaoxin.engines.array import treat
from gaoxin.engines.array.treat import Rule

TEN = np.arange(1.0, 11.0)
OUTLIERS = np.append(TEN, [30.0, 100.0])


def test_skewness_by_hand() -> None:
    """0, 0, 3: deviations -1, -1, 2, so m2 = 2, m3 = 2; √6 / 1 · 2 / 2^1.5 = √3."""
    assert treat.skewness(np.array([0.0, 0.0, 3.0, nan])) == pytest.approx(sqrt(3))


def test_kurtosis_by_hand() -> None:
    """0, 0, 0, 4: m2 = 3, m4 = 21; 3 / (2·1) · (5 · (21/9 - 3) + 6) = 4."""
    assert treat.kurtosis(np.array([0.0, 0.0, 0.0, nan, 4.0])) == pytest.approx(4)


def test_too_few_and_constant_figures_have_neither() -> None:
    assert np.isnan(treat.skewness(np.array([1.0, 2.0])))
    assert np.isnan(treat.kurtosis(np.array([1.0, 2.0, 9.0])))
    assert np.isnan(treat.skewness(np.full(9, 0.1)))
    assert Rule().passes(np.full(9, 0.1))
    assert Rule().passes(np.full(9, nan))


def test_either_or_both() -> None:
    """0, 0, 0, 4 has skewness 2 and kurtosis 4."""
    x = np.array([0.0, 0.0, 0.0, 4.0])
    assert treat.skewness(x) == pytest.approx(2)
    assert not Rule(skew=2 - 1e-9, kurtosis=3.5).passes(x)
    assert Rule(skew=2.5, kurtosis=3.5).passes(x)
    assert not Rule(skew=2.5, kurtosis=3.5, both=True).passes(x)
    assert Rule(skew=2.5, kurtosis=4.5, both=True).passes(x)


def test_winsorise() -> None:
    """100 becomes 30; one change is below two, so both 30s then become 10."""
    np.testing.assert_array_equal(treat.winsorise(OUTLIERS, winmax=1), np.append(TEN, [30, 30]))
    never = Rule(skew=1e-9, kurtosis=-9)
    np.testing.assert_array_equal(treat.winsorise(OUTLIERS, winmax=2, rule=never), np.append(TEN, [10, 10]))
    np.testing.assert_array_equal(treat.winsorise(-OUTLIERS, winmax=1), -np.append(TEN, [30, 30]))
    np.testing.assert_array_equal(treat.winsorise(TEN), TEN)


def test_tied_figures_move_together() -> None:
    x = np.array([0.0] * 20 + [1.0, 9.0, 9.0])
    np.testing.assert_array_equal(treat.winsorise(x, winmax=1), [0.0] * 20 + [1.0] * 3)


def test_unlimited_winsorising_ends() -> None:
    found = treat.winsorise(np.array([0.0] * 9 + [nan, 5.0]), winmax=None)
    np.testing.assert_array_equal(found, [0.0] * 9 + [nan, 0.0])


def test_logs() -> None:
    """1, 2, 6: less the minimum 0, 1, 5; the range is 5."""
    x = np.array([1.0, 2.0, nan, 6.0])
    np.testing.assert_allclose(treat.log(x), [0, log(2), nan, log(6)])
    np.testing.assert_allclose(treat.log(x, offset=3), [log(3), log(4), nan, log(8)])
    np.testing.assert_allclose(treat.log_shift(x), [log(0.05), log(1.05), nan, log(5.05)])
    np.testing.assert_allclose(treat.log_shift(x, mirror=True), treat.log_shift(x))
    np.testing.assert_allclose(treat.log_shift(-x, mirror=True), -treat.log_shift(x))
    assert np.isnan(treat.log_shift(np.ones(4))).all()


def test_boxcox() -> None:
    """x - min + 1 is 1, 4, 9; with λ = 1/2, 2(√x - 1) is 0, 2, 4."""
    x = np.array([0.0, 3.0, 8.0, nan])
    np.testing.assert_allclose(treat.boxcox(x, power=0.5), [0, 2, 4, nan])
    np.testing.assert_allclose(treat.boxcox(x, power=0), [0, log(4), log(9), nan])


def test_the_likeliest_power_of_lognormal_figures_is_near_zero() -> None:
    """Quantiles of a normal distribution, put through exp: their logarithms are as normal as can be."""
    from statistics import NormalDist

    normal = np.array([NormalDist().inv_cdf((k + 0.5) / 400) for k in range(400)])
    x = np.exp(normal) / np.exp(normal).min()
    assert treat.likeliest_power(x) == pytest.approx(0, abs=0.01)
    np.testing.assert_allclose(treat.boxcox(x), treat.boxcox(x, power=treat.likeliest_power(x)))
    assert treat.likeliest_power(np.ones(5)) == 1


def test_methods_are_tried_in_order_on_the_untreated_figures() -> None:
    steps = [("winsorise", {"winmax": 1}), ("log_shift", {})]
    strict = Rule(skew=0.9, kurtosis=1.5)
    found = treat.treat(OUTLIERS, steps, rule=strict)
    assert (found.method, found.passed) == ("log_shift", True)
    np.testing.assert_array_equal(found.values, treat.log_shift(OUTLIERS))
    combined = treat.treat(OUTLIERS, steps, rule=strict, combine=True)
    np.testing.assert_array_equal(combined.values, treat.log_shift(treat.winsorise(OUTLIERS, winmax=1)))


def test_figures_that_pass_stay_and_the_last_method_stands() -> None:
    assert treat.treat(TEN, [("log", {})]).method is None
    never = Rule(skew=1e-9, kurtosis=-9)
    found = treat.treat(OUTLIERS, [("winsorise", {"winmax": 1, "rule": never})], rule=never)
    assert (found.method, found.passed) == ("winsorise", False)
    np.testing.assert_array_equal(found.values, np.append(TEN, [30, 30]))


def test_a_method_that_leaves_nothing_to_score_is_not_used() -> None:
    x = np.array([1.0] * 15 + [0.0])
    found = treat.treat(x, [("winsorise", {}), ("log_shift", {})])
    assert (found.method, found.passed) == (None, False)
    np.testing.assert_array_equal(found.values, x)


def test_always() -> None:
    found = treat.treat(TEN, [("log", {})], rule=None)
    np.testing.assert_array_equal(found.values, np.log(TEN))
    np.testing.assert_array_equal(treat.treat(np.ones(3), [("log_shift", {})], rule=None).values, np.ones(3))


def test_winsorising_whatever_the_figures_are() -> None:
    """Ten figures in a row pass; two are moved all the same: behind the greatest the skew is below 0."""
    found = treat.winsorise(TEN, winmax=2, rule=treat.NEVER)
    np.testing.assert_array_equal(found, [2, 2, 3, 4, 5, 6, 7, 8, 9, 9])
    always = treat.treat(TEN, [("winsorise", {"winmax": 1, "rule": treat.NEVER})], rule=None)
    np.testing.assert_array_equal(always.values, [1, 2, 3, 4, 5, 6, 7, 8, 9, 9])


def test_percentiles_by_hand() -> None:
    """Of 11 figures 0, 10, …, 100 the quantile 0.25 lies at 1 + 10 · 0.25, half way from 20 to 30."""
    x = np.append(np.arange(0.0, 101.0, 10), nan)
    found = treat.percentiles(x, between=(0.25, 0.9))
    np.testing.assert_allclose(found, [25, 25, 25, 30, 40, 50, 60, 70, 80, 90, 90, nan])
    assert np.isnan(treat.percentiles(np.full(3, nan))).all()


def test_deviations_by_hand() -> None:
    """0, 0, 0, 0, 10 have the mean 2 and the deviation √20 = 4.47: 10 is 1.79 of it away and becomes 0."""
    x = np.array([0.0, 0.0, 0.0, 0.0, 10.0, nan])
    np.testing.assert_array_equal(treat.deviations(x, sds=1.7), [0, 0, 0, 0, 0, nan])
    np.testing.assert_array_equal(treat.deviations(x, sds=1.8), x)
    np.testing.assert_array_equal(treat.deviations(-x, sds=1.7), [0, 0, 0, 0, 0, nan])
    np.testing.assert_array_equal(treat.deviations(np.array([3.0, nan])), [3, nan])
