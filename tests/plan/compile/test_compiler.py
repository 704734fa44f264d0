"""The compiler as a whole: the same formula, the same expression."""

import pytest

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan.compile import Compiler
from tests.agreement.single import condition, judged

FORMULAS = [
    "a / b >= 5% AND n > 10",
    "total(a, 3) / total(b, 3) >= CASE WHEN a <= 5000 万元 THEN 5% ELSE 3% END",
    "least(a, b) >= 1 元 OR mark > 6",
    "each_of(a >= 100 万元, 2)",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_compiling_is_deterministic(formula: str):
    assert condition(judged(formula)) == condition(judged(formula))


def test_each_kind_of_value_has_its_way():
    compiler = Compiler(dict(judged("flag").variables), "born")
    assert compiler.flag(t.Flag(1, True)) == e.TRUE
    assert compiler.plain(t.Text(1, "甲")) == e.Constant("甲", "text")
    assert compiler.rational(t.Ref(1, "a", "number")).whole
    assert compiler.real(t.Ref(1, "a", "number")) == e.Real(
        "/", (e.ToReal(e.Column("a", "int")), e.Constant(100.0, "real"))
    )
    assert compiler.sign(">", t.Ref(1, "a", "number")) == e.Compare(">", e.Column("a", "int"), e.ZERO)


def test_what_cannot_be_compiled_says_so():
    compiler = Compiler(dict(judged("flag").variables), "born")
    with pytest.raises(UnsupportedError, match="is not a condition"):
        compiler.flag(t.Text(1, "甲"))
    with pytest.raises(UnsupportedError, match="inside a roll-up"):
        compiler.rational(t.Over(1, "rank", t.Ref(1, "a", "number")))
