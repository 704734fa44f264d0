"""Correlations by hand, and by published tables."""

from collections.abc import Callable

import numpy as np
import pytest

from gaoxin.measure.analyses.correlations import correlate, correlations
from gaoxin.measure.analyses.frame import Frame

from .conftest import table

ANSCOMBE_X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
ANSCOMBE_Y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
JUDGES = ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])


def test_anscombe():
    """F. J. Anscombe, Graphs in statistical analysis (1973), set I: r² = 0.667."""
    n, r, p, status = correlate(np.array(ANSCOMBE_X, float), np.array(ANSCOMBE_Y), "pearson")
    assert (n, status) == (11, "")
    assert r == pytest.approx(0.81642051634484, abs=1e-14)
    assert p == pytest.approx(0.002169629, abs=1e-9)


@pytest.mark.parametrize(("method", "expected"), [("spearman", 0.8), ("kendall", 0.6)])
def test_two_judges(method: str, expected: float):
    """Rho = 1 - 6·4/(5·24), tau = (8 - 2)/10."""
    _, r, _, _ = correlate(*(np.array(x, float) for x in JUDGES), method)
    assert r == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_what_cannot_be_correlated_says_why(method: str):
    x = np.array([1.0, 2.0, np.nan, 4.0])
    assert correlate(x, np.array([1.0, np.nan, 3.0, 4.0]), method)[::3] == (2, "few")
    assert correlate(x, np.full(4, 0.1), method)[::3] == (3, "constant")


def test_a_perfect_line_has_no_doubt():
    x = np.arange(5.0)
    assert correlate(x, 3 - 2 * x, "pearson")[1:3] == (-1.0, 0.0)


def test_pairs_know_how_they_stand_to_each_other(framed: Callable[..., Frame]):
    frame = framed([[1, 2, 3], [2, 2, 1], [3, 5, 4], [4, 1, 9]])
    found = {(row["node"], row["other"]): row for row in table(correlations(frame))}
    assert len(found) == 15
    relations = {pair: row["relation"] for pair, row in found.items()}
    assert relations["a", "b"] == "siblings"
    assert relations["a", "g"] == "parent"
    assert relations["a", "total"] == "ancestor"
    assert relations["a", "c"] == relations["a", "h"] == "apart"
    assert found["a", "c"]["common"] == "total"
    assert found["c", "h"]["correlation"] == 1.0


def test_levels_choose_pairs_within_and_across(framed: Callable[..., Frame]):
    frame = framed([[1, 2, 3], [2, 2, 1], [3, 5, 4]])
    across = {(r["node"], r["other"]) for r in table(correlations(frame, levels=(0, 2)))}
    assert across == {("a", "total"), ("b", "total"), ("c", "total")}
    within = {(r["node"], r["other"]) for r in table(correlations(frame, levels=(0,)))}
    assert within == {("a", "b"), ("a", "c"), ("b", "c")}
    assert {r["node"] for r in table(correlations(frame, stage="raw"))} == {"a", "b"}
