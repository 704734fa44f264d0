"""What names stand for, and where they are looked up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from gaoxin.formula import tree as t
from gaoxin.formula.types import Type


@dataclass(frozen=True, slots=True)
class Meaning:
    """A resolved node with its type.

    Parameters
    ----------
    node : numbers in base units, variables as `Ref`, items as `Item`
    type : of its values
    absent : a variable whose empty cell is a fact, not a gap
    """

    node: t.Node
    type: Type
    absent: bool = False


class Scope(Protocol):
    """The names that a formula can use."""

    @property
    def dated(self) -> bool:
        """Whether the subject has a founding date."""
        ...

    def meaning(self, name: t.Name) -> Meaning:
        """What a name stands for.

        Raises
        ------
        FormulaError : it stands for nothing
        """
        ...

    def member(self, subject: str) -> Scope | None:
        """The scope of a subject that rolls up to this one; None where it does not."""
        ...


def constant(node: t.Node) -> Fraction | None:
    """The value of a tree of literals, None for any other tree or a division by zero."""
    match node:
        case t.Number(value=value):
            return value
        case t.Op(op="neg", args=(arg,)):
            value = constant(arg)
            return None if value is None else -value
        case t.Op(op="+" | "-" | "*" | "/" as op, args=(left, right)):
            a, b = constant(left), constant(right)
            if a is None or b is None or (op == "/" and b == 0):
                return None
            return {"+": a + b, "-": a - b, "*": a * b}[op] if op != "/" else a / b
        case _:
            return None
