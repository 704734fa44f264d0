"""What kind of value a resolved tree gives."""

from fractions import Fraction

import pytest

from gaoxin.formula import tree as t
from gaoxin.plan.compile.kinds import is_real, kind_of

NUMBER, REAL = t.Ref(1, "a", "number"), t.Ref(1, "x", "real")
TEXT, DATE = t.Text(1, "甲"), t.Ref(1, "d", "date")
MARK, FLAG = t.Ref(1, "g", "interval"), t.Flag(1, None)
ONE = t.Number(1, Fraction(1))


@pytest.mark.parametrize(
    ("tree", "kind"),
    [
        (NUMBER, "number"),
        (t.Op(1, "+", (NUMBER, MARK)), "interval"),
        (t.Op(1, "neg", (MARK,)), "interval"),
        (t.Op(1, "<", (NUMBER, ONE)), "flag"),
        (t.Op(1, "isnull", (NUMBER,)), "flag"),
        (FLAG, "flag"),
        (TEXT, "text"),
        (DATE, "date"),
        (t.Call(1, "date", (TEXT,)), "date"),
        (t.Call(1, "existed", (ONE,)), "flag"),
        (t.Call(1, "least", (NUMBER, ONE)), "number"),
        (t.Case(1, ((FLAG, TEXT),), None), "text"),
        (t.Since(1, FLAG, 1, FLAG), "flag"),
        (t.Item(1, "p.s", "interval"), "interval"),
    ],
)
def test_the_kind_of_a_tree(tree: t.Node, kind: str):
    assert kind_of(tree) == kind


@pytest.mark.parametrize(
    ("tree", "real"),
    [
        (NUMBER, False),
        (REAL, True),
        (t.Op(1, "+", (NUMBER, REAL)), True),
        (t.Call(1, "log", (NUMBER,)), True),
        (t.Call(1, "cagr", (NUMBER, NUMBER, ONE)), True),
        (t.Call(1, "round_half_up", (REAL, ONE)), False),
        (t.Call(1, "age_days", (DATE,)), False),
        (t.Case(1, ((t.Op(1, "<", (REAL, ONE)), NUMBER),), ONE), False),
        (t.Case(1, ((FLAG, NUMBER),), REAL), True),
        (t.Rollup(1, "sum", "firm", REAL, None), False),
        (t.Over(1, "rank", REAL), False),
    ],
)
def test_doubles_are_known_by_what_they_are_made_of(tree: t.Node, real: bool):
    assert is_real(tree) is real
