"""What is computed for every row, and more than once, gets a column of its own."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derived

CHEAP = 2
"""As many operations cost no more than a column."""

LAZY = 0.5
"""How often a part counts that is not always computed: a value behind a guard, a later guard."""


def shared(columns: Iterable[Derived]) -> list[Derived]:
    """Give expressions that would be computed again and again columns of their own, where that saves work.

    Every expression of a plan is defined for every row, so that computing one earlier changes nothing.

    Parameters
    ----------
    columns : derived columns, each after those that it reads

    Returns
    -------
    the same columns, and before them the new ones, which are called ``shared.1``, ``shared.2`` …
    """
    given = list(columns)
    table = _Table()
    roots = [table.intern(column.expr) for column in given]
    counted = table.counted(roots)
    again = {
        node
        for node, times in counted.items()
        if table.size(node) >= CHEAP and (times - 1) * table.size(node) >= CHEAP
    }
    return list(_rewritten(table, given, roots, again))


def factored(poly: e.Poly) -> e.Poly:
    """A wide polynomial as a number times a polynomial that others may share: 10ab + 10c is 10 (ab + c)."""
    common = math.gcd(*(coefficient for coefficient, _ in poly.terms))
    plain = len(poly.terms) == 1 and len(poly.terms[0][1]) < 2
    if poly.bits == 64 or plain or common < 2:
        return poly
    inner = e.Poly(tuple((coefficient // common, parts) for coefficient, parts in poly.terms), poly.bits)
    return e.Poly(((common, (inner,)),), poly.bits)


def multiplied(poly: e.Poly) -> e.Poly:
    """The reverse of `factored`, for a polynomial that nobody shares."""
    match poly.terms:
        case ((common, (e.Poly(terms=terms, bits=128),)),):
            return e.Poly(tuple((common * coefficient, parts) for coefficient, parts in terms), poly.bits)
        case _:
            return poly


@dataclass(slots=True)
class _Table:
    """Every different expression once, by a number; a part has a lower number than the whole.

    Parameters
    ----------
    nodes : the expressions
    below : numbers of the parts
    numbers : of an expression, by its class, its plain fields and the numbers of its parts
    sizes : operations of each
    met : numbers of the expressions asked for, by their identity, which they keep alive
    """

    nodes: list[e.Expr] = field(default_factory=list[e.Expr])
    below: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    numbers: dict[object, int] = field(default_factory=dict[object, int])
    sizes: list[int] = field(default_factory=list[int])
    met: dict[int, tuple[e.Expr, int]] = field(default_factory=dict[int, tuple[e.Expr, int]])

    def intern(self, given: e.Expr) -> int:
        """The number of an expression."""
        if id(given) not in self.met:
            self.met[id(given)] = given, self._number(given)
        return self.met[id(given)][1]

    def _number(self, given: e.Expr) -> int:
        expr = factored(given) if isinstance(given, e.Poly) else given
        parts = tuple(self.intern(part) for part in e.parts(expr))
        key = (type(expr), parts, *_beside(expr))
        if key not in self.numbers:
            self.numbers[key] = len(self.nodes)
            self.nodes.append(expr)
            self.below.append(parts)
            self.sizes.append(_operations(expr) + sum(self.sizes[part] for part in parts))
        return self.numbers[key]

    def size(self, number: int) -> int:
        """The number of operations."""
        return self.sizes[number]

    def counted(self, roots: Iterable[int]) -> dict[int, float]:
        """How often a row needs each expression, if each is computed once at most."""
        times: dict[int, float] = defaultdict(float)
        for root in roots:
            times[root] += 1
        for number in range(len(self.nodes) - 1, -1, -1):
            whole = min(times[number], 1)
            for position, part in enumerate(self.below[number]):
                times[part] += whole * (1 if _always(self.nodes[number], position) else LAZY)
        return times


def _operations(expr: e.Expr) -> int:
    """The operations of an expression itself; those of 128 bits are dear."""
    if isinstance(expr, (e.Column, e.Constant)):
        return 0
    if not isinstance(expr, e.Poly):
        return 1
    factors = sum(len(parts) + (abs(coefficient) != 1) for coefficient, parts in expr.terms)
    return max(factors - 1, 1) * (CHEAP if expr.bits == 128 else 1)


def _always(expr: e.Expr, position: int) -> bool:
    """Whether a part is computed whenever the whole is: of a choice, the first two guards."""
    if not isinstance(expr, e.When):
        return True
    return position in (0, 2) and position < 2 * len(expr.branches)


def _beside(expr: e.Expr) -> list[object]:
    """What tells an expression from others of its class that have the same parts."""
    if isinstance(expr, (e.Poly, e.Wide)):
        found: list[object] = [(coefficient, len(parts)) for coefficient, parts in expr.terms]
    else:
        found = []
    for name in e.plain_names(type(expr)):
        value = getattr(expr, name)
        found += (type(value), value)
    return found


def _rewritten(table: _Table, given: list[Derived], roots: list[int], again: set[int]) -> Iterator[Derived]:
    """The columns in order, each new one before the first that reads it."""
    made: dict[int, e.Expr] = {}
    fresh: list[Derived] = []
    total = 0

    def rewrite(number: int) -> e.Expr:
        nonlocal total
        if number not in made:
            built = rebuild(number)
            if number in again:
                total += 1
                fresh.append(Derived(f"shared.{total}", built, e.kind_of(table.nodes[number])))
                built = e.Column(fresh[-1].name, fresh[-1].kind)
            made[number] = built
        return made[number]

    def rebuild(number: int) -> e.Expr:
        built = e.with_parts(table.nodes[number], [rewrite(part) for part in table.below[number]])
        return multiplied(built) if isinstance(built, e.Poly) else built

    for column, root in zip(given, roots, strict=True):
        known = root in made
        built = made[root] if known else rebuild(root)
        yield from fresh
        fresh.clear()
        yield Derived(column.name, built, column.kind, column.note)
        if not known and root in again:
            made[root] = e.Column(column.name, column.kind)
