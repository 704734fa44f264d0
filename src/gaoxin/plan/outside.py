"""Terms that look beyond the row: roll-ups of members, and ranks and shares within the period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.formula.program import Program
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile import Choice, Compiler, is_real
from gaoxin.plan.rational import Atom, Integer, Rational
from gaoxin.plan.steps import Frame, Rollup, Sum

MEMBER_DIGITS = 9
"""A roll-up sums fewer than a thousand million members."""

_FOLDS: dict[str, Literal["sum", "min", "max"]] = {
    "sum": "sum",
    "count": "sum",
    "mean": "sum",
    "min": "min",
    "max": "max",
}

Add = Callable[[str, e.Expr, e.Kind, str], e.Column]


@dataclass(slots=True)
class _Group:
    """Roll-ups over one subject with one shift: they share a scan."""

    name: str
    subject: str
    shift: int
    compiler: Compiler
    sums: list[Sum] = field(default_factory=list[Sum])


@dataclass(slots=True)
class Outside:
    """Makes columns for roll-ups and population terms, and keeps the roll-up steps.

    Parameters
    ----------
    program : whose subjects and variables are meant
    compiler : of the subject's own rows
    add : adds a derived column: name, expression, kind, note
    groups : roll-ups by subject and years back
    made : exact values made so far
    """

    program: Program
    compiler: Compiler
    add: Add
    groups: dict[tuple[str, int], _Group] = field(default_factory=dict[tuple[str, int], _Group])
    made: dict[t.Node, Rational] = field(default_factory=dict[t.Node, Rational])

    def column(self, node: t.Rollup | t.Over) -> Rational:
        """The exact value of a roll-up or population term."""
        if node not in self.made:
            self.made[node] = self.rollup(node) if isinstance(node, t.Rollup) else self.over(node)
        return self.made[node]

    def rollups(self) -> tuple[Rollup, ...]:
        """The roll-up steps."""
        return tuple(
            Rollup(
                g.name,
                Frame(g.subject, g.compiler.stored()),
                self.program.members[g.subject],
                g.shift,
                tuple(g.sums),
            )
            for g in self.groups.values()
        )

    def rollup(self, node: t.Rollup) -> Rational:
        """The exact value of a figure over members; unknown where too few of them are known."""
        key = (node.subject, node.shift)
        if key not in self.groups:
            founded = self.program.subjects[node.subject].founded
            name = f"rollup.{node.subject}" + (f"@-{node.shift}" if node.shift else "")
            inner = Compiler(dict(self.program.variables), founded, work=self.compiler.work)
            link = self.program.members[node.subject]
            inner.used.add((link, 0))
            self.groups[key] = _Group(name, node.subject, node.shift, inner)
        group = self.groups[key]
        name = f"{group.name}.{len(group.sums) + 1}"
        where = e.TRUE if node.where is None else group.compiler.flag(node.where)
        value = _member_value(node, group.compiler)
        function = _FOLDS[node.function]
        digits = value.digits + (MEMBER_DIGITS if function == "sum" else 0)
        if digits >= 38:
            raise _too_long()
        group.sums.append(Sum(name, function, value.expr, where, wide=digits >= 18))
        enough = _enough(name, node.coverage)
        total = self.known(replace(value, digits=digits), name, f"{name}=", enough)
        if node.function != "mean":
            return r.atom(total)
        members = r.Integer(e.ONE, 1, float(MEMBER_DIGITS), positive=True)
        counted = self.known(members, f"{name}#counted", f"{name}#n", enough)
        return r.divide(r.atom(total), r.atom(counted))

    def known(self, value: Integer, column: str, name: str, enough: e.Expr) -> Atom:
        """The column of a total, where enough members are known."""
        expr = e.When(((enough, e.Column(column, "int")),))
        return value.atom(name, self.add(name, expr, "int", "roll-up"))

    def over(self, node: t.Over) -> Rational:
        """The exact value of a rank, a share or a mean over the rows of the period."""
        name = f"over.{len(self.made) + 1}"
        exact = self.exact(node.value)
        value = self.compiler.real(node.value) if exact is None else exact.expr
        base = self.add(f"{name}.value", value, "real" if exact is None else "int", node.function)
        if node.function in ("rank", "top_share"):
            rank = self.add(f"{name}.rank", e.Over("rank", base, node.descending), "int", node.function)
            place = r.atom(Atom(f"{name}.rank", rank, 1, float(MEMBER_DIGITS), positive=True))
            return place if node.function == "rank" else r.divide(place, self.count(name, base))
        if exact is None:
            step = f"try: {node.function} of a variable, or of a rounded figure"
            message = f"{node.function} of quotients; {step}"
            raise UnsupportedError(message)
        whole = self.add(f"{name}.sum", e.Over("sum", base), "int", node.function)
        total = r.atom(Atom(f"{name}.sum", whole, exact.divisor, exact.digits + MEMBER_DIGITS))
        own = r.atom(Atom(f"{name}.value", base, exact.divisor, exact.digits))
        if node.function == "share_of":
            return r.divide(own, total)
        mean = r.divide(total, self.count(name, base))
        return Rational(mean.over, mean.under, mean.needed | own.needed, mean.guards)

    def count(self, name: str, base: e.Column) -> Rational:
        """How many rows of the period have a known value."""
        column = self.add(f"{name}.count", e.Over("count", base), "int", "known values of the period")
        return r.atom(Atom(f"{name}.count", column, 1, float(MEMBER_DIGITS), positive=True))

    def exact(self, node: t.Node) -> Integer | None:
        """A value as an exact integer, so that true ties stay ties; None for doubles and quotients."""
        if is_real(node):
            return None
        try:
            return r.integer(self.compiler.rational(node))
        except Choice:
            return None


def _member_value(node: t.Rollup, inner: Compiler) -> Integer:
    """What one member adds."""
    if node.value is None:
        return r.Integer(e.ONE, 1, 0.0, positive=True)
    if is_real(node.value):
        message = "a roll-up of doubles; try: round(…, 6) around the value"
        raise UnsupportedError(message)
    try:
        found = inner.rational(node.value)
    except Choice:
        found = None
    if found is None or not found.whole:
        message = "a roll-up of quotients; try: round(…, 6) around the value, or roll up its parts"
        raise UnsupportedError(message)
    value = r.integer(found)
    if value is None:
        raise _too_long()
    return value


def _too_long() -> UnsupportedError:
    return UnsupportedError(
        "a roll-up needs more than 38 digits; try: declare fewer `digits` on its variables"
    )


def _enough(name: str, coverage: Fraction) -> e.Expr:
    """Whether there are members, and enough of them are known."""
    members, known = e.Column(f"{name}#members", "int"), e.Column(f"{name}#known", "int")
    some = e.Compare(">", members, e.ZERO)
    if coverage == 0:
        return some
    share = e.Compare(
        ">=", e.Poly(((coverage.denominator, (known,)),), 64), e.Poly(((coverage.numerator, (members,)),), 64)
    )
    return e.And((some, share))
