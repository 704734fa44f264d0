"""Ways to raise a sheet in words."""

from fractions import Fraction

import pytest

from gaoxin.decide.raising import Move, Raiser
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.values import Interval
from gaoxin.services.score_sheets import Advice, advice
from gaoxin.services.score_sheets.population import sheet_of
from gaoxin.services.score_sheets.raises import change_words
from tests.services.score_sheets.test_sheet import built


@pytest.mark.parametrize(
    ("now", "then", "zh", "en"),
    [
        (Fraction(10_000), Fraction(30_000), "还差2 万元", "2 万元 more"),
        (Fraction(30_000), Fraction(10_000), "需减少2 万元", "2 万元 less"),
        (False, True, "改为是", "becomes yes"),
    ],
)
def test_a_change_in_words(now: Fraction, then: Fraction, zh: str, en: str):
    move = Move("x", now, then)
    assert change_words(move, "万元", "zh") == zh
    assert change_words(move, "万元", "en") == en


def test_what_is_shown_before_and_gained_is_after():
    """Of 1/3 and 2/3 the gain is shown as 0.3334, so that 0.3333 + 0.3334 = 0.6667."""
    third = Fraction(1, 3)
    before, after = Interval(third, Fraction(1)), Interval(2 * third, Fraction(2))
    found = Advice((), (third, Fraction(1)), before, after, (), ())
    assert found.shown == {"before": ("0.3333", "1"), "after": ("0.6667", "2"), "gain": ("0.3334", "1")}
    assert found.text("zh") == ": +0.3334..1分，总分 0.3333..1 → 0.6667..2"


def test_a_way_names_its_items_and_gain():
    made = built()
    sheet = sheet_of(made, "s")
    own = {"income": Fraction(1_000_000), "cost": Fraction(10_000), "stage": "甲"}
    evaluator = Evaluator(made, World({("F", 2024): own}), "F", 2024)
    found = advice(evaluator, sheet, Raiser(made, sheet))
    first = found[0]
    assert first.items == ("a.a2",)
    assert first.moves[0]["now"] == "1 万元"
    assert (first.moves[0]["then"], first.gain[0]) == ("2 万元", 4)
    assert first.text().startswith("费用 1 万元 → ")
    assert "points, total" in first.text("en")
