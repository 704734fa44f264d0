"""Ranks of many runs: against scipy's, with ties to 12 digits, and without a score."""

import numpy as np
import pytest
from scipy.stats import rankdata

from gaoxin.engines.array.draws import ranking
from gaoxin.engines.array.draws.ranking import rank


@pytest.mark.parametrize("places", [2**21, 0])
def test_against_scipy(places: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "_PLACES", places)
    rng = np.random.default_rng(1)
    scores = rng.integers(-20, 20, (50, 30)) * rng.choice([1e-9, 1.0, 7e11], (50, 1))
    scale = np.abs(scores).max(axis=1, keepdims=True)
    assert (rank(scores, scale) == rankdata(-scores, method="min", axis=1)).all()


def test_ties_to_twelve_digits() -> None:
    scores = np.array([[0.1 + 0.2, 0.3, 0.3 + 2e-12, 0.29]])
    assert rank(scores, np.array([[0.3]])).tolist() == [[2, 2, 1, 4]]


def test_without_a_score_there_is_no_rank() -> None:
    assert rank(np.array([[np.nan, 5.0, np.nan, 6.0]]), np.array([[6.0]])).tolist() == [[0, 2, 0, 1]]
    assert rank(np.full((1, 2), np.nan), np.array([[0.0]])).tolist() == [[0, 0]]


def test_all_zero() -> None:
    assert rank(np.zeros((2, 3)), np.zeros((2, 1))).tolist() == [[1, 1, 1]] * 2
