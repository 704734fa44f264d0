"""Ranks of totals within groups, and which totals are too near to each other."""

import numpy as np

from gaoxin.engines.array.placing import placed
from gaoxin.engines.array.segments import segments

NAN = np.nan


def test_ties_share_and_unknown_totals_have_no_rank():
    made = segments(np.array([0, 0, 1, 0, 0, -1]))
    found = placed(made, made.gather([np.array([10.0, 30.0, 1.0, 30.0, NAN, 5.0])]))
    np.testing.assert_array_equal(found.ranks, [3, 1, 1, 1, 0, 0])
    assert not len(found.near)


def test_near_totals_stand_group_by_group_the_greatest_first():
    made = segments(np.array([1, 0, 0, 1, 0, 1]))
    totals = np.array([5.0, 1.0, 1.0 + 1e-15, 7.0, 3.0, 5.0])
    found = placed(made, made.gather([totals]), error=1e-14)
    np.testing.assert_array_equal(found.ranks, [2, 3, 2, 1, 1, 2])
    assert found.near.tolist()[:2] == [2, 1]
    assert set(found.near.tolist()[2:]) == {0, 5}
    assert found.groups.tolist() == [0, 0, 1, 1]


def test_no_rows():
    found = placed(segments(np.zeros(0, np.int32), 2), np.zeros(0), 1e-9)
    assert len(found.ranks) == len(found.near) == 0
