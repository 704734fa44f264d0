"""Quotients that a condition chooses between."""

import pytest

from gaoxin.base.errors import PackError
from gaoxin.formula import tree as t
from gaoxin.plan.compile.choices import put
from tests.agreement.single import condition, judged, rows, sql, truth

SHARE = {"unit": "元", "decimals": 2, "digits": 9, "min": 0}


@pytest.mark.parametrize(
    ("a", "b", "c", "holds"),
    [
        (5, 100, 100, True),
        (4, 100, 100, False),
        (4, 100, 80, True),
        (4, 0, 80, None),
        (4, 100, 0, None),
        (4, 81, 81, False),
    ],
)
def test_the_better_of_two_quotients(a: int, b: int, c: int, holds: bool | None):
    assert truth("greatest(a / b, a / c) >= 5%", rows({"a": a, "b": b, "c": c})) is holds


@pytest.mark.parametrize(
    ("a", "b", "holds"), [(-6, 100, True), (-5, 100, True), (-4, 100, False), (5, 100, True), (5, 0, None)]
)
def test_the_size_of_a_quotient(a: int, b: int, holds: bool | None):
    assert truth("abs(a / b) >= 5%", rows({"a": a, "b": b})) is holds


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ({"flag": True, "a": 5, "b": 100}, True),
        ({"flag": False, "a": 5, "c": 101}, False),
        ({"a": 5, "b": 100, "c": 100}, True),  # the guard is unknown, the quotients agree
        ({"a": 5, "b": 100, "c": 50}, None),
        ({"flag": True, "a": 5, "b": 0, "c": 50}, None),
    ],
)
def test_a_case_between_quotients(row: dict[str, object], holds: bool | None):
    assert truth("CASE WHEN flag THEN a / b ELSE a / c END >= 5%", rows(row)) is holds


@pytest.mark.slow
@pytest.mark.parametrize("inner", ["CASE WHEN n > 1 THEN b / c ELSE c / b END", "least(a / c, b / c)"])
def test_a_way_that_is_not_taken_may_be_unknown(inner: str):
    """Which of the inner quotients counts is not known, and does not matter."""
    formula = f"CASE WHEN flag THEN a / b ELSE {inner} END >= 5%"
    assert truth(formula, rows({"flag": True, "a": 5, "b": 100})) is True
    assert truth(formula, rows({"flag": True, "a": 4, "b": 100})) is False
    assert truth(formula, rows({"flag": False, "a": 5, "b": 100})) is None


@pytest.mark.slow
def test_a_way_without_else_that_is_not_taken():
    formula = "CASE WHEN flag THEN a / b ELSE CASE WHEN n > 1 THEN b / c END END >= 5%"
    assert truth(formula, rows({"flag": True, "n": 1, "a": 5, "b": 100})) is True
    assert truth(formula, rows({"flag": False, "n": 2, "b": 5, "c": 100})) is True
    assert truth(formula, rows({"flag": False, "n": 1, "b": 5, "c": 100})) is None


def test_quotients_that_both_pass_but_differ_are_unknown():
    """Which figure it is is not known, and a figure that is not known is not compared."""
    assert truth("CASE WHEN flag THEN a / b ELSE a / c END >= 5%", rows({"a": 10, "b": 100, "c": 50})) is None


def test_a_case_on_one_column_tests_it_once():
    formula = "CASE WHEN kind = '甲' THEN a / b WHEN kind = '乙' THEN b / a ELSE 1 END >= 5%"
    kinds = {"type": "category", "categories": ["甲", "乙", "丙"]}
    text = sql(condition(judged(formula, a=SHARE, b=SHARE, kind=kinds)))
    assert text.startswith(
        "CASE WHEN kind = '甲' THEN CASE WHEN b > 0 THEN 20 * a >= b END WHEN kind = '乙' THEN"
    )
    assert truth(formula, rows({"kind": "丙"})) is True
    assert truth(formula, rows({"kind": "甲", "a": 5, "b": 100})) is True
    assert truth(formula, rows({"a": 5, "b": 5})) is True
    assert truth(formula, rows({"a": 5, "b": 100})) is None


def test_too_many_choices_are_refused():
    many = " + ".join(f"greatest(a / b, {n} * b / a)" for n in range(1, 9))
    with pytest.raises(PackError, match=r"(?s)more than \d+ cases; .*try: split it"):
        condition(judged(f"{many} >= 1", a=SHARE, b=SHARE))


def test_put_replaces_every_equal_node():
    old, new = t.Ref(3, "a", "number"), t.Number(1, 1)  # type: ignore[arg-type]
    case = t.Case(
        1, ((t.Op(1, ">", (t.Ref(9, "a", "number"), new)), t.Ref(1, "b", "number")),), t.Ref(2, "a", "number")
    )
    moved = put(t.Op(1, "+", (case, t.Since(1, t.Ref(1, "a", "number"), 1, old))), old, new)
    assert t.Ref(1, "a", "number") not in list(t.walk(moved))
    assert t.Ref(1, "b", "number") in list(t.walk(moved))
