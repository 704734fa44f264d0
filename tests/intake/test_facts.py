"""Facts: what a row says is kept as it is; known answers by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake.facts import COLUMNS, FLAGS, Fact, read_facts

HEAD = ",".join(COLUMNS)


def written(tmp_path: Path, *lines: str, head: str = HEAD) -> Path:
    file = tmp_path / "facts.csv"
    file.write_text("\n".join([head, *lines, ""]), "utf-8-sig")
    return file


def one(tmp_path: Path, value: str = "5", unit: str = "亿元", period: str = "全年", note: str = "") -> Fact:
    (fact,) = read_facts(written(tmp_path, f"甲,2022,{period},总收入,{value},{unit},{note},"))
    return fact


@pytest.mark.parametrize(
    ("value", "unit", "base", "base_unit"),
    [
        ("15326.4", "亿元", Fraction(1532640000000), "元"),
        ("13.16", "万亿元", Fraction(13160000000000), "元"),
        ("348.7", "万人", Fraction(3487000), "人"),
        ("-8.8", "%", Fraction(-88, 1000), "1"),
        ("329.2", "亿美元", Fraction(32920000000), "美元"),
        ("1.5", "平方公里", Fraction(1500000), "平方米"),
    ],
)
def test_values_in_base_units(tmp_path: Path, value: str, unit: str, base: Fraction, base_unit: str):
    fact = one(tmp_path, value, unit)
    assert (fact.published, fact.value, fact.unit) == (value, Decimal(value), unit)
    assert (fact.base_value, fact.base_unit, fact.flags) == (base, base_unit, ())


@pytest.mark.parametrize("unit", ["", "海里"])
def test_an_unknown_unit_is_not_converted(tmp_path: Path, unit: str):
    fact = one(tmp_path, unit=unit)
    assert (fact.base_value, fact.base_unit, fact.flags) == (None, None, ("unit unknown",))


@pytest.mark.parametrize(
    ("period", "months", "flags"),
    [
        ("全年", (1, 12), ()),
        ("上半年", (1, 6), ("partial",)),
        ("前三季度", (1, 9), ("partial",)),
        ("1-9月", (1, 9), ("partial",)),
        ("1—11月", (1, 11), ("partial",)),
        ("1-12月", (1, 12), ()),
        ("时点", None, ()),
        ("9-3月", None, ("not read",)),
        ("某时", None, ("not read",)),
    ],
)
def test_periods(tmp_path: Path, period: str, months: tuple[int, int] | None, flags: tuple[str, ...]):
    fact = one(tmp_path, period=period)
    assert (fact.period, fact.months, fact.flags) == (period, months, flags)


@pytest.mark.parametrize(
    ("value", "note", "bound"),
    [
        ("2400", "突破 (lower bound)", "lower"),
        ("500", "超过", "lower"),
        ("2400", "余", "lower"),
        ("4200", "总数达", "lower"),
        ("2800", "近 (approx)", "about"),
        ("3", "近五年年均", None),
        ("≥500", "", "lower"),
        ("超过500", "", "lower"),
        ("500余", "", "lower"),
        ("约500", "", "about"),
        ("500左右", "", "about"),
        ("不足500", "", "upper"),
        ("500", "苏州日报", None),
    ],
)
def test_bounds(tmp_path: Path, value: str, note: str, bound: str | None):
    fact = one(tmp_path, value, note=note)
    assert (fact.bound, "bound" in fact.flags) == (bound, bound is not None)
    assert fact.published == value
    assert fact.value == Decimal(value.strip("≥超过余约不足左右"))


def test_what_cannot_be_read_is_kept(tmp_path: Path):
    lines = ("甲,二〇二二,全年,总收入,5,亿元,,", "甲,2022,全年,总收入,若干,亿元,,")
    first, second = read_facts(written(tmp_path, *lines))
    assert (first.year, first.value, first.flags) == (None, Decimal(5), ("not read",))
    assert (second.value, second.published, second.flags) == (None, "若干", ("not read",))


def flags(tmp_path: Path, *pairs: tuple[str, str]) -> list[tuple[str, ...]]:
    lines = (f"甲,2022,全年,总收入,{value},{unit},," for value, unit in pairs)
    return [fact.flags for fact in read_facts(written(tmp_path, *lines))]


def test_rows_that_contradict_each_other(tmp_path: Path):
    assert flags(tmp_path, ("6850.2", "亿元"), ("6459.8", "亿元")) == [("conflict",), ("conflict",)]
    assert flags(tmp_path, ("3515.61", "亿元"), ("3516", "亿元")) == [("rounded",), ("rounded",)]
    assert flags(tmp_path, ("3515.4", "亿元"), ("3516", "亿元")) == [("conflict",), ("conflict",)]
    assert flags(tmp_path, ("1.2", "万亿元"), ("12000", "亿元")) == [(), ()]
    assert flags(tmp_path, ("7151.3", "亿元"), ("1077.4", "亿美元")) == [("units differ",), ("units differ",)]
    assert flags(tmp_path, ("2.3", "%"), ("2.3", "%")) == [(), ()]


def test_another_period_is_no_conflict(tmp_path: Path):
    lines = ("甲,2022,全年,总收入,5,亿元,,", "甲,2022,1-9月,总收入,3,亿元,,", "甲,2021,全年,总收入,4,亿元,,")
    assert [f.flags for f in read_facts(written(tmp_path, *lines))] == [(), ("partial",), ()]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.example.gov.cn/a", True),
        ("http://gov.cn/a", True),
        ("https://gov.cn.example.com/a", False),
        ("https://copies.example.com/a", False),
        ("javascript:alert(1)//gov.cn", False),
    ],
)
def test_only_public_bodies_are_linked(tmp_path: Path, address: str, shown: bool):
    (fact,) = read_facts(written(tmp_path, f"甲,2022,全年,总收入,5,亿元,,{address}"))
    assert fact.link == (address if shown else "")


def test_files_that_are_no_facts(tmp_path: Path):
    with pytest.raises(UsageError, match="no such file"):
        read_facts(tmp_path / "none.csv")
    with pytest.raises(DataError, match="no column unit, note, source_url"):
        read_facts(written(tmp_path, head="zone,year,period,indicator,value"))


@pytest.fixture(scope="module")
def published() -> list[Fact]:
    """The collected facts of zones, where they stand beside the repository."""
    file = Path(__file__).resolve().parents[3] / "shared" / "data" / "zones" / "facts.csv"
    if not file.is_file():
        pytest.skip("the collected facts of zones are not beside this repository")
    return read_facts(file)


KNOWN = {
    2: ("28338", Fraction(28338), "家", ()),
    6: ("15326.4", Fraction(1532640000000), "元", ()),
    22: ("27446.3", Fraction(2744630000000), "元", ()),
    43: ("13.16", Fraction(13160000000000), "元", ("to verify",)),
    58: ("12.35", Fraction(12350000000000), "元", ("partial",)),
    162: ("2400", Fraction(240000000000), "元", ("bound",)),
    220: ("3515.61", Fraction(351561000000), "元", ("rounded",)),
    222: ("6850.2", Fraction(685020000000), "元", ("conflict",)),
    224: ("7151.3", Fraction(715130000000), "元", ("units differ",)),
    235: ("1077.4", Fraction(107740000000), "美元", ("units differ",)),
    272: ("8.9", Fraction(89000), "家", ("bound",)),
    330: ("292", Fraction(29200000000), "元", ("expected",)),
    387: ("1002.1", Fraction(100210000000), "元", ("revised",)),
    455: ("0.4879", None, None, ("unit unknown",)),
}
"""Rows of the file, read by hand: the line, then value, value in base units, base unit and flags."""


def test_known_rows_of_the_published_facts(published: list[Fact]):
    assert len(published) == 459
    rows = {fact.row: fact for fact in published}
    found = {n: (f.published, f.base_value, f.base_unit, f.flags) for n, f in rows.items() if n in KNOWN}
    assert found == KNOWN
    assert {fact.row for fact in published if "conflict" in fact.flags} == {222, 223, 225, 231, 232, 236}


def test_the_published_facts_lead_to_public_bodies_only(published: list[Fact]):
    assert all(set(fact.flags) <= set(FLAGS) for fact in published)
    assert {fact.link.split("/")[2] for fact in published if fact.link} == {
        "www.sipac.gov.cn",
        "japanese.pudong.gov.cn",
    }
