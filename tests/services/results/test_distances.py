"""Rough distances from the lines of conditions."""

import pyarrow as pa
import pytest

from gaoxin.engines.protocol import Table
from gaoxin.plan.binding import Source
from gaoxin.services.results.distances import distances
from gaoxin.services.results.typed import Typed
from tests.services.results.conftest import Small

FAILED = pa.table({"verdict": ["able"] * 4, "condition": ["C-1", "C-2", "C-3", "C-4"]})


def typed(**columns: pa.Array) -> Typed:
    figures = pa.table({"subject": ["甲", "乙"], "period": pa.array([2024, 2024], pa.int32()), **columns})
    return Typed("firm", Table(Source("firm", ())), figures, figures, dated=True)


def test_a_figure_beside_constants_has_a_distance(small: Small):
    computed = pa.table(
        {"subject": ["甲", "乙"], "period": [2024, 2024], "intensity": [3.0, None], "score.low": [3.0, 9.0]}
    )
    found = distances(small.programs[0], typed(), computed, FAILED)
    assert found["able", "C-1"] == {("甲", 2024): pytest.approx(0.25)}
    assert found["able", "C-3"] == {("甲", 2024): pytest.approx(0.5), ("乙", 2024): pytest.approx(0.5)}
    assert ("able", "C-2") not in found, "a flag has no line"


def test_only_what_failed_and_what_is_known_has_one(small: Small):
    assert distances(small.programs[0], typed(), None, FAILED) == {}
    assert distances(small.programs[0], typed(), None, FAILED.slice(0, 0)) == {}
