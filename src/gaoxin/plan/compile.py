"""Resolved trees -> expressions of an engine, exact at every threshold.

A comparison becomes a comparison of integer polynomials. Where a value inside it is chosen by CASE, least,
greatest or a founding date and the choices are quotients, the comparison is made for each choice.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.rational import Atom, Rational
from gaoxin.spec import Variable

MAX_CHOICES = 96
AS_OF = e.Column("as_of", "date")
YEAR = e.Column("year", "int")
_KINDS: dict[str, e.Kind] = {
    "number": "int",
    "interval": "int",
    "real": "real",
    "flag": "flag",
    "text": "text",
    "date": "date",
}

_STORED: dict[str, e.Kind] = {
    "real": "real",
    "flag": "flag",
    "category": "text",
    "text": "text",
    "date": "date",
}

Keep = Callable[[e.Expr], e.Expr]


def in_place(expr: e.Expr) -> e.Expr:
    """Keep nothing: expressions stay where they are."""
    return expr


class Choice(Exception):
    """A value is chosen between quotients; the comparison around it must be made for each."""

    def __init__(self, node: t.Node) -> None:
        self.node = node
        super().__init__(type(node).__name__)


@dataclass(slots=True)
class Compiler:
    """Compiles trees of one subject.

    Parameters
    ----------
    variables : all variables in sight
    founded : name of the founding-date variable of the subject
    figures : columns already computed that hold exact integers, by full name of the item
    used : (variable, shift) pairs met so far
    outside : makes the column of a roll-up or population term
    """

    variables: dict[str, Variable]
    founded: str | None
    figures: dict[str, Atom] = field(default_factory=dict[str, Atom])
    used: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    outside: Callable[[t.Rollup | t.Over], Rational] | None = None
    keep: Keep = in_place
    keys: dict[e.Expr, str] = field(default_factory=dict[e.Expr, str])
    choices: int = 0

    # Columns

    def stored(self) -> tuple[tuple[str, e.Kind, int], ...]:
        """The stored columns met so far, with their kinds and shifts."""
        found: list[tuple[str, e.Kind, int]] = []
        for name, shift in sorted(self.used, key=lambda pair: (pair[1], pair[0])):
            spec = self.variables[name]
            names = [f"{name}__lo", f"{name}__hi"] if spec.type == "grade" else [name]
            found += [(column, _STORED.get(spec.type, "int"), shift) for column in names]
        return tuple(found)

    def column(self, ref: t.Ref, *, high: bool = False) -> e.Expr:
        """The column of a variable in its year."""
        if ref.name == "as_of":
            return AS_OF
        self.used.add((ref.name, ref.shift))
        spec = self.variables[ref.name]
        name = shifted_name(ref.name, ref.shift)
        if spec.type == "grade":
            name = shifted_name(f"{ref.name}__{'hi' if high else 'lo'}", ref.shift)
        found = e.Column(name, _KINDS[ref.kind])
        if spec.missing == "zero" and ref.kind == "number":
            return e.When(((e.Known(found), found),), e.ZERO)
        return found

    def ref_atom(self, ref: t.Ref, *, high: bool) -> Atom:
        spec = self.variables[ref.name]
        expr = self.column(ref, high=high)
        key = f"{ref.name}@{ref.shift:02d}{'hi' if high else ''}"
        unit = units.parse(spec.unit)
        return Atom(
            key,
            expr,
            10**spec.scale,
            float(spec.width),
            positive=spec.min is not None and spec.min >= 0 and unit is not None,
        )

    def inner_atom(self, expr: e.Expr, divisor: int, digits: float, *, positive: bool = False) -> Atom:
        """An atom for a computed integer expression."""
        key = self.keys.setdefault(expr, f"~{len(self.keys):04d}")
        return Atom(key, expr, divisor, digits, positive)

    # Numbers

    def rational(self, node: t.Node, *, high: bool = False) -> Rational:
        """The exact value of a number; `high` takes the upper ends of intervals.

        Raises
        ------
        Choice : the value is chosen between quotients
        """
        match node:
            case t.Number(value=value):
                return r.number(value)
            case t.Ref():
                return r.atom(self.ref_atom(node, high=high))
            case t.Op(op="neg", args=(arg,)):
                return r.negate(self.rational(arg, high=not high))
            case t.Op(op="+", args=(a, b)):
                return r.add(self.rational(a, high=high), self.rational(b, high=high))
            case t.Op(op="-", args=(a, b)):
                return r.add(self.rational(a, high=high), self.rational(b, high=not high), -1)
            case t.Op(op="*", args=(a, b)):
                return self.product(a, b, high=high)
            case t.Op(op="/", args=(a, b)):
                return r.divide(self.rational(a, high=high), self.rational(b))
            case t.Item():
                return self.item(node, high=high)
            case t.Rollup() | t.Over():
                return self.outer(node)
            case _:
                return r.atom(self.chosen(node))

    def product(self, a: t.Node, b: t.Node, *, high: bool) -> Rational:
        """A product; an interval times a negative literal turns round."""
        left, right = self.rational(a, high=high), self.rational(b, high=high)
        for literal, other, node in ((left, right, b), (right, left, a)):
            if set(literal.over) <= {()} and literal.whole and literal.over.get((), 0) < 0:
                other = self.rational(node, high=not high)
                return r.multiply(literal, other)
        return r.multiply(left, right)

    def outer(self, node: t.Rollup | t.Over) -> Rational:
        if self.outside is None:
            message = f"{node.function} inside a roll-up or another population term; try: an indicator of the member"
            raise UnsupportedError(message)
        return self.outside(node)

    def item(self, node: t.Item, *, high: bool) -> Rational:
        """An indicator: its column where that is exact, else its formula; a sheet: the asked end of its interval."""
        for name in (f"{node.name}#hi" if high else f"{node.name}#lo", node.name):
            if name in self.figures:
                return r.atom(self.figures[name])
        if node.tree is None:
            message = f"{node.name} is used before it is computed"
            raise UnsupportedError(message)
        return self.rational(node.tree, high=high)

    def chosen(self, node: t.Node) -> Atom:
        """An integer expression for CASE, least, greatest, abs, rounding, ages and founding dates."""
        match node:
            case t.Case():
                guards = [self.flag(g) for g, _ in node.branches]
                values = [v for _, v in node.branches]
                return self.case_atom(node, guards, values)
            case t.Since(value=value, shift=shift, fallback=fallback):
                exprs, divisor, digits, positive = self.aligned(node, [value, fallback])
                expr = e.When(((e.Known(exprs[0]), exprs[0]), (self.unfounded(shift), exprs[1])))
                return self.inner_atom(expr, divisor, digits, positive=positive)
            case t.Call(function="least" | "greatest" | "abs"):
                return self.extreme(node)
            case t.Call(function="age_days" | "age_years" | "days_between"):
                return self.days(node)
            case t.Call(function=function, args=(value, t.Number(value=step))) if function.startswith(
                "round_"
            ):
                return self.rounding(value, step, function.removeprefix("round_"))
            case _:
                message = f"{type(node).__name__} {getattr(node, 'function', '')} is not an exact number"
                raise UnsupportedError(message)

    def aligned(self, node: t.Node, values: list[t.Node]) -> tuple[list[e.Expr], int, float, bool]:
        """The values as integers of one divisor; a Choice where one of them is a quotient."""
        found = [self.rational(v) for v in values]
        if not all(value.whole for value in found):
            raise Choice(node)
        factors = [r.integers(value.over)[1] for value in found]
        divisor = math.lcm(*factors)
        exprs: list[e.Expr] = []
        digits = 0.0
        for value in found:
            terms = {m: int(c * divisor) for m, c in value.over.items()}
            digits = max(digits, r.digits(terms.items()))
            width = r.bits(digits)
            if width is None:
                raise Choice(node)
            plain = r.polynomial(terms, width)
            lost = sorted(value.needed - {a for m in terms for a in m})
            exprs.append(
                e.When(((e.all_of(tuple(e.Known(a.expr) for a in lost)), plain),)) if lost else plain
            )
        positive = all(
            c >= 0 and all(a.positive for a in m) for value in found for m, c in value.over.items()
        )
        return exprs, divisor, digits, positive

    def case_atom(self, node: t.Case, guards: list[e.Expr], values: list[t.Node]) -> Atom:
        default = [] if node.default is None else [node.default]
        exprs, divisor, digits, positive = self.aligned(node, [*values, *default])
        rest: e.Expr | None = exprs[len(values)] if default else None
        expr = agree(list(zip(guards, exprs, strict=False)), rest, self.keep)
        return self.inner_atom(expr, divisor, digits, positive=positive)

    def extreme(self, node: t.Call) -> Atom:
        values = list(node.args)
        if node.function == "abs":
            values.append(t.Op(node.column, "neg", (values[0],)))
        exprs, divisor, digits, positive = self.aligned(node, values)
        op = "<=" if node.function == "least" else ">="
        found = exprs[0]
        for other in exprs[1:]:
            turned = r.FLIPPED[op]
            found = e.When(((e.Compare(op, found, other), found), (e.Compare(turned, found, other), other)))
        return self.inner_atom(found, divisor, digits, positive=positive or node.function == "abs")

    def days(self, node: t.Call) -> Atom:
        start = self.plain(node.args[0])
        end = self.plain(node.args[1]) if len(node.args) == 2 else AS_OF
        expr = e.Years(start, end) if node.function == "age_years" else e.Days(start, end)
        return self.inner_atom(expr, 1, 7.0)

    def rounding(self, value: t.Node, step: Fraction, mode: str) -> Atom:
        """A rounded value: an integer number of steps (times the step's numerator)."""
        if is_real(value):
            factor = 1 / step
            if factor.denominator != 1:
                message = "a double is rounded to a decimal place"
                raise UnsupportedError(message)
            return self.inner_atom(e.RoundReal(self.real(value), int(factor)), int(factor), 18.0)
        found = self.rational(value)
        over, factor = r.integers({m: c / step for m, c in found.over.items()})
        under: r.Polynomial = {(): Fraction(factor)}
        for poly in found.under:
            under = r.multiply(Rational(under), Rational(poly)).over
        below, scale = r.integers(under)
        over = {m: c * scale for m, c in over.items()}
        digits = max(r.digits(over.items()), r.digits(below.items())) + 0.7
        width = r.bits(digits)
        if width is None:
            message = (
                "a rounded quotient needs more than 38 digits; try: declare fewer `digits` on its variables"
            )
            raise UnsupportedError(message)
        expr: e.Expr = e.Round(r.polynomial(over, width), r.polynomial(below, width), mode)
        lost = sorted(found.needed - {a for terms in (over, below) for m in terms for a in m})
        guards = (
            *(e.Known(a.expr) for a in lost),
            *(e.Compare("<>", self.whole_poly(g), e.ZERO) for g in found.guards),
        )
        if guards:
            expr = e.When(((e.all_of(guards), expr),))
        if step.numerator != 1:
            expr = e.Poly(((step.numerator, (expr,)),), 128 if width == 128 else 64)
        return self.inner_atom(expr, step.denominator, digits + len(str(step.numerator)) - 1)

    def whole_poly(self, poly: r.Polynomial) -> e.Expr:
        terms, _ = r.integers(poly)
        return r.polynomial(terms, r.bits(r.digits(terms.items())) or 128)

    def unfounded(self, years: int) -> e.Expr:
        """Whether the year so many years earlier ended before the subject was founded."""
        assert self.founded is not None
        founded = self.column(t.Ref(1, self.founded, "date", fixed=True))
        year = e.Poly(((1, (YEAR,)), (-years, ())), 64) if years else YEAR
        return e.Compare(">", e.YearOf(founded), year)

    # Conditions

    def flag(self, node: t.Node) -> e.Expr:
        """A condition."""
        match node:
            case t.Flag(value=value):
                return e.Constant(value, "flag")
            case t.Ref():
                return self.column(node)
            case t.Item(name=name):
                return e.Column(name, "flag")
            case t.Op(op="and", args=args):
                return e.And(tuple(self.flag(a) for a in args))
            case t.Op(op="or", args=args):
                return e.Or(tuple(self.flag(a) for a in args))
            case t.Op(op="not", args=(arg,)):
                return e.Not(self.flag(arg))
            case t.Op(op="isnull", args=(t.Ref() as ref,)):
                return e.Not(e.Known(self.column(ref)))
            case t.Op(args=(left, right)):
                return self.comparison(node, left, right)
            case t.Case():
                guards = [(self.flag(g), self.flag(v)) for g, v in node.branches]
                return agree(guards, None if node.default is None else self.flag(node.default), self.keep)
            case t.Since(value=value, shift=shift, fallback=fallback):
                known = self.flag(value)
                return e.When(((e.Known(known), known), (self.unfounded(shift), self.flag(fallback))))
            case t.Call(function="existed", args=(t.Number(value=years),)):
                return e.Not(self.unfounded(int(years)))
            case _:
                message = f"{type(node).__name__} is not a condition"
                raise UnsupportedError(message)

    def comparison(self, node: t.Op, left: t.Node, right: t.Node) -> e.Expr:
        kind = kind_of(left)
        if kind == "flag":
            return e.Compare(node.op, self.flag(left), self.flag(right))
        if kind in ("text", "date"):
            return e.Compare(node.op, self.plain(left), self.plain(right))
        if "interval" in (kind, kind_of(right)):
            return self.interval(node.op, t.Op(node.column, "-", (left, right)))
        self.choices = 0
        return self.sign(node.op, t.Op(node.column, "-", (left, right)))

    def plain(self, node: t.Node) -> e.Expr:
        """A text or a date."""
        match node:
            case t.Text(value=value):
                return e.Constant(value, "text")
            case t.Call(function="date", args=(t.Text(value=value),)):
                return e.Constant(date.fromisoformat(value), "date")
            case t.Ref():
                return self.column(node)
            case t.Case():
                pairs = [(self.flag(g), self.plain(v)) for g, v in node.branches]
                return agree(pairs, None if node.default is None else self.plain(node.default), self.keep)
            case _:
                message = f"{type(node).__name__} is not a text or a date"
                raise UnsupportedError(message)

    def interval(self, op: str, difference: t.Node) -> e.Expr:
        """A comparison of points that a jury may still move: an answer only where both ends agree."""
        least, most = self.rational(difference), self.rational(difference, high=True)
        if op in ("=", "<>"):
            equal, other = e.Constant(op == "=", "flag"), e.Constant(op == "<>", "flag")
            apart = e.any_of((r.compare(">", least), r.compare("<", most)))
            return e.When(((apart, other), (e.And((r.compare("=", least), r.compare("=", most))), equal)))
        low, high = r.compare(op, least), r.compare(op, most)
        return e.When(((e.And((low, high)), e.TRUE), (e.Not(e.Or((low, high))), e.FALSE)))

    def sign(self, op: str, difference: t.Node) -> e.Expr:
        """`difference op 0`, made for each choice where the value is chosen between quotients."""
        self.choices += 1
        if self.choices > MAX_CHOICES:
            message = (
                f"a comparison with more than {MAX_CHOICES} cases; try: split it, or round an indicator in it"
            )
            raise UnsupportedError(message)
        try:
            return r.compare(op, self.rational(difference))
        except Choice as choice:
            return self.by_choice(
                choice.node, lambda value: self.sign(op, put(difference, choice.node, value))
            )

    def by_choice(self, node: t.Node, make: Callable[[t.Node], e.Expr]) -> e.Expr:
        """An expression for each value that a node may take."""
        match node:
            case t.Case(branches=branches, default=t.Node() as default) if (
                together := strict_column(guards := [self.flag(g) for g, _ in branches])
            ) is not None and len(branches) > 1:
                return self.by_column(
                    node.column, together, list(zip(guards, branches, strict=True)), default, make
                )
            case t.Case(branches=((guard, value), *rest), default=default):
                other: t.Node | None = t.Case(node.column, tuple(rest), default) if rest else default
                holds = self.flag(guard)
                if other is None:
                    return e.When(((holds, make(value)),))
                same = self.sign("=", t.Op(node.column, "-", (value, other)))
                first, last = make(value), make(other)
                ways = [(holds, first), (e.Not(holds), last)]
                return e.When(tuple(ways if same == e.FALSE else [*ways, (same, first)]))
            case t.Since(value=value, shift=shift, fallback=fallback):
                known = e.Known(make(value))
                return e.When(((known, make(value)), (self.unfounded(shift), make(fallback))))
            case t.Call(function="least" | "greatest" as function, args=(first, second, *more)):
                right: t.Node = replace(node, args=(second, *more)) if more else second
                op = "<=" if function == "least" else ">="
                gap = t.Op(node.column, "-", (first, right))
                return e.When(
                    ((self.sign(op, gap), make(first)), (self.sign(r.FLIPPED[op], gap), make(right)))
                )
            case t.Call(function="abs", args=(arg,)):
                turned = t.Op(node.column, "neg", (arg,))
                return e.When(((self.sign(">=", arg), make(arg)), (self.sign("<", arg), make(turned))))
            case _:
                message = "a quotient is chosen where it cannot be told apart"
                raise UnsupportedError(message)

    def by_column(
        self,
        at: int,
        column: e.Column,
        branches: list[tuple[e.Expr, tuple[t.Node, t.Node]]],
        default: t.Node,
        make: Callable[[t.Node], e.Expr],
    ) -> e.Expr:
        """An expression for each value of a CASE whose guards test one column."""
        first = branches[0][1][1]
        values = [value for _, (_, value) in branches] + [default]
        same = e.all_of(tuple(self.sign("=", t.Op(at, "-", (first, other))) for other in values[1:]))
        unknown = e.Not(e.Known(column))
        ways = [(guard, make(value)) for guard, (_, value) in branches]
        never = e.Constant(None, "flag")
        return e.When((*ways, (e.And((unknown, same)), make(first)), (unknown, never)), make(default))

    # Doubles

    def real(self, node: t.Node) -> e.Expr:
        """The value as a double, in base units."""
        match node:
            case t.Ref(kind="real"):
                return self.column(node)
            case t.Item(tree=t.Node() as inner) if node.name not in self.figures:
                return self.real(inner)
            case t.Call(function="log" | "log10" | "exp" | "sqrt" | "power" as function, args=args):
                return e.Real(function, tuple(self.real(a) for a in args))
            case t.Call(function="cagr", args=(now, before, t.Number(value=years))):
                ratio = e.Real("/", (self.real(now), self.real(before)))
                root = e.Real("power", (ratio, e.Constant(1 / float(years), "real")))
                defined = e.And((self.sign(">", before), self.sign(">=", now)))
                return e.When(((defined, e.Real("-", (root, e.Constant(1.0, "real")))),))
            case _:
                return self.exact_or_real(node)

    def exact_or_real(self, node: t.Node) -> e.Expr:
        if not is_real(node):
            try:
                return self.quotient(self.rational(node))
            except Choice as choice:
                self.choices = 0
                return self.by_choice(choice.node, lambda value: self.real(put(node, choice.node, value)))
        match node:
            case t.Op(op=op, args=args):
                return e.Real(op, tuple(self.real(a) for a in args))
            case t.Case():
                pairs = [(self.flag(g), self.real(v)) for g, v in node.branches]
                return agree(pairs, None if node.default is None else self.real(node.default), self.keep)
            case t.Since(value=value, shift=shift, fallback=fallback):
                known = self.real(value)
                return e.When(((e.Known(known), known), (self.unfounded(shift), self.real(fallback))))
            case t.Call(function="least" | "greatest" as function, args=args):
                found = self.real(args[0])
                for other in (self.real(a) for a in args[1:]):
                    op = "<=" if function == "least" else ">="
                    found = e.When(
                        (
                            (e.Compare(op, found, other), found),
                            (e.Compare(r.FLIPPED[op], found, other), other),
                        )
                    )
                return found
            case t.Call(function="abs", args=(arg,)):
                inner = self.real(arg)
                return e.When(
                    ((e.Compare(">=", inner, e.Constant(0.0, "real")), inner),), e.Real("neg", (inner,))
                )
            case _:
                message = f"{type(node).__name__} is not a double"
                raise UnsupportedError(message)

    def quotient(self, found: Rational) -> e.Expr:
        """An exact quotient as the double next to it."""
        top, scale = r.integers(found.over)
        under: r.Polynomial = {(): Fraction(1)}
        for poly in found.under:
            under = r.multiply(Rational(under), Rational(poly)).over
        below, scale_below = r.integers(under)
        over = self.double(top)
        bottom = self.double({m: c * scale for m, c in below.items()})
        if scale_below != 1:
            over = e.Real("*", (over, e.Constant(float(scale_below), "real")))
        value = over if below == {(): 1} and scale == 1 else e.Real("/", (over, bottom))
        lost = sorted(found.needed - {a for terms in (top, below) for m in terms for a in m})
        nonzero = tuple(e.Compare("<>", self.whole_poly(g), e.ZERO) for g in found.guards)
        guards = (*(e.Known(a.expr) for a in lost), *nonzero)
        return e.When(((e.all_of(guards), value),)) if guards else value

    def double(self, terms: dict[r.Monomial, int]) -> e.Expr:
        """An integer polynomial as a double: exactly summed where 128 bits hold it."""
        width = r.bits(r.digits(terms.items()))
        if width is not None:
            return e.ToReal(r.polynomial(terms, width))
        found: e.Expr | None = None
        for monomial, coefficient in terms.items():
            product: e.Expr = e.Constant(float(coefficient), "real")
            for part in monomial:
                product = e.Real("*", (product, e.ToReal(part.expr)))
            found = product if found is None else e.Real("+", (found, product))
        return found or e.Constant(0.0, "real")


def agree(branches: list[tuple[e.Expr, e.Expr]], default: e.Expr | None, keep: Keep) -> e.Expr:
    """CASE as Gaoxin means it: where a guard is unknown, unknown unless every branch still possible agrees.

    `keep` may put an expression that is needed twice into a column of its own.
    """
    values = [value for _, value in branches] + ([] if default is None else [default])
    literals = [v.value for v in values if isinstance(v, e.Constant)]
    if default is not None and len(literals) == len(values) and len(set(literals)) == len(literals):
        ways: list[tuple[e.Expr, e.Expr]] = []
        for guard, value in branches:
            ways += [(guard, value), (e.Not(e.Known(guard)), e.Constant(None, _kind(value)))]
        return e.When(tuple(ways[:-1]), _last(ways, default))
    together = strict_column([guard for guard, _ in branches])
    if together is not None and default is not None:
        same = e.all_of(tuple(e.Compare("=", values[0], other) for other in values[1:]))
        unknown = e.Not(e.Known(together))
        return e.When(
            (*branches, (e.And((unknown, same)), values[0]), (unknown, e.Constant(None, _kind(values[0])))),
            default,
        )
    (guard, value), *rest = branches
    other = agree(rest, default, keep) if rest else default
    if other is None:
        return e.When(((guard, value),))
    other = keep(other)
    return e.When(((guard, value), (e.Not(guard), other), (e.Compare("=", value, other), value)))


def strict_column(guards: list[e.Expr]) -> e.Column | None:
    """The one column that all guards test against literals: they are unknown together, where it is unknown."""
    found: set[e.Column] = set()
    for guard in guards:
        tests = guard.args if isinstance(guard, e.Or) else (guard,)
        for test in tests:
            match test:
                case e.Compare(left=e.Column() as column, right=e.Constant()):
                    found.add(column)
                case e.Or() if (inner := strict_column([test])) is not None:
                    found.add(inner)
                case _:
                    return None
    return found.pop() if len(found) == 1 else None


def _last(ways: list[tuple[e.Expr, e.Expr]], default: e.Expr) -> e.Expr:
    """The default holds only where the last guard is known to be false."""
    guard, _ = ways[-2]
    return e.When(((e.Not(guard), default),))


def _kind(value: e.Expr) -> e.Kind:
    return value.kind if isinstance(value, e.Constant) else "int"


def shifted_name(name: str, shift: int) -> str:
    """The column of a variable so many years earlier."""
    return f"{name}@-{shift}" if shift else name


def is_real(node: t.Node) -> bool:
    """Whether a number is a double."""
    match node:
        case t.Ref(kind=kind) | t.Item(kind=kind):
            return kind == "real"
        case t.Call(function="log" | "log10" | "exp" | "sqrt" | "power" | "cagr"):
            return True
        case t.Call(function=function) if function.startswith("round_") or function in (
            "age_days",
            "age_years",
        ):
            return False
        case t.Case(branches=branches, default=default):
            return any(is_real(v) for _, v in branches) or (default is not None and is_real(default))
        case t.Rollup() | t.Over():
            return False
        case _:
            return any(is_real(child) for child in t.children(node))


def kind_of(node: t.Node) -> t.Scalar:
    """The kind of a resolved value."""
    match node:
        case t.Ref(kind=kind) | t.Item(kind=kind):
            return kind
        case t.Text():
            return "text"
        case t.Flag():
            return "flag"
        case t.Call(function="date"):
            return "date"
        case t.Call(function="existed"):
            return "flag"
        case t.Op(op="neg" | "+" | "-" | "*" | "/", args=args):
            return "interval" if any(kind_of(a) == "interval" for a in args) else "number"
        case t.Op():
            return "flag"
        case t.Case(branches=((_, value), *_)) | t.Since(value=value):
            return kind_of(value)
        case _:
            return "number"


def put(tree: t.Node, old: t.Node, new: t.Node) -> t.Node:
    """The tree with one node in place of every equal one."""
    if tree == old:
        return new
    match tree:
        case t.Op(args=args) | t.Call(args=args):
            return replace(tree, args=tuple(put(a, old, new) for a in args))
        case t.Case(branches=branches, default=default):
            moved = tuple((put(g, old, new), put(v, old, new)) for g, v in branches)
            return replace(tree, branches=moved, default=None if default is None else put(default, old, new))
        case t.Since(value=value, fallback=fallback):
            return replace(tree, value=put(value, old, new), fallback=put(fallback, old, new))
        case t.Item(tree=t.Node() as inner):
            return replace(tree, tree=put(inner, old, new))
        case _:
            return tree
