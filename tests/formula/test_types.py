"""Types of values: kinds, dimensions, and what a bare number may stand for."""

import pytest

from gaoxin.base import units
from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.types import DATE, FLAG, Type, fail, join

AT = t.Name(7, "a")


def number(unit: str = "", **more: bool) -> Type:
    parsed = units.parse(unit)
    assert parsed is not None
    return Type("number", parsed.dimension, **more)


BARE, ZERO, MONEY, PIECES, PER_HEAD = (
    number(literal=True),
    number(literal=True, zero=True),
    number("元"),
    number("件"),
    number("件/人"),
)


@pytest.mark.parametrize(
    ("a", "b", "joined"),
    [
        (MONEY, MONEY, MONEY),
        (MONEY, number("万元"), MONEY),
        (PIECES, BARE, PIECES),
        (BARE, PIECES, PIECES),
        (PER_HEAD, BARE, PER_HEAD),
        (BARE, PER_HEAD, PER_HEAD),
        (MONEY, ZERO, MONEY),
        (ZERO, MONEY, MONEY),
        (BARE, BARE, BARE),
        (ZERO, ZERO, ZERO),
        (MONEY, Type("real", MONEY.dimension), Type("real", MONEY.dimension)),
        (Type("interval"), BARE, Type("interval")),
        (BARE, Type("interval"), Type("interval")),
        (FLAG, FLAG, FLAG),
        (DATE, DATE, DATE),
        (Type("text", literal=True), Type("text", categories=("甲",)), Type("text", categories=("甲",))),
    ],
)
def test_what_goes_together(a: Type, b: Type, joined: Type):
    assert join(AT, a, b, "a sum") == joined


@pytest.mark.parametrize(
    ("a", "b", "seen"),
    [
        (MONEY, PIECES, "元 and 件; a sum needs one unit; try: divide or multiply to the same unit"),
        (MONEY, BARE, "元 and a pure number; a sum needs one unit; try: give the number its unit"),
        (BARE, MONEY, "a pure number and 元"),
        (number("元/人"), BARE, "元/人 and a pure number"),
        (PIECES, number(), "件 and a pure number"),
        (MONEY, FLAG, "元 and flag; a sum needs two values of one kind; try: compare like with like"),
        (DATE, Type("text"), "date and text"),
        (Type("interval"), Type("real"), "points of a jury and a double; the two do not mix"),
    ],
)
def test_what_does_not(a: Type, b: Type, seen: str):
    with pytest.raises(FormulaError) as caught:
        join(AT, a, b, "a sum")
    assert seen in str(caught.value)
    assert caught.value.column == 7


def test_what_can_be_calculated_with():
    assert [Type(s).numeric for s in ("number", "real", "interval", "flag", "text", "date")] == [True] * 3 + [
        False
    ] * 3


def test_types_in_messages():
    assert [str(kind) for kind in (MONEY, PER_HEAD, BARE, FLAG, DATE)] == [
        "元",
        "件/人",
        "a pure number",
        "flag",
        "date",
    ]


def test_a_fault_stands_at_its_node():
    error = fail(AT, "this", "that", "mend")
    assert (error.column, error.seen, error.rule, error.next_step) == (7, "this", "that", "mend")
