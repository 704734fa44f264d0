"""The benchmark of robustness: a small size goes through, and the line is a line."""

import numpy as np
import pytest

from benchmarks.bench_robust import once, straight
from benchmarks.robust import bare


@pytest.mark.slow
def test_a_small_size():
    found = once(12, 4, 1)
    assert found["runs"] == 40
    assert found["indices"] == 8 * (12 + 12 + 1)
    assert found["peak_mb"] > 10


def test_bare_ranks_are_ranks():
    ranks = bare.runs(9, 3)
    assert ranks.shape == (30, 9)
    assert (np.sort(ranks, axis=1) == np.arange(1, 10)).all()


def test_a_straight_line():
    found = straight([(1000.0, 3.0), (2000.0, 5.0), (4000.0, 9.0)])
    assert found == {"start_seconds": 1.0, "seconds_per_1000_runs": 2.0, "r_squared": 1.0}
