"""Cells become columns; nothing is lost when blocks of a column differ."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from gaoxin.intake.files.columns import column, converted, count_words, shared_type, shown

DAY, MOMENT = dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 10, 30)


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        ([1.5, None], pa.float64(), [1.5, None]),
        ([2**62, 7], pa.int64(), [2**62, 7]),
        ([True, None], pa.bool_(), [True, None]),
        ([DAY], pa.date32(), [DAY]),
        ([DAY, MOMENT, None], pa.timestamp("us"), [dt.datetime(2024, 3, 5), MOMENT, None]),
        ([None, None], pa.null(), [None, None]),
        (
            ["a", 1.0, 2**60, True, DAY, MOMENT], pa.string(),
            ["a", "1", str(2**60), "true", "2024-03-05", "2024-03-05 10:30:00"],
        ),
        ([1, 0.1 + 0.2], pa.string(), ["1", "0.3"]),
    ],
)  # fmt: skip
def test_columns(cells: list[Any], kind: Any, expected: list[Any]):
    found = column(cells)
    assert (found.type, found.to_pylist()) == (kind, expected)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([pa.float64(), pa.null()], pa.float64()),
        ([pa.float64(), pa.string()], pa.string()),
        ([pa.int64(), pa.float64()], pa.string()),
        ([pa.date32(), pa.timestamp("us")], pa.timestamp("us")),
        ([pa.null()], pa.string()),
        ([], pa.string()),
    ],
)
def test_shared_types(types: list[Any], expected: Any):
    assert shared_type(types) == expected


def test_blocks_are_converted():
    assert converted(pa.array([1.5, None]), pa.string()).to_pylist() == ["1.5", None]
    assert converted(pa.array([DAY]), pa.timestamp("us")).to_pylist() == [dt.datetime(2024, 3, 5)]
    assert converted(pa.nulls(2), pa.string()).to_pylist() == [None, None]


def test_words_are_counted_whatever_their_case():
    assert count_words(pa.array(["N/A", " n/a ", "—", "x", None]), ("n/a", "—", "-")) == {"n/a": 2, "—": 1}


@pytest.mark.parametrize(
    ("cell", "expected"), [(9.13301e17, "9.13301000000000e+17"), (1e-7, "0.0000001"), (-2.0, "-2")]
)
def test_numbers_as_text(cell: float, expected: str):
    assert shown(cell) == expected
