"""Rules of cells in words, in both languages, with the variable's own bounds; addresses of cells."""

from fractions import Fraction

import pytest

from gaoxin.plan.binding import BoundColumn, Storage
from gaoxin.plan.cell_rules import address, words_of

TEXT = Storage("text")
REVENUE = BoundColumn(
    "c", "营业收入（千元）", "revenue", None, "number", TEXT, "千元", Fraction(10**5), 2, Fraction(0),
    Fraction(10**9), 16,
)  # fmt: skip
GRADE = BoundColumn("g", "g", "grade", None, "grade", TEXT, grades=(("A", 1, 2), ("B", 0, 1)))


@pytest.mark.parametrize(
    ("rule", "bound", "zh", "en"),
    [
        ("number", REVENUE, "应填数字", "a number is due"),
        ("number", GRADE, "A, B 之一", "one of A, B"),
        ("code", None, "丢了位数", "lost digits"),
        ("least", REVENUE, "不小于 0 千元", "at least 0 千元"),
        ("most", REVENUE, "不大于 10000 千元", "at most 10000 千元"),
        ("decimals", REVENUE, "5 位小数", "keeps 5 decimals"),
        ("digits", REVENUE, "最多 16 位", "at most 16 digits"),
        ("unit", REVENUE, "与 千元", "the same as 千元"),
        ("no subject", None, "编号", "identifier"),
        ("unheard", None, "unheard", "unheard"),
    ],
)
def test_words(rule: str, bound: BoundColumn | None, zh: str, en: str):
    words = words_of(rule, bound)
    assert zh in words.rule_zh
    assert en in words.rule_en
    assert words.next_zh
    assert words.next_en


@pytest.mark.parametrize(
    ("position", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")]
)
def test_addresses(position: int, letters: str):
    assert address(position, 7) == f"{letters}7"


def test_a_unit_that_is_no_power_of_ten_says_what_a_step_is():
    land = BoundColumn(
        "x", "用地", "land", None, "number", Storage("text"), "公顷", Fraction(15), 0, digits=12
    )
    words = words_of("decimals", land)
    assert words.rule_en == "land is kept in whole steps, 15 to 1 公顷; nothing is rounded"
    assert "15 个最小单位" in words.rule_zh
    assert words_of("month", None).next_en == "write the whole date, such as 2024-03-05"


@pytest.mark.parametrize("rule", ["least", "most", "decimals", "digits", "unit"])
def test_in_chinese_a_column_has_its_own_heading(rule: str):
    words = words_of(rule, REVENUE)
    assert "“营业收入（千元）”" in words.rule_zh
    assert "revenue" not in words.rule_zh
