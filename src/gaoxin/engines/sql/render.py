"""Expressions of a plan -> SQL, built with sqlglot, for DuckDB."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from sqlglot import exp

from gaoxin.engines.sql.terms import (
    all_of,
    any_of,
    call,
    case,
    cast,
    column,
    double,
    equal,
    is_null,
    known,
    null,
    number,
    paren,
    text,
)
from gaoxin.plan import expr as e

SIGN_FUNCTION = "gaoxin_sign"
"""Called for comparisons beyond 128 bits, and there only where doubles are too near to the line to tell."""

_Terms = tuple[tuple[int, tuple[e.Expr, ...]], ...]
_Factor = Callable[[e.Expr], exp.Expr]

TYPES = {"int": "BIGINT", "real": "DOUBLE", "flag": "BOOLEAN", "text": "VARCHAR", "date": "DATE"}
"""Types of DuckDB, by kind of value."""
_COMPARE: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def render(node: e.Expr) -> exp.Expr:
    """The SQL of an expression."""
    maker = _MAKERS.get(type(node))
    if maker is None:
        message = f"no SQL for {type(node).__name__}"
        raise TypeError(message)
    return maker(node)


_WORD = 2**63


def kept(node: e.Expr) -> exp.Expr:
    """The SQL of an expression as a column: a bare integer would be narrower than the plan reckons with."""
    found = render(node)
    if not isinstance(node, e.Constant) or not isinstance(node.value, int) or node.kind != "int":
        return found
    return cast(found, "BIGINT" if abs(node.value) < _WORD else "INT128")


def _literal(node: e.Constant) -> exp.Expr:
    value = node.value
    if value is None:
        return null(TYPES[node.kind])
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return double(value)
    return cast(text(value.isoformat()), "DATE") if isinstance(value, date) else text(value)


def _factor(node: e.Expr, *, wide: bool) -> exp.Expr:
    """A factor of a product, at least as wide as the product must be: 64 bits, or 128."""
    found = kept(node)
    if wide and not (isinstance(node, e.Poly) and node.bits == 128):
        return cast(found, "INT128")
    return paren(found) if isinstance(found, (exp.Binary, exp.Neg)) else found


def _terms(terms: _Terms, first: _Factor, other: _Factor) -> exp.Expr:
    """A sum of products; `first` makes the first factor of each product, `other` the rest."""
    total: exp.Expr | None = None
    for coefficient, parts in terms:
        made = [(first if n == 0 else other)(part) for n, part in enumerate(parts)]
        if abs(coefficient) != 1 or not made:
            made.insert(0, number(abs(coefficient)))
        product = made[0]
        for part in made[1:]:
            product = exp.Mul(this=product, expression=part)
        if total is None:
            total = product if coefficient > 0 else exp.Neg(this=paren(product))
        else:
            joiner = exp.Add if coefficient > 0 else exp.Sub
            total = joiner(this=total, expression=product)
    return total or number(0)


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
        return is_null(_operand(node.arg.arg))
    return exp.Not(this=paren(render(node.arg)) if not isinstance(node.arg, e.Column) else render(node.arg))


def _known(node: e.Known) -> exp.Expr:
    return known(_operand(node.arg))


def _when(node: e.When) -> exp.Expr:
    (guard, value), *more = node.branches
    if guard == e.Known(value) and node.default is not None and not more:
        return exp.Coalesce(this=kept(value), expressions=[render(node.default)])
    guards, given = [render(g) for g, _ in node.branches], e.values(node)
    found = [render(v) for v in given]
    if all(isinstance(v, e.Constant) for v in given):
        found[0] = kept(given[0])
    return case(*zip(guards, found, strict=False), otherwise=None if node.default is None else found[-1])


def _absolute(value: exp.Expr) -> exp.Expr:
    return exp.Abs(this=value)


def _round(node: e.Round) -> exp.Expr:
    """Integer division rounded; `//` cuts toward zero."""
    over, under = paren(kept(node.over)), paren(kept(node.under))
    zero = number(0)
    apart = exp.NEQ(
        this=paren(exp.LT(this=over, expression=zero)),
        expression=paren(exp.LT(this=under, expression=zero)),
    )
    quotient = exp.IntDiv(this=over, expression=under)
    if node.mode in ("down", "up"):
        inexact = exp.NEQ(this=exp.Mod(this=over, expression=under), expression=zero)
        side = apart if node.mode == "down" else exp.Not(this=paren(apart))
        step = case((exp.And(this=inexact, expression=paren(side)), number(1)), otherwise=zero)
        found: exp.Expr = (exp.Sub if node.mode == "down" else exp.Add)(this=quotient, expression=step)
    else:
        twice = exp.Mul(this=number(2), expression=_absolute(over))
        twofold = paren(exp.Mul(this=number(2), expression=_absolute(under)))
        nearest: exp.Expr = exp.IntDiv(
            this=paren(exp.Add(this=twice, expression=_absolute(under))), expression=twofold
        )
        if node.mode == "half_even":
            tie = equal(exp.Mod(this=paren(twice), expression=twofold), _absolute(under))
            odd = equal(exp.Mod(this=paren(nearest), expression=number(2)), number(1))
            nearest = exp.Sub(
                this=nearest, expression=case((exp.And(this=tie, expression=odd), number(1)), otherwise=zero)
            )
        found = case((apart, exp.Neg(this=paren(nearest))), otherwise=nearest)
    if isinstance(node.under, e.Constant):
        return found
    return case((exp.NEQ(this=under, expression=zero), found))


def _round_real(node: e.RoundReal) -> exp.Expr:
    value = paren(render(node.arg))
    scaled = exp.Add(
        this=exp.Mul(this=_absolute(value), expression=double(node.factor)), expression=double(0.5)
    )
    whole = cast(exp.Floor(this=scaled), "BIGINT")
    signed = case((exp.LT(this=value, expression=double(0)), exp.Neg(this=whole)), otherwise=whole)
    return case((exp.LT(this=scaled, expression=double(9.2e18)), signed))


def _years(node: e.Years) -> exp.Expr:
    start, end = render(node.start), render(node.end)

    def day_of_year(day: exp.Expr) -> exp.Expr:
        return exp.Add(
            this=exp.Mul(this=call("month", day), expression=number(100)), expression=call("day", day)
        )

    early = exp.LT(this=day_of_year(end), expression=day_of_year(start))
    years = exp.Sub(this=call("year", end), expression=call("year", start))
    return cast(
        paren(exp.Sub(this=years, expression=case((early, number(1)), otherwise=number(0)))), "BIGINT"
    )


_PLAIN: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


def _real(node: e.Real) -> exp.Expr:
    zero = double(0)
    if node.function in _PLAIN:
        return _finite(node, _plain(node))
    args = [paren(render(a)) if isinstance(a, e.Real) else render(a) for a in node.args]
    first = args[0]
    match node.function:
        case "neg":
            return exp.Neg(this=first)
        case "/":
            quotient = _finite(node, exp.Div(this=_operand_of(node.args[0]), expression=args[1]))
            if isinstance(node.args[1], e.Constant) and node.args[1].value:
                return quotient
            return case((exp.NEQ(this=args[1], expression=zero), quotient))
        case "log" | "log10":
            name = "ln" if node.function == "log" else "log10"
            return case((exp.GT(this=first, expression=zero), call(name, first)))
        case "sqrt":
            return case((exp.GTE(this=first, expression=zero), call("sqrt", first)))
        case "exp":
            return case((call("isfinite", call("exp", first)), call("exp", first)))
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
    return case((call("isfinite", found), found)) if _unbounded(node) else found


def _unbounded(node: e.Expr) -> bool:
    if isinstance(node, e.Column):
        return node.kind == "real"
    if isinstance(node, e.Real) and node.function in ("exp", "power"):
        return True
    return not isinstance(node, e.ToReal) and any(_unbounded(part) for part in e.parts(node))


def _power(base: exp.Expr, power: exp.Expr) -> exp.Expr:
    zero = double(0)
    found = call("power", base, power)
    whole = equal(power, exp.Floor(this=power))
    defined = any_of(
        exp.GT(this=base, expression=zero),
        all_of(equal(base, zero), exp.GTE(this=power, expression=zero)),
        all_of(exp.LT(this=base, expression=zero), whole),
    )
    finite = case((call("isfinite", found), found))
    return case((defined, finite))


def _as_double(node: e.Expr) -> exp.Expr:
    return cast(render(node), "DOUBLE")


def _size(node: e.Expr) -> exp.Expr:
    return _absolute(_as_double(node))


def _wide(node: e.Wide) -> exp.Expr:
    """By doubles away from the line, exactly near it."""
    value = paren(_terms(node.terms, _as_double, _as_double))
    sizes = tuple((abs(c), parts) for c, parts in node.terms)
    bound = paren(_terms(sizes, _size, _size))
    far = exp.GT(this=_absolute(value), expression=exp.Mul(this=double(1e-12), expression=bound))
    atoms = list(dict.fromkeys(part for _, parts in node.terms for part in parts))
    shape = ";".join(":".join([str(c), *(str(atoms.index(p)) for p in parts)]) for c, parts in node.terms)
    cells = exp.Array(expressions=[cast(render(a), "INT128") for a in atoms])
    exact = call(SIGN_FUNCTION, text(shape), cells)
    make = _COMPARE[node.op]
    there = all_of(*(known(paren(render(a))) for a in atoms))
    return case(
        (far, make(this=value, expression=double(0))), (there, make(this=exact, expression=number(0)))
    )


_FOLDS: dict[str, type[exp.AggFunc]] = {
    "sum": exp.Sum,
    "count": exp.Count,
    "min": exp.Min,
    "max": exp.Max,
}


def _over(node: e.Over) -> exp.Expr:
    value = render(node.arg)
    period = [column("period"), *map(render, node.by)]
    if node.function != "rank":
        return exp.Window(this=_FOLDS[node.function](this=value), partition_by=period)
    order = exp.Order(expressions=[exp.Ordered(this=value, desc=node.descending, nulls_first=False)])
    rank = exp.Window(this=call("rank"), partition_by=period, order=order)
    return case((known(value), rank))


def _column(node: e.Column) -> exp.Expr:
    return column(node.name)


def _sign_of(node: e.SignOf) -> exp.Expr:
    return cast(exp.Sign(this=render(node.arg)), "BIGINT")


def _days(node: e.Days) -> exp.Expr:
    return call("date_diff", text("day"), render(node.start), render(node.end))


def _year_of(node: e.YearOf) -> exp.Expr:
    return call("year", render(node.arg))


def _to_real(node: e.ToReal) -> exp.Expr:
    return _as_double(node.arg)


_MAKERS: dict[type[e.Expr], Callable[..., exp.Expr]] = {
    e.Column: _column,
    e.Constant: _literal,
    e.Poly: _poly,
    e.Wide: _wide,
    e.Compare: _compare,
    e.And: _joined,
    e.Or: _joined,
    e.Not: _not,
    e.Known: _known,
    e.When: _when,
    e.SignOf: _sign_of,
    e.Round: _round,
    e.RoundReal: _round_real,
    e.Days: _days,
    e.Years: _years,
    e.YearOf: _year_of,
    e.Real: _real,
    e.ToReal: _to_real,
    e.Over: _over,
}
