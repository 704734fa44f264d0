"""Parsed tree -> resolved tree: names, units and types checked, periods rewritten to shifted names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Protocol

from gaoxin.base import units
from gaoxin.formula import tree as t
from gaoxin.formula.size import MAX_PARTS, bounded
from gaoxin.formula.types import DATE, FLAG, Type, fail, join
from gaoxin.formula.values import plain

MAX_YEARS = 20
_REAL = frozenset(("log", "log10", "exp", "sqrt", "power"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: its resolved node and its type; `absent` where an empty cell is a fact."""

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
        """What a name stands for; a FormulaError where it stands for nothing."""
        ...

    def member(self, subject: str) -> Scope | None:
        """The scope of a subject that rolls up to this one."""
        ...


def resolve(node: t.Node, scope: Scope) -> Meaning:
    """Resolve a parsed tree.

    Raises
    ------
    FormulaError : unknown name, units that do not mix, a double compared unrounded, a tree out of bounds
    """
    found = _Resolver(scope).visit(node)
    bounded(found.node)
    return found


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


def shifted(node: t.Node, years: int) -> t.Node:
    """The same tree, `years` earlier: every variable that is not constant over time moves."""
    match node:
        case t.Ref(name="as_of"):
            raise fail(
                node,
                "as_of in an earlier year",
                "the day of judgement has no earlier value",
                "use periods only",
            )
        case t.Ref():
            return node if node.fixed else replace(node, shift=node.shift + years)
        case t.Op(args=args):
            return replace(node, args=tuple(shifted(a, years) for a in args))
        case t.Call(function="existed", args=(t.Number() as k,)):
            return replace(node, args=(replace(k, value=k.value + years),))
        case t.Call(args=args):
            return replace(node, args=tuple(shifted(a, years) for a in args))
        case t.Case(branches=branches, default=default):
            moved = tuple((shifted(g, years), shifted(v, years)) for g, v in branches)
            return replace(node, branches=moved, default=None if default is None else shifted(default, years))
        case t.Since():
            return t.Since(
                node.column, shifted(node.value, years), node.shift + years, shifted(node.fallback, years)
            )
        case t.Rollup():
            return replace(node, shift=node.shift + years)
        case t.Item(tree=t.Node() as inner):
            return replace(node, name=f"{node.name}@-{years}", tree=shifted(inner, years))
        case t.Item() | t.Over():
            raise fail(
                node,
                "a verdict, sheet or rank of an earlier year",
                "only figures have earlier values",
                "use variables",
            )
        case _:
            return node


