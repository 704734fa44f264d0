"""Numbers: exact quotients of polynomials over the integers that are stored."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile.case import agree, once
from gaoxin.plan.compile.choices import Choice
from gaoxin.plan.compile.context import AS_OF, Context
from gaoxin.plan.compile.kinds import is_real
from gaoxin.plan.compile.years import chosen
from gaoxin.plan.rational import Atom, Rational


def rational(context: Context, node: t.Node, *, high: bool) -> Rational:
    """The exact value of a number; see `Context.rational`."""
    match node:
        case t.Number(value=value):
            return r.number(value)
        case t.Ref():
            return r.atom(context.atom(node, high=high))
        case t.Op():
            return _operation(context, node, high=high)
        case t.Item():
            return _item(context, node, high=high)
        case t.Rollup() | t.Over():
            return _outer(context, node)
        case _:
            return r.atom(_chosen(context, node))


def _operation(context: Context, node: t.Op, *, high: bool) -> Rational:
    match node:
        case t.Op(op="neg", args=(arg,)):
            return r.negate(context.rational(arg, high=not high))
        case t.Op(op="+", args=(a, b)):
            return r.add(context.rational(a, high=high), context.rational(b, high=high))
        case t.Op(op="-", args=(a, b)):
            return r.add(context.rational(a, high=high), context.rational(b, high=not high), -1)
        case t.Op(op="*", args=(a, b)):
            return _product(context, a, b, high=high)
        case t.Op(op="/", args=(a, b)):
            return r.divide(context.rational(a, high=high), context.rational(b))
        case _:
            message = f"{node.op} is not an exact number"
            raise UnsupportedError(message)


def _product(context: Context, a: t.Node, b: t.Node, *, high: bool) -> Rational:
    """A product; an interval times a negative literal turns round."""
    left, right = context.rational(a, high=high), context.rational(b, high=high)
    for literal, node in ((left, b), (right, a)):
        if set(literal.over) <= {()} and literal.whole and literal.over.get((), 0) < 0:
            return r.multiply(literal, context.rational(node, high=not high))
    return r.multiply(left, right)


def _outer(context: Context, node: t.Rollup | t.Over) -> Rational:
    if context.outside is None:
        message = (
            f"{node.function} inside a roll-up or another population term; try: an indicator of the member"
        )
        raise UnsupportedError(message)
    return context.outside(node)


def _item(context: Context, node: t.Item, *, high: bool) -> Rational:
    """An indicator: its column where that is exact, else its formula; a sheet: one end of its interval."""
    for name in (f"{node.name}#hi" if high else f"{node.name}#lo", node.name):
        if name in context.figures:
            return r.atom(context.figures[name])
    if node.tree is None:
        message = (
            f"{node.name} has points that are an unrounded share of other rows, or no published cap: no "
            "exact value; try: `round` of its items with `score`, and a `max` for each"
        )
        raise UnsupportedError(message)
    return context.rational(node.tree, high=high)


def _chosen(context: Context, node: t.Node) -> Atom:
    """An integer expression for CASE, least, greatest, abs, rounding, ages and founding dates."""
    match node:
        case t.Case():
            return _case(context, node)
        case t.Since(value=value, shift=shift, fallback=fallback):
            found = _align(context, node, [value, fallback])
            first, last = found.exprs
            return found.atom(context, e.When(((e.Known(first), first), (context.unfounded(shift), last))))
        case t.Across():
            return _across(context, node)
        case t.Call(function="least" | "greatest" | "abs"):
            return _extreme(context, node)
        case t.Call(function="age_days" | "age_years" | "days_between"):
            return _days(context, node)
        case t.Call(function=function, args=(value, t.Number(value=step))) if function.startswith("round_"):
            return _rounding(context, value, step, function.removeprefix("round_"))
        case _:
            message = f"{type(node).__name__} {getattr(node, 'function', '')} is not an exact number"
            raise UnsupportedError(message)


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Several exact values as integers of one divisor.

    Parameters
    ----------
    exprs : the integers; each times 1/`divisor` is its value
    digits : decimal digits of the greatest of them
    positive : none of them is ever below zero
    """

    exprs: list[e.Expr]
    divisor: int
    digits: float
    positive: bool

    def atom(self, context: Context, expr: e.Expr, *, positive: bool = False) -> Atom:
        """One of the integers, chosen by an expression."""
        return context.computed(expr, self.divisor, self.digits, positive=positive or self.positive)


