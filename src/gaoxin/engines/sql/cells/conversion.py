"""What every reading of a cell shares: its form in SQL, the empty cells, and how characters are folded.

A conversion has no effect of its own: its value is NULL where a cell does not convert. Whoever uses it turns
that into an error (``inputs``) or into a line of a list (``input_faults``), so that both judge alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.engines.sql.terms import all_of, call, case, cast, equal, is_null, number, text, type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gaoxin.plan.binding import Storage

SPACES = " \t\r\n\u00a0\u3000\u200b\ufeff"
_WIDE = "０１２３４５６７８９．，－−＋％／：" + SPACES[1:]
_NARROW = "0123456789.,--+%/:" + " " * (len(SPACES) - 1)
FOLDS = str.maketrans(_WIDE, _NARROW)
"""The characters that ``folded`` makes plain."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How one column is read.

    Parameters
    ----------
    stages : columns to compute one after the other, each from the raw column and the stages before
    values : suffix of the stored column -> its value; NULL where the cell is empty or does not convert
    empty : whether the cell is empty; NULL counts as false
    rules : (condition, rule broken), the first that holds names the fault of a cell that does not convert
    otherwise : rule broken when no condition holds
    sure : condition, cheap to test, under which ``quick`` is the value and nothing else need be looked at
    quick : suffix -> value where ``sure`` holds
    doubt : condition, cheaper still, that holds wherever ``quick`` may not be the value; where it does not,
        which it need not know of an empty cell, ``quick`` is the value, NULL, or fails
    short : how many of the stages `quick` and `doubt` rest on; all where None
    always : every cell converts, and an empty one is NULL as it stands
    """

    stages: tuple[Mapping[str, exp.Expr], ...]
    values: Mapping[str, exp.Expr]
    empty: exp.Expr
    rules: tuple[tuple[exp.Expr, str], ...]
    otherwise: str
    sure: exp.Expr | None = None
    quick: Mapping[str, exp.Expr] = field(default_factory=dict[str, exp.Expr])
    doubt: exp.Expr | None = None
    short: int | None = None
    always: bool = False

    def read(self, suffix: str, fault: exp.Expr | None = None) -> exp.Expr:
        """The value of a cell, NULL where it is empty, and ``fault`` (or NULL) where it does not convert."""
        if self.always:
            return self.values[suffix]
        found = [] if self.sure is None else [(self.sure, self.quick[suffix])]
        rest = self.values[suffix]
        if fault is not None:
            rest = fault if isinstance(rest, exp.Null) else call("coalesce", rest, fault)
        return case(*found, (self.empty, exp.Null()), otherwise=rest)

    def plain_stages(self) -> tuple[Mapping[str, exp.Expr], ...]:
        """The stages that `plain` rests on."""
        return self.stages[: self.short] if self.doubt else self.stages

    def plain(self, suffix: str, fault: exp.Expr | None = None) -> exp.Expr:
        """The value of a cell that raises no `doubt`, which whoever takes it looks at beside."""
        return self.quick[suffix] if self.doubt else self.read(suffix, fault)

    def fails(self) -> exp.Expr:
        """Whether the cell is neither empty nor converts."""
        if self.always:
            return exp.false()
        first = next(iter(self.values))
        return all_of(negated(is_true(self.empty)), is_null(self.read(first)))


def double(value: str) -> exp.Expr:
    """A double, written with an exponent: without one DuckDB would read a decimal."""
    literal = exp.Literal(this=value.removeprefix("-"), is_string=False)
    return exp.Neg(this=literal) if value.startswith("-") else literal


def power(exponent: int) -> exp.Expr:
    """A power of ten as a double."""
    return double(f"1e{exponent}")


def try_cast(value: exp.Expr, kind: str) -> exp.TryCast:
    """A cast that gives NULL where it fails."""
    return exp.TryCast(this=value, to=type_of(kind))


def lookup(key: exp.Expr, found: Mapping[str, int]) -> exp.Expr:
    """The whole number that stands for a text."""
    return exp.Case(
        this=key, ifs=[exp.If(this=text(word), true=number(value)) for word, value in found.items()]
    )


def operate(operation: type[exp.Binary], left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """An operation on two values, in brackets where they are operations themselves; nothing is copied."""
    sides = [exp.Paren(this=side) if isinstance(side, exp.Binary) else side for side in (left, right)]
    return operation(this=sides[0], expression=sides[1])


def times(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """A product."""
    return operate(exp.Mul, left, right)


def is_true(condition: exp.Expr) -> exp.Expr:
    """Whether a condition holds; unknown counts as false."""
    return call("coalesce", condition, exp.false())


def negated(condition: exp.Expr) -> exp.Expr:
    """Whether a condition does not hold."""
    return exp.Not(this=exp.Paren(this=condition) if isinstance(condition, exp.Binary) else condition)


def between(value: exp.Expr, low: exp.Expr, high: exp.Expr) -> exp.Between:
    """Whether a value lies between two bounds, both included."""
    return exp.Between(this=value, low=low, high=high)


def one_of(value: exp.Expr, words: Iterable[str]) -> exp.Expr:
    """Whether a text is one of several words; DuckDB would join IN, for every row and wherever it stands."""
    listed = [text(word) for word in words]
    if not listed:
        return exp.false()
    found = call("list_position", exp.Array(expressions=listed), value)
    return exp.Not(this=exp.Paren(this=is_null(found)))


def full_match(value: exp.Expr, pattern: str) -> exp.Expr:
    """Whether the whole text fits a pattern."""
    return call("regexp_full_match", value, text(pattern))


def extract(value: exp.Expr, pattern: str, names: Iterable[str]) -> exp.Expr:
    """Parts of a text as a struct; all empty where the pattern does not fit."""
    return call("regexp_extract", value, text(pattern), exp.Array(expressions=[text(name) for name in names]))


def part(struct: exp.Expr, name: str) -> exp.Expr:
    """One part of a struct."""
    return call("struct_extract", struct, text(name))


def joined(*parts: exp.Expr) -> exp.Expr:
    """Texts one after the other; NULL if one is."""
    whole = parts[0]
    for piece in parts[1:]:
        whole = exp.DPipe(this=whole, expression=piece, safe=False)
    return whole


def folded(value: exp.Expr) -> exp.Expr:
    """Text with full-width digits, signs and spaces made plain, and without spaces at its ends."""
    return call("trim", call("translate", value, text(_WIDE), text(_NARROW)))


def trimmed(value: exp.Expr) -> exp.Expr:
    """Text without spaces at its ends, otherwise as it is; quickly where plain ASCII stands at both."""
    return case((plain_ends(value), value), otherwise=call("trim", value, text(SPACES)))


def plain_ends(value: exp.Expr) -> exp.Expr:
    """Whether plain ASCII stands at both ends of a text, no space."""
    last = call("array_extract", value, number(-1))
    begins = all_of(operate(exp.GTE, value, text("!")), operate(exp.LT, value, text("\x7f")))
    return all_of(begins, between(last, text("!"), text("~")))


def as_text(raw: exp.Expr, storage: Storage) -> exp.Expr:
    """Any column as text; a double that is not whole or not below 10**15 keeps an exponent."""
    if storage.kind == "text":
        return raw
    if storage.kind != "double":
        return cast(raw, "TEXT")
    whole = all_of(equal(call("round", raw), raw), operate(exp.LT, call("abs", raw), power(15)))
    return case(
        (is_null(raw), exp.Null()),
        (whole, cast(cast(raw, "BIGINT"), "TEXT")),
        otherwise=call("printf", text("%.14e"), raw),
    )


def never(kinds: Mapping[str, str]) -> Conversion:
    """Read a column without any value.

    Parameters
    ----------
    kinds : suffix of the stored column -> its type
    """
    values = {suffix: cast(exp.Null(), kind) for suffix, kind in kinds.items()}
    return Conversion((), values, exp.true(), (), "", sure=exp.true(), quick=values)
