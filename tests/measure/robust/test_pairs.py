"""Pairs that cannot be told: those that are not counted must be as if they had been."""

import numpy as np
import pytest

from gaoxin.measure.robust import pairs
from gaoxin.measure.robust.pairs import not_distinguishable, share_ahead


def by_hand(ranks: np.ndarray, nominal: np.ndarray, confidence: float) -> dict[tuple[int, int], float]:
    """Count every pair."""
    found: dict[tuple[int, int], float] = {}
    units = sorted(np.flatnonzero(nominal > 0), key=lambda unit: (nominal[unit], unit))
    for place, one in enumerate(units):
        for other in units[place + 1 :]:
            both = (ranks[:, one] > 0) & (ranks[:, other] > 0)
            held = float((ranks[both, one] < ranks[both, other]).sum() / max(both.sum(), 1))
            if held < confidence:
                found[int(one), int(other)] = held
    return found


def test_a_close_pair_and_a_clear_one() -> None:
    ranks = np.array([[1, 2, 3]] * 8 + [[2, 1, 3]] * 2, dtype=np.int32)
    found = not_distinguishable(ranks, np.array([1, 2, 3], dtype=np.int32), 0.9)
    assert (found.ahead.tolist(), found.behind.tolist(), found.held.tolist()) == ([0], [1], [0.8])
    assert share_ahead(ranks, 0, 2) == 1


@pytest.mark.parametrize("unknown", [0.0, 0.1])
@pytest.mark.parametrize("noise", [0.5, 3.0, 30.0])
def test_pruning_changes_nothing(unknown: float, noise: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_CELLS", 500)
    rng = np.random.default_rng(8)
    scores = np.arange(30)[None, :] + rng.normal(0, noise, (101, 30))
    ranks = (scores.argsort(axis=1).argsort(axis=1) + 1).astype(np.int32)
    ranks[rng.random(ranks.shape) < unknown] = 0
    nominal = np.arange(1, 31, dtype=np.int32)
    nominal[4] = 0
    found = not_distinguishable(ranks, nominal, 0.9)
    ours = dict(zip(zip(found.ahead.tolist(), found.behind.tolist(), strict=True), found.held, strict=True))
    assert ours == pytest.approx(by_hand(ranks, nominal, 0.9))


def test_a_shared_rank_has_no_order() -> None:
    ranks = np.ones((5, 2), dtype=np.int32)
    assert not_distinguishable(ranks, np.array([1, 1], dtype=np.int32), 0.9).held.tolist() == [0.0]


def test_one_unit_has_no_pairs() -> None:
    assert not len(not_distinguishable(np.ones((5, 1), dtype=np.int32), np.ones(1, dtype=np.int32), 0.9).held)


def test_never_ranked_together() -> None:
    assert np.isnan(share_ahead(np.array([[1, 0], [0, 1]], dtype=np.int32), 0, 1))
