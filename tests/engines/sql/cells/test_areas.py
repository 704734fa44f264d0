"""Numbers in a unit that is no power of ten of the stored one: exact, or a fault."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.sql.conversions import judge

MU = {"unit": "公顷", "factor": Fraction(15 * 10**4), "scale": 4, "digits": 12}  # 公顷 kept in 亩
METRES = {"unit": "亩", "factor": Fraction(2000 * 100, 3), "scale": 2, "digits": 12}  # 亩 kept in 平方米
SMALL = {"unit": "平方米", "factor": Fraction(3, 2000) * 100, "scale": 2, "digits": 12}  # 平方米 kept in 亩


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "unit", "stored"),
    [
        ("2", MU, 300_000),
        ("0.5", MU, 75_000),
        ("-1.2", MU, -180_000),
        ("1,000.00", MU, 150_000_000),
        ("３ 公顷", MU, 450_000),
        ("0.0000001", MU, "decimals"),
        ("1e3", MU, "number"),
        ("9999999999", MU, "digits"),
        ("5 亩", MU, "unit"),
        ("3", METRES, 200_000),
        ("0.03", METRES, 2_000),
        ("1", METRES, "decimals"),
        ("0.003", METRES, 200),
        ("20", SMALL, 3),
        ("10", SMALL, "decimals"),
        ("2000000", SMALL, 300_000),
        ("9" * 60, SMALL, "digits"),
    ],
)
def test_texts(text: str, unit: dict[str, Any], stored: int | str):
    assert judge([text], "number", **unit) == [stored]


@pytest.mark.parametrize(
    ("value", "unit", "stored"),
    [
        (2.0, MU, 300_000),
        (0.1 + 0.2, MU, 45_000),
        (-1.2, MU, -180_000),
        (1e-9, MU, "decimals"),
        (1e12, MU, "digits"),
        (float("inf"), MU, "finite"),
        (3.0, METRES, 200_000),
        (1.0, METRES, "decimals"),
        (20.0, SMALL, 3),
    ],
)
def test_doubles(value: float, unit: dict[str, Any], stored: int | str):
    assert judge([value], "number", pa.float64(), **unit) == [stored]


def test_integers_decimals_and_zero():
    assert judge([20, 10], "number", pa.int64(), **SMALL) == [3, "decimals"]
    assert judge([Decimal("0.50")], "number", pa.decimal128(10, 2), **MU) == [75_000]
    assert judge(["0", "0.0"], "number", **METRES) == [0, 0]


def test_reals_are_converted_too():
    found = judge([2.0], "real", pa.float64(), unit="公顷", factor=Fraction(15))
    assert found == [30.0]
    assert judge(["2"], "real", unit="公顷", factor=Fraction(15)) == [30.0]


@pytest.mark.slow
@given(st.lists(st.decimals("-99999", "99999", places=3), min_size=1, max_size=60))
@settings(max_examples=14)
def test_what_is_whole_is_exact_and_the_rest_is_refused(values: list[Decimal]):
    for unit in (MU, METRES, SMALL):
        exact = [Fraction(value) * unit["factor"] for value in values]  # type: ignore[operator]
        expected = [int(e) if e.denominator == 1 else "decimals" for e in exact]
        assert judge([f"{value:f}" for value in values], "number", **unit) == expected  # type: ignore[arg-type]
        assert judge([float(value) for value in values], "number", pa.float64(), **unit) == expected  # type: ignore[arg-type]
