"""Figures on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.report.html.figures import decimal, grouped, letters, mark, slug


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1234567.891 万元", "1,234,567.891 万元"),
        ("-1000", "-1,000"),
        ("≈12345.6789 元", "≈12,345.6789 元"),
        ("<1000%", "<1,000%"),
        ("999.1234", "999.1234"),
        ("2024-01-31", "2024-01-31"),
        ("91310000MA1FL0001A", "91310000MA1FL0001A"),
        ("待补充", "待补充"),
    ],
)
def test_thousands_are_separated(text: str, shown: str):
    assert grouped(text) == shown


def test_a_double_shows_no_idle_zeros():
    assert [decimal(n) for n in (1.5, 1234.0, -0.0, 0.00049, None)] == ["1.5", "1,234", "0", "0", "—"]


@given(st.integers(1, 20000))
def test_columns_are_named_as_in_a_sheet(column: int):
    number = 0
    for letter in letters(column):
        number = number * 26 + ord(letter) - 64
    assert number == column


@pytest.mark.slow
@given(st.text(), st.text())
def test_file_names_are_safe_and_differ(one: str, other: str):
    assert slug(one).replace("-", "").isalnum()
    assert slug(one).isascii()
    assert (slug(one) == slug(other)) == (one == other)
    assert len(mark(one)) == 16
