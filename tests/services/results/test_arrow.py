"""Columns that stand in every row."""

import pyarrow as pa

from gaoxin.services.results.arrow import column


def test_columns():
    assert column("甲", pa.string(), 2).to_pylist() == ["甲", "甲"]
    assert column(None, pa.int32(), 2).to_pylist() == [None, None]
    assert column(pa.array([1, 2]), pa.float64(), 2).to_pylist() == [1.0, 2.0]
    assert column(None, pa.bool_(), 1).type == pa.bool_()
