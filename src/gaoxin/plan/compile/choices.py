"""Values that are chosen between quotients: what is made of them is made for each choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile.case import once, strict_column
from gaoxin.plan.compile.context import Context
from gaoxin.plan.compile.years import across

Make = Callable[[t.Node], e.Expr]


class Choice(Exception):
    """A value is chosen between quotients; a signal to the comparison around it, not an error.

    Parameters
    ----------
    node : the CASE, least, greatest, abs or founding date that chooses
    """

    def __init__(self, node: t.Node) -> None:
        self.node = node
        super().__init__(type(node).__name__)


def by_choice(context: Context, node: t.Node, make: Make) -> e.Expr:
    """An expression for each value that a node may take.

    Parameters
    ----------
    node : what a `Choice` named
    make : compiles what stands around the node, with one of its values in the node's place

    Raises
    ------
    UnsupportedError : the node does not choose
    """
    match node:
        case t.Case():
            return _by_case(context, node, make)
        case t.Since(value=value, shift=shift, fallback=fallback):
            known = e.Known(make(value))
            return e.When(((known, make(value)), (context.unfounded(shift), make(fallback))))
        case t.Across():
            return across(node, make)
        case t.Call(function="least" | "greatest" as function, args=(first, second, *more)):
            right: t.Node = replace(node, args=(second, *more)) if more else second
            op = "<=" if function == "least" else ">="
            gap = t.Op(node.column, "-", (first, right))
            other = r.FLIPPED[op]
            return e.When(((context.sign(op, gap), make(first)), (context.sign(other, gap), make(right))))
        case t.Call(function="abs", args=(arg,)):
            turned = t.Op(node.column, "neg", (arg,))
            return e.When(((context.sign(">=", arg), make(arg)), (context.sign("<", arg), make(turned))))
        case _:
            message = (
                "a quotient is chosen where it cannot be told apart; try: compare the quotients themselves"
            )
            raise UnsupportedError(message)


def _by_case(context: Context, node: t.Case, make: Make) -> e.Expr:
    if node.default is not None:
        guards = [context.flag(guard) for guard, _ in node.branches]
        together = strict_column(guards)
        if together is not None and len(guards) > 1:
            values = [value for _, value in node.branches]
            return _by_column(context, together, guards, [*values, node.default], make)
    (guard, value), rest = node.branches[0], node.branches[1:]
    other = t.Case(node.column, rest, node.default) if rest else node.default
    holds = once(context.keep, context.flag(guard))
    if other is None:
        return e.When(((holds, make(value)),))
    same = context.sign("=", t.Op(node.column, "-", (value, other)))
    first, last = make(value), make(other)
    ways = [(holds, first), (e.Not(holds), last)]
    return e.When(tuple(ways if same == e.FALSE else [*ways, (same, first)]))


def _by_column(
    context: Context, column: e.Column, guards: list[e.Expr], values: list[t.Node], make: Make
) -> e.Expr:
    """An expression for each value of a CASE whose guards test one column; the last value is the default."""
    first = values[0]
    same = e.all_of(tuple(context.sign("=", t.Op(first.column, "-", (first, x))) for x in values[1:]))
    unknown = e.Not(e.Known(column))
    ways = [(guard, make(value)) for guard, value in zip(guards, values, strict=False)]
    return e.When((*ways, (unknown, e.When(((same, make(first)),)))), make(values[-1]))


def put(tree: t.Node, old: t.Node, new: t.Node) -> t.Node:
    """The tree with one node in place of every equal one; parts without it stay the same objects."""
    if tree == old:
        return new
    match tree:
        case t.Op(args=args) | t.Call(args=args):
            moved = tuple(put(a, old, new) for a in args)
            return tree if _same(moved, args) else replace(tree, args=moved)
        case t.Case(branches=branches, default=default):
            pairs = tuple((put(g, old, new), put(v, old, new)) for g, v in branches)
            other = None if default is None else put(default, old, new)
            alike = other is default and all(map(_same, pairs, branches))
            return tree if alike else replace(tree, branches=pairs, default=other)
        case t.Since(value=value, fallback=fallback):
            moved = (put(value, old, new), put(fallback, old, new))
            alike = _same(moved, (value, fallback))
            return tree if alike else replace(tree, value=moved[0], fallback=moved[1])
        case t.Across(value=value, ways=ways):
            moved = tuple(
                way if way.value is None else replace(way, value=put(way.value, old, new)) for way in ways
            )
            return replace(tree, value=put(value, old, new), ways=moved)
        case t.Item(tree=t.Node() as inner):
            other = put(inner, old, new)
            return tree if other is inner else replace(tree, tree=other)
        case _:
            return tree


def _same(new: tuple[t.Node, ...], old: tuple[t.Node, ...]) -> bool:
    """Whether all parts are the objects that they were."""
    return all(a is b for a, b in zip(new, old, strict=True))
