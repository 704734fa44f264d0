"""What the parts of the resolver share: the names in sight, and what may stand where."""

from __future__ import annotations

from abc import ABC, abstractmethod

from gaoxin.formula import tree as t
from gaoxin.formula.resolve.meaning import Meaning, Scope, constant
from gaoxin.formula.types import fail


class Context(ABC):
    """One formula on its way.

    Parameters
    ----------
    scope : the names that it can use
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @abstractmethod
    def visit(self, node: t.Node) -> Meaning:
        """Resolve a node.

        Raises
        ------
        FormulaError : it means nothing, or it unfolds too far
        """

    @abstractmethod
    def inside(self, scope: Scope) -> Context:
        """The same for the names inside a roll-up."""

    def number(self, node: t.Node) -> Meaning:
        """A number, a double or points."""
        found = self.visit(node)
        if not found.type.numeric:
            step = "compare it, or use CASE to give numbers"
            raise fail(node, f"a {found.type}", "a number must stand here", step)
        return found

    def definite(self, node: t.Node) -> Meaning:
        """A number or a double, not the points of a jury."""
        found = self.number(node)
        if found.type.scalar == "interval":
            raise fail(node, "points of a jury", "they are added and compared, nothing else", "compare them")
        return found

    def flag(self, node: t.Node) -> t.Node:
        """A condition."""
        found = self.visit(node)
        if found.type.scalar != "flag":
            raise fail(node, str(found.type), "a condition must stand here", "compare it with something")
        return found.node

    def whole(self, node: t.Node, least: int, most: int) -> int:
        """A literal whole number within bounds."""
        value = constant(self.visit(node).node)
        if value is None or value.denominator != 1 or not least <= value <= most:
            rule = f"a whole number from {least} to {most} must stand here"
            raise fail(node, "this argument", rule, "write a number")
        return int(value)
