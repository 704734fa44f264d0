"""Gaps in words, with the threshold that applies to the subject."""

from fractions import Fraction
from typing import Any

import pytest

from gaoxin.decide import Change, changes
from gaoxin.formula.program import Judgement
from gaoxin.services.results.gaps import Gaps, amount
from gaoxin.spec import Text, Variable
from tests.decide.test_nearly import WAN, firm, judged

TIERS = "cost / income >= CASE WHEN income <= 5000 万元 THEN 5% WHEN income <= 20000 万元 THEN 4% ELSE 3% END"


def words(formula: str, **values: Any) -> tuple[str, str]:
    evaluator = firm(judged(formula), **values)
    made = evaluator.program.items["test.v"]
    assert isinstance(made, Judgement)
    test = made.tests["1"]
    return Gaps(evaluator.program).words(evaluator, made, test, changes(evaluator, made, test)[0])


@pytest.mark.parametrize(
    ("formula", "values", "zh", "en"),
    [
        (TIERS, {"income": 6000 * WAN, "cost": 200 * WAN}, "距4%还差40万元", "40 万元 short of 4%"),
        (TIERS, {"income": 4000 * WAN, "cost": 199 * WAN}, "距5%还差1万元", "1 万元 short of 5%"),
        ("income >= 50 万元", {"income": 10 * WAN}, "距50万元还差40万元", "40 万元 short of 50 万元"),
        ("staff <= 10 人", {"staff": 12}, "距10人需减少2人", "lower by 2 人 to meet 10 人"),
        ("staff >= 10", {"staff": 8}, "距10人还差2人", "2 人 short of 10 人"),
        ("income > cost", {"income": 10, "cost": 10}, "还差0.01元", "0.01 元 short"),
    ],
)  # fmt: skip
def test_words(formula: str, values: dict[str, Any], zh: str, en: str):
    assert words(formula, **values) == (zh, en)


@pytest.mark.parametrize(
    ("gap", "unit", "text"),
    [
        ("374216.33", "万元", "37.43 万元"),
        ("374200", "万元", "37.42 万元"),
        ("9999.99", "万元", "9999.99 元"),
        ("0.01", "万元", "0.01 元"),
        ("2", "人", "2 人"),
        ("0.0005", "%", "0.05%"),
        ("0.00005", "%", "0.005%"),
    ],
)
def test_an_amount_is_enough(gap: str, unit: str, text: str):
    spec = Variable(title=Text(zh="题", en="title"), unit=unit)
    assert amount(Change("x", Fraction(1), 1 + Fraction(gap), settles=True), spec) == text
    assert amount(Change("x", 1 + Fraction(gap), Fraction(1), settles=True), spec) == text
