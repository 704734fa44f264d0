"""Statistics and availability by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from gaoxin.measure.analyses.frame import Frame
from gaoxin.measure.analyses.statistics import availability, kurtosis, skewness, statistics

from .conftest import table

NAN = float("nan")


def test_moments_by_hand():
    """1, 2, 3, 4, 10: m2 = 10, m3 = 36, m4 = 278.8."""
    x = np.array([1.0, 2.0, 3.0, 4.0, 10.0])
    assert skewness(x) == pytest.approx(36 / 10**1.5 * 20**0.5 / 3)
    assert kurtosis(x) == pytest.approx(4 / 6 * (6 * (278.8 / 100 - 3) + 6))
    assert np.isnan(skewness(x[:2]))
    assert np.isnan(kurtosis(x[:3]))
    assert np.isnan(skewness(np.ones(5)))


def test_each_indicator_is_described(framed: Callable[..., Frame]):
    rows = [[k, 0, NAN] for k in (1, 2, 3, 4, 100)]
    a, b, c = table(statistics(framed(rows)))
    assert (a["n"], a["minimum"], a["q1"], a["median"], a["mean"], a["q3"], a["maximum"]) == (
        5,
        1,
        2,
        3,
        22,
        4,
        100,
    )
    assert (a["outliers"], a["flags"], a["same"]) == (1, "outliers", 1)
    assert (b["nonzero"], b["unique"], b["same"], b["skewness"]) == (0, 1, 5, None)
    assert b["flags"] == "zeros;repeats"
    assert (c["n"], c["available"], c["mean"], c["flags"]) == (0, 0.0, None, "few;zeros;repeats")


def test_availability_by_unit_and_node(framed: Callable[..., Frame]):
    rows = {(r["subject"], r["node"]): r for r in table(availability(framed([[1, 0, NAN], [NAN, NAN, NAN]])))}
    total = rows["u0", "total"]
    assert (total["indicators"], total["known"], total["missing"], total["zero"]) == (3, 2, 1, 1)
    assert (total["share"], total["nonzero_share"]) == (2 / 3, 0.5)
    assert rows["u0", "g"]["share"] == 1
    assert (rows["u1", "total"]["share"], rows["u1", "total"]["nonzero_share"]) == (0, None)
