"""The work of compiling: counted and bounded, so that no formula keeps a machine busy or fills its memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from gaoxin.base.errors import UnsupportedError
from gaoxin.plan import expr as e

MAX_WORK = 100_000
"""Parts that one formula may visit or make, its indicators and choices written out."""

MAX_TOTAL = 1_000_000
"""The same for all formulas of a plan together."""

MAX_SIZE = 20_000
"""Operations of one expression."""


@dataclass(slots=True)
class Work:
    """What compiling has cost so far.

    Parameters
    ----------
    spent : by the formula at hand
    total : by all formulas
    sizes : of expressions, by their identity; an expression is kept so that its identity stays its own
    """

    spent: int = 0
    total: int = 0
    sizes: dict[int, tuple[e.Expr, int]] = field(default_factory=dict[int, tuple[e.Expr, int]])

    def begin(self) -> None:
        """Another formula."""
        self.spent = 0

    def spend(self, parts: int) -> None:
        """Count parts that were visited or made.

        Raises
        ------
        UnsupportedError : the formula, or all of them together, take more than the bounds
        """
        self.spent += parts
        self.total += parts
        if self.spent > MAX_WORK:
            message = (
                f"a formula that takes more than {MAX_WORK} steps to compile: its choices and quotients "
                "multiply; try: split it, round an indicator in it, or use figures that are reported"
            )
            raise UnsupportedError(message)
        if self.total > MAX_TOTAL:
            message = f"formulas that take more than {MAX_TOTAL} steps together; try: split the pack"
            raise UnsupportedError(message)

    def weigh(self, expr: e.Expr) -> e.Expr:
        """The expression itself, where it is no larger than `MAX_SIZE`.

        Raises
        ------
        UnsupportedError : it is larger
        """
        if self.size(expr) > MAX_SIZE:
            message = f"a formula of more than {MAX_SIZE} operations, its choices written out; try: split it"
            raise UnsupportedError(message)
        return expr

    def size(self, expr: e.Expr) -> int:
        """Operations of an expression, each as often as it is written out."""
        known = self.sizes.get(id(expr))
        if known is not None:
            return known[1]
        self.spend(1)
        found = 1 + sum(map(self.size, e.parts(expr)))
        self.sizes[id(expr)] = expr, found
        return found
