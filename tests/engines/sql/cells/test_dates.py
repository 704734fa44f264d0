"""Dates and years: the accepted forms, and what is refused."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.sql.conversions import Refused, column, judge

DAY = date(2024, 3, 5)
STAMP = pa.timestamp("us")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "2024-3-5", "2024/3/5", "2024/03/05", "2024.3.5", "20240305", "2024年3月5日",
        "2024年03月05日", "２０２４－０３－０５", " 2024-03-05 ", "2024-03-05 00:00:00",
        "2024-03-05T00:00:00", "2024/3/5 0:00", "2024年 3月 5日", "2024-03-05 00:00:00.000",
    ],
)  # fmt: skip
def test_dates(text: str):
    assert column([text], "date") == [(DAY,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "arrow"), [(20240305, pa.int32()), (20240305.0, pa.float64()), (DAY, pa.date32())]
)
def test_dates_of_other_columns(value: Any, arrow: Any):
    assert column([value, None], "date", arrow) == [(DAY,), (None,)]


@pytest.mark.slow
def test_a_moment_is_a_date_at_midnight_only():
    assert column([datetime(2024, 3, 5), None], "date", STAMP) == [(DAY,), (None,)]
    with pytest.raises(Refused, match="time"):
        column([datetime(2024, 3, 5, 10, 30)], "date", STAMP)


def test_empty_dates():
    assert column(["", "—", "不适用", None], "date") == [(None,)] * 4


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30", "2023-2-29", "2024-13-05", "20241305", "2024", "80000", "9999", "045356",
        "5/3/2024", "24-3-5", "2024-03-05 10:30", "2024--3-5", "today", "2024-03-05x",
    ],
)  # fmt: skip
def test_dates_refused(text: str):
    with pytest.raises(Refused) as caught:
        column([text], "date")
    assert caught.value.faults == [(1, text, "date")]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["2024-03", "2024年3月", "2024/3", "2024.3"])
def test_a_month_is_no_day(text: str):
    with pytest.raises(Refused) as caught:
        column([text], "date")
    assert caught.value.faults == [(1, text, "month")]


@pytest.mark.slow
def test_days_as_a_spreadsheet_counts_them():
    assert column([45356.0, None], "date", pa.float64()) == [(DAY,), (None,)]
    assert column(["45356", "2024年3月5日"], "date") == [(DAY,), (DAY,)]
    with pytest.raises(Refused, match="date"):
        column([45356.5], "date", pa.float64())


@pytest.mark.slow
@given(
    st.lists(st.dates(), min_size=1, max_size=20),
    st.sampled_from(["{0:%Y}-{0:%m}-{0:%d}", "{0.year:04}年{0.month}月{0.day}日"]),
)
@settings(max_examples=30)
def test_every_day_comes_back(days: list[date], form: str):
    texts = [form.format(day).zfill(10) if "-" in form else form.format(day) for day in days]
    assert judge(texts, "date") == days
