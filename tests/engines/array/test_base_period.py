"""Ratios to a base period, by hand."""

from math import nan

import numpy as np

from gaoxin.engines.array.base_period import REASONS, base_faults, base_period

SUBJECTS = np.array([0, 0, 0, 0, 1, 1, 1, 2])
PERIODS = np.array([2020, 2021, 2022, 2018, 2021, 2022, 2020, 2021])
X = np.array([50.0, 60.0, 0.0, 25.0, 10.0, 20.0, nan, 5.0])[:, None]
SET = {"subjects": SUBJECTS, "periods": PERIODS, "base": 2020}


def words(x: np.ndarray, **settings: object) -> list[str]:
    return [REASONS[code] for code in base_faults(x, **SET, **settings)[:, 0]]


def test_direct() -> None:
    found = base_period(X, **SET, chained=False)
    np.testing.assert_array_equal(found[:, 0], [100, 120, 0, 50, nan, nan, nan, nan])
    unknown = "base unknown"
    assert words(X, chained=False) == ["", "", "", "", unknown, unknown, "", unknown]


def test_less_is_better() -> None:
    down = np.array([True])
    found = base_period(X, **SET, chained=False, down=down)
    np.testing.assert_allclose(found[:4, 0], [100, 5000 / 60, nan, 200])
    assert words(X, chained=False, down=down)[2] == "not positive"


def test_a_missing_year_breaks_a_chain() -> None:
    assert words(X)[:4] == ["", "", "", "chain broken"]
    filled = np.append(SUBJECTS, 0), np.append(PERIODS, 2019)
    x = np.vstack([X, [[30.0]]])
    found = base_period(x, subjects=filled[0], periods=filled[1], base=2020)
    np.testing.assert_array_equal(found[[0, 1, 2, 3, 8], 0], [100, 120, 0, 50, 60])


def test_no_ratio_looks_across_a_break() -> None:
    assert words(X, walls=((2021,),))[:4] == ["", "calibre changed", "calibre changed", "chain broken"]


def test_draws() -> None:
    draws = base_period(np.stack([X, 3 * X]), **SET)
    np.testing.assert_array_equal(draws[0], draws[1])
    assert (
        base_period(np.empty((0, 1)), subjects=np.empty(0, int), periods=np.empty(0, int), base=1).size == 0
    )
