"""Pairs of units: against every pair looked at one by one."""

import numpy as np
import pytest

from gaoxin.engines.array import pairs
from gaoxin.engines.array.pairs import net_wins


def _one_by_one(places: np.ndarray, weights: np.ndarray) -> list[int]:
    found = [0] * places.shape[1]
    for a in range(places.shape[1]):
        for b in range(places.shape[1]):
            both = (places[:, a] > 0) & (places[:, b] > 0)
            lead = (weights * np.sign(places[:, b] - places[:, a]) * both).sum()
            found[a] += int(np.sign(lead)) if abs(lead) > 1e-12 * (weights * both).sum() else 0
    return found


@pytest.mark.parametrize("children", [1, 7, 8, 9, 19])
@pytest.mark.parametrize("missing", [0.0, 0.3, 1.0])
def test_all_pairs(children: int, missing: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few places and few weights, so that many pairs tie; blocks of ten units and a last one of fewer."""
    monkeypatch.setattr(pairs, "_PAIRS", 370)
    rng = np.random.default_rng(children)
    places = rng.integers(1, 5, (children, 37)).astype(np.int32)
    places[rng.random(places.shape) < missing] = 0
    weights = rng.integers(0, 4, children) / 10
    np.testing.assert_array_equal(net_wins(places, weights), _one_by_one(places, weights))


def test_a_tie_of_weights_whose_sums_differ_in_doubles() -> None:
    """0.1 + 0.2 is 0.3 on paper: the two units tie."""
    places = np.array([[1, 2], [1, 2], [2, 1]], np.int32)
    np.testing.assert_array_equal(net_wins(places, np.array([0.1, 0.2, 0.3])), [0, 0])


def test_nobody_and_many() -> None:
    np.testing.assert_array_equal(net_wins(np.zeros((2, 0), np.int32), np.ones(2)), [])
    places = np.arange(1, 301, dtype=np.int32)[None, :]  # more than a byte holds
    np.testing.assert_array_equal(net_wins(places, np.ones(1)), 299 - 2 * np.arange(300))
