"""Weights at the top."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gaoxin.measure.analyses.effective import effective_weights
from gaoxin.measure.analyses.frame import Frame

from .conftest import table

FIGURES = [[1, 2, 9], [4, 3, 1], [5, 8, 6], [2, 7, 3]]


def test_weights_multiply_and_the_shares_of_variance_add_up(framed: Callable[..., Frame]):
    rows = {row["node"]: row for row in table(effective_weights(framed(FIGURES)))}
    weights = {node: row["effective_weight"] for node, row in rows.items()}
    assert weights == {"total": 1, "g": 0.75, "a": 0.375, "b": 0.375, "h": 0.25, "c": 0.25}
    assert sum(rows[node]["variance_share"] for node in "abc") == pytest.approx(1)
    assert rows["total"]["importance"] == pytest.approx(1)
    assert rows["a"]["subject"] is None


def test_weights_that_differ_between_units_are_told_for_each(framed: Callable[..., Frame]):
    frame = framed(FIGURES)
    weights = frame.of("weight").copy()
    weights[1, [2, 3]] = [0.2, 0.8]
    found = table(effective_weights(replace(frame, stages={**frame.stages, "weight": weights})))
    assert len(found) == 24
    assert {r["subject"]: r["effective_weight"] for r in found if r["node"] == "b"} == pytest.approx(
        {"u0": 0.375, "u1": 0.6, "u2": 0.375, "u3": 0.375}
    )


def test_a_constant_top_has_no_variance_to_share(framed: Callable[..., Frame]):
    found = table(effective_weights(framed([[1, 1, 1], [1, 1, 1]])))
    assert {row["variance_share"] for row in found} == {None}
    assert np.isfinite([row["effective_weight"] for row in found]).all()
