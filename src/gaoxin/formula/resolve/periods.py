"""Periods: values of earlier years are names of shifted years."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gaoxin.formula import tree as t
from gaoxin.formula.resolve.breaks import across
from gaoxin.formula.resolve.context import Context
from gaoxin.formula.resolve.meaning import Meaning
from gaoxin.formula.size import bounded
from gaoxin.formula.types import FLAG, Type, fail

MAX_YEARS = 20


def shifted(node: t.Node, years: int) -> t.Node:
    """The same tree, `years` earlier: every variable that is not constant over time moves.

    Raises
    ------
    FormulaError : the day of judgement, a verdict, a sheet or a rank stands in it
    """
    match node:
        case t.Ref(name="as_of") | t.Call(function="age_days" | "age_years"):
            rule = "the day of judgement has no earlier value"
            raise fail(node, "as_of in an earlier year", rule, "use existed(k), or periods only")
        case t.Item(tree=None) | t.Over():
            seen = "a verdict, sheet or rank of an earlier year"
            raise fail(node, seen, "only figures have earlier values", "use variables")
        case t.Across(value=value):
            return shifted(value, years)
        case t.Ref() | t.Rollup() | t.Since():
            return _moved(node, years)
        case t.Call(function="existed", args=(t.Number() as k,)):
            return replace(node, args=(replace(k, value=k.value + years),))
        case t.Op(args=args) | t.Call(args=args):
            return replace(node, args=tuple(shifted(a, years) for a in args))
        case t.Case(branches=branches, default=default):
            moved = tuple((shifted(g, years), shifted(v, years)) for g, v in branches)
            return replace(node, branches=moved, default=None if default is None else shifted(default, years))
        case t.Item(tree=t.Node() as inner):
            return replace(node, name=f"{node.name}@-{years}", tree=shifted(inner, years))
        case _:
            return node


def _moved(node: t.Ref | t.Rollup | t.Since, years: int) -> t.Node:
    """A node that says itself how many years back it looks."""
    if isinstance(node, t.Ref) and node.fixed:
        return node
    moved = replace(node, shift=node.shift + years)
    if isinstance(moved, t.Since):
        return replace(moved, value=shifted(moved.value, years), fallback=shifted(moved.fallback, years))
    return across(moved)


def over_years(context: Context, node: t.Call) -> Meaning:
    """Resolve prior, total, mean_of, growth, cagr and each_of.

    Raises
    ------
    FormulaError : not a figure, or more years than `MAX_YEARS`
    """
    name, at = node.function, node.column
    found = context.visit(node.args[0])
    default = 1 if name in ("prior", "growth") else 0
    years = context.whole(node.args[1], 1, MAX_YEARS) if len(node.args) == 2 else default
    bounded(found.node, 1 if name == "prior" else 2 * years)
    if name == "prior":
        return Meaning(shifted(found.node, years), found.type)
    if name == "each_of":
        return Meaning(_each_of(context, at, context.flag(node.args[0]), years), FLAG)
    if not found.type.numeric or found.type.scalar == "interval":
        raise fail(node, f"{name} of {found.type}", f"{name} takes a figure", "name a figure")
    if name == "growth":
        quotient = t.Op(at, "/", (found.node, shifted(found.node, years)))
        return Meaning(t.Op(at, "-", (quotient, _number(at, 1))), Type(found.type.scalar))
    if name == "cagr":
        args = (found.node, shifted(found.node, years), _number(at, years))
        return Meaning(t.Call(at, "cagr", args), Type("real"))
    total, count = _summed(context, at, found.node, years)
    built = total if name == "total" else t.Op(at, "/", (total, count))
    return Meaning(built, replace(found.type, literal=False))


def _summed(context: Context, at: int, value: t.Node, years: int) -> tuple[t.Node, t.Node]:
    """The sum over so many years, and how many of them count: years before the subject was founded do not."""
    zero, one = _number(at, 0), _number(at, 1)
    total, count = value, one
    for k in range(1, years):
        earlier = shifted(value, k)
        known = t.Op(at, "+", (t.Op(at, "*", (earlier, zero)), one))
        total = t.Op(at, "+", (total, _since(context, earlier, k, zero)))
        count = t.Op(at, "+", (count, _since(context, known, k, zero)))
    return total, count


def _each_of(context: Context, at: int, condition: t.Node, years: int) -> t.Node:
    """The condition in each of so many years; false in a year before the subject was founded."""
    joined, never = condition, t.Flag(at, value=False)
    for k in range(1, years):
        joined = t.Op(at, "and", (joined, _since(context, shifted(condition, k), k, never)))
    return joined


def _since(context: Context, value: t.Node, years: int, fallback: t.Node) -> t.Node:
    return t.Since(fallback.column, value, years, fallback) if context.scope.dated else value


def _number(at: int, value: int) -> t.Number:
    return t.Number(at, Fraction(value))