def _align(context: Context, node: t.Node, values: list[t.Node]) -> _Aligned:
    """The values as integers of one divisor; a Choice where one of them is a quotient.

    What chooses inside a value is chosen after this node: a way that is not taken may be unknown.
    """
    try:
        found = [context.rational(value) for value in values]
    except Choice:
        raise Choice(node) from None
    if not all(value.whole for value in found):
        raise Choice(node)
    divisor = math.lcm(*(r.integers(value.over)[1] for value in found))
    exprs: list[e.Expr] = []
    digits = 0.0
    for value in found:
        terms = {m: int(c * divisor) for m, c in value.over.items()}
        digits = max(digits, r.digits(terms.items()))
        width = r.bits(digits)
        if width is None:
            raise Choice(node)
        exprs.append(r.guarded(r.polynomial(terms, width), value, terms))
    return _Aligned(exprs, divisor, digits, all(r.positive(value.over) for value in found))


def _case(context: Context, node: t.Case) -> Atom:
    guards = [context.flag(guard) for guard, _ in node.branches]
    default = [] if node.default is None else [node.default]
    found = _align(context, node, [*(value for _, value in node.branches), *default])
    rest = found.exprs[-1] if default else None
    branches = list(zip(guards, found.exprs, strict=False))
    return found.atom(context, agree(branches, rest, context.keep))


def _across(context: Context, node: t.Across) -> Atom:
    ways = [way.value for way in node.ways if way.value is not None]
    found = _align(context, node, [node.value, *ways])
    others = iter(found.exprs[1:])
    made = [None if way.value is None else next(others) for way in node.ways]
    return found.atom(context, chosen(node, found.exprs[0], made))


def _extreme(context: Context, node: t.Call) -> Atom:
    values = list(node.args)
    if node.function == "abs":
        values.append(t.Op(node.column, "neg", (values[0],)))
    aligned = _align(context, node, values)
    op = "<=" if node.function == "least" else ">="
    found = aligned.exprs[0]
    for other in aligned.exprs[1:]:
        found = once(context.keep, found)
        turned = r.FLIPPED[op]
        found = e.When(((e.Compare(op, found, other), found), (e.Compare(turned, found, other), other)))
    return aligned.atom(context, found, positive=node.function == "abs")


def _days(context: Context, node: t.Call) -> Atom:
    start = context.plain(node.args[0])
    end = context.plain(node.args[1]) if len(node.args) == 2 else AS_OF
    expr = e.Years(start, end) if node.function == "age_years" else e.Days(start, end)
    return context.computed(expr, 1, 7.0)


def _rounding(context: Context, value: t.Node, step: Fraction, mode: str) -> Atom:
    """A rounded value: an integer number of steps (times the step's numerator)."""
    if is_real(value):
        if mode != "half_up":
            message = "a double is rounded half up; try: mode half_up, or round the figure behind it first"
            raise UnsupportedError(message)
        return _rounded_double(context, value, step)
    found = context.rational(value)
    over, factor = r.integers({m: c / step for m, c in found.over.items()})
    below, scale = r.integers(r.product([{(): Fraction(factor)}, *found.under]))
    over = {m: c * scale for m, c in over.items()}
    digits = max(r.digits(over.items()), r.digits(below.items())) + 0.7
    width = r.bits(digits)
    if width is None:
        message = "a rounded quotient needs more than 38 digits; try: declare fewer `digits` on its variables"
        raise UnsupportedError(message)
    rounded = e.Round(r.polynomial(over, width), r.polynomial(below, width), mode)
    expr = r.guarded(rounded, found, over, below)
    if step.numerator != 1:
        expr = e.Poly(((step.numerator, (expr,)),), 128 if width == 128 else 64)
    return context.computed(expr, step.denominator, digits + len(str(step.numerator)) - 1)


def _rounded_double(context: Context, value: t.Node, step: Fraction) -> Atom:
    factor = 1 / step
    if factor.denominator != 1:
        message = "a double is rounded to a decimal place; try: round(…, 2)"
        raise UnsupportedError(message)
    return context.computed(e.RoundReal(context.real(value), int(factor)), int(factor), 18.0)
