"""Values that depend on the row's year: what stands for an earlier figure where its calibre changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan.compile.context import YEAR


def across(node: t.Across, make: Callable[[t.Node], e.Expr]) -> e.Expr:
    """The value that counts in the row's year, each made by `make`; NULL where none does."""
    value = make(node.value)
    return chosen(node, value, [None if way.value is None else make(way.value) for way in node.ways])


def chosen(node: t.Across, value: e.Expr, ways: Iterable[e.Expr | None]) -> e.Expr:
    """The same with values that are made already."""
    null = e.Constant(None, e.kind_of(value))
    branches = [
        (between(way.first, way.last), null if other is None else other)
        for way, other in zip(node.ways, ways, strict=True)
    ]
    return e.When(tuple(branches), value)


def between(first: int, last: int) -> e.Expr:
    """Whether the row is of one of these years, the last one included."""
    if first == last:
        return e.Compare("=", YEAR, e.Constant(first, "int"))
    from_first = e.Compare(">=", YEAR, e.Constant(first, "int"))
    return e.And((from_first, e.Compare("<=", YEAR, e.Constant(last, "int"))))
