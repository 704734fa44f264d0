"""CASE as Gaoxin means it: an unknown guard is no false guard."""

import pytest

from gaoxin.plan import expr as e
from gaoxin.plan.compile.case import strict_column
from tests.agreement.single import figure, rows, truth

COLUMN = e.Column("kind", "text")


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({"flag": True, "n": 12}, 1),
        ({"flag": False, "n": 12}, 2),
        ({"flag": False, "n": 1}, 3),
        ({"flag": True}, 1),
        ({"flag": False}, None),
        ({"n": 12}, None),
    ],
)
def test_an_unknown_guard_makes_an_unknown_value(row: dict[str, object], value: float | None):
    assert figure("CASE WHEN flag THEN 1 WHEN n >= 10 THEN 2 ELSE 3 END", rows(row)) == value


@pytest.mark.parametrize(
    ("row", "value"),
    [({"n": 12}, 5), ({"n": 1}, None), ({}, None), ({"flag": True}, 5), ({"flag": False}, None)],
)
def test_branches_that_agree_need_no_guard(row: dict[str, object], value: float | None):
    """Whichever of the first two holds, it is 5."""
    assert figure("CASE WHEN flag THEN 5 WHEN n >= 10 THEN 5 ELSE 7 END", rows(row)) == value


def test_all_branches_alike_need_no_input():
    assert figure("CASE WHEN flag THEN 5 ELSE 5 END", rows({})) == 5
    assert truth("CASE WHEN flag THEN TRUE ELSE TRUE END", rows({})) is True


def test_without_else_it_is_unknown():
    assert figure("CASE WHEN n >= 10 THEN 1 END", rows({"n": 1})) is None


def test_a_null_branch_agrees_with_nothing():
    assert truth("CASE WHEN flag THEN n >= 10 ELSE n >= 10 END", rows({})) is None


@pytest.mark.parametrize(("kind", "value"), [("甲", 1), ("乙", 1), ("丙", 9), (None, None)])
def test_guards_on_one_category(kind: str | None, value: float | None):
    formula = "CASE WHEN kind IN ('甲') THEN 1 WHEN kind = '乙' THEN 1 ELSE 9 END"
    assert figure(formula, rows({"kind": kind})) == value


@pytest.mark.parametrize(("kind", "value"), [("甲", 5), ("乙", 6), ("丙", None), (None, None)])
def test_guards_on_one_category_without_else(kind: str | None, value: float | None):
    """An empty category leaves the missing ELSE possible, however the branches agree."""
    assert figure("CASE WHEN kind = '甲' THEN 5 WHEN kind = '乙' THEN 6 END", rows({"kind": kind})) == value
    assert figure("CASE WHEN kind = '甲' THEN 5 WHEN kind = '乙' THEN 5 END", rows({})) is None


def test_guards_on_one_column_are_unknown_together():
    same = e.Compare("=", COLUMN, e.Constant("甲", "text"))
    other = e.Compare("=", COLUMN, e.Constant("乙", "text"))
    number = e.Compare("=", e.Column("n", "int"), e.ONE)
    assert strict_column([same, other]) == COLUMN
    assert strict_column([e.Or((same, other)), same]) == COLUMN
    assert strict_column([same, number]) is None
    assert strict_column([e.And((same, other))]) is None
    assert strict_column([e.Compare("=", COLUMN, COLUMN)]) is None
