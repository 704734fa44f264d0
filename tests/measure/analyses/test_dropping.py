"""Dropping elements, with a run made by hand."""

import numpy as np
import pytest

from gaoxin.measure.analyses.dropping import Scores, drop_each

from .conftest import table

RUNS: dict[str | None, Scores] = {
    None: {"u": (9.0, 1.0), "v": (8.0, 2.0), "w": (7.0, 3.0), "x": (np.nan, np.nan)},
    "a": {"u": (5.0, 2.0), "v": (6.0, 1.0), "w": (1.0, 3.0), "x": (0.0, 4.0)},
    "b": {"u": (np.nan, np.nan)},
}


def test_changes_of_rank_without_each_element():
    summary, units = drop_each(RUNS.__getitem__, ["a", "b"])
    rows = {row["dropped"]: row for row in table(summary)}
    assert rows[None]["mean_abs_rank_change"] == 0
    assert rows["a"]["n"] == 3
    assert rows["a"]["mean_abs_rank_change"] == pytest.approx(2 / 3)
    assert rows["a"]["max_abs_rank_change"] == 1
    assert rows["a"]["moved"] == pytest.approx(2 / 3)
    assert rows["a"]["rank_correlation"] == pytest.approx(0.5)
    assert rows["b"] == {"dropped": "b", "n": 0} | dict.fromkeys(list(rows["b"])[2:])
    change = {(row["dropped"], row["subject"]): row["rank_change"] for row in table(units)}
    assert (change["a", "u"], change["a", "v"], change["a", "w"], change["a", "x"]) == (1, -1, 0, None)
