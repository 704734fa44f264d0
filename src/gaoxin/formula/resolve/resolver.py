"""The resolver of one formula: each kind of node has a file of its own."""

from __future__ import annotations

from gaoxin.base import units
from gaoxin.formula import tree as t
from gaoxin.formula.resolve.context import Context
from gaoxin.formula.resolve.functions import call
from gaoxin.formula.resolve.meaning import Meaning, Scope
from gaoxin.formula.resolve.operations import operation
from gaoxin.formula.resolve.rollups import rollup
from gaoxin.formula.size import MAX_PARTS, bounded
from gaoxin.formula.types import FLAG, Type, fail, join


def resolve(node: t.Node, scope: Scope) -> Meaning:
    """Resolve a parsed tree.

    Raises
    ------
    FormulaError : unknown name, units that do not mix, a double compared unrounded, a tree out of bounds
    """
    found = _Resolver(scope).visit(node)
    bounded(found.node)
    return found


class _Resolver(Context):
    """Resolves nodes, of which there is a bound: lists in lists unfold."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.visits = 0

    def inside(self, scope: Scope) -> Context:
        return _Resolver(scope)

    def visit(self, node: t.Node) -> Meaning:
        self.visits += 1
        if self.visits > MAX_PARTS:
            rule = "lists in lists unfold too far"
            raise fail(node, f"more than {MAX_PARTS} parts", rule, "shorten the lists")
        match node:
            case t.Number():
                return _quantity(node)
            case t.Text():
                return Meaning(node, Type("text", literal=True))
            case t.Flag():
                return Meaning(node, FLAG)
            case t.Name():
                return self.scope.meaning(node)
            case t.Op():
                return operation(self, node)
            case t.Case():
                return _case(self, node)
            case t.Rollup():
                return rollup(self, node)
            case t.Call():
                return call(self, node)
            case _:
                rule = "a parsed tree has no such node"
                raise fail(node, type(node).__name__, rule, "parse the formula first")


def _quantity(node: t.Number) -> Meaning:
    """A quantity in base units; a bare number may stand for a counting unit."""
    unit = units.parse(node.unit)
    if unit is None:
        raise fail(node, repr(node.unit), "this is not a unit", "write a known unit")
    bare = node.unit == ""
    kind = Type("number", unit.dimension, literal=bare, zero=bare and node.value == 0)
    return Meaning(t.Number(node.column, node.value * unit.factor), kind)


def _case(context: Context, node: t.Case) -> Meaning:
    guards = [context.flag(guard) for guard, _ in node.branches]
    values = [context.visit(value) for _, value in node.branches]
    default = None if node.default is None else context.visit(node.default)
    joined = values[0].type
    for found in [*values[1:], *([default] if default else [])]:
        joined = join(node, joined, found.type, "a CASE")
    if joined.scalar == "interval":
        rule = "they are added and compared, nothing else"
        raise fail(node, "points of a jury in CASE", rule, "use bands")
    branches = tuple(zip(guards, (value.node for value in values), strict=True))
    return Meaning(t.Case(node.column, branches, default.node if default else None), joined)
