"""Expressions of a plan -> SQL, built with sqlglot, for DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache, partial

from sqlglot import exp

from gaoxin.plan import expr as e

SIGN_FUNCTION = "gaoxin_sign"
"""Called for comparisons beyond 128 bits, and there only where doubles are too near to the line to tell."""

_Terms = tuple[tuple[int, tuple[e.Expr, ...]], ...]
_Factor = Callable[[e.Expr], exp.Expr]

_TYPES = {"int": "BIGINT", "real": "DOUBLE", "flag": "BOOLEAN", "text": "VARCHAR", "date": "DATE"}
_COMPARE: dict[str, type[exp.Binary]] = {
    "=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip


@lru_cache(maxsize=64)
def _type(kind: str) -> exp.DataType:
    return exp.DataType.build(kind, dialect="duckdb")


def cast(value: exp.Expr, kind: str) -> exp.Expr:
    """A value as a type of DuckDB; nothing is copied, here and below: a script is built once and printed once."""
    return exp.Cast(this=value, to=_type(kind).copy())


def named(value: exp.Expr, name: str) -> exp.Expr:
    """A value under a name."""
    return exp.Alias(this=value, alias=exp.Identifier(this=name, quoted=True))


def paren(value: exp.Expr) -> exp.Expr:
    """A value in brackets."""
    return exp.Paren(this=value)


def both(*conditions: exp.Expr) -> exp.Expr:
    """Conditions joined by AND."""
    return exp.and_(*conditions, copy=False)


def either(*conditions: exp.Expr) -> exp.Expr:
    """Conditions joined by OR."""
    return exp.or_(*conditions, copy=False)


def select(columns: Iterable[exp.Expr], source: str) -> exp.Select:
    """SELECT columns FROM a relation."""
    return exp.Select(expressions=list(columns)).from_(exp.to_identifier(source, quoted=True), copy=False)


def column(name: str, table: str | None = None) -> exp.Column:
    """A quoted column."""
    found = exp.Column(this=exp.Identifier(this=name, quoted=True))
    if table is not None:
        found.set("table", exp.to_identifier(table))
    return found


def null(kind: e.Kind) -> exp.Expr:
    """NULL of a kind."""
    return cast(exp.null(), _TYPES[kind])


def integer(value: int) -> exp.Expr:
    """An integer literal."""
    literal: exp.Expr = exp.Literal.number(abs(value))
    return exp.Neg(this=literal) if value < 0 else literal


def real(value: float) -> exp.Expr:
    """A double literal, exact."""
    return cast(exp.Literal.number(repr(value)), "DOUBLE")


def case(branches: list[tuple[exp.Expr, exp.Expr]], default: exp.Expr | None = None) -> exp.Case:
    """CASE WHEN … THEN … ELSE … END."""
    built = exp.Case()
    for guard, value in branches:
        built = built.when(guard, value, copy=False)
    return built if default is None else built.else_(default, copy=False)


def call(name: str, *args: exp.Expr) -> exp.Expr:
    """A function as it is called."""
    return exp.Anonymous(this=name, expressions=list(args))


def render(node: e.Expr) -> exp.Expr:
    """The SQL of an expression."""
    maker = _MAKERS.get(type(node))
    if maker is None:
        message = f"no SQL for {type(node).__name__}"
        raise TypeError(message)
    return maker(node)


def kept(node: e.Expr) -> exp.Expr:
    """The SQL of an expression as a column: a bare integer would be narrower than the plan reckons with."""
    found = render(node)
    return cast(found, "BIGINT") if isinstance(node, e.Constant) and node.kind == "int" else found


def _literal(node: e.Constant) -> exp.Expr:
    value = node.value
    if value is None:
        return null(node.kind)
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return real(value)
    return (
        cast(exp.Literal.string(value.isoformat()), "DATE")
        if isinstance(value, date)
        else exp.Literal.string(value)
    )


def _factor(node: e.Expr, *, wide: bool) -> exp.Expr:
    """A factor of a product, as wide as the product must be; a column is a BIGINT already."""
    found = paren(render(node)) if isinstance(node, e.Poly) else render(node)
    if wide:
        return cast(found, "INT128")
    return found if isinstance(node, (e.Column, e.Poly)) else cast(found, "BIGINT")


def _terms(terms: _Terms, first: _Factor, other: _Factor) -> exp.Expr:
    """A sum of products; `first` makes the first factor of each product, `other` the rest."""
    total: exp.Expr | None = None
    for coefficient, parts in terms:
        made = [(first if n == 0 else other)(part) for n, part in enumerate(parts)]
        if abs(coefficient) != 1 or not made:
            made.insert(0, integer(abs(coefficient)))
        product = made[0]
        for part in made[1:]:
            product = exp.Mul(this=product, expression=part)
        if total is None:
            total = product if coefficient > 0 else exp.Neg(this=paren(product))
        else:
            joiner = exp.Add if coefficient > 0 else exp.Sub
            total = joiner(this=total, expression=product)
    return total or integer(0)


def _poly(node: e.Poly) -> exp.Expr:
    return _terms(node.terms, partial(_factor, wide=node.bits == 128), partial(_factor, wide=False))


def _compare(node: e.Compare) -> exp.Expr:
    return _COMPARE[node.op](this=_operand(node.left), expression=_operand(node.right))


def _operand(node: e.Expr) -> exp.Expr:
    found = render(node)
    return paren(found) if isinstance(node, (e.Compare, e.And, e.Or, e.Not, e.Known)) else found


def _joined(node: e.And | e.Or) -> exp.Expr:
    joiner = exp.And if isinstance(node, e.And) else exp.Or
    parts = [paren(render(a)) if isinstance(a, (e.And, e.Or)) else render(a) for a in node.args]
    total = parts[0]
    for part in parts[1:]:
        total = joiner(this=total, expression=part)
    return total


def _not(node: e.Not) -> exp.Expr:
    if isinstance(node.arg, e.Known):
        return exp.Is(this=_operand(node.arg.arg), expression=exp.null())
    return exp.Not(this=paren(render(node.arg)) if not isinstance(node.arg, e.Column) else render(node.arg))


def _known(node: e.Known) -> exp.Expr:
    return exp.Not(this=exp.Is(this=_operand(node.arg), expression=exp.null()))


def _when(node: e.When) -> exp.Expr:
    guards, given = [render(g) for g, _ in node.branches], e.values(node)
    found = [render(v) for v in given]
    if all(isinstance(v, e.Constant) for v in given):
        found[0] = kept(given[0])
    return case(list(zip(guards, found, strict=False)), None if node.default is None else found[-1])


def _absolute(value: exp.Expr) -> exp.Expr:
    return exp.Abs(this=value)


def _round(node: e.Round) -> exp.Expr:
    """Integer division rounded; `//` cuts toward zero."""
    over, under = paren(kept(node.over)), paren(kept(node.under))
    zero = integer(0)
    apart = exp.NEQ(
        this=paren(exp.LT(this=over, expression=zero)),
        expression=paren(exp.LT(this=under, expression=zero)),
    )
    quotient = exp.IntDiv(this=over, expression=under)
    if node.mode in ("down", "up"):
        inexact = exp.NEQ(this=exp.Mod(this=over, expression=under), expression=zero)
        side = apart if node.mode == "down" else exp.Not(this=paren(apart))
        step = case([(exp.And(this=inexact, expression=paren(side)), integer(1))], zero)
        found: exp.Expr = (exp.Sub if node.mode == "down" else exp.Add)(this=quotient, expression=step)
    else:
        twice = exp.Mul(this=integer(2), expression=_absolute(over))
        double = paren(exp.Mul(this=integer(2), expression=_absolute(under)))
        nearest: exp.Expr = exp.IntDiv(
            this=paren(exp.Add(this=twice, expression=_absolute(under))), expression=double
        )
        if node.mode == "half_even":
            tie = exp.EQ(this=exp.Mod(this=paren(twice), expression=double), expression=_absolute(under))
            odd = exp.EQ(this=exp.Mod(this=paren(nearest), expression=integer(2)), expression=integer(1))
            nearest = exp.Sub(
                this=nearest, expression=case([(exp.And(this=tie, expression=odd), integer(1))], zero)
            )
        found = case([(apart, exp.Neg(this=paren(nearest)))], nearest)
    if isinstance(node.under, e.Constant):
        return found
    return case([(exp.NEQ(this=under, expression=zero), found)])


def _round_real(node: e.RoundReal) -> exp.Expr:
    value = paren(render(node.arg))
    scaled = exp.Add(
        this=exp.Mul(this=_absolute(value), expression=real(float(node.factor))), expression=real(0.5)
    )
    whole = cast(exp.Floor(this=scaled), "BIGINT")
    signed = case([(exp.LT(this=value, expression=real(0.0)), exp.Neg(this=whole))], whole)
    return case([(exp.LT(this=scaled, expression=real(9.2e18)), signed)])


def _years(node: e.Years) -> exp.Expr:
    start, end = render(node.start), render(node.end)

    def day_of_year(day: exp.Expr) -> exp.Expr:
        return exp.Add(
            this=exp.Mul(this=call("month", day), expression=integer(100)), expression=call("day", day)
        )

    early = exp.LT(this=day_of_year(end), expression=day_of_year(start))
    years = exp.Sub(this=call("year", end), expression=call("year", start))
    return cast(paren(exp.Sub(this=years, expression=case([(early, integer(1))], integer(0)))), "BIGINT")


_PLAIN: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


def _real(node: e.Real) -> exp.Expr:
    zero = real(0.0)
    if node.function in _PLAIN:
        return _finite(node, _plain(node))
    args = [paren(render(a)) if isinstance(a, e.Real) else render(a) for a in node.args]
    first = args[0]
    match node.function:
        case "neg":
            return exp.Neg(this=first)
        case "/":
            quotient = _finite(node, exp.Div(this=_operand_of(node.args[0]), expression=args[1]))
            return case([(exp.NEQ(this=args[1], expression=zero), quotient)])
        case "log" | "log10":
            name = "ln" if node.function == "log" else "log10"
            return case([(exp.GT(this=first, expression=zero), call(name, first))])
        case "sqrt":
            return case([(exp.GTE(this=first, expression=zero), call("sqrt", first))])
        case "exp":
            return case([(call("isfinite", call("exp", first)), call("exp", first))])
        case _:
            return _power(first, args[1])


def _plain(node: e.Expr) -> exp.Expr:
    """Sums and products, infinite ones among them: infinity passes on, to one test at the end."""
    if isinstance(node, e.Real) and node.function in _PLAIN:
        left, right = (_operand_of(arg) for arg in node.args)
        return _PLAIN[node.function](this=left, expression=right)
    return render(node)


def _operand_of(node: e.Expr) -> exp.Expr:
    return paren(_plain(node)) if isinstance(node, e.Real) else render(node)


def _finite(node: e.Expr, found: exp.Expr) -> exp.Expr:
    """A double, or NULL where it is not finite; exact integers are never that large."""
    return case([(call("isfinite", found), found)]) if _unbounded(node) else found


def _unbounded(node: e.Expr) -> bool:
    if isinstance(node, e.Column):
        return node.kind == "real"
    if isinstance(node, e.Real) and node.function in ("exp", "power"):
        return True
    return not isinstance(node, e.ToReal) and any(_unbounded(part) for part in e.parts(node))


def _power(base: exp.Expr, power: exp.Expr) -> exp.Expr:
    zero = real(0.0)
    found = call("power", base, power)
    whole = exp.EQ(this=power, expression=exp.Floor(this=power))
    defined = either(
        exp.GT(this=base, expression=zero),
        both(exp.EQ(this=base, expression=zero), exp.GTE(this=power, expression=zero)),
        both(exp.LT(this=base, expression=zero), whole),
    )
    finite = case([(call("isfinite", found), found)])
    return case([(defined, finite)])


def _double(node: e.Expr) -> exp.Expr:
    return cast(paren(render(node)), "DOUBLE")


def _size(node: e.Expr) -> exp.Expr:
    return _absolute(_double(node))


def _wide(node: e.Wide) -> exp.Expr:
    """By doubles away from the line, exactly near it."""
    value = paren(_terms(node.terms, _double, _double))
    sizes = tuple((abs(c), parts) for c, parts in node.terms)
    bound = paren(_terms(sizes, _size, _size))
    far = exp.GT(this=_absolute(value), expression=exp.Mul(this=real(1e-12), expression=bound))
    atoms = list(dict.fromkeys(part for _, parts in node.terms for part in parts))
    shape = ";".join(":".join([str(c), *(str(atoms.index(p)) for p in parts)]) for c, parts in node.terms)
    cells = exp.Array(expressions=[cast(paren(render(a)), "INT128") for a in atoms])
    exact = call(SIGN_FUNCTION, exp.Literal.string(shape), cells)
    make = _COMPARE[node.op]
    known = both(*(exp.Not(this=exp.Is(this=paren(render(a)), expression=exp.null())) for a in atoms))
    return case(
        [(far, make(this=value, expression=real(0.0))), (known, make(this=exact, expression=integer(0)))]
    )


def _over(node: e.Over) -> exp.Expr:
    value = render(node.arg)
    period = [column("period")]
    if node.function != "rank":
        made = exp.Sum(this=value) if node.function == "sum" else exp.Count(this=value)
        return exp.Window(this=made, partition_by=period)
    order = exp.Order(expressions=[exp.Ordered(this=value, desc=node.descending, nulls_first=False)])
    rank = exp.Window(this=call("rank"), partition_by=period, order=order)
    return case([(exp.Not(this=exp.Is(this=value, expression=exp.null())), rank)])


_MAKERS: dict[type[e.Expr], Callable[..., exp.Expr]] = {
    e.Column: lambda node: column(node.name),
    e.Constant: _literal,
    e.Poly: _poly,
    e.Wide: _wide,
    e.Compare: _compare,
    e.And: _joined,
    e.Or: _joined,
    e.Not: _not,
    e.Known: _known,
    e.When: _when,
    e.SignOf: lambda node: cast(exp.Sign(this=render(node.arg)), "BIGINT"),
    e.Round: _round,
    e.RoundReal: _round_real,
    e.Days: lambda node: call("date_diff", exp.Literal.string("day"), render(node.start), render(node.end)),
    e.Years: _years,
    e.YearOf: lambda node: call("year", render(node.arg)),
    e.Real: _real,
    e.ToReal: lambda node: _double(node.arg),
    e.Over: _over,
}
