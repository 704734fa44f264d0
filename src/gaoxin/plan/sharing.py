"""What is computed for every row, and more than once, gets a column of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derived

CHEAP = 2
"""An expression of fewer operations costs no more than the column that would hold it."""


def shared(columns: Iterable[Derived]) -> list[Derived]:
    """Give expressions that are always computed, and more than once, columns of their own.

    The value of a branch is computed only where its guard holds, and a third guard only where the first two
    do not, so those are no reason for a column. Every expression of a plan is defined for every row, so that
    computing one earlier changes nothing.

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
    again = {node for node, times in table.counted(roots).items() if times > 1 and table.size(node) >= CHEAP}
    return list(_rewritten(table, given, roots, again))


@dataclass(slots=True)
class _Table:
    """Every different expression once, by a number; a part has a lower number than the whole.

    Parameters
    ----------
    nodes : the expressions
    below, always : numbers of the parts, and of those that are computed whenever the whole is
    numbers : of an expression, by its class, its plain fields and the numbers of its parts
    """

    nodes: list[e.Expr] = field(default_factory=list[e.Expr])
    below: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    always: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    numbers: dict[object, int] = field(default_factory=dict[object, int])
    sizes: list[int] = field(default_factory=list[int])

    def intern(self, expr: e.Expr) -> int:
        """The number of an expression."""
        parts = tuple(self.intern(part) for part in e.parts(expr))
        key = (type(expr), parts, tuple(_shape(getattr(expr, name)) for name in e.names(type(expr))))
        if key not in self.numbers:
            self.numbers[key] = len(self.nodes)
            self.nodes.append(expr)
            self.below.append(parts)
            self.always.append(
                parts[: 2 * min(2, len(expr.branches)) : 2] if isinstance(expr, e.When) else parts
            )
            leaf = isinstance(expr, (e.Column, e.Constant))
            self.sizes.append(0 if leaf else 1 + sum(self.sizes[part] for part in parts))
        return self.numbers[key]

    def size(self, number: int) -> int:
        """The number of operations."""
        return self.sizes[number]

    def counted(self, roots: Iterable[int]) -> Counter[int]:
        """How often each expression is needed for every row, if each is computed once."""
        times = Counter(roots)
        for number in range(len(self.nodes) - 1, -1, -1):
            if times[number]:
                times.update(self.always[number])
        return times


def _shape(value: object) -> object:
    """What tells an expression from others beside its parts."""
    if isinstance(value, e.Expr):
        return None
    if isinstance(value, tuple):
        return tuple(_shape(part) for part in cast("tuple[object, ...]", value))
    return (type(value), value)


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
        return e.with_parts(table.nodes[number], [rewrite(part) for part in table.below[number]])

    for column, root in zip(given, roots, strict=True):
        known = root in made
        built = made[root] if known else rebuild(root)
        yield from fresh
        fresh.clear()
        yield Derived(column.name, built, column.kind, column.note)
        if not known and root in again:
            made[root] = e.Column(column.name, column.kind)
