"""Intervals, shares and frequencies, on runs that can be counted by hand."""

import numpy as np
import pytest

from gaoxin.measure.robust.intervals import among_first, as_floats, frequencies, spread

RANKS = np.array([[1, 2, 3], [2, 1, 3], [1, 1, 3], [1, 2, 0]], dtype=np.int32)


def test_spread_leaves_unknown_runs_out() -> None:
    found = spread(as_floats(RANKS), (0.05, 0.5, 0.95))
    assert found.known.tolist() == [1, 1, 0.75]
    assert found.mean == pytest.approx([1.25, 1.5, 3.0])
    assert found.quantiles[1].tolist() == [1.0, 1.5, 3.0]
    assert found.quantiles[2] == pytest.approx([1.85, 2.0, 3.0])


def test_a_unit_that_is_never_known_has_no_interval() -> None:
    found = spread(np.array([[np.nan, 1.0], [np.nan, 2.0]]), (0.5,))
    assert np.isnan(found.mean[0])
    assert np.isnan(found.quantiles[0, 0])
    assert found.known.tolist() == [0, 1]


def test_among_first() -> None:
    assert among_first(RANKS, 1).tolist() == [0.75, 0.5, 0.0]
    assert among_first(RANKS, 3).tolist() == [1.0, 1.0, 0.75]


def test_frequencies() -> None:
    unit, rank, count = frequencies(RANKS)
    assert list(zip(unit.tolist(), rank.tolist(), count.tolist(), strict=True)) == [
        (0, 1, 3),
        (0, 2, 1),
        (1, 1, 2),
        (1, 2, 2),
        (2, 3, 3),
    ]


def test_no_unit_has_no_frequency() -> None:
    assert [len(part) for part in frequencies(np.empty((3, 0), dtype=np.int32))] == [0, 0, 0]
