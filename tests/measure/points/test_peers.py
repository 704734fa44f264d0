"""The median of the others: known answers, and the same as leaving oneself out by hand."""

from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.measure.points import LEAST, of_others

NONE = float("nan")


def test_known_medians():
    """Of 1, 2, 3, 10 the others of 1 are 2, 3, 10; of 10 they are 1, 2, 3."""
    medians, counts = of_others(np.array([[10.0], [1.0], [3.0], [2.0]]), np.zeros(4, int))
    assert medians[:, 0].tolist() == [2, 3, 2, 3]
    assert counts[:, 0].tolist() == [3] * 4


def test_fewer_than_three_peers_are_not_told():
    medians, counts = of_others(np.array([[1.0], [2.0], [3.0]]), np.zeros(3, int))
    assert np.isnan(medians).all()
    assert counts[:, 0].tolist() == [2, 2, 2]
    assert LEAST == 3


def test_who_has_no_group_has_no_peers_and_who_has_no_figure_is_none():
    values = np.array([[1.0], [2.0], [NONE], [4.0], [9.0], [5.0]])
    medians, counts = of_others(values, np.array([0, 0, 0, 0, 0, -1]))
    assert counts[:, 0].tolist() == [3, 3, 4, 3, 3, 0]
    assert medians[2, 0] == 3
    assert np.isnan(medians[5, 0])


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.integers(-1, 3), st.none() | st.integers(0, 9)), min_size=1, max_size=30),
    st.integers(0, 4),
)
def test_as_by_hand(rows: list[tuple[int, int | None]], least: int):
    values = np.array([[NONE if v is None else float(v)] for _, v in rows])
    medians, counts = of_others(values, np.array([g for g, _ in rows]), least)
    for own, (group, _) in enumerate(rows):
        others = [v for at, (g, v) in enumerate(rows) if at != own and g == group and v is not None]
        others = others if group >= 0 else []
        assert counts[own, 0] == len(others)
        if len(others) < max(least, 1):
            assert np.isnan(medians[own, 0])
        else:
            assert medians[own, 0] == median(others)
