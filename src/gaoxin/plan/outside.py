"""Terms that look beyond the row: roll-ups of members, and ranks and shares within the period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.formula.program import Program
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile import Choice, Compiler, is_real
from gaoxin.plan.rational import Atom, Rational
from gaoxin.plan.steps import Frame, Rollup, Sum

MEMBER_DIGITS = 9
"""A roll-up sums fewer than a thousand million members."""

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
    """Makes columns for roll-ups and population terms, and keeps the roll-up steps."""

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
        key = (node.subject, node.shift)
        if key not in self.groups:
            founded = self.program.subjects[node.subject].founded
            name = f"rollup.{node.subject}" + (f"@-{node.shift}" if node.shift else "")
            inner = Compiler(dict(self.program.variables), founded)
            link = self.program.members[node.subject]
            inner.used.add((link, 0))
            self.groups[key] = _Group(name, node.subject, node.shift, inner)
        group = self.groups[key]
        name = f"{group.name}.{len(group.sums) + 1}"
        where = e.TRUE if node.where is None else group.compiler.flag(node.where)
        value, divisor, digits, positive = self.member_value(node, group.compiler)
        function: Literal["sum", "min", "max"] = node.function if node.function in ("min", "max") else "sum"  # type: ignore[assignment]
        grows = 0 if function != "sum" else MEMBER_DIGITS
        if digits + grows >= 38:
            message = "a roll-up needs more than 38 digits; try: declare fewer `digits` on its variables"
            raise UnsupportedError(message)
        group.sums.append(Sum(name, function, value, where, wide=digits + grows >= 18))
        enough = _enough(name, node.coverage)
        total = self.known(name, f"{name}=", enough, divisor, digits + grows, positive=positive)
        if node.function != "mean":
            return r.atom(total)
        counted = self.known(f"{name}#counted", f"{name}#n", enough, 1, float(MEMBER_DIGITS), positive=True)
        return r.divide(r.atom(total), r.atom(counted))

    def known(
        self, column: str, name: str, enough: e.Expr, divisor: int, digits: float, *, positive: bool
    ) -> Atom:
        expr = e.When(((enough, e.Column(column, "int")),))
        return Atom(name, self.add(name, expr, "int", "roll-up"), divisor, digits, positive)

    def member_value(self, node: t.Rollup, inner: Compiler) -> tuple[e.Expr, int, float, bool]:
        """The value of a member as an integer."""
        if node.value is None:
            return e.ONE, 1, 0.0, True
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
        terms, divisor = r.integers(found.over)
        digits = r.digits(terms.items())
        width = r.bits(digits)
        if width is None:
            message = "a roll-up needs more than 38 digits; try: declare fewer `digits` on its variables"
            raise UnsupportedError(message)
        positive = all(c > 0 and all(a.positive for a in m) for m, c in terms.items())
        return r.polynomial(terms, width), divisor, digits, positive

    def over(self, node: t.Over) -> Rational:
        name = f"over.{len(self.made) + 1}"
        value, divisor, digits = self.ranked(node.value)
        base = self.add(f"{name}.value", value, "int" if divisor else "real", node.function)
        if node.function in ("rank", "top_share"):
            rank = self.add(f"{name}.rank", e.Over("rank", base, node.descending), "int", node.function)
            place = r.atom(Atom(f"{name}.rank", rank, 1, float(MEMBER_DIGITS), positive=True))
            return place if node.function == "rank" else r.divide(place, self.count(name, base))
        if not divisor:
            message = (
                f"{node.function} of quotients; try: {node.function} of a variable, or of a rounded figure"
            )
            raise UnsupportedError(message)
        whole = self.add(f"{name}.sum", e.Over("sum", base), "int", node.function)
        total = r.atom(Atom(f"{name}.sum", whole, divisor, digits + MEMBER_DIGITS))
        if node.function == "share_of":
            return r.divide(r.atom(Atom(f"{name}.value", base, divisor, digits)), total)
        mean = r.divide(total, self.count(name, base))
        known = r.atom(Atom(f"{name}.value", base, divisor, digits))
        return Rational(mean.over, mean.under, mean.needed | known.needed, mean.guards)

    def count(self, name: str, base: e.Column) -> Rational:
        column = self.add(f"{name}.count", e.Over("count", base), "int", "known values of the period")
        return r.atom(Atom(f"{name}.count", column, 1, float(MEMBER_DIGITS), positive=True))

    def ranked(self, node: t.Node) -> tuple[e.Expr, int, float]:
        """What is ranked: an exact integer (with its divisor), or an exact quotient as the double next to it (0)."""
        if is_real(node):
            return self.compiler.real(node), 0, 0.0
        try:
            found = self.compiler.rational(node)
        except Choice:
            return self.compiler.real(node), 0, 0.0
        if not found.whole:
            return self.compiler.real(node), 0, 0.0
        terms, divisor = r.integers(found.over)
        digits = r.digits(terms.items())
        return r.polynomial(terms, r.bits(digits) or 128), divisor, digits


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