class _Resolver:
    def __init__(self, scope: Scope) -> None:
        self.scope, self.visits = scope, 0

    def visit(self, node: t.Node) -> Meaning:
        self.visits += 1
        if self.visits > MAX_PARTS:
            raise fail(
                node, f"more than {MAX_PARTS} parts", "lists in lists unfold too far", "shorten the lists"
            )
        match node:
            case t.Number(value=value, unit=symbol):
                unit = units.parse(symbol)
                if unit is None:
                    raise fail(node, repr(symbol), "this is not a unit", "write a known unit")
                bare = symbol == ""
                return Meaning(
                    t.Number(node.column, value * unit.factor),
                    Type("number", unit.dimension, bare, bare and value == 0),
                )
            case t.Text():
                return Meaning(node, Type("text", literal=True))
            case t.Flag():
                return Meaning(node, FLAG)
            case t.Name():
                return self.scope.meaning(node)
            case t.Op():
                return self.operation(node)
            case t.Case():
                return self.case(node)
            case t.Rollup():
                return self.rollup(node)
            case t.Call():
                return self.call(node)
            case _:
                raise fail(
                    node, type(node).__name__, "a parsed tree has no such node", "parse the formula first"
                )

    def number(self, node: t.Node) -> Meaning:
        found = self.visit(node)
        if not found.type.numeric:
            raise fail(
                node, f"a {found.type}", "a number must stand here", "compare it, or use CASE to give numbers"
            )
        return found

    def definite(self, node: t.Node) -> Meaning:
        found = self.number(node)
        if found.type.scalar == "interval":
            raise fail(node, "points of a jury", "they are added and compared, nothing else", "compare them")
        return found

    def flag(self, node: t.Node) -> t.Node:
        found = self.visit(node)
        if found.type.scalar != "flag":
            raise fail(node, str(found.type), "a condition must stand here", "compare it with something")
        return found.node

    def whole(self, node: t.Node, least: int, most: int) -> int:
        value = constant(self.visit(node).node)
        if value is None or value.denominator != 1 or not least <= value <= most:
            raise fail(
                node,
                "this argument",
                f"a whole number from {least} to {most} must stand here",
                "write a number",
            )
        return int(value)

    def operation(self, node: t.Op) -> Meaning:
        op = node.op
        if op in ("and", "or", "not"):
            return Meaning(replace(node, args=tuple(self.flag(a) for a in node.args)), FLAG)
        if op == "isnull":
            found = self.visit(node.args[0])
            if not found.absent:
                rule = "IS NULL needs a variable whose empty cell is a fact (`missing: absent`), else unknown would be false"
                raise fail(
                    node, "IS NULL here", rule, "drop the test, or declare `missing: absent` with its source"
                )
            return Meaning(replace(node, args=(found.node,)), FLAG)
        if op == "in":
            first, *more = (t.Op(node.column, "=", (node.args[0], other)) for other in node.args[1:])
            return self.visit(t.Op(node.column, "or", (first, *more)) if more else first)
        if op in ("=", "<>", "<", "<=", ">", ">="):
            return self.comparison(node)
        return self.arithmetic(node)

    def arithmetic(self, node: t.Op) -> Meaning:
        found = [self.number(a) for a in node.args]
        built = replace(node, args=tuple(f.node for f in found))
        if node.op == "neg":
            return Meaning(built, found[0].type)
        a, b = (f.type for f in found)
        if node.op in ("+", "-"):
            return Meaning(built, replace(join(node, a, b, "a sum"), zero=False))
        if "interval" in (a.scalar, b.scalar) and (
            node.op == "/" or constant(found[0].node if b.scalar == "interval" else found[1].node) is None
        ):
            raise fail(
                node,
                "points of a jury in a product",
                "they are multiplied by a literal only",
                "compare them instead",
            )
        if node.op == "/" and constant(found[1].node) == 0:
            raise fail(node, "a division by 0", "a divisor is never the literal 0", "mend the formula")
        dimension = units.multiply(a.dimension, b.dimension, 1 if node.op == "*" else -1)
        kinds = {a.scalar, b.scalar}
        scalar: t.Scalar = "interval" if "interval" in kinds else "real" if "real" in kinds else "number"
        return Meaning(built, Type(scalar, dimension, a.literal and b.literal))

    def comparison(self, node: t.Op) -> Meaning:
        left, right = (self.visit(a) for a in node.args)
        joined = join(node, left.type, right.type, "a comparison")
        self.check_categories(node, left, right)
        if joined.scalar in ("flag", "text") and node.op not in ("=", "<>"):
            raise fail(
                node, f"{node.op} between two {joined.scalar}s", "they are equal or not", "use = or <>"
            )
        exact = self.compound_growth(node, left.node, right.node)
        if exact is not None:
            return Meaning(exact, FLAG)
        if joined.scalar == "real":
            rule = "a verdict on a logarithm, root, power or measured double must state its rounding"
            raise fail(node, "a double compared without rounding", rule, "write round(…, 6) around it")
        return Meaning(replace(node, args=(left.node, right.node)), FLAG)

    def check_categories(self, node: t.Op, left: Meaning, right: Meaning) -> None:
        for one, other in ((left, right), (right, left)):
            if (
                one.type.categories
                and isinstance(other.node, t.Text)
                and other.node.value not in one.type.categories
            ):
                known = ", ".join(one.type.categories)
                raise fail(
                    other.node, repr(other.node.value), f"the categories are {known}", "write one of them"
                )

    def compound_growth(self, node: t.Op, left: t.Node, right: t.Node) -> t.Node | None:
        """`cagr(x, n) >= c` as an exact comparison: x >= (1 + c)**n * prior(x, n), where both are defined."""
        op = node.op
        if constant(left) is not None:
            left, right, op = right, left, {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op)
        rate = constant(right)
        while isinstance(left, t.Item) and left.tree is not None:
            left = left.tree
        if not (isinstance(left, t.Call) and left.function == "cagr" and rate is not None):
            return None
        if rate < -1:
            raise fail(
                node,
                f"a growth rate of {plain(rate * 100)} %",
                "no rate is below -100 %",
                "mend the threshold",
            )
        now, before, years = left.args
        at, zero = node.column, t.Number(node.column, Fraction(0))
        power = t.Number(at, (1 + rate) ** int(constant(years) or 1))
        defined = t.Op(at, "and", (t.Op(at, ">", (before, zero)), t.Op(at, ">=", (now, zero))))
        return t.Case(at, ((defined, t.Op(at, op, (now, t.Op(at, "*", (power, before))))),), None)

    def case(self, node: t.Case) -> Meaning:
        guards = [self.flag(g) for g, _ in node.branches]
        values = [self.visit(v) for _, v in node.branches]
        default = None if node.default is None else self.visit(node.default)
        joined = values[0].type
        for found in [*values[1:], *([default] if default else [])]:
            joined = join(node, joined, found.type, "a CASE")
        if joined.scalar == "interval":
            raise fail(
                node, "points of a jury in CASE", "they are added and compared, nothing else", "use bands"
            )
        branches = tuple(zip(guards, (v.node for v in values), strict=True))
        return Meaning(t.Case(node.column, branches, default.node if default else None), joined)

    def rollup(self, node: t.Rollup) -> Meaning:
        named = (
            node.value
            if isinstance(node.value, t.Name)
            else next((n for n in t.walk(node) if isinstance(n, t.Name)), None)
        )
        subject = named.name.partition(".")[0] if named else ""
        member = self.scope.member(subject)
        if member is None or named is None:
            rule = "a roll-up names members of a subject that belongs to this one (`enterprise.revenue`)"
            raise fail(node, f"{node.function} over {subject or 'nothing'}", rule, "write subject.variable")
        inner = _Resolver(_Members(member, subject))
        where = None if node.where is None else inner.flag(node.where)
        if isinstance(node.value, t.Name) and node.value.name == subject:
            if node.function != "count":
                raise fail(
                    node,
                    f"{node.function} of {subject}",
                    "only `count` takes the subject itself",
                    "name a variable",
                )
            return Meaning(t.Rollup(node.column, "count", subject, None, where), Type("number", literal=True))
        value = inner.number(node.value or named)
        kind = value.type.scalar
        if kind == "interval":
            raise fail(node, "points of a jury", "they are not rolled up", "roll up a variable")
        result = Type(
            kind, () if node.function == "count" else value.type.dimension, node.function == "count"
        )
        return Meaning(t.Rollup(node.column, node.function, subject, value.node, where), result)

    def call(self, node: t.Call) -> Meaning:
        name = node.function
        if name in _REAL:
            found = [self.definite(a) for a in node.args]
            return Meaning(replace(node, args=tuple(f.node for f in found)), Type("real"))
        if name in ("least", "greatest"):
            return self.extreme(node)
        if name in ("rank", "share_of", "mean_over", "top_share"):
            return self.over(node)
        if name in ("age_days", "age_years", "days_between", "date"):
            return self.dates(node)
        if name == "existed":
            return self.existed(node)
        if name == "abs":
            found = self.definite(node.args[0])
            return Meaning(replace(node, args=(found.node,)), found.type)
        if name == "round":
            found = self.definite(node.args[0])
            step = Fraction(1, 10 ** self.whole(node.args[1], 0, 12))
            scalar: t.Scalar = "number" if found.type.scalar == "real" else found.type.scalar
            rounded = t.Call(node.column, "round_half_up", (found.node, t.Number(node.column, step)))
            return Meaning(rounded, replace(found.type, scalar=scalar, zero=False))
        return self.periods(node)

    def extreme(self, node: t.Call) -> Meaning:
        found = [self.definite(a) for a in node.args]
        joined = found[0].type
        for other in found[1:]:
            joined = join(node, joined, other.type, node.function)
        return Meaning(replace(node, args=tuple(f.node for f in found)), replace(joined, zero=False))

    def over(self, node: t.Call) -> Meaning:
        found = self.definite(node.args[0])
        descending = True
        if len(node.args) == 2:
            order = node.args[1]
            if not (isinstance(order, t.Text) and order.value in ("asc", "desc")):
                raise fail(
                    order, "this order", "the order is 'desc' (most first) or 'asc'", "write one of them"
                )
            descending = order.value == "desc"
        keeps = node.function == "mean_over"
        scalar: t.Scalar = (
            "number" if node.function == "rank" else "real" if found.type.scalar == "real" else "number"
        )
        kind = Type(scalar, found.type.dimension if keeps else (), node.function == "rank")
        return Meaning(t.Over(node.column, node.function, found.node, descending), kind)

    def dates(self, node: t.Call) -> Meaning:
        if node.function == "date":
            text = node.args[0]
            try:
                date.fromisoformat(text.value if isinstance(text, t.Text) else "")
            except ValueError:
                raise fail(
                    node, "this date", "a date is written date('2026-01-01')", "write year-month-day"
                ) from None
            return Meaning(node, DATE)
        found = [self.visit(a) for a in node.args]
        for arg, meaning in zip(node.args, found, strict=True):
            if meaning.type.scalar != "date":
                raise fail(arg, f"a {meaning.type}", f"{node.function} takes dates", "name a date variable")
        unit = "年" if node.function == "age_years" else "天"
        return Meaning(replace(node, args=tuple(f.node for f in found)), Type("number", ((unit, 1),)))

    def existed(self, node: t.Call) -> Meaning:
        years = self.whole(node.args[0], 0, MAX_YEARS)
        if not self.scope.dated:
            raise fail(node, "existed", "the subject has no `founded` variable", "declare it on the subject")
        return Meaning(t.Call(node.column, "existed", (t.Number(node.column, Fraction(years)),)), FLAG)

    def periods(self, node: t.Call) -> Meaning:
        name, at = node.function, node.column
        found = self.visit(node.args[0])
        default = 1 if name in ("prior", "growth") else 0
        years = self.whole(node.args[1], 1, MAX_YEARS) if len(node.args) == 2 else default
        bounded(found.node, 1 if name == "prior" else 2 * years)
        if name == "prior":
            return Meaning(shifted(found.node, years), found.type)
        if name == "each_of":
            return Meaning(self.each_of(at, self.flag(node.args[0]), years), FLAG)
        if not found.type.numeric or found.type.scalar == "interval":
            raise fail(node, f"{name} of {found.type}", f"{name} takes a figure", "name a figure")
        if name == "growth":
            quotient = t.Op(at, "/", (found.node, shifted(found.node, years)))
            kind = Type(found.type.scalar)
            return Meaning(t.Op(at, "-", (quotient, t.Number(at, Fraction(1)))), kind)
        if name == "cagr":
            args = (found.node, shifted(found.node, years), t.Number(at, Fraction(years)))
            return Meaning(t.Call(at, "cagr", args), Type("real"))
        zero, one = t.Number(at, Fraction(0)), t.Number(at, Fraction(1))
        total: t.Node = found.node
        count: t.Node = one
        for k in range(1, years):
            earlier = shifted(found.node, k)
            known = t.Op(at, "+", (t.Op(at, "*", (earlier, zero)), one))
            total = t.Op(at, "+", (total, self.since(at, earlier, k, zero)))
            count = t.Op(at, "+", (count, self.since(at, known, k, zero)))
        return Meaning(
            total if name == "total" else t.Op(at, "/", (total, count)), replace(found.type, literal=False)
        )

    def each_of(self, at: int, condition: t.Node, years: int) -> t.Node:
        joined = condition
        for k in range(1, years):
            joined = t.Op(at, "and", (joined, self.since(at, shifted(condition, k), k, t.Flag(at, False))))
        return joined

    def since(self, at: int, value: t.Node, years: int, fallback: t.Node) -> t.Node:
        return t.Since(at, value, years, fallback) if self.scope.dated else value


@dataclass(frozen=True, slots=True)
class _Members:
    """The scope inside a roll-up: names carry the subject in front."""

    scope: Scope
    subject: str

    @property
    def dated(self) -> bool:
        return self.scope.dated

    def meaning(self, name: t.Name) -> Meaning:
        head, _, rest = name.name.partition(".")
        if head != self.subject or not rest:
            rule = f"inside a roll-up every name begins with `{self.subject}.`"
            raise fail(name, repr(name.name), rule, f"write {self.subject}.{rest or head}")
        return self.scope.meaning(t.Name(name.column, rest))

    def member(self, subject: str) -> Scope | None:
        return None
