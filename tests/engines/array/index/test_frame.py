"""Figures as arrays."""

import numpy as np
import pyarrow as pa

from gaoxin.engines.array.index.frame import coded, frame
from gaoxin.plan.index import GroupColumn


def test_rows_are_ordered_and_gaps_are_unknown(plan) -> None:
    table = pa.table(
        {
            "subject": pa.chunked_array([["B", "A"], ["A"]]),
            "period": pa.array([2024, 2024, 2023], pa.int32()),
            "n01_a": pa.array([1.0, None, 3.0]),
            "n02_b": pa.array([None, 5.0, 6.0], pa.float64()),
        }
    )
    found = frame(table, plan())
    assert found.subjects.to_pylist() == ["A", "A", "B"]
    np.testing.assert_array_equal(found.subject_codes, [0, 0, 1])
    np.testing.assert_array_equal(found.periods, [2023, 2024, 2024])
    np.testing.assert_array_equal(found.figures, [[3, 6], [np.nan, 5], [1, np.nan]])
    np.testing.assert_array_equal(found.scope("period"), [0, 1, 1])
    np.testing.assert_array_equal(found.scope("all"), [0, 0, 0])
    assert (found.code_of("B"), found.code_of("C")) == (1, -1)


def test_a_row_without_a_category_is_in_no_group(plan, figures) -> None:
    grouped = plan(impute={"method": "group_mean", "by": "stage"})
    found = frame(figures([1, 2, 3], [1, 2, 3], ["x", None, "y"]), grouped)
    scope = found.scope("period", [GroupColumn("g_stage", "stage")])
    assert scope[1] == -1
    assert len({*scope}) == 3


def test_codes() -> None:
    np.testing.assert_array_equal(coded(pa.chunked_array([["x", "y"], ["x"]])), [0, 1, 0])
