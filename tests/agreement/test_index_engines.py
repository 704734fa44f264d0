"""An index is the same on DuckDB and on arrays."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoxin.plan.index import compile_index
from tests.agreement import indices

pytestmark = pytest.mark.slow


@given(st.data(), indices.indices())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_engines_agree(data: st.DataObject, index: indices.Index) -> None:
    plan = compile_index(index, "random", walls={"a": (2021,), "d": (2022,)})
    assert not plan.arrays_only
    table = indices.table(plan, data.draw(indices.populations(list("abcde"))))
    found = indices.differences(indices.on_duckdb(plan, table), indices.on_arrays(plan, table))
    assert not found, str(plan)


@given(st.data(), indices.matrix_indices())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_matrix_steps_leave_nothing_unsaid(data: st.DataObject, index: indices.Index) -> None:
    """No NaN and no infinity, a word for each unknown score, and the order of the rows does not matter."""
    plan = compile_index(index, "random", walls={"a": (2021,), "d": (2022,)})
    rows = data.draw(indices.populations(list("abcde")))
    found = indices.on_arrays(plan, indices.table(plan, rows))
    numbers = [value for row in found for value in row.values() if isinstance(value, float)]
    assert all(math.isfinite(number) for number in numbers)
    assert all((row["score"] is None) == (row["rank"] is None) for row in found)
    assert all((row["score"] is None) == row["status"].startswith("unknown") for row in found)
    assert indices.on_arrays(plan, indices.table(plan, rows[::-1])) == found
