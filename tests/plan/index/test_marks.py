"""The words of ``status``."""

from gaoxin.plan.index import MARKS


def test_each_mark_has_its_rule() -> None:
    assert all(word and rule for word, rule in MARKS.items())
    assert not any(";" in word for word in MARKS)


def test_reasons_stand_before_what_a_score_rests_on() -> None:
    order = list(MARKS)
    assert order[0] == "unknown"
    assert order.index("not positive") < order.index("imputed") < order.index("weight unpublished")
