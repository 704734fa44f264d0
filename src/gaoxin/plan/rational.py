"""Exact quotients of polynomials over integer columns, and the tests of their sign."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from gaoxin.base.errors import UnsupportedError
from gaoxin.plan.expr import (
    FALSE,
    TRUE,
    ZERO,
    Bits,
    Compare,
    Constant,
    Expr,
    Known,
    Poly,
    SignOf,
    When,
    Wide,
    all_of,
)

Monomial = tuple["Atom", ...]
Polynomial = dict[Monomial, Fraction]

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
MAX_PRODUCTS = 5_000
_LIMIT = {64: 18.0, 128: 38.0}


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """An integer expression that takes part in polynomials.

    Parameters
    ----------
    key : its name, by which monomials are ordered
    expr : the expression; its value times 1/`divisor` is the figure
    divisor : stored units per base unit (100 for 分 of 元)
    digits : decimal digits of the greatest possible absolute value
    positive : never below zero
    """

    key: str
    expr: Expr = field(compare=False)
    divisor: int = field(compare=False)
    digits: float = field(compare=False)
    positive: bool = field(compare=False, default=False)


@dataclass(frozen=True, slots=True)
class Rational:
    """An exact value: `over` divided by all of `under`.

    Parameters
    ----------
    over, under : polynomials with fractions as coefficients
    needed : atoms that must be known, though they may have cancelled out
    guards : polynomials that must not be zero, though they may have cancelled out
    """

    over: Polynomial
    under: tuple[Polynomial, ...] = ()
    needed: frozenset[Atom] = frozenset()
    guards: tuple[Polynomial, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is divided by anything but literals."""
        return not self.under and not self.guards


def number(value: Fraction) -> Rational:
    """A literal."""
    return Rational({(): value} if value else {})


def atom(found: Atom) -> Rational:
    """A single atom, in base units."""
    return Rational({(found,): Fraction(1, found.divisor)}, needed=frozenset((found,)))


def add(a: Rational, b: Rational, sign: int = 1) -> Rational:
    """Sum or difference, over the least common multiset of divisors."""
    needed, guards = a.needed | b.needed, a.guards + b.guards
    if not a.under and not b.under:
        return Rational(_sum(a.over, b.over, sign), (), needed, guards)
    left, right = Counter(map(_key, a.under)), Counter(map(_key, b.under))
    common = left | right
    over = _sum(
        _times(a.over, product(map(dict, (common - left).elements()))),
        _times(b.over, product(map(dict, (common - right).elements()))),
        sign,
    )
    return Rational(over, tuple(dict(k) for k in common.elements()), needed, guards)


def multiply(a: Rational, b: Rational) -> Rational:
    """Product."""
    return Rational(_times(a.over, b.over), a.under + b.under, a.needed | b.needed, a.guards + b.guards)


def divide(a: Rational, b: Rational) -> Rational:
    """Quotient; every divisor, and every divisor inside the divisor, must not be zero."""
    over = a.over
    for poly in b.under:
        over = _times(over, poly)
    under = a.under + _factors(b.over)
    if len(b.over) == 1:
        ((_, coefficient),) = b.over.items()
        over = {m: c / coefficient for m, c in over.items()}
    return Rational(over, under, a.needed | b.needed, a.guards + b.guards + b.under)


def negate(a: Rational) -> Rational:
    """The same with the other sign."""
    return Rational({m: -c for m, c in a.over.items()}, a.under, a.needed, a.guards)


def _factors(poly: Polynomial) -> tuple[Polynomial, ...]:
    """A monomial as its single atoms (its coefficient is left out), any other polynomial as itself."""
    if len(poly) == 1:
        ((monomial, _),) = poly.items()
        return tuple({(a,): Fraction(1)} for a in monomial)
    return (poly,)


def _key(poly: Polynomial) -> tuple[tuple[Monomial, Fraction], ...]:
    return tuple(sorted(poly.items(), key=lambda item: [a.key for a in item[0]]))


def product(polys: Iterable[Polynomial]) -> Polynomial:
    """All polynomials multiplied."""
    found: Polynomial = {(): Fraction(1)}
    for poly in polys:
        found = _times(found, poly)
    return found


def _sum(a: Polynomial, b: Polynomial, sign: int) -> Polynomial:
    found = dict(a)
    for monomial, coefficient in b.items():
        signed = coefficient if sign > 0 else -coefficient
        found[monomial] = found[monomial] + signed if monomial in found else signed
    return {m: c for m, c in found.items() if c}


def _times(a: Polynomial, b: Polynomial) -> Polynomial:
    """A product; sums multiplied by sums grow without bound, which is why there is one."""
    if len(a) * len(b) > MAX_PRODUCTS:
        message = (
            f"sums and quotients that multiply to more than {MAX_PRODUCTS} products; "
            "try: round an indicator in it, or use figures that are reported"
        )
        raise UnsupportedError(message)
    found: Polynomial = {}
    for m, c in a.items():
        for n, d in b.items():
            key = tuple(sorted(m + n))
            found[key] = found[key] + c * d if key in found else c * d
    return {m: c for m, c in found.items() if c}


def integers(poly: Polynomial) -> tuple[dict[Monomial, int], int]:
    """The polynomial times the least integer that makes every coefficient whole, and that integer."""
    factor = math.lcm(*(c.denominator for c in poly.values())) if poly else 1
    return {m: int(c * factor) for m, c in poly.items()}, factor


