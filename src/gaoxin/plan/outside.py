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
    windows : figures over the rows of the period made so far
    """

    program: Program
    compiler: Compiler
    add: Add
    groups: dict[tuple[str, int], _Group] = field(default_factory=dict[tuple[str, int], _Group])
    made: dict[t.Node, Rational] = field(default_factory=dict[t.Node, Rational])
    windows: int = 0

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
        """The exact value of a rank, a share, a mean or an extreme over the rows of the period."""
        exact = self.exact(node.value)
        window = self.window(node, exact)
        if node.function in ("rank", "top_share", "percentile_rank"):
            return _placed(node, window)
        if exact is None:
            step = f"try: {node.function} of a variable, or of a rounded figure"
            message = f"{node.function} of quotients or doubles as an exact value; {step}"
            raise UnsupportedError(message)
        own = r.atom(Atom(f"{window.name}.value", window.base, exact.divisor, exact.digits))
        if node.function in ("min_over", "max_over"):
            made = window.of("min" if node.function == "min_over" else "max")
            found = r.atom(Atom(made.name, made, exact.divisor, exact.digits, exact.positive))
            return replace(found, needed=found.needed | own.needed)
        whole = window.of("sum")
        total = r.atom(Atom(whole.name, whole, exact.divisor, exact.digits + MEMBER_DIGITS))
        if node.function == "share_of":
            return r.divide(own, total)
        mean = r.divide(total, window.counted("count"))
        return Rational(mean.over, mean.under, mean.needed | own.needed, mean.guards)

    def real(self, node: t.Over) -> e.Expr:
        """An extreme of doubles, or of quotients as the doubles next to them."""
        window = self.window(node, None)
        found = window.of("min" if node.function == "min_over" else "max")
        return e.When(((e.Known(window.base), found),))

    def window(self, node: t.Over, exact: Integer | None) -> _Window:
        """The rows that a figure is set beside: its values, and the groups."""
        self.windows += 1
        name = f"over.{self.windows}"
        value = self.compiler.real(node.value) if exact is None else exact.expr
        base = self.add(f"{name}.value", value, "real" if exact is None else "int", node.function)
        groups: list[e.Column] = []
        for n, category in enumerate(node.by):
            found = self.compiler.plain(category)
            known = isinstance(found, e.Column)
            groups.append(found if known else self.add(f"{name}.by{n}", found, "text", "group"))
        return _Window(name, base, tuple(groups), self.add, node.function)

    def exact(self, node: t.Node) -> Integer | None:
        """A value as an exact integer, so that true ties stay ties; None for doubles and quotients."""
        if is_real(node):
            return None
        try:
            return r.integer(self.compiler.rational(node))
        except Choice:
            return None


@dataclass(frozen=True, slots=True)
class _Window:
    """A figure beside the rows of its period and group.

    Parameters
    ----------
    name : of its columns
    base, groups : the values, and the categories that make the groups
    add : adds a derived column
    note : the function that asks
    """

    name: str
    base: e.Column
    groups: tuple[e.Column, ...]
    add: Add
    note: str

    def of(
        self, function: Literal["rank", "sum", "count", "min", "max"], *, descending: bool = True
    ) -> e.Column:
        """A column of a figure over the rows; unknown where a category is."""
        made: e.Expr = e.Over(function, self.base, descending, self.groups)
        if self.groups:
            made = e.When(((e.all_of(tuple(map(e.Known, self.groups))), made),))
        kind = self.base.kind if function in ("min", "max") else "int"
        return self.add(f"{self.name}.{function}", made, kind, self.note)

    def counted(self, function: Literal["rank", "count"], *, descending: bool = True) -> Rational:
        """A rank, or how many rows have a known value."""
        column = self.of(function, descending=descending)
        return r.atom(Atom(column.name, column, 1, float(MEMBER_DIGITS), positive=True))


def _placed(node: t.Over, window: _Window) -> Rational:
    """A rank, or its share of the rows; ties share the best rank, of a percentile the worst."""
    if node.function == "percentile_rank":
        one = r.number(Fraction(1))
        worse = r.add(window.counted("rank", descending=not node.descending), one, -1)
        return r.divide(worse, r.add(window.counted("count"), one, -1))
    place = window.counted("rank", descending=node.descending)
    return place if node.function == "rank" else r.divide(place, window.counted("count"))


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
