"""A plan without the tests that a table makes needless: columns of it that have no empty cell."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derive, Derived, RowPlan

_STRICT = (
    e.Poly, e.Compare, e.And, e.Or, e.Not, e.ToReal, e.SignOf, e.Days, e.Years, e.YearOf
)  # fmt: skip
"""Expressions that are known where all their parts are."""

_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_WIDER = {"<=": "< =", ">=": "> =", "<>": "< >"}
"""Operators that hold only where the first one does."""


def with_known(plan: RowPlan, columns: Collection[str]) -> RowPlan:
    """The same plan for rows whose given columns hold a value in every row: it gives the same results.

    Parameters
    ----------
    plan : of any rows
    columns : names of columns of the frame
    """
    facts = _Facts(set(columns))
    levels = tuple(Derive(step.level, tuple(facts.column(c) for c in step.columns)) for step in plan.levels)
    outputs = tuple(replace(output, expr=facts.simple(output.expr)) for output in plan.outputs)
    return replace(plan, levels=levels, outputs=outputs)


@dataclass(slots=True)
class _Facts:
    """The columns that are never NULL; those derived from them join as they are met.

    Parameters
    ----------
    known : names of columns
    constants : of derived columns that hold the same in every row
    made, sure : by identity of an expression, which they keep alive: itself, and the simplified one or
        whether it is never NULL
    """

    known: set[str]
    constants: dict[str, e.Constant] = field(default_factory=dict[str, e.Constant])
    made: dict[int, tuple[e.Expr, e.Expr]] = field(default_factory=dict[int, tuple[e.Expr, e.Expr]])
    sure: dict[int, tuple[e.Expr, bool]] = field(default_factory=dict[int, tuple[e.Expr, bool]])

    def column(self, derived: Derived) -> Derived:
        """A derived column, simplified; a constant is put where the column is read."""
        found = self.simple(derived.expr)
        if isinstance(found, e.Constant):
            self.constants[derived.name] = found
        if self.certain(found):
            self.known.add(derived.name)
        return replace(derived, expr=found)

    def certain(self, expr: e.Expr) -> bool:
        """Whether an expression is never NULL."""
        if id(expr) not in self.sure:
            self.sure[id(expr)] = expr, self._certain(expr)
        return self.sure[id(expr)][1]

    def _certain(self, expr: e.Expr) -> bool:
        match expr:
            case e.Column(name=name):
                return name in self.known
            case e.Constant(value=value):
                return value is not None
            case e.Known():
                return True
            case e.When(branches=branches, default=e.Expr() as default):
                ways = [value for guard, value in branches if guard != e.Known(value)]
                return all(map(self.certain, [*ways, default]))
            case e.Real(function=function):
                return function in ("+", "-", "*", "neg") and all(map(self.certain, expr.args))
            case e.Round(over=over, under=e.Constant(value=int() as under)):
                return under != 0 and self.certain(over)
            case _:
                return isinstance(expr, _STRICT) and all(map(self.certain, e.parts(expr)))

    def simple(self, expr: e.Expr) -> e.Expr:
        """An expression with the same value in every row."""
        if id(expr) not in self.made:
            parts = e.parts(expr)
            found = [self.simple(part) for part in parts]
            same = all(map(operator.is_, found, parts))
            self.made[id(expr)] = expr, self._simple(expr if same else e.with_parts(expr, found))
        return self.made[id(expr)][1]

    def _simple(self, expr: e.Expr) -> e.Expr:
        match expr:
            case e.Column(name=name) if name in self.constants:
                return self.constants[name]
            case e.Known(arg=arg) if self.certain(arg):
                return e.TRUE
            case e.Not(arg=e.Constant(value=bool() as value)):
                return e.FALSE if value else e.TRUE
            case e.And(args=args):
                return self._all(args)
            case e.Or(args=args):
                return e.TRUE if e.TRUE in args else e.any_of(args)
            case e.When():
                return self._choice(expr)
            case _:
                return expr

    def _all(self, args: tuple[e.Expr, ...]) -> e.Expr:
        """AND: what another part has tested need not be tested again."""
        found = [self._given(arg, args) for arg in args]
        return e.FALSE if e.FALSE in found else e.all_of(tuple(found))

    def _given(self, arg: e.Expr, others: tuple[e.Expr, ...]) -> e.Expr:
        match arg:
            case e.When(branches=((guard, value),), default=None) if guard in others and self.certain(guard):
                return value
            case _:
                return arg

    def _choice(self, expr: e.When) -> e.Expr:
        """The branches that can be reached."""
        kept: list[tuple[e.Expr, e.Expr]] = []
        default: e.Expr | None = None
        for guard, value in _ways(expr):
            settled = self._settled(guard, [failed for failed, _ in kept])
            if settled is True:
                default = value
                break
            if settled is None:
                kept.append((guard, value))
        while kept and kept[-1][1] == (default or _null(kept[-1][1])):
            kept.pop()
        if not kept:
            return default if default is not None else _null(expr)
        return e.When(tuple(kept), default)

    def _settled(self, guard: e.Expr, failed: Iterable[e.Expr]) -> bool | None:
        """Whether a guard must hold, or cannot, where others before it did not; None where it may."""
        if isinstance(guard, e.Constant):
            return guard.value is True
        tests = [test for test in failed if self.certain(test)]
        if guard in failed or any(_implied(guard, test) for test in tests):
            return False
        return True if any(_implied(_negated(guard), test) for test in tests) else None


def _ways(expr: e.When) -> Iterable[tuple[e.Expr, e.Expr]]:
    """The branches of a choice, and of the choice that is its default; a default has the guard TRUE."""
    yield from expr.branches
    if isinstance(expr.default, e.When):
        yield from _ways(expr.default)
    elif expr.default is not None:
        yield e.TRUE, expr.default


def _negated(guard: e.Expr) -> e.Expr:
    """What holds where a guard that is known does not."""
    match guard:
        case e.Not(arg=arg):
            return arg
        case e.Compare(op=op, left=left, right=right):
            return e.Compare(_OPPOSITE[op], left, right)
        case _:
            return e.Not(guard)


def _implied(guard: e.Expr, test: e.Expr) -> bool:
    """Whether the guard holds only where the test does."""
    match guard, test:
        case e.Compare(op=one, left=a, right=b), e.Compare(op=other, left=c, right=d):
            return (a, b) == (c, d) and (one == other or one in _WIDER.get(other, "").split())
        case _:
            return guard == test


def _null(expr: e.Expr) -> e.Constant:
    return e.Constant(None, e.kind_of(expr))
