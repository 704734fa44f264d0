"""Doubles: logarithms, roots and powers, and exact quotients as the double next to them."""

from __future__ import annotations

from fractions import Fraction

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile.case import agree, once
from gaoxin.plan.compile.choices import Choice, by_choice, put
from gaoxin.plan.compile.context import Context
from gaoxin.plan.compile.kinds import is_real
from gaoxin.plan.compile.years import across
from gaoxin.plan.rational import Rational


def real(context: Context, node: t.Node) -> e.Expr:
    """The value as a double; see `Context.real`."""
    match node:
        case t.Ref(kind="real"):
            return context.column(node)
        case t.Item(tree=t.Node() as inner) if node.name not in context.figures:
            return context.real(inner)
        case t.Call(function="log" | "log10" | "exp" | "sqrt" | "power" as function, args=args):
            return e.Real(function, tuple(context.real(a) for a in args))
        case t.Call(function="cagr", args=(now, before, t.Number(value=years))):
            return _compound_growth(context, now, before, years)
        case _:
            return _calculated(context, node) if is_real(node) else _exact(context, node)


def _compound_growth(context: Context, now: t.Node, before: t.Node, years: Fraction) -> e.Expr:
    """``(now / before) ** (1 / years) - 1`` where `before` is above zero and `now` is not below it."""
    ratio = e.Real("/", (context.real(now), context.real(before)))
    root = e.Real("power", (ratio, e.Constant(1 / float(years), "real")))
    defined = e.And((context.sign(">", before), context.sign(">=", now)))
    return e.When(((defined, e.Real("-", (root, e.Constant(1.0, "real")))),))


def _exact(context: Context, node: t.Node) -> e.Expr:
    """An exact value as the double next to it."""
    try:
        return quotient(context.rational(node))
    except Choice as choice:
        context.choices = 0
        chosen = choice.node
        return by_choice(context, chosen, lambda value: context.real(put(node, chosen, value)))


def _calculated(context: Context, node: t.Node) -> e.Expr:
    match node:
        case t.Op(op=op, args=args):
            return e.Real(op, tuple(context.real(a) for a in args))
        case t.Case():
            pairs = [(context.flag(g), context.real(v)) for g, v in node.branches]
            return agree(pairs, None if node.default is None else context.real(node.default), context.keep)
        case t.Since(value=value, shift=shift, fallback=fallback):
            known = context.real(value)
            return e.When(((e.Known(known), known), (context.unfounded(shift), context.real(fallback))))
        case t.Across():
            return across(node, context.real)
        case t.Call(function="least" | "greatest" as function, args=args):
            op = "<=" if function == "least" else ">="
            found = context.real(args[0])
            for other in (context.real(a) for a in args[1:]):
                found = once(context.keep, found)
                last = (e.Compare(r.FLIPPED[op], found, other), other)
                found = e.When(((e.Compare(op, found, other), found), last))
            return found
        case t.Call(function="abs", args=(arg,)):
            inner = context.real(arg)
            above = e.Compare(">=", inner, e.Constant(0.0, "real"))
            return e.When(((above, inner),), e.Real("neg", (inner,)))
        case t.Over() if context.extreme is not None:
            return context.extreme(node)
        case _:
            message = f"{type(node).__name__} is not a double"
            raise UnsupportedError(message)


def quotient(found: Rational) -> e.Expr:
    """An exact quotient as the double next to it; NULL where a divisor is zero."""
    top, scale = r.integers(found.over)
    below, scale_below = r.integers(r.product(found.under))
    over = _double(top)
    bottom = _double({m: c * scale for m, c in below.items()})
    if scale_below != 1:
        over = e.Real("*", (over, e.Constant(float(scale_below), "real")))
    value = over if below == {(): 1} and scale == 1 else e.Real("/", (over, bottom))
    return r.guarded(value, found, top, below)


def _double(terms: dict[r.Monomial, int]) -> e.Expr:
    """An integer polynomial as a double: exactly summed where 128 bits hold it."""
    if set(terms) == {()}:
        return e.Constant(float(terms[()]), "real")
    width = r.bits(r.digits(terms.items()))
    if width is not None:
        return e.ToReal(r.polynomial(terms, width))
    found: e.Expr | None = None
    for monomial, coefficient in terms.items():
        product: e.Expr = e.Constant(float(coefficient), "real")
        for part in monomial:
            product = e.Real("*", (product, e.ToReal(part.expr)))
        found = product if found is None else e.Real("+", (found, product))
    return found or e.Constant(0.0, "real")