def _reduced(poly: Polynomial) -> dict[Monomial, int]:
    """Whole coefficients without a common divisor."""
    whole, _ = integers(poly)
    common = math.gcd(*whole.values()) or 1
    return {m: c // common for m, c in whole.items()}


def digits(terms: Iterable[tuple[Monomial, int]]) -> float:
    """Decimal digits of the greatest possible absolute value of a sum of terms."""
    total = sum(abs(c) * 10 ** math.ceil(sum(a.digits for a in m)) for m, c in terms)
    return math.log10(total) if total else 0.0


def bits(found: float) -> Bits | None:
    """The narrowest integer that holds so many digits; None beyond 128 bits."""
    return 64 if found < _LIMIT[64] else 128 if found < _LIMIT[128] else None


def positive(poly: Polynomial) -> bool:
    """Whether a polynomial is never below zero, whatever its atoms hold."""
    return all(c > 0 and all(a.positive for a in m) for m, c in poly.items())


@dataclass(frozen=True, slots=True)
class Integer:
    """An exact value as an integer expression.

    Parameters
    ----------
    expr : the integer; times 1/`divisor` it is the value
    digits : decimal digits of the greatest possible absolute value
    positive : never below zero
    """

    expr: Expr
    divisor: int
    digits: float
    positive: bool

    def atom(self, name: str, expr: Expr) -> Atom:
        """The integer as an atom, under a name and behind an expression that holds it."""
        return Atom(name, expr, self.divisor, self.digits, self.positive)


def integer(value: Rational) -> Integer | None:
    """An exact value as an integer; None for a quotient, and beyond 128 bits."""
    if not value.whole:
        return None
    terms, divisor = integers(value.over)
    found = digits(terms.items())
    width = bits(found)
    if width is None:
        return None
    return Integer(guarded(polynomial(terms, width), value, terms), divisor, found, positive(value.over))


def guarded(expr: Expr, value: Rational, *kept: Mapping[Monomial, int]) -> Expr:
    """An expression made from an exact value, NULL where the value is not defined.

    Parameters
    ----------
    expr : what was made; NULL already where an atom of `kept` is unknown, or the product of the divisors is 0
    value : the exact value; its divisors' divisors must not be 0, and its cancelled atoms must be known
    kept : the terms of which `expr` was made
    """
    there = {atom for terms in kept for monomial in terms for atom in monomial}
    guards: list[Expr] = [Known(a.expr) for a in sorted(value.needed - there)]
    guards += [Compare("<>", _whole(g), ZERO) for g in value.guards]
    return When(((all_of(tuple(guards)), expr),)) if guards else expr


def _whole(poly: Polynomial) -> Expr:
    terms, _ = integers(poly)
    return polynomial(terms, bits(digits(terms.items())) or 128)


def polynomial(terms: dict[Monomial, int], width: Bits) -> Expr:
    """The expression of an integer polynomial."""
    if not terms:
        return ZERO
    if set(terms) == {()}:
        return Constant(terms[()], "int")
    if len(terms) == 1:
        ((monomial, coefficient),) = terms.items()
        if coefficient == 1 and len(monomial) == 1:
            return monomial[0].expr
    ordered = sorted(terms.items(), key=lambda item: [a.key for a in item[0]])
    return Poly(tuple((c, tuple(a.expr for a in m)) for m, c in ordered), width)


def _sign(op: str, poly: Polynomial) -> Expr:
    """`poly op 0`, negative terms moved to the right so that it reads as the clause does."""
    terms = _reduced(poly)
    if not terms or set(terms) == {()}:
        value = terms.get((), 0)
        held = {
            "<": value < 0,
            "<=": value <= 0,
            ">": value > 0,
            ">=": value >= 0,
            "=": value == 0,
            "<>": value != 0,
        }[op]
        return TRUE if held else FALSE
    left = {m: c for m, c in terms.items() if c > 0}
    right = {m: -c for m, c in terms.items() if c < 0}
    width = bits(max(digits(left.items()), digits(right.items())))
    if width is None:
        return Wide(op, tuple((c, tuple(a.expr for a in m)) for m, c in terms.items()))
    if not left:
        left, right, op = right, left, FLIPPED[op]
    return Compare(op, polynomial(left, width), polynomial(right, width))


def compare(op: str, value: Rational) -> Expr:
    """`value op 0`; NULL where a divisor is zero or anything is unknown."""
    counted = Counter(map(_key, value.under))
    unsure = [dict(k) for k, n in counted.items() if n % 2 and not positive(dict(k))]
    nonzero = {_key(g) for g in value.guards} | set(counted)
    nonzero -= {_key(p) for p in unsure} | {_key({(): Fraction(1)})}
    guards = [_sign(">" if positive(dict(k)) else "<>", dict(k)) for k in sorted(nonzero, key=str)]
    test = _sign(op, value.over)
    seen = {a for m in value.over for a in m} | {a for k in counted for m, _ in k for a in m}
    seen |= {a for g in value.guards for m in g for a in m}
    lost = sorted(value.needed - seen)
    first = all_of((*(Known(a.expr) for a in lost), *guards))
    if not unsure:
        return test if first == TRUE else When(((first, test),))
    up, down = _direction(unsure)
    turned = _sign(FLIPPED[op], value.over)
    return When(((all_of((first, up)), test), (all_of((first, down)), turned)))


def _direction(unsure: list[Polynomial]) -> tuple[Expr, Expr]:
    """Whether the product of divisors is above, and below, zero."""
    if len(unsure) == 1:
        return _sign(">", unsure[0]), _sign("<", unsure[0])
    signs: list[Expr] = []
    for poly in unsure:
        terms = _reduced(poly)
        width = bits(digits(terms.items()))
        if width is None:
            signs.append(
                When(((_sign(">", poly), Constant(1, "int")), (_sign("<", poly), Constant(-1, "int"))))
            )
        else:
            signs.append(SignOf(polynomial(terms, width)))
    product = Poly(((1, tuple(signs)),), 64)
    return Compare(">", product, ZERO), Compare("<", product, ZERO)
