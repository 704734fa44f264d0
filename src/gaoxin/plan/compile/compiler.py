"""The compiler of one subject's trees: each kind of value has a file of its own."""

from __future__ import annotations

from dataclasses import dataclass

from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan.compile import conditions, doubles, numbers
from gaoxin.plan.compile.context import Context
from gaoxin.plan.rational import Rational


@dataclass(slots=True)
class Compiler(Context):
    """Compiles trees of one subject; what it is made from stands at `Context`."""

    def rational(self, node: t.Node, *, high: bool = False) -> Rational:
        """The exact value of a number."""
        return numbers.rational(self, node, high=high)

    def flag(self, node: t.Node) -> e.Expr:
        """A condition."""
        return conditions.flag(self, node)

    def plain(self, node: t.Node) -> e.Expr:
        """A text or a date."""
        return conditions.plain(self, node)

    def real(self, node: t.Node) -> e.Expr:
        """The value of a number as a double."""
        return doubles.real(self, node)

    def sign(self, op: str, difference: t.Node) -> e.Expr:
        """A comparison with 0."""
        return conditions.sign(self, op, difference)
