"""Figures that differ from run to run."""

import numpy as np
import pytest

from gaoxin.measure.robust.noise import Disturb, Error, Refill

FIGURES = np.full((2000, 2), 10.0)


@pytest.mark.parametrize(
    ("shape", "relative", "spread"),
    [
        ("normal", True, 1.0),
        ("normal", False, 0.1),
        ("uniform", True, 1 / 3**0.5),
        ("uniform", False, 0.1 / 3**0.5),
    ],
)
def test_errors_have_their_size(shape, relative: bool, spread: float):
    found = Error(0, np.array([0.1, 0.0]), relative, shape).apply(FIGURES, 1, 0)
    assert found[:, 0].std() == pytest.approx(spread, rel=0.05)
    assert found[:, 0].mean() == pytest.approx(10, abs=0.1)
    assert (found[:, 1] == 10).all()


def test_a_row_has_its_errors_whatever_is_drawn_beside_it():
    error = Error(3, np.array([0.1, 0.1]), relative=True, shape="normal")
    first = error.apply(FIGURES, 1, 17)
    error.apply(FIGURES, 1, 5)
    assert (error.apply(FIGURES, 1, 17) == first).all()
    assert not (error.apply(FIGURES, 1, 18) == first).any()
    assert not (error.apply(FIGURES, 2, 17) == first).any()


REPORTED = np.array([[1.0, 5], [2, 5], [np.nan, np.nan], [30, np.nan], [np.nan, 5]])
FILLED = np.where(np.isnan(REPORTED), 7.0, REPORTED)
SCOPE = np.array([0, 0, 0, 1, 1])


def test_donors_are_of_the_same_scope():
    refill = Refill(0, np.array([True, False]), "donor")
    drawn = np.stack([refill.apply(REPORTED, FILLED, SCOPE, 1, row) for row in range(200)])
    assert set(drawn[:, 2, 0]) == {1.0, 2.0}
    assert set(drawn[:, 4, 0]) == {30.0}
    assert (drawn[:, :, 1] == FILLED[:, 1]).all()
    assert (drawn[:, [0, 1, 3], 0] == FILLED[[0, 1, 3], 0]).all()


@pytest.mark.slow
def test_normal_draws_around_the_filled_figure():
    refill = Refill(0, np.array([True, True]), "normal")
    drawn = np.stack([refill.apply(REPORTED, FILLED, SCOPE, 1, row)[2, 0] for row in range(2000)])
    assert drawn.mean() == pytest.approx(7, abs=0.05)
    assert drawn.std() == pytest.approx(0.5**0.5, rel=0.06)
    assert refill.apply(REPORTED, FILLED, SCOPE, 1, 0)[4, 0] == 7


def test_keys_are_the_rows_of_the_inputs_that_disturb():
    source = np.array([[0, 9, 4], [1, 8, 4]])
    error, refill = (
        Error(1, np.array([0.1]), relative=True, shape="normal"),
        Refill(2, np.array([True]), "donor"),
    )
    disturb = Disturb([error], [refill], 5, source)
    assert disturb.keys().tolist() == [[9, 4], [8, 4]]
    assert (disturb.reported(FIGURES[:, :1], np.array([9, 4])) == error.apply(FIGURES[:, :1], 5, 9)).all()
    given = REPORTED[:, :1], FILLED[:, :1], SCOPE
    assert (disturb.filled(*given, np.array([9, 4])) == refill.apply(*given, 5, 4)).all()
    assert Disturb(source=source).keys().shape == (2, 0)
