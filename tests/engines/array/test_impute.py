"""Filling gaps, by hand."""

import numpy as np
import pytest

from gaoxin.engines.array import impute

NAN = np.nan
X = np.array([[1.0, 10.0], [NAN, 20.0], [3.0, NAN], [8.0, 60.0]])


def column(*figures: float) -> np.ndarray:
    return np.array(figures)[:, None]


def test_none_keeps_gaps() -> None:
    np.testing.assert_array_equal(impute.none(X), X)


def test_mean_and_median() -> None:
    """(1 + 3 + 8) / 3 = 4 and (10 + 20 + 60) / 3 = 30; the medians are 3 and 20."""
    np.testing.assert_array_equal(impute.mean(X), [[1, 10], [4, 20], [3, 30], [8, 60]])
    np.testing.assert_array_equal(impute.median(X), [[1, 10], [3, 20], [3, 20], [8, 60]])


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    np.testing.assert_array_equal(impute.median(column(1, 5, 7, 100, NAN))[4], [6])


def test_groups_have_their_own_statistics() -> None:
    """Groups 0: 1, gap; 1: 3, gap and 8; a unit in no scope and an empty scope keep the gap."""
    x = column(1, NAN, 3, NAN, 8, NAN, NAN)
    scope = np.array([0, 0, 1, 1, 1, -1, 2])
    np.testing.assert_array_equal(impute.mean(x, scope=scope)[:, 0], [1, 1, 3, 5.5, 8, NAN, NAN])
    np.testing.assert_array_equal(impute.median(x, scope=scope)[:, 0], [1, 1, 3, 5.5, 8, NAN, NAN])


def test_a_draw_is_filled_for_itself() -> None:
    draws = np.stack([X, 2 * X])
    np.testing.assert_array_equal(impute.mean(draws)[1], 2 * impute.mean(X))
    np.testing.assert_array_equal(impute.median(draws)[1], 2 * impute.median(X))


def test_peer_mean() -> None:
    """The first leaf puts 2 next to 1 and 3, which tie, so that the earlier row comes first; then 9."""
    x = np.array([[1.0, 10.0], [2.0, NAN], [3.0, 30.0], [9.0, 90.0]])
    assert impute.peer_mean(x, peers=1)[1, 1] == 10
    assert impute.peer_mean(x, peers=2)[1, 1] == 20
    assert impute.peer_mean(x, peers=3)[1, 1] == pytest.approx(130 / 3)
    assert impute.peer_mean(x, peers=9)[1, 1] == pytest.approx(130 / 3)


def test_peer_mean_measures_in_standard_deviations() -> None:
    """Deviations: leaf 1 of (0, 4, 8) is 4, leaf 2 of (0, 1, 2) is 1, so the last unit is nearer by far."""
    x = np.array([[0.0, 0.0, 5.0], [4.0, 1.0, NAN], [8.0, 2.0, 7.0], [NAN, 1.0, 1.0]])
    assert impute.peer_mean(x, peers=1)[1, 2] == 1


def test_no_peer_leaves_the_gap() -> None:
    x = np.array([[NAN, 1.0], [2.0, NAN], [2.0, NAN]])
    np.testing.assert_array_equal(impute.peer_mean(x, peers=2), x)


SUBJECTS = np.array([0, 1, 0, 0, 0, 1, 0])
PERIODS = np.array([2020, 2020, 2021, 2023, 2022, 2021, 2025])
SERIES = column(NAN, 7, 10, 40, NAN, NAN, NAN)
"""Subject 0: 2020 gap, 2021 10, 2022 gap, 2023 40, 2025 gap; subject 1: 2020 7, 2021 gap."""


def test_last() -> None:
    found = impute.last(SERIES, subjects=SUBJECTS, periods=PERIODS)
    np.testing.assert_array_equal(found[:, 0], [NAN, 7, 10, 40, 10, 7, 40])
    found = impute.last(SERIES, subjects=SUBJECTS, periods=PERIODS, years=1)
    np.testing.assert_array_equal(found[:, 0], [NAN, 7, 10, 40, 10, 7, NAN])


def test_linear() -> None:
    """2022 lies half way between 10 and 40."""
    found = impute.linear(SERIES, subjects=SUBJECTS, periods=PERIODS)
    np.testing.assert_array_equal(found[:, 0], [NAN, 7, 10, 40, 25, NAN, NAN])
    found = impute.linear(SERIES, subjects=SUBJECTS, periods=PERIODS, ends="hold")
    np.testing.assert_array_equal(found[:, 0], [10, 7, 10, 40, 25, 7, 40])


def test_nothing_is_carried_across_a_break() -> None:
    walls = ((2022,),)
    found = impute.last(SERIES, subjects=SUBJECTS, periods=PERIODS, walls=walls)
    np.testing.assert_array_equal(found[:, 0], [NAN, 7, 10, 40, NAN, 7, 40])
    found = impute.linear(SERIES, subjects=SUBJECTS, periods=PERIODS, walls=walls)
    np.testing.assert_array_equal(found[:, 0], [NAN, 7, 10, 40, NAN, NAN, NAN])


def test_nothing_at_all() -> None:
    empty = np.empty((0, 2))
    assert impute.mean(empty).shape == impute.median(empty).shape == (0, 2)
    gaps = np.full((2, 1), NAN)
    np.testing.assert_array_equal(impute.mean(gaps), gaps)
    np.testing.assert_array_equal(impute.median(gaps), gaps)
    np.testing.assert_array_equal(impute.peer_mean(gaps, peers=1), gaps)


@pytest.mark.parametrize("number", [3, 9, 13, 27])
def test_the_mean_of_equal_figures_is_that_figure(number: int) -> None:
    """1.6 added up and divided is 1.5999999999999999 for some numbers of figures; it must tie with them."""
    found = impute.mean(np.append(np.full(number, 1.6), np.nan)[:, None])
    assert (found == 1.6).all()


def test_the_mean_is_the_double_next_to_it() -> None:
    """Added up in order these make 61.6 and 15.4; the doubles behind the figures make a little less."""
    found = impute.mean(np.array([[8.7], [27.9], [21.5], [3.5], [np.nan]]))
    assert found[-1, 0] == 15.399999999999999
