"""Types of formula values: scalar kind, dimension, and how literals adopt a unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gaoxin.base import units
from gaoxin.base.errors import FormulaError
from gaoxin.formula.tree import Node, Scalar

NUMERIC = frozenset(("number", "real", "interval"))


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a value.

    Parameters
    ----------
    scalar : number (exact), real (double), interval (points of a jury), flag, text or date
    dimension : base units with their powers; a pure number has none
    literal : made of literals only, so it may stand for a counting unit
    zero : the literal 0, which has every unit
    categories : the possible values of a category, empty for free text
    """

    scalar: Scalar
    dimension: units.Dimension = units.NONE
    literal: bool = False
    zero: bool = False
    categories: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether it can be calculated with."""
        return self.scalar in NUMERIC

    def __str__(self) -> str:
        return units.show(self.dimension) if self.numeric else self.scalar


FLAG, DATE = Type("flag"), Type("date")


def fail(node: Node, seen: str, rule: str, step: str) -> FormulaError:
    """A fault of a formula at a node."""
    return FormulaError(node.column, seen, rule, step)


def join(node: Node, a: Type, b: Type, what: str) -> Type:
    """The common type of two values that are added, compared or chosen between.

    Raises
    ------
    FormulaError : the kinds or the dimensions differ
    """
    if not (a.numeric and b.numeric):
        if a.scalar == b.scalar:
            return replace(a, categories=a.categories or b.categories, literal=a.literal and b.literal)
        raise fail(node, f"{a} and {b}", f"{what} needs two values of one kind", "compare like with like")
    scalar: Scalar = "real" if "real" in (a.scalar, b.scalar) else "number"
    if "interval" in (a.scalar, b.scalar):
        if scalar == "real":
            raise fail(node, "points of a jury and a double", "the two do not mix", "round the double first")
        scalar = "interval"
    literal = a.literal and b.literal
    if a.dimension == b.dimension or b.zero or _adopts(b, a):
        return Type(scalar, a.dimension, literal, a.zero and b.zero)
    if a.zero or _adopts(a, b):
        return Type(scalar, b.dimension, literal)
    step = (
        "give the number its unit (5000 万元)"
        if a.literal or b.literal
        else "divide or multiply to the same unit"
    )
    raise fail(node, f"{a} and {b}", f"{what} needs one unit", step)


def _adopts(literal: Type, other: Type) -> bool:
    """Whether a bare number may stand for the other's unit: counting units only."""
    counting = all(name in units.COUNTING for name, _ in other.dimension)
    return literal.literal and literal.dimension == units.NONE and counting
