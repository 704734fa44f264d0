"""Shared columns: computed once, only what is computed for every row, and with the same values."""

from gaoxin.plan import expr as e
from gaoxin.plan.sharing import factored, multiplied, shared
from gaoxin.plan.steps import Derived

A, B = e.Column("a", "int"), e.Column("b", "int")
SUM = e.Poly(((1, (A,)), (2, (B,))), 64)
TEST = e.And((e.Compare(">", SUM, e.ZERO), e.Known(A)))


def test_an_expression_of_two_columns_gets_its_own() -> None:
    made = shared(
        [Derived("x", e.Not(TEST), "flag", "note"), Derived("y", e.When(((TEST, A),), B), "int")],
    )
    assert [column.name for column in made] == ["shared.1", "x", "y"]
    assert made[0] == Derived("shared.1", TEST, "flag")
    assert made[1] == Derived("x", e.Not(e.Column("shared.1", "flag")), "flag", "note")
    assert made[2].expr == e.When(((e.Column("shared.1", "flag"), A),), B)


def test_a_column_that_is_the_expression_serves_the_others() -> None:
    made = shared([Derived("x", TEST, "flag"), Derived("y", e.Not(TEST), "flag")])
    assert made == [Derived("x", TEST, "flag"), Derived("y", e.Not(e.Column("x", "flag")), "flag")]


def test_values_of_branches_stay_lazy() -> None:
    columns = [Derived(name, e.When(((A, TEST),), e.Not(TEST)), "flag") for name in "xy"]
    first, second = shared(columns)
    assert first == columns[0]
    assert second.expr == e.Column("x", "flag")


def test_guards_behind_the_second_are_lazy_too() -> None:
    flags = [e.Column(name, "flag") for name in "pq"]
    columns = [
        Derived(flag.name.upper(), e.When(((flag, A), (e.Not(flag), B), (TEST, A))), "int") for flag in flags
    ]
    assert shared(columns) == columns


def test_equal_numbers_of_other_types_are_no_equals() -> None:
    one, true = e.Constant(1, "int"), e.Constant(True, "flag")
    columns = [Derived("x", e.Known(e.Known(one)), "flag"), Derived("y", e.Known(e.Known(true)), "flag")]
    assert shared(columns) == columns


def test_cheap_expressions_are_left() -> None:
    columns = [Derived(name, e.And((e.Known(A), e.Column(name + "0", "flag"))), "flag") for name in "xy"]
    assert shared(columns) == columns


def test_a_sum_of_products_is_as_dear_as_its_operations() -> None:
    total = e.Poly(((2, (A,)), (3, (B,)), (4, (A, B))), 64)
    capped = e.When(((e.Compare("<=", total, e.ONE), total),), e.ONE)
    assert [column.name for column in shared([Derived("x", capped, "int")])] == ["shared.1", "x"]
    plain = [Derived("x", e.When(((e.Compare("<=", SUM, e.ONE), SUM),), e.ONE), "int")]
    assert shared(plain) == plain


def test_what_many_may_need_is_computed_once() -> None:
    columns = [Derived(name, e.When(((e.Column(f"{name}0", "flag"), TEST),)), "flag") for name in "wxyz"]
    assert [column.name for column in shared(columns)] == ["shared.1", "w", "x", "y", "z"]


def test_wide_polynomials_share_what_differs_by_a_factor() -> None:
    product = (A, B)
    ten, two = (e.Poly(((k, product), (k, (A, A))), 128) for k in (10, 2))
    one = e.Poly(((1, product), (1, (A, A))), 128)
    assert factored(ten) == e.Poly(((10, (one,)),), 128)
    assert multiplied(factored(ten)) == ten
    alone = [Derived("x", e.Compare(">", ten, B), "flag")]
    assert shared(alone) == alone
    made = shared(
        [Derived("x", e.Compare(">", ten, B), "flag"), Derived("y", e.Compare(">", two, A), "flag")]
    )
    assert made[0] == Derived("shared.1", one, "int")
    assert made[1].expr == e.Compare(">", e.Poly(((10, (e.Column("shared.1", "int"),)),), 128), B)


def test_narrow_and_plain_polynomials_stay() -> None:
    for poly in (
        e.Poly(((10, (A, B)),), 64),
        e.Poly(((10, (A,)),), 128),
        e.Poly(((2, (A, B)), (3, (A,))), 128),
    ):
        assert factored(poly) == poly
