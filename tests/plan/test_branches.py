"""Columns with one reader, behind one branch, are computed there; all others stay columns."""

from gaoxin.plan import expr as e
from gaoxin.plan.branches import in_branches
from gaoxin.plan.steps import Derived

A, B, P, Q = e.Column("a", "int"), e.Column("b", "int"), e.Column("p", "flag"), e.Column("q", "flag")
SUM = e.Poly(((1, (A,)), (1, (B,))), 64)
X, Y = e.Column("x", "int"), e.Column("y", "int")


def test_the_value_of_one_branch_is_computed_there() -> None:
    columns = [Derived("x", SUM, "int", "the sum"), Derived("y", e.When(((P, X),), B), "int", "the choice")]
    (made,) = in_branches(columns, {"y"})
    assert made.expr == e.When(((P, SUM),), B)
    assert made.note == "the choice; the sum"
    (other,) = in_branches([columns[0], Derived("y", e.When(((P, B),), X), "int")], ())
    assert other.expr == e.When(((P, B),), SUM)


def test_choices_do_not_go_deeper_and_deeper() -> None:
    chain = [Derived("c0", SUM, "int")]
    chain += [Derived(f"c{n}", e.When(((P, e.Column(f"c{n - 1}", "int")),), B), "int") for n in range(1, 5)]
    assert [column.name for column in in_branches(chain, {"c4"})] == ["c1", "c3", "c4"]


def test_what_others_read_stays_a_column() -> None:
    twice = [Derived("x", SUM, "int"), Derived("y", e.When(((P, X), (Q, X))), "int")]
    assert in_branches(twice, {"y"}) == twice
    once = [Derived("x", SUM, "int"), Derived("y", e.When(((P, X),)), "int")]
    assert in_branches(once, {"x", "y"}) == once


def test_what_every_row_reads_stays_a_column() -> None:
    flag = e.Compare(">", A, B)
    guard = [Derived("f", flag, "flag"), Derived("y", e.When(((e.Column("f", "flag"), A),), B), "int")]
    assert in_branches(guard, {"y"}) == guard
    inside = [Derived("x", SUM, "int"), Derived("y", e.When(((P, e.Poly(((2, (X,)),), 64)),)), "int")]
    assert in_branches(inside, {"y"}) == inside
    alone = [Derived("x", SUM, "int"), Derived("y", X, "int")]
    assert in_branches(alone, {"y"}) == alone
