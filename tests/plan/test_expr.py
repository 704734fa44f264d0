"""The expressions that a plan is made of."""

import pytest

from gaoxin.plan import expr as e

A, B = e.Column("a", "int"), e.Column("b", "flag")
LESS = e.Compare("<", A, e.ONE)


def test_parts_are_the_expressions_directly_below():
    when = e.When(((LESS, e.ONE), (B, e.ZERO)), A)
    assert list(e.parts(when)) == [LESS, e.ONE, B, e.ZERO, A]
    assert list(e.parts(e.Poly(((2, (A, e.ONE)), (3, ())), 64))) == [A, e.ONE]
    assert list(e.parts(A)) == []


def test_columns_are_found_at_any_depth():
    when = e.When(((e.And((LESS, B)), e.Poly(((1, (A,)),), 64)),))
    assert [column.name for column in e.columns(when)] == ["a", "b", "a"]


@pytest.mark.parametrize(("join", "neutral", "kind"), [(e.all_of, e.TRUE, e.And), (e.any_of, e.FALSE, e.Or)])
def test_joining_leaves_out_what_changes_nothing(join, neutral, kind):
    assert join(()) == neutral
    assert join((neutral, LESS)) == LESS
    assert join((LESS, neutral, B)) == kind((LESS, B))


@pytest.mark.parametrize(
    ("expr", "kind"),
    [
        (A, "int"),
        (B, "flag"),
        (e.TRUE, "flag"),
        (LESS, "flag"),
        (e.Wide(">", ((1, (A,)),)), "flag"),
        (e.Known(A), "flag"),
        (e.ToReal(A), "real"),
        (e.Real("+", (e.ToReal(A), e.ToReal(A))), "real"),
        (e.When(((B, e.ToReal(A)),)), "real"),
        (e.Round(A, e.ONE, "up"), "int"),
        (e.SignOf(A), "int"),
        (e.Days(e.Column("d", "date"), e.Column("d", "date")), "int"),
    ],
)
def test_the_kind_of_an_expression(expr, kind):
    assert e.kind_of(expr) == kind


def test_expressions_are_values():
    assert e.Compare("<", A, e.ONE) == LESS
    assert hash(e.Compare("<", A, e.ONE)) == hash(LESS)
    assert e.Column("a", "int") != e.Column("a", "real")
