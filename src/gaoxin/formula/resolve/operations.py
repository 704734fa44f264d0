"""Arithmetic, comparisons and logic."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gaoxin.base import units
from gaoxin.formula import tree as t
from gaoxin.formula.resolve.context import Context
from gaoxin.formula.resolve.meaning import Meaning, constant
from gaoxin.formula.types import FLAG, Type, fail, join
from gaoxin.formula.values import plain

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def operation(context: Context, node: t.Op) -> Meaning:
    """Resolve an operation.

    Raises
    ------
    FormulaError : kinds or units that do not mix, a double compared without rounding, a division by 0
    """
    match node.op:
        case "and" | "or" | "not":
            return Meaning(replace(node, args=tuple(context.flag(a) for a in node.args)), FLAG)
        case "isnull":
            return _is_null(context, node)
        case "in":
            first, *more = (t.Op(node.column, "=", (node.args[0], other)) for other in node.args[1:])
            return context.visit(t.Op(node.column, "or", (first, *more)) if more else first)
        case "=" | "<>" | "<" | "<=" | ">" | ">=":
            return _comparison(context, node)
        case _:
            return _arithmetic(context, node)


def _is_null(context: Context, node: t.Op) -> Meaning:
    found = context.visit(node.args[0])
    if not found.absent:
        rule = (
            "IS NULL needs a variable whose empty cell is a fact (`missing: absent`), "
            "else unknown would be false"
        )
        step = "drop the test, or declare `missing: absent` with its source"
        raise fail(node, "IS NULL here", rule, step)
    return Meaning(replace(node, args=(found.node,)), FLAG)


def _arithmetic(context: Context, node: t.Op) -> Meaning:
    found = [context.number(a) for a in node.args]
    built = replace(node, args=tuple(f.node for f in found))
    if node.op == "neg":
        return Meaning(built, found[0].type)
    left, right = found
    a, b = left.type, right.type
    if node.op in ("+", "-"):
        return Meaning(built, replace(join(node, a, b, "a sum"), zero=False))
    if "interval" in (a.scalar, b.scalar):
        other = left.node if b.scalar == "interval" else right.node
        if node.op == "/" or constant(other) is None:
            rule = "they are multiplied by a literal only"
            raise fail(node, "points of a jury in a product", rule, "compare them instead")
    if node.op == "/" and constant(right.node) == 0:
        raise fail(node, "a division by 0", "a divisor is never the literal 0", "mend the formula")
    dimension = units.multiply(a.dimension, b.dimension, 1 if node.op == "*" else -1)
    kinds = {a.scalar, b.scalar}
    scalar: t.Scalar = "interval" if "interval" in kinds else "real" if "real" in kinds else "number"
    return Meaning(built, Type(scalar, dimension, a.literal and b.literal))


def _comparison(context: Context, node: t.Op) -> Meaning:
    left, right = (context.visit(a) for a in node.args)
    joined = join(node, left.type, right.type, "a comparison")
    _check_categories(left, right)
    _check_categories(right, left)
    if joined.scalar in ("flag", "text") and node.op not in ("=", "<>"):
        seen = f"{node.op} between two {joined.scalar}s"
        raise fail(node, seen, "they are equal or not", "use = or <>")
    exact = _compound_growth(node, left.node, right.node)
    if exact is not None:
        return Meaning(exact, FLAG)
    if joined.scalar == "real":
        rule = "a verdict on a logarithm, root, power or measured double must state its rounding"
        raise fail(node, "a double compared without rounding", rule, "write round(…, 6) around it")
    return Meaning(replace(node, args=(left.node, right.node)), FLAG)


def _check_categories(one: Meaning, other: Meaning) -> None:
    """A text that is compared with a category is one of its values."""
    known, node = one.type.categories, other.node
    if known and isinstance(node, t.Text) and node.value not in known:
        raise fail(node, repr(node.value), f"the categories are {', '.join(known)}", "write one of them")


def _compound_growth(node: t.Op, left: t.Node, right: t.Node) -> t.Node | None:
    """`cagr(x, n) >= c` as an exact comparison: x >= (1 + c)**n * prior(x, n), where both are defined."""
    op = node.op
    if constant(left) is not None:
        left, right, op = right, left, _TURNED.get(op, op)
    rate = constant(right)
    while isinstance(left, t.Item) and left.tree is not None:
        left = left.tree
    if not (isinstance(left, t.Call) and left.function == "cagr" and rate is not None):
        return None
    if rate < -1:
        seen = f"a growth rate of {plain(rate * 100)} %"
        raise fail(node, seen, "no rate is below -100 %", "mend the threshold")
    now, before, years = left.args
    at, zero = node.column, t.Number(node.column, Fraction(0))
    power = t.Number(at, (1 + rate) ** int(constant(years) or 1))
    defined = t.Op(at, "and", (t.Op(at, ">", (before, zero)), t.Op(at, ">=", (now, zero))))
    return t.Case(at, ((defined, t.Op(at, op, (now, t.Op(at, "*", (power, before))))),), None)
