"""One measure over subjects and years, apart from packs and engines."""

from fractions import Fraction as F

import pytest

from gaoxin.services.board.figures import Shown, figures_of
from gaoxin.services.board.measures import Measure
from gaoxin.spec import Board

LEAF = {"id": "a", "title": {"zh": "题", "en": "title"}, "state": "task"}
BOARD = Board.model_validate({"title": LEAF["title"], "tree": [LEAF]})
PLAIN = Measure("x", "家", "up", assumed=False, years=(("x", 0),), rollup=False)


def test_a_column_of_doubles_is_read_by_its_leading_digits():
    rows = [{"subject": "甲", "period": 2024, "x": 0.1 + 0.2}, {"subject": "甲", "period": 2023, "x": None}]
    assert figures_of(rows, "x") == {("甲", 2024): F(3, 10), ("甲", 2023): None}


def test_a_year_that_is_not_there_is_no_year_before():
    shown = Shown(PLAIN, {("甲", 2022): F(5), ("甲", 2024): F(4)})
    row = shown.row(BOARD, "甲", 2024)
    assert (row["prior_text"], row["change"], row["own_low"], row["own_high"]) == (None, None, 4.0, 5.0)
    assert (row["peers"], row["peers_below"]) == (None, None)


def test_equal_peers_are_not_below():
    shown = Shown(PLAIN, {("甲", 2024): F(4), ("乙", 2024): F(4), ("丙", 2024): F(3), ("丁", 2024): None})
    assert shown.standing("甲", 2024, F(4)) == {"peers": 2, "peers_below": 1}
    assert shown.standing("丁", 2024, None) == {"peers": 3, "peers_below": None}


@pytest.mark.parametrize(
    ("number", "assumed", "broken", "expected"),
    [
        (None, True, True, "break"),
        (None, True, False, "missing"),
        (F(1), True, False, "assumed"),
        (F(1), False, True, "break"),
        (F(1), False, False, "known"),
    ],
)
def test_the_worst_state_is_shown(number: F | None, assumed: bool, broken: bool, expected: str):
    measure = Measure("x", "家", "up", assumed=assumed, years=(), rollup=False)
    assert Shown(measure, {}).state(number, broken=broken) == expected
