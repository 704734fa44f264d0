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
        self.work.spend(1)
        found = numbers.rational(self, node, high=high)
        self.work.spend(len(found.over) + sum(map(len, found.under)) + sum(map(len, found.guards)))
        return found

    def flag(self, node: t.Node) -> e.Expr:
        """A condition."""
        known = self.flags.get(id(node))
        if known is not None:
            return known[1]
        self.work.spend(1)
        found = self.work.weigh(conditions.flag(self, node))
        self.flags[id(node)] = node, found
        return found

    def plain(self, node: t.Node) -> e.Expr:
        """A text or a date."""
        self.work.spend(1)
        return self.work.weigh(conditions.plain(self, node))

    def real(self, node: t.Node) -> e.Expr:
        """The value of a number as a double."""
        self.work.spend(1)
        return self.work.weigh(doubles.real(self, node))

    def sign(self, op: str, difference: t.Node) -> e.Expr:
        """A comparison with 0."""
        self.work.spend(1)
        return self.work.weigh(conditions.sign(self, op, difference))
