"""Functions of the white list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from gaoxin.base import units
from gaoxin.formula import tree as t
from gaoxin.formula.resolve.context import Context
from gaoxin.formula.resolve.meaning import Meaning
from gaoxin.formula.resolve.periods import MAX_YEARS, over_years
from gaoxin.formula.types import DATE, FLAG, Type, fail, join


def call(context: Context, node: t.Call) -> Meaning:
    """Resolve a function.

    Raises
    ------
    FormulaError : an argument of another kind or unit, or out of bounds
    """
    return _FUNCTIONS[node.function](context, node)


def _real(context: Context, node: t.Call) -> Meaning:
    """A double of numbers without money or measures: the logarithm of 元 is not that of 万元."""
    found = [context.definite(a) for a in node.args]
    for arg, meaning in zip(node.args, found, strict=True):
        if any(name not in units.COUNTING for name, _ in meaning.type.dimension):
            rule, step = f"{node.function} takes numbers without a unit", "divide by one: revenue / 1 万元"
            raise fail(arg, str(meaning.type), rule, step)
    return Meaning(replace(node, args=tuple(f.node for f in found)), Type("real"))


def _absolute(context: Context, node: t.Call) -> Meaning:
    found = context.definite(node.args[0])
    return Meaning(replace(node, args=(found.node,)), found.type)


def _rounded(context: Context, node: t.Call) -> Meaning:
    """A double that is rounded is an exact number from there on."""
    found = context.definite(node.args[0])
    step = Fraction(1, 10 ** context.whole(node.args[1], 0, 12))
    scalar: t.Scalar = "number" if found.type.scalar == "real" else found.type.scalar
    rounded = t.Call(node.column, "round_half_up", (found.node, t.Number(node.column, step)))
    return Meaning(rounded, replace(found.type, scalar=scalar, zero=False))


def _extreme(context: Context, node: t.Call) -> Meaning:
    found = [context.definite(a) for a in node.args]
    joined = found[0].type
    for other in found[1:]:
        joined = join(node, joined, other.type, node.function)
    return Meaning(replace(node, args=tuple(f.node for f in found)), replace(joined, zero=False))


_RANKED = frozenset(("rank", "top_share", "percentile_rank"))
_OWN_UNIT = frozenset(("mean_over", "min_over", "max_over"))


def _over(context: Context, node: t.Call) -> Meaning:
    """A figure over the rows of the period: a rank is a number, a share has no unit, the rest keep their own.

    Behind the figure stands the order of a rank, then the categories of the groups.
    """
    found = context.definite(node.args[0])
    ranked, more = node.function in _RANKED, node.args[1:]
    descending = True
    if ranked and more and isinstance(more[0], t.Text):
        descending, more = _descending(more[0]), more[1:]
    by = tuple(_category(context, arg) for arg in more)
    scalar: t.Scalar = "real" if found.type.scalar == "real" and not ranked else "number"
    dimension = found.type.dimension if node.function in _OWN_UNIT else ()
    over = t.Over(node.column, node.function, found.node, descending, by)
    return Meaning(over, Type(scalar, dimension, literal=node.function == "rank"))


def _descending(order: t.Text) -> bool:
    if order.value not in ("asc", "desc"):
        rule = "the order is 'desc' (most first) or 'asc'"
        raise fail(order, "this order", rule, "write one of them")
    return order.value == "desc"


def _category(context: Context, node: t.Node) -> t.Node:
    """What makes the groups of a figure over rows."""
    found = context.visit(node)
    if found.type.scalar != "text" or isinstance(found.node, t.Text):
        rule = "behind the figure, and the order 'asc' or 'desc' of a rank, stand categories that make groups"
        raise fail(node, str(found.type), rule, "name a category variable, such as the sector")
    return found.node


def _date(_context: Context, node: t.Call) -> Meaning:
    text = node.args[0]
    try:
        date.fromisoformat(text.value if isinstance(text, t.Text) else "")
    except ValueError:
        rule = "a date is written date('2026-01-01')"
        raise fail(node, "this date", rule, "write year-month-day") from None
    return Meaning(node, DATE)


def _age(context: Context, node: t.Call) -> Meaning:
    found = [context.visit(a) for a in node.args]
    for arg, meaning in zip(node.args, found, strict=True):
        if meaning.type.scalar != "date":
            raise fail(arg, f"a {meaning.type}", f"{node.function} takes dates", "name a date variable")
    unit = "年" if node.function == "age_years" else "天"
    return Meaning(replace(node, args=tuple(f.node for f in found)), Type("number", ((unit, 1),)))


def _existed(context: Context, node: t.Call) -> Meaning:
    years = context.whole(node.args[0], 0, MAX_YEARS)
    if not context.scope.dated:
        raise fail(node, "existed", "the subject has no `founded` variable", "declare it on the subject")
    return Meaning(t.Call(node.column, "existed", (t.Number(node.column, Fraction(years)),)), FLAG)


_FUNCTIONS: dict[str, Callable[[Context, t.Call], Meaning]] = {
    **dict.fromkeys(("log", "log10", "exp", "sqrt", "power"), _real),
    **dict.fromkeys(("least", "greatest"), _extreme),
    **dict.fromkeys((*_RANKED, *_OWN_UNIT, "share_of"), _over),
    **dict.fromkeys(("age_days", "age_years", "days_between"), _age),
    **dict.fromkeys(("prior", "total", "mean_of", "growth", "cagr", "each_of"), over_years),
    "abs": _absolute,
    "round": _rounded,
    "date": _date,
    "existed": _existed,
}
