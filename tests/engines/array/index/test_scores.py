"""Scores of nodes."""

import numpy as np
import pytest

from gaoxin.engines.array.index.cells import cells
from gaoxin.engines.array.index.frame import frame
from gaoxin.engines.array.index.scaled import FAULTS, scaled
from gaoxin.engines.array.index.scores import scores

NAN = np.nan


@pytest.fixture
def climb(plan, figures):
    def climb(a, b, **methods):
        chosen = plan(**methods)
        rows = frame(figures(a, b), chosen)
        held = cells(rows, chosen)
        return scores(rows, chosen, held, scaled(rows, chosen, held.treated))

    return climb


def test_a_mean_with_a_gap(climb) -> None:
    total = climb([2, 4], [6, None], aggregate={"min_share": "1/2"}).nodes["total"]
    np.testing.assert_array_equal(total.score, [4, 4])
    np.testing.assert_array_equal(total.reweighted, [False, True])
    np.testing.assert_array_equal(total.scale, [6, 6])


def test_a_filled_child_is_told(climb) -> None:
    total = climb([2, 4], [6, None], impute={"method": "mean"}).nodes["total"]
    np.testing.assert_array_equal(total.filled, [False, True])


def test_why_there_is_no_score(climb) -> None:
    total = climb([2, 0], [8, 8], aggregate={"method": "geometric"}).nodes["total"]
    np.testing.assert_allclose(total.score, [4, NAN])
    assert [FAULTS[code] for code in total.fault] == ["", "not positive"]
    total = climb([2, 2], [8, 8], aggregate={"method": "topsis"}).nodes["total"]
    assert [FAULTS[code] for code in total.fault] == ["constant", "constant"]
    total = climb([2, 3], [8, 9], weight={"method": "pca"}).nodes["total"]
    assert np.isnan(total.score).all()
    assert [FAULTS[code] for code in total.fault] == ["weight undefined", "weight undefined"]


def test_computed_weights(climb) -> None:
    found = climb([0, 1, 2], [0, 10, 40], weight={"method": "pca"})
    np.testing.assert_allclose(found.computed["a"], 0.5)
    np.testing.assert_allclose(found.nodes["total"].score, [0, 5.5, 21])


def test_copeland(climb) -> None:
    total = climb([3, 2, 1], [3, 1, 2], aggregate={"method": "copeland"}).nodes["total"]
    np.testing.assert_array_equal(total.score, [2, -1, -1])
