"""Values and formulas as a reader meets them: every digit that counts, the subject's own numbers put in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.explain import Language, Speaker, show
from gaoxin.formula.values import Interval, Value
from tests.agreement.single import program

WAN = 10_000
FIRM, YEAR = "甲公司", 2024


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(439999999, 100), "万元", "439.999999 万元"),
        (Fraction(4399999999, 1000), "万元", "439.9999999 万元"),
        (Fraction(4399999, 100), "元", "43999.99 元"),
        (Fraction(1, 25), "%", "4%"),
        (Fraction(1259999999, 31500000000), "%", "≈3.999999997%"),
        (Fraction(1, 25) + Fraction(1, 3 * 10**22), "%", "≈4.000000000000000000003%"),
        (Fraction(1, 3), "%", "≈33.3333%"),
        (Fraction(2, 3), "1", "≈0.6667"),
        (Fraction(-2, 3), "", "≈-0.6667"),
        (Fraction(1, 8), "", "0.125"),
        (Fraction(-1, 8), "", "-0.125"),
        (Fraction(1, 10**8), "", "0.00000001"),
        (Fraction(1, 10**9), "", "0.000000001"),
        (Fraction(-1, 10**9), "", "-0.000000001"),
        (Fraction(10**17) + Fraction(1, 100), "元", "100000000000000000.01 元"),
        (Fraction(0), "人", "0 人"),
        (Fraction(3, 1000), "‰", "3‰"),
        (0.5, "", "0.5"),
        (0.1, "", "≈0.1"),
        (2 / 3, "%", "≈66.6667%"),
        (Interval(Fraction(7), Fraction(8)), "分", "7..8"),
        (Interval(Fraction(7), Fraction(7)), "分", "7"),
        ("电子信息", "1", "电子信息"),
        (date(2024, 3, 5), "1", "2024-03-05"),
    ],
)
def test_show(value: Value, unit: str, text: str):
    assert show(value, unit) == show(value, unit, "en") == text


@pytest.mark.parametrize(
    ("value", "zh", "en"), [(None, "待补充", "missing"), (True, "是", "yes"), (False, "否", "no")]
)
def test_show_in_words(value: Value, zh: str, en: str):
    assert (show(value, "万元", "zh"), show(value, "万元", "en")) == (zh, en)


@given(st.fractions(max_denominator=10**12))
def test_a_shown_number_is_exact_or_says_that_it_is_not(value: Fraction):
    text = show(value, "1")
    if text.startswith("≈"):
        assert Fraction(text[1:]) != value
        assert abs(Fraction(text[1:]) - value) <= Fraction(1, 20_000)
    else:
        assert Fraction(text) == value


@given(st.integers(1, 10**9), st.integers(2, 10**9), st.sampled_from([3, 4, 5, 60]))
def test_a_share_next_to_a_line_is_not_shown_as_the_line(cost: int, income: int, percent: int):
    share = Fraction(cost, income)
    if share != Fraction(percent, 100):
        assert show(share, "%").lstrip("≈") != f"{percent}%"


VARIABLES: dict[str, dict[str, Any]] = {
    "cost": {"unit": "万元", "title": {"zh": "费用", "en": "cost"}},
    "income": {"unit": "万元", "title": {"zh": "收入", "en": "income"}},
    "staff": {"unit": "人", "title": {"zh": "人数", "en": "staff"}},
    "listed": {"type": "flag", "title": {"zh": "名单", "en": "listed"}},
    "field": {"type": "category", "categories": ["电子", "生物"], "title": {"zh": "领域", "en": "field"}},
    "born": {"type": "date", "constant": True, "title": {"zh": "成立日期", "en": "founding day"}},
    "note": {
        "type": "text",
        "missing": "absent",
        "missing_source": "by hand",
        "title": {"zh": "备注", "en": "note"},
    },
}
NOW: dict[str, Value] = {
    "cost": Fraction(40 * WAN),
    "income": Fraction(1000 * WAN),
    "staff": Fraction(20),
    "listed": False,
    "field": "电子",
    "born": date(2020, 5, 1),
}
BEFORE: dict[str, Value] = {"cost": Fraction(20 * WAN), "income": Fraction(800 * WAN)}


def speaker(language: Language, now: dict[str, Value] = NOW) -> Speaker:
    share = {"title": {"zh": "占比", "en": "share"}, "formula": "cost / income", "unit": "%"}
    sheet: dict[str, Any] = {
        "title": {"zh": "评分", "en": "score"},
        "max": 10,
        "groups": [
            {
                "id": "size",
                "title": {"zh": "规模", "en": "size"},
                "max": 10,
                "items": [
                    {
                        "id": "heads",
                        "title": {"zh": "头数", "en": "heads"},
                        "max": 10,
                        "bands": [{"when": "staff >= 10 人", "points": [5, 10]}],
                        "otherwise": 0,
                    }
                ],
            }
        ],
    }
    built = program({"indicators": {"share": share}, "points": {"sheet": sheet}}, VARIABLES)
    world = World({(FIRM, YEAR): now, (FIRM, YEAR - 1): BEFORE, ("乙", YEAR): {"staff": Fraction(30)}})
    return Speaker(built, built.scopes["test"], language, Evaluator(built, world, FIRM, YEAR))


CASE = "share >= CASE WHEN income <= 1000 万元 THEN 5% WHEN income <= 2000 万元 THEN 4% ELSE 3% END"


SAID = [
    (
        "cost >= 50 万元",
        "费用〔40 万元〕 ≥ 50万元",
        "cost〔40 万元〕 ≥ 50万元",
    ),
    (
        "NOT listed",
        "非 名单〔否〕",
        "not listed〔no〕",
    ),
    (
        "field <> '电子'",
        "领域〔电子〕 ≠ 「电子」",
        "field〔电子〕 ≠ 「电子」",
    ),
    (
        "field IN ('电子', '生物')",
        "领域〔电子〕 属于 (「电子」、「生物」)",
        "field〔电子〕 in (「电子」, 「生物」)",
    ),
    (
        "note IS NULL",
        "备注〔待补充〕为空",
        "note〔missing〕 is empty",
    ),
    (
        "share >= 5%",
        "占比〔4%〕 ≥ 5%",
        "share〔4%〕 ≥ 5%",
    ),
    (
        "sheet > 7",
        "评分〔5..10〕 > 7",
        "score〔5..10〕 > 7",
    ),
    (
        "sheet.size > 7",
        "规模〔5..10〕 > 7",
        "size〔5..10〕 > 7",
    ),
    (
        CASE,
        "占比〔4%〕 ≥ 5%（因 收入〔1000 万元〕 ≤ 1000万元）",
        "share〔4%〕 ≥ 5% (as income〔1000 万元〕 ≤ 1000万元)",
    ),
    (
        "prior(cost) < cost",
        "1年前费用〔20 万元〕 < 费用〔40 万元〕",
        "cost 1 year(s) earlier〔20 万元〕 < cost〔40 万元〕",
    ),
    (
        "total(cost, 2) >= 1 元",
        "近2年费用合计〔60 万元〕 ≥ 1元",
        "2-year total of cost〔60 万元〕 ≥ 1元",
    ),
    (
        "mean_of(cost, 2) >= 1 元",
        "近2年费用平均〔30 万元〕 ≥ 1元",
        "2-year mean of cost〔30 万元〕 ≥ 1元",
    ),
    (
        "growth(cost) >= 5%",
        "费用增长率〔100%〕 ≥ 5%",
        "growth of cost〔100%〕 ≥ 5%",
    ),
    (
        "rank(staff) <= 1",
        "人数的位次〔2〕 ≤ 1",
        "rank of staff〔2〕 ≤ 1",
    ),
    (
        "share_of(staff) <= 1",
        "人数占比〔40%〕 ≤ 1",
        "share of staff〔40%〕 ≤ 1",
    ),
    (
        "mean_over(staff) > 1 人",
        "人数的同期平均〔25 人〕 > 1人",
        "mean of staff over the period〔25 人〕 > 1人",
    ),
    (
        "age_years(born) >= 1 岁",
        "自成立日期起的整年数〔4 年〕 ≥ 1岁",
        "full years since founding day〔4 年〕 ≥ 1岁",
    ),
    (
        "existed(2)",
        "2年前已成立",
        "existed 2 year(s) earlier",
    ),
    (
        "each_of(cost >= 1 元, 2)",
        "近2年每年均满足（费用〔40 万元〕 ≥ 1元）",
        "in each of 2 years (cost〔40 万元〕 ≥ 1元)",
    ),
    (
        "cost * (income - cost) / income >= 1 元",
        "费用〔40 万元〕 × (收入〔1000 万元〕 − 费用〔40 万元〕) ÷ 收入〔1000 万元〕 ≥ 1元",
        "cost〔40 万元〕 × (income〔1000 万元〕 − cost〔40 万元〕) ÷ income〔1000 万元〕 ≥ 1元",
    ),
    (
        "cost - (income - cost) >= -cost",
        "费用〔40 万元〕 − (收入〔1000 万元〕 − 费用〔40 万元〕) ≥ −费用〔40 万元〕",
        "cost〔40 万元〕 − (income〔1000 万元〕 − cost〔40 万元〕) ≥ −cost〔40 万元〕",
    ),
    (
        "(listed OR NOT listed) AND cost >= 1 元",
        "(名单〔否〕 或 非 名单〔否〕) 且 费用〔40 万元〕 ≥ 1元",
        "(listed〔no〕 or not listed〔no〕) and cost〔40 万元〕 ≥ 1元",
    ),
    (
        "least(cost, income) >= 1 元",
        "least(费用〔40 万元〕, 收入〔1000 万元〕) ≥ 1元",
        "least(cost〔40 万元〕, income〔1000 万元〕) ≥ 1元",
    ),
    (
        "abs(cost) >= 1 元",
        "费用〔40 万元〕的绝对值 ≥ 1元",
        "absolute value of cost〔40 万元〕 ≥ 1元",
    ),
    (
        "as_of >= born",
        "判定日〔2024-12-31〕 ≥ 成立日期〔2020-05-01〕",
        "day of judgement〔2024-12-31〕 ≥ founding day〔2020-05-01〕",
    ),
]


@pytest.mark.parametrize(("formula", "zh", "en"), SAID)
def test_say(formula: str, zh: str, en: str):
    assert speaker("zh").say(formula) == zh
    assert speaker("en").say(formula) == en


def test_the_branch_that_counts_where_no_guard_holds():
    large = {**NOW, "income": Fraction(3000 * WAN)}
    assert speaker("zh", large).say(CASE) == "占比〔≈1.3333%〕 ≥ 3%（其他情形）"
    assert speaker("en", large).say(CASE) == "share〔≈1.3333%〕 ≥ 3% (otherwise)"


def test_all_branches_where_the_guard_is_unknown():
    unknown = {**NOW, "income": None}
    assert speaker("zh", unknown).say(CASE) == (
        "占比〔待补充〕 ≥ [5%（如 收入〔待补充〕 ≤ 1000万元）; 4%（如 收入〔待补充〕 ≤ 2000万元）]"
    )
    assert speaker("en", unknown).say(CASE).endswith("4% (if income〔missing〕 ≤ 2000万元)]")


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("cost >= 50 万元", "费用 ≥ 50万元", "cost ≥ 50万元"),
        (
            CASE,
            "占比 ≥ [5%（如 收入 ≤ 1000万元）; 4%（如 收入 ≤ 2000万元）; 3%（其他情形）]",
            "share ≥ [5% (if income ≤ 1000万元); 4% (if income ≤ 2000万元); 3% (otherwise)]",
        ),
        ("total(cost, 2) / total(income, 2) > 1%", "近2年费用合计 ÷ 近2年收入合计 > 1%", None),
    ],
)
def test_said_of_nobody(formula: str, zh: str, en: str | None):
    built = speaker("zh").program
    assert Speaker(built, built.scopes["test"]).say(formula) == zh
    if en is not None:
        assert Speaker(built, built.scopes["test"], "en").say(formula) == en


def test_a_number_with_many_decimals_is_no_approximation_where_all_are_shown():
    assert show(Fraction(4, 10**12), "1") == "0.000000000004"
    assert show(Fraction(1, 3 * 10**9), "1").startswith("≈")
