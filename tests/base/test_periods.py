"""Years, and the headings that carry them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.base.periods import full_years, parse_year, split_heading, year_end


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024),
        (" 2024 ", 2024),
        ("2024年", 2024),
        ("2024 年度", 2024),
        ("2024.0", 2024),
        ("2024.00年", 2024),
        ("1900", 1900),
        ("2200", 2200),
        ("1899", None),
        ("2201", None),
        ("24", None),
        ("20240", None),
        ("2024.5", None),
        ("2024年1月", None),
        ("FY2024", None),
        ("", None),
    ],
)
def test_years(text: str, year: int | None):
    assert parse_year(text) == year


@pytest.mark.parametrize(
    ("heading", "name", "year"),
    [
        ("revenue@2024", "revenue", 2024),
        ("营业收入 @ 2024年", "营业收入", 2024),
        ("a@b@2023", "a@b", 2023),
        ("revenue", "revenue", None),
        (" revenue ", "revenue", None),
        ("name@example", "name@example", None),
        ("revenue@1800", "revenue@1800", None),
        ("@2024", "", 2024),
        ("", "", None),
    ],
)
def test_headings(heading: str, name: str, year: int | None):
    assert split_heading(heading) == (name, year)


def test_the_last_day_of_a_year():
    assert year_end(2024) == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2020-03-01", "2021-02-28", 0),
        ("2020-03-01", "2021-03-01", 1),
        ("2020-02-29", "2021-02-28", 0),
        ("2020-02-29", "2021-03-01", 1),
        ("2020-02-29", "2024-02-29", 4),
        ("2020-12-31", "2020-12-31", 0),
        ("2021-01-01", "2020-12-31", -1),
    ],
)
def test_completed_years(start: str, end: str, years: int):
    assert full_years(date.fromisoformat(start), date.fromisoformat(end)) == years


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 20_000))
def test_years_grow_with_the_days(start: date, days: int):
    end = start + timedelta(days=min(days, (date(2199, 12, 31) - start).days))
    years = full_years(start, end)
    assert years * 365 <= (end - start).days < (years + 1) * 366 + 1
    assert full_years(start, end + timedelta(days=1)) - years in (0, 1)


@given(st.text())
def test_any_text_is_a_heading(text: str):
    name, year = split_heading(text)
    assert name == name.strip()
    assert year is None or 1900 <= year <= 2200
