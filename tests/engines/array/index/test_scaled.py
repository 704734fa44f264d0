"""Normalised figures, and why a known figure has none."""

import numpy as np
import pytest

from gaoxin.engines.array.index.frame import frame
from gaoxin.engines.array.index.scaled import FAULTS, scaled

NAN = np.nan


@pytest.mark.parametrize(
    ("way", "a", "reasons"),
    [
        ({"method": "minmax"}, [5, 5, None], ["constant", "constant", ""]),
        ({"method": "zscore"}, [5, None, None], ["group of one", "", ""]),
        ({"method": "minmax", "by": "stage"}, [5, 6, 7], ["group of one", "no group", "group of one"]),
        ({"method": "percentile_rank"}, [None, None, 7], ["", "", "group of one"]),
        ({"method": "share_of_max"}, [-1, -2, None], ["not positive", "not positive", ""]),
        (
            {"method": "distance_to_reference", "reference": "Z"},
            [1, 2, None],
            ["reference unknown"] * 2 + [""],
        ),
        ({"method": "distance_to_reference", "reference": "A"}, [1, 2, None], ["constant", "constant", ""]),
        ({"method": "base_period", "base": 2020}, [1, 2, None], ["base unknown", "base unknown", ""]),
    ],
)
def test_reasons(plan, figures, way, a, reasons) -> None:
    chosen = plan(normalise=way)
    table = figures(a, a, ["x", None, "y"] if "by" in way else None)
    rows = frame(table, chosen)
    found = scaled(rows, chosen, rows.figures)
    assert [FAULTS[code] for code in found.faults[:, 0]] == reasons
    assert np.isnan(found.values).all()


def test_each_leaf_by_its_own_way(plan, figures) -> None:
    chosen = plan(a={"normalise": {"method": "minmax"}, "direction": "down"})
    rows = frame(figures([1, 3, None], [1, 3, None]), chosen)
    found = scaled(rows, chosen, rows.figures)
    np.testing.assert_array_equal(found.values, [[100, 1], [0, 3], [NAN, NAN]])
    assert not found.faults.any()


def test_reference_of_the_same_period(plan, figures) -> None:
    chosen = plan(normalise={"method": "distance_to_reference", "reference": "B"})
    rows = frame(figures([1, 3, 2], [1, 3, 5]), chosen)
    np.testing.assert_array_equal(scaled(rows, chosen, rows.figures).values[:, 1], [0, 1, 2])
