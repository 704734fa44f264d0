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


EVERY = [
    (A, []),
    (e.Constant("a", "text"), []),
    (e.Poly(((2, (A, e.ONE)), (3, ()), (-1, (A,))), 128), [A, e.ONE, A]),
    (e.Wide(">", ((2, (A, e.ONE)), (3, ()))), [A, e.ONE]),
    (LESS, [A, e.ONE]),
    (e.And((LESS, B)), [LESS, B]),
    (e.Or((LESS, B)), [LESS, B]),
    (e.Not(B), [B]),
    (e.Known(A), [A]),
    (e.When(((B, A), (LESS, e.ONE))), [B, A, LESS, e.ONE]),
    (e.When(((B, A),), e.ZERO), [B, A, e.ZERO]),
    (e.SignOf(A), [A]),
    (e.Round(A, e.ONE, "up"), [A, e.ONE]),
    (e.RoundReal(e.ToReal(A), 10), [e.ToReal(A)]),
    (e.Days(A, e.ONE), [A, e.ONE]),
    (e.Years(A, e.ONE), [A, e.ONE]),
    (e.YearOf(A), [A]),
    (e.Real("+", (A, e.ONE)), [A, e.ONE]),
    (e.ToReal(A), [A]),
    (e.Over("rank", A, descending=False, by=(B,)), [A, B]),
]


@pytest.mark.parametrize(("expr", "below"), EVERY)
def test_an_expression_is_made_again_of_its_parts(expr, below):
    assert list(e.parts(expr)) == below
    assert e.with_parts(expr, below) == expr
    other = [e.Column(f"other {n}", "int") for n in range(len(below))]
    changed = e.with_parts(expr, other)
    assert list(e.parts(changed)) == other
    assert e.with_parts(changed, below) == expr


def test_every_kind_of_expression_is_tried():
    there = {kind for kind in vars(e).values() if isinstance(kind, type) and issubclass(kind, e.Expr)}
    assert {type(expr) for expr, _ in EVERY} == there - {e.Expr}


def test_columns_are_found_at_any_depth():
    when = e.When(((e.And((LESS, B)), e.Poly(((1, (A,)),), 64)),))
    assert {column.name for column in e.columns(when)} == {"a", "b"}
    again = e.And((LESS, LESS))
    for _ in range(100):
        again = e.Or((again, again))
    assert [column.name for column in e.columns(again)] == ["a"]


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
