"""A calculation with doubles that its reader would write out several times gets a column of its own.

The domain of a root, a logarithm, a power or a quotient is tested on its argument, so that it stands
in the script once for the test and once for the value. Nested, such calculations would unfold to millions of
characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derived, Output

LARGE = 60
"""Operations, as they would be written out, from which on a part stands by itself."""
_TIMES = {"/": (2, 3), "log": (2,), "log10": (2,), "sqrt": (2,), "exp": (2,), "power": (5, 4)}
"""How often a function of doubles writes out its arguments."""
_PLAIN = frozenset({"+", "-", "*"})
"""Functions that are tested as a whole where another kind of expression reads them."""


def unfolded(
    columns: Iterable[Derived], outputs: Iterable[Output]
) -> tuple[list[Derived], tuple[Output, ...]]:
    """Give large calculations that are read several times columns of their own, ``double.1`` and so on.

    Parameters
    ----------
    columns : derived columns, each after those that it reads
    outputs : what is read last

    Returns
    -------
    the columns, and before each the new ones that it reads; the outputs
    """
    work = _Work()
    found: list[Derived] = []
    for column in columns:
        made = replace(column, expr=work.of(column.expr)[0])
        found += [*work.taken(), made]
    ends = tuple(replace(output, expr=work.of(output.expr)[0]) for output in outputs)
    return [*found, *work.taken()], ends


@dataclass(slots=True)
class _Work:
    """What was made so far.

    Parameters
    ----------
    met : an expression, what became of it and its operations, by its identity
    columns : the column of a calculation
    fresh : columns that no list has yet
    """

    met: dict[int, tuple[e.Expr, e.Expr, int]] = field(default_factory=dict[int, tuple[e.Expr, e.Expr, int]])
    columns: dict[e.Expr, e.Column] = field(default_factory=dict[e.Expr, e.Column])
    fresh: list[Derived] = field(default_factory=list[Derived])

    def of(self, given: e.Expr) -> tuple[e.Expr, int]:
        """An expression with columns in place of large parts, and the operations that are written out."""
        if id(given) not in self.met:
            self.met[id(given)] = given, *self._made(given)
        return self.met[id(given)][1:]

    def taken(self) -> list[Derived]:
        """The new columns, which are in a list from now on."""
        found, self.fresh = self.fresh, []
        return found

    def _made(self, given: e.Expr) -> tuple[e.Expr, int]:
        below = e.parts(given)
        if not below:
            return given, 0
        twice = 1 if _plain(given) else 2
        parts = [(made, size * (twice if _plain(made) else 1)) for made, size in map(self.of, below)]
        times = _times(given, len(parts))
        parts = [
            self._apart(part, size) if many > 1 else (part, size)
            for (part, size), many in zip(parts, times, strict=True)
        ]
        changed = any(part is not old for (part, _), old in zip(parts, below, strict=True))
        size = 1 + sum(many * size for (_, size), many in zip(parts, times, strict=True))
        return e.with_parts(given, [part for part, _ in parts]) if changed else given, size

    def _apart(self, part: e.Expr, size: int) -> tuple[e.Expr, int]:
        """A large double as a column; any other part as it is."""
        if size < LARGE or e.kind_of(part) != "real":
            return part, size
        if part not in self.columns:
            name = f"double.{len(self.columns) + 1}"
            self.columns[part] = e.Column(name, "real")
            self.fresh.append(Derived(name, part, "real"))
        return self.columns[part], 0


def _plain(expr: e.Expr) -> bool:
    return isinstance(expr, e.Real) and expr.function in _PLAIN


def _times(expr: e.Expr, parts: int) -> tuple[int, ...]:
    """How often the parts of an expression are written out."""
    match expr:
        case e.Real(function=function) if function in _TIMES:
            return _TIMES[function]
        case e.RoundReal():
            return (3,)
        case e.When():
            return (2,) * parts  # a part of a choice may stand in another branch too
        case _:
            return (1,) * parts
