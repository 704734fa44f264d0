"""An index is the same on DuckDB and on arrays."""

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
