"""Exact quotients, and the tests of their sign."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gaoxin.plan import expr as e
from gaoxin.plan import rational as r


def money(name: str, digits: float = 9, *, positive: bool = False) -> r.Atom:
    """An amount in 分."""
    return r.Atom(name, e.Column(name, "int"), 100, digits, positive)


A, B, C = (money(name) for name in "abc")
P, Q = money("p", positive=True), money("q", positive=True)


def value(found: r.Rational, cells: dict[str, int]) -> Fraction | None:
    """The value of a quotient by its own fields; None where a divisor is zero."""

    def at(poly: r.Polynomial) -> Fraction:
        total = Fraction(0)
        for monomial, coefficient in poly.items():
            for atom in monomial:
                coefficient *= cells[atom.key]
            total += coefficient
        return total

    if any(at(guard) == 0 for guard in found.guards) or any(at(part) == 0 for part in found.under):
        return None
    result = at(found.over)
    for part in found.under:
        result /= at(part)
    return result


def run(expr: e.Expr, cells: dict[str, int]) -> bool | int | None:
    """What an engine must give, by the plain meaning of expressions."""
    match expr:
        case e.Column(name=name):
            return cells.get(name)
        case e.Constant(value=constant):
            return constant  # type: ignore[return-value]
        case e.Poly(terms=terms):
            return total(terms, cells)
        case e.Wide(op=op, terms=terms):
            return held(op, total(terms, cells), 0)
        case e.Compare(op=op, left=left, right=right):
            return held(op, run(left, cells), run(right, cells))
        case e.SignOf(arg=arg):
            number = run(arg, cells)
            return None if number is None else (number > 0) - (number < 0)
        case _:
            return chosen(expr, cells)


def chosen(expr: e.Expr, cells: dict[str, int]) -> bool | int | None:
    match expr:
        case e.Known(arg=arg):
            return run(arg, cells) is not None
        case e.And(args=args):
            parts = [run(arg, cells) for arg in args]
            return False if False in parts else None if None in parts else True
        case e.When(branches=branches, default=default):
            holding = [then for guard, then in branches if run(guard, cells) is True]
            taken = holding[0] if holding else default
            return None if taken is None else run(taken, cells)
    raise TypeError(expr)


def total(terms: tuple[tuple[int, tuple[e.Expr, ...]], ...], cells: dict[str, int]) -> int | None:
    result = 0
    for coefficient, parts in terms:
        for part in parts:
            cell = run(part, cells)
            if cell is None:
                return None
            coefficient *= cell
        result += coefficient
    return result


def held(op: str, left: int | Fraction | None, right: int | Fraction | None) -> bool | None:
    if left is None or right is None:
        return None
    order = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    return {**order, "=": left == right, "<>": left != right}[op]


def test_growth_over_two_years_is_a_polynomial():
    """1/2*(r2/r1 + r3/r2) - 1 >= 35 % with r > 0: 10 r2² + 10 r1 r3 >= 27 r1 r2."""
    r1, r2, r3 = (money(f"r{n}", positive=True) for n in (1, 2, 3))
    first = r.divide(r.atom(r2), r.atom(r1))
    second = r.divide(r.atom(r3), r.atom(r2))
    mean = r.multiply(r.number(Fraction(1, 2)), r.add(first, second))
    made = r.compare(">=", r.add(mean, r.number(Fraction(27, 20)), -1))
    c1, c2, c3 = (e.Column(f"r{n}", "int") for n in (1, 2, 3))
    assert made == e.When(
        (
            (
                e.And((e.Compare(">", c1, e.ZERO), e.Compare(">", c2, e.ZERO))),
                e.Compare(
                    ">=",
                    e.Poly(((10, (c1, c3)), (10, (c2, c2))), 128),
                    e.Poly(((27, (c1, c2)),), 128),
                ),
            ),
        )
    )


def test_scales_cancel():
    """A share of two amounts in 分: no factor is left of them."""
    share = r.divide(r.atom(P), r.atom(Q))
    made = r.compare(">=", r.add(share, r.number(Fraction(1, 20)), -1))
    p, q = e.Column("p", "int"), e.Column("q", "int")
    assert made == e.When(((e.Compare(">", q, e.ZERO), e.Compare(">=", e.Poly(((20, (p,)),), 64), q)),))


def test_what_cancels_must_still_be_known():
    made = r.compare(">=", r.add(r.atom(A), r.atom(A), -1))
    assert made == e.When(((e.Known(e.Column("a", "int")), e.TRUE),))
    assert run(made, {}) is None


def test_a_divisor_of_a_divisor_must_not_be_zero():
    """a / (b / c) is unknown where c is 0 too, though it reads a c / b."""
    made = r.compare(">=", r.divide(r.atom(A), r.divide(r.atom(B), r.atom(C))))
    assert run(made, {"a": 1, "b": 1, "c": 0}) is None
    assert run(made, {"a": 1, "b": 0, "c": 1}) is None
    assert run(made, {"a": 1, "b": 1, "c": 1}) is True
    assert run(made, {"a": 1, "b": -1, "c": 1}) is False


@pytest.mark.parametrize(("digits", "bits"), [(17.9, 64), (18.0, 128), (37.9, 128), (38.0, None)])
def test_the_narrowest_integer_is_chosen(digits: float, bits: int | None):
    assert r.bits(digits) == bits


@pytest.mark.parametrize(
    ("digits", "bits"), [(8, 64), (9, 128), (18, 128), (19, None)], ids=["64", "128", "128 still", "wide"]
)
def test_static_digits_of_a_product(digits: int, bits: int | None):
    """Of two factors with so many digits: 10^16 fits 64 bits, 10^36 fits 128."""
    a, b = money("a", digits), money("b", digits)
    made = r.compare(">=", r.add(r.multiply(r.atom(a), r.atom(b)), r.number(Fraction(1)), -1))
    if bits is None:
        assert isinstance(made, e.Wide)
    else:
        assert isinstance(made, e.Compare)
        assert isinstance(made.left, e.Poly)
        assert made.left.bits == bits


def test_digits_bound_every_sum():
    a, b = money("a", 3), money("b", 2)
    terms = {(a, b): 7, (b,): -20}
    most = 7 * 999 * 99 + 20 * 99
    assert 10 ** r.digits(terms.items()) >= most
    assert r.digits({}.items()) == 0


def test_constants_are_decided_at_once():
    assert r.compare(">=", r.number(Fraction(0))) == e.TRUE
    assert r.compare("<", r.number(Fraction(1, 3))) == e.FALSE


def test_integers_scale_by_the_least_factor():
    poly = {(A,): Fraction(1, 4), (B,): Fraction(1, 6)}
    assert r.integers(poly) == ({(A,): 3, (B,): 2}, 12)
    assert r.integers({}) == ({}, 1)


FORMS = st.recursive(
    st.one_of(
        st.sampled_from([A, B, C, P, Q]).map(r.atom),
        st.sampled_from(["0", "1", "-2", "1/3", "0.05"]).map(Fraction).map(r.number),
    ),
    lambda inner: st.one_of(
        st.builds(r.add, inner, inner),
        st.builds(lambda a, b: r.add(a, b, -1), inner, inner),
        st.builds(r.multiply, inner, inner),
        st.builds(r.divide, inner, inner),
        st.builds(r.negate, inner),
    ),
    max_leaves=5,
)
CELLS = st.fixed_dictionaries(
    {
        **{name: st.one_of(st.integers(-3, 3), st.sampled_from([-100, 100, 2000])) for name in "abc"},
        **{name: st.integers(0, 3) for name in "pq"},
    }
)


@pytest.mark.slow
@given(form=FORMS, cells=CELLS, op=st.sampled_from(list(r.FLIPPED)))
def test_a_comparison_means_what_the_quotient_means(form: r.Rational, cells: dict[str, int], op: str):
    exact = value(form, cells)
    made = r.compare(op, form)
    assert run(made, cells) == held(op, exact, Fraction(0) if exact is not None else None)


def test_a_divisor_that_is_itself_divided_by_zero_is_unknown():
    never = r.divide(r.atom(A), r.divide(r.atom(A), r.number(Fraction(0))))
    assert run(r.compare("<", never), {"a": 1}) is None


@pytest.mark.slow
@given(form=FORMS, cells=CELLS, op=st.sampled_from(list(r.FLIPPED)), gone=st.sampled_from("abcpq"))
def test_a_missing_amount_is_unknown(form: r.Rational, cells: dict[str, int], op: str, gone: str):
    needed = {atom.key for atom in form.needed}
    assume(gone in needed)
    cells = {name: cell for name, cell in cells.items() if name != gone}
    assert run(r.compare(op, form), cells) is None


def test_addition_needs_no_more_divisors_than_its_terms():
    """a/b + c/b has b once below, a/b + a/(b c) has b c."""
    over_b = [r.divide(r.atom(x), r.atom(B)) for x in (A, C)]
    assert len(r.add(*over_b).under) == 1
    deeper = r.divide(r.atom(A), r.multiply(r.atom(B), r.atom(C)))
    assert len(r.add(over_b[0], deeper).under) == 2


def test_atoms_are_ordered_by_name():
    made = [r.multiply(*map(r.atom, pair)).over for pair in itertools.permutations((A, B))]
    assert made[0] == made[1]
