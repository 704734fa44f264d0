"""Headings are found among titles, groups, codes and units; data is never taken for them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.intake.files.grid import Row
from gaoxin.intake.files.heads import Heads, Merge, find


def rows(*lines: list[Any]) -> list[Row]:
    found = [
        (number, {p: cell for p, cell in enumerate(line, start=1) if cell is not None})
        for number, line in enumerate(lines, start=1)
    ]
    return [row for row in found if row[1]]


def heads(*lines: list[Any], merges: list[Merge] | None = None) -> Heads:
    return find(rows(*lines), merges)


N = None


def test_plain_headings():
    found = heads(["编号", "年度", N, "营业收入"], ["a", 2024, "x", 5])
    assert found.headings == {1: "编号", 2: "年度", 4: "营业收入"}
    assert (found.used, found.rows, found.notices, found.units) == (1, (1, 1), [], {})


@pytest.mark.parametrize(
    ("titles", "units"),
    [
        ([["××高新区企业年报"], ["单位：万元"]], ("万元",)),
        ([["企业年报（单位：千元）"]], ("千元",)),
        ([["填报单位：××公司", N, "金额单位: 元"]], ("元",)),
        ([["表号：1", "2024年", "计量单位：万元、人"]], ("万元", "人")),
        ([["填报单位：万达公司"]], ()),
        ([["企业年报"], [], ["二〇二四年"]], ()),
    ],
)
def test_titles_and_the_units_that_they_state(titles: list[list[Any]], units: tuple[str, ...]):
    found = heads(*titles, ["编号", "营业收入", "职工总数"], ["a", 1, 2])
    assert list(found.headings.values()) == ["编号", "营业收入", "职工总数"]
    assert found.table_units == units
    assert found.notices[0].startswith("above the headings: ")


@pytest.mark.parametrize(
    "unit_row", [[N, "万元", "人"], ["—", "（万元）", "(人)"], [N, "单位：万元", "人"], ["/", "万元", "人"]]
)
def test_a_row_of_units(unit_row: list[Any]):
    found = heads(["编号", "营业收入", "职工总数"], unit_row, ["a", 1, 2])
    assert found.units == {2: "万元", 3: "人"}
    assert found.used == 2


@pytest.mark.parametrize(
    "data",
    [
        ["a", "万元公司", "人"], ["a", "5 万元", 2], ["1", "1", "1"], ["—", "—", "—"], ["甲", "乙", "丁"],
        ["甲", 2, 3], ["甲", "1", "3"], ["a", N, "x"], [N, N, "x"], ["qc05", 1, 2],
        ["913301000000000123", "是", "2024-03-05"],
    ],
)  # fmt: skip
def test_data_is_no_heading(data: list[Any]):
    found = heads(["编号", "营业收入", "职工总数"], data, ["b", 1, 2])
    assert (found.used, found.units) == (1, {})


def test_a_row_that_numbers_the_columns():
    found = heads(["编号", "名称", "收入", "人数"], ["甲", "乙", "1", "2"], ["a", "b", 5, 6])
    assert found.used == 2
    assert found.notices == ["row 2 numbers the columns and is no data"]


@pytest.mark.parametrize(("first", "second"), [(["甲", N, "1"], ["丙", 2, 3]), (["甲", 1, 2], ["乙", 3, 4])])
def test_subjects_called_as_columns_are_numbered_are_data(first: list[Any], second: list[Any]):
    found = heads(["编号", "收入", "人数"], first, second)
    assert (found.used, found.notices) == (1, [])


def test_merged_groups():
    found = heads(
        ["编号", "人员", N, "2024年", N],
        [N, "职工", "科技人员", "收入", "费用"],
        ["a", 1, 2, 3, 4],
        merges=[(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )
    assert list(found.headings.values()) == [
        "编号", "人员 › 职工", "人员 › 科技人员", "2024年 › 收入", "2024年 › 费用",
    ]  # fmt: skip
    assert (found.used, found.rows) == (2, (1, 2))


def test_three_rows_of_headings():
    found = heads(
        ["编号", "经费", N, N],
        [N, "内部", N, "外部"],
        [N, "本年", "人均", N],
        ["a", 1, 2, 3],
        merges=[(1, 1, 3, 1), (1, 2, 1, 4), (2, 2, 2, 3), (2, 4, 3, 4)],
    )
    assert list(found.headings.values()) == [
        "编号", "经费 › 内部 › 本年", "经费 › 内部 › 人均", "经费 › 外部",
    ]  # fmt: skip


def test_a_merged_heading_above_figures_is_one_row():
    found = heads(["编号", "收入", N], ["a", 1, 2], merges=[(1, 2, 1, 3)])
    assert (found.used, found.headings) == (1, {1: "编号", 2: "收入"})


def test_groups_without_merges():
    found = heads(["编号", "年度", "人员", N, "经费"], [N, N, "职工", "科技人员"], ["a", 2024, 1, 2, 3])
    assert list(found.headings.values()) == ["编号", "年度", "人员 › 职工", "人员 › 科技人员", "经费"]


def test_a_row_of_codes():
    found = heads(["代码", "营业收入", "从业人员"], [N, "qc05_0", "qd01"], ["a", 1, 2])
    assert list(found.headings.values()) == ["代码", "营业收入 › qc05_0", "从业人员 › qd01"]


def test_one_column_and_one_row():
    assert heads(["编号"], ["a"], ["b"]).used == 1
    assert heads(["编号", "x"]).used == 1
    assert heads(["题名"], ["编号", "x"]).headings == {1: "编号", 2: "x"}


CELL = st.one_of(
    st.none(),
    st.sampled_from(["编号", "万元", "人", "单位：万元", "甲", "—", "2024年", "qc05_0", 1.0, 2024.0]),
)


@pytest.mark.slow
@given(
    st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=8).filter(
        lambda ls: any(map(any, ls))
    ),
    st.lists(st.tuples(*[st.integers(1, 6)] * 4), max_size=4),
)
def test_any_beginning_has_headings(lines: list[list[Any]], merges: list[Merge]):
    window = rows(*lines)
    found = find(window, merges)
    assert 1 <= found.used <= len(window)
    assert found.headings
    assert found.rows[0] <= found.rows[1] <= window[found.used - 1][0]
