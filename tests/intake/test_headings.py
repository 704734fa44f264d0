"""Headings: name, unit and year, whatever the width, the case and the spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.intake.headings import Reading, key, readings


@pytest.mark.parametrize(
    ("heading", "name", "unit", "year"),
    [
        ("营业收入（万元）", "营业收入", "万元", None),
        ("营业收入(万元)", "营业收入", "万元", None),
        ("revenue (千元)", "revenue", "千元", None),
        ("研发费用/元", "研发费用", "元", None),
        ("人均产值/万元/人", "人均产值", "万元/人", None),
        ("人均产值（万元／人）", "人均产值", "万元/人", None),
        ("R&D经费[亿元]", "R&D经费", "亿元", None),
        ("R&D经费【亿元】", "R&D经费", "亿元", None),
        ("营业收入（单位：万元）", "营业收入", "万元", None),
        ("营业收入 万元", "营业收入", "万元", None),
        ("占比（％）", "占比", "%", None),
        ("revenue@2024", "revenue", None, 2024),
        ("营业收入（万元）@2024", "营业收入", "万元", 2024),
        ("营业收入@2024（万元）", "营业收入", "万元", 2024),
        ("2024年营业收入", "营业收入", None, 2024),
        ("2024年度营业收入（万元）", "营业收入", "万元", 2024),
        ("2024 营业收入", "营业收入", None, 2024),
        ("营业收入2024", "营业收入", None, 2024),
        ("营业收入2024年", "营业收入", None, 2024),
        ("营业收入（2024年）", "营业收入", None, 2024),
        ("营业收入（2024年，万元）", "营业收入", "万元", 2024),
        ("营业收入（万元）（2024）", "营业收入", "万元", 2024),
        ("revenue_2024", "revenue", None, 2024),
        ("revenue 2024", "revenue", None, 2024),
        ("２０２４年营业收入", "营业收入", None, 2024),
    ],
)
def test_forms(heading: str, name: str, unit: str | None, year: int | None):
    assert Reading(name, unit, year) in list(readings(heading))


@pytest.mark.parametrize(
    "heading", ["营业收入（不含税）", "增加值/营业收入", "营业收入9999", "营业收入（2024年，合并）", "1"]
)
def test_what_is_neither_unit_nor_year_stays(heading: str):
    assert all(reading.unit is None and reading.year is None for reading in readings(heading))


def test_the_whole_heading_comes_first():
    assert next(readings("size_2022")).name == "size_2022"


@pytest.mark.parametrize(
    "other", ["ＲＥＶＥＮＵＥ", "Revenue", " re venue\u3000", "\ufeffrevenue", "reve\nnue"]
)
def test_keys_ignore_case_width_and_spaces(other: str):
    assert key(other) == key("revenue")


@given(st.text(max_size=40))
def test_any_heading_is_read_in_few_ways(heading: str):
    assert 1 <= len(list(readings(heading))) <= 200
