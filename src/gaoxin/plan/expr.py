"""What an engine must be able to compute for a row: expressions over integers, flags, texts, dates, doubles.

Missing values follow SQL: a comparison or calculation with NULL is NULL, AND and OR are Kleene's, and the
first guard of `When` that is true counts. Everything that Gaoxin defines otherwise is compiled into these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, Literal, cast

Kind = Literal["int", "real", "flag", "text", "date"]
Bits = Literal[64, 128]


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression."""


@dataclass(frozen=True, slots=True)
class Column(Expr):
    """A column of the row."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Constant(Expr):
    """A constant; None is NULL of its kind."""

    value: int | float | bool | str | date | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Poly(Expr):
    """An integer polynomial: coefficients times products of integer expressions, in 64 or 128 bits."""

    terms: tuple[tuple[int, tuple[Expr, ...]], ...]
    bits: Bits


@dataclass(frozen=True, slots=True)
class Wide(Expr):
    """A polynomial compared with 0 beyond 128 bits: by doubles, exactly where those are too near to tell."""

    op: str
    terms: tuple[tuple[int, tuple[Expr, ...]], ...]


@dataclass(frozen=True, slots=True)
class Compare(Expr):
    """A comparison of two expressions of one kind."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class And(Expr):
    """Kleene AND."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Expr):
    """Kleene OR."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not(Expr):
    """Kleene NOT."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class Known(Expr):
    """Whether a value is there; never NULL."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class When(Expr):
    """The value of the first guard that is true, else the default, else NULL."""

    branches: tuple[tuple[Expr, Expr], ...]
    default: Expr | None = None


@dataclass(frozen=True, slots=True)
class SignOf(Expr):
    """The sign of an integer: -1, 0 or 1."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class Round(Expr):
    """`over / under` rounded to a whole number; NULL where `under` is 0."""

    over: Expr
    under: Expr
    mode: str


@dataclass(frozen=True, slots=True)
class RoundReal(Expr):
    """A double times `factor`, rounded half away from zero to an integer; NULL beyond 64 bits."""

    arg: Expr
    factor: int


@dataclass(frozen=True, slots=True)
class Days(Expr):
    """Days from one date to another."""

    start: Expr
    end: Expr


@dataclass(frozen=True, slots=True)
class Years(Expr):
    """Completed years from one date to another."""

    start: Expr
    end: Expr


@dataclass(frozen=True, slots=True)
class YearOf(Expr):
    """The calendar year of a date."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class Real(Expr):
    """A function of doubles: + - * / neg log log10 exp sqrt power.

    NULL outside its domain, and where the result is not finite.
    """

    function: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ToReal(Expr):
    """An integer as a double."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class Over(Expr):
    """Over all rows of the period: rank (ties share the smallest), sum, count, min, max of known values.

    Where `by` names columns, over the rows that have the same in them.
    """

    function: Literal["rank", "sum", "count", "min", "max"]
    arg: Expr
    descending: bool = True
    by: tuple[Expr, ...] = ()


TRUE, FALSE = Constant(value=True, kind="flag"), Constant(value=False, kind="flag")
ZERO, ONE = Constant(0, "int"), Constant(1, "int")


def _factors(expr: Poly | Wide) -> tuple[Expr, ...]:
    return tuple(part for _, product in expr.terms for part in product)


def _ways(expr: When) -> tuple[Expr, ...]:
    found = tuple(chain.from_iterable(expr.branches))
    return found if expr.default is None else (*found, expr.default)


_PARTS: dict[type[Expr], Callable[[Any], tuple[Expr, ...]]] = {
    **dict.fromkeys((Column, Constant), lambda _: ()),
    **dict.fromkeys((Poly, Wide), _factors),
    **dict.fromkeys((And, Or, Real), attrgetter("args")),
    **dict.fromkeys((Not, Known, SignOf, RoundReal, YearOf, ToReal), lambda expr: (expr.arg,)),
    **dict.fromkeys((Days, Years), attrgetter("start", "end")),
    Compare: attrgetter("left", "right"),
    Round: attrgetter("over", "under"),
    When: _ways,
    Over: lambda expr: (expr.arg, *expr.by),
}


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly below, in the order of the fields."""
    return _PARTS[type(expr)](expr)


@lru_cache(maxsize=64)
def part_names(kind: type[Expr]) -> tuple[str, ...]:
    """The names of the fields of a class that hold expressions, in order."""
    return tuple(field.name for field in fields(kind) if "Expr" in str(field.type))


@lru_cache(maxsize=64)
def plain_names(kind: type[Expr]) -> tuple[str, ...]:
    """The names of the other fields of a class, in order."""
    return tuple(field.name for field in fields(kind) if field.name not in part_names(kind))


def with_parts(expr: Expr, new: Iterable[Expr]) -> Expr:
    """The same expression of other parts, which come in the order of `parts`."""
    given = iter(new)

    def put(value: object) -> object:
        if isinstance(value, Expr):
            return next(given)
        return tuple(map(put, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else value

    branching = part_names(type(expr))
    if not branching:
        return expr
    made = {name: getattr(expr, name) for name in plain_names(type(expr))}
    return type(expr)(**made, **{name: put(getattr(expr, name)) for name in branching})


def values(node: When) -> tuple[Expr, ...]:
    """What a `When` may give, the default last."""
    found = tuple(value for _, value in node.branches)
    return found if node.default is None else (*found, node.default)


def inside(expr: Expr) -> Iterator[Expr]:
    """The expression and all below it."""
    waiting = [expr]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += parts(found)


def columns(expr: Expr) -> Iterator[Column]:
    """All columns that an expression reads; what stands in it several times is looked at once."""
    waiting, met = [expr], set[int]()
    while waiting:
        found = waiting.pop()
        if isinstance(found, Column):
            yield found
        elif id(found) not in met:
            met.add(id(found))
            waiting += parts(found)


def all_of(args: tuple[Expr, ...]) -> Expr:
    """AND of any number of expressions."""
    flat = tuple(a for a in args if a != TRUE)
    return TRUE if not flat else flat[0] if len(flat) == 1 else And(flat)


def any_of(args: tuple[Expr, ...]) -> Expr:
    """OR of any number of expressions."""
    flat = tuple(a for a in args if a != FALSE)
    return FALSE if not flat else flat[0] if len(flat) == 1 else Or(flat)


def kind_of(expr: Expr) -> Kind:
    """The kind of an expression's values."""
    match expr:
        case Column(kind=kind) | Constant(kind=kind):
            return kind
        case When(branches=((_, value), *_)):
            return kind_of(value)
        case Compare() | And() | Or() | Not() | Known() | Wide():
            return "flag"
        case Real() | ToReal():
            return "real"
        case Over(function="min" | "max", arg=arg):
            return kind_of(arg)
        case _:
            return "int"
