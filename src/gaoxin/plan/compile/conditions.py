"""Conditions, texts and dates."""

from __future__ import annotations

from datetime import date

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile.case import agree
from gaoxin.plan.compile.choices import Choice, by_choice, put
from gaoxin.plan.compile.context import Context
from gaoxin.plan.compile.kinds import kind_of

MAX_CHOICES = 96


def flag(context: Context, node: t.Node) -> e.Expr:
    """A condition; see `Context.flag`."""
    match node:
        case t.Flag(value=value):
            return e.Constant(value, "flag")
        case t.Ref():
            return context.column(node)
        case t.Item(name=name):
            return e.Column(name, "flag")
        case t.Op():
            return _operation(context, node)
        case t.Case():
            guards = [(context.flag(g), context.flag(v)) for g, v in node.branches]
            default = None if node.default is None else context.flag(node.default)
            return agree(guards, default, context.keep)
        case t.Since(value=value, shift=shift, fallback=fallback):
            known = context.flag(value)
            return e.When(((e.Known(known), known), (context.unfounded(shift), context.flag(fallback))))
        case t.Call(function="existed", args=(t.Number(value=years),)):
            return e.Not(context.unfounded(int(years)))
        case _:
            message = f"{type(node).__name__} is not a condition"
            raise UnsupportedError(message)


def _operation(context: Context, node: t.Op) -> e.Expr:
    match node:
        case t.Op(op="and", args=args):
            return e.And(tuple(context.flag(a) for a in args))
        case t.Op(op="or", args=args):
            return e.Or(tuple(context.flag(a) for a in args))
        case t.Op(op="not", args=(arg,)):
            return e.Not(context.flag(arg))
        case t.Op(op="isnull", args=(t.Ref() as ref,)):
            return e.Not(e.Known(context.column(ref)))
        case t.Op(args=(left, right)):
            return _comparison(context, node, left, right)
        case _:
            message = f"{node.op} is not a condition"
            raise UnsupportedError(message)


def _comparison(context: Context, node: t.Op, left: t.Node, right: t.Node) -> e.Expr:
    kind = kind_of(left)
    if kind == "flag":
        return e.Compare(node.op, context.flag(left), context.flag(right))
    if kind in ("text", "date"):
        return e.Compare(node.op, context.plain(left), context.plain(right))
    difference = t.Op(node.column, "-", (left, right))
    if "interval" in (kind, kind_of(right)):
        return _interval(context, node.op, difference)
    around, context.choices = context.choices, 0
    try:
        return context.sign(node.op, difference)
    finally:
        context.choices = around


def _interval(context: Context, op: str, difference: t.Node) -> e.Expr:
    """A comparison of points that a jury may still move: an answer only where both ends agree."""
    least, most = context.rational(difference), context.rational(difference, high=True)
    if op in ("=", "<>"):
        equal, other = e.Constant(op == "=", "flag"), e.Constant(op == "<>", "flag")
        apart = e.any_of((r.compare(">", least), r.compare("<", most)))
        return e.When(((apart, other), (e.And((r.compare("=", least), r.compare("=", most))), equal)))
    low, high = r.compare(op, least), r.compare(op, most)
    return e.When(((e.And((low, high)), e.TRUE), (e.Not(e.Or((low, high))), e.FALSE)))


def sign(context: Context, op: str, difference: t.Node) -> e.Expr:
    """`difference op 0`; see `Context.sign`.

    Raises
    ------
    UnsupportedError : the value is chosen in too many ways
    """
    context.choices += 1
    if context.choices > MAX_CHOICES:
        message = (
            f"a comparison with more than {MAX_CHOICES} cases; try: split it, or round an indicator in it"
        )
        raise UnsupportedError(message)
    try:
        return r.compare(op, context.rational(difference))
    except Choice as choice:
        node = choice.node
        return by_choice(context, node, lambda value: context.sign(op, put(difference, node, value)))


def plain(context: Context, node: t.Node) -> e.Expr:
    """A text or a date; see `Context.plain`."""
    match node:
        case t.Text(value=value):
            return e.Constant(value, "text")
        case t.Call(function="date", args=(t.Text(value=value),)):
            return e.Constant(date.fromisoformat(value), "date")
        case t.Ref():
            return context.column(node)
        case t.Case():
            pairs = [(context.flag(g), context.plain(v)) for g, v in node.branches]
            return agree(pairs, None if node.default is None else context.plain(node.default), context.keep)
        case _:
            message = f"{type(node).__name__} is not a text or a date"
            raise UnsupportedError(message)
