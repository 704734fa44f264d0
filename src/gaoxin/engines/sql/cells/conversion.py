"""What every reading of a cell shares: its form in SQL, the empty cells, and how characters are folded.

A conversion has no effect of its own: its value is NULL where a cell does not convert. Whoever uses it turns
that into an error (``inputs``) or into a line of a list (``input_faults``), so that both judge alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from gaoxin.plan.binding import Storage

BLANKS = ("", "-", "--", "—", "——", "–", "/", "不适用", "无", "n/a", "na", "null", "none")
"""What means an empty cell where a number, a flag, a date, a grade or a category is due; case does not matter."""

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
    """

    stages: tuple[Mapping[str, exp.Expr], ...]
    values: Mapping[str, exp.Expr]
    empty: exp.Expr
    rules: tuple[tuple[exp.Expr, str], ...]
    otherwise: str


def column(name: str) -> exp.Column:
    """A column by its name."""
    return exp.column(exp.to_identifier(name, quoted=True))


def text(value: str) -> exp.Literal:
    """A text."""
    return exp.Literal.string(value)


def number(value: int) -> exp.Expr:
    """A whole number, of any length."""
    literal = exp.Literal.number(abs(value))
    return exp.Neg(this=literal) if value < 0 else literal


def double(value: str) -> exp.Expr:
    """A double, written with an exponent: without one DuckDB would read a decimal."""
    return exp.Literal.number(value)


def power(exponent: int) -> exp.Expr:
    """A power of ten as a double."""
    return double(f"1e{exponent}")


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """A function of DuckDB."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(value: exp.Expr, kind: str) -> exp.Cast:
    """A cast that cannot fail."""
    return exp.Cast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))


def try_cast(value: exp.Expr, kind: str) -> exp.TryCast:
    """A cast that gives NULL where it fails."""
    return exp.TryCast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))


def case(*branches: tuple[exp.Expr, exp.Expr], otherwise: exp.Expr | None = None) -> exp.Case:
    """A CASE; without ``otherwise`` it ends in NULL."""
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs, default=otherwise)


def all_of(*conditions: exp.Expr) -> exp.Expr:
    """Conditions joined by AND."""
    return exp.and_(*conditions, copy=False)


def any_of(*conditions: exp.Expr) -> exp.Expr:
    """Conditions joined by OR."""
    return exp.or_(*conditions, copy=False)


def equal(value: exp.Expr, other: exp.Expr) -> exp.EQ:
    """Whether two values are the same."""
    return exp.EQ(this=value, expression=other)


def lookup(key: exp.Expr, found: Mapping[str, int]) -> exp.Expr:
    """The whole number that stands for a text."""
    return exp.Case(
        this=key, ifs=[exp.If(this=text(word), true=number(value)) for word, value in found.items()]
    )


def is_null(value: exp.Expr) -> exp.Is:
    """Whether there is no value."""
    return exp.Is(this=value, expression=exp.Null())


def between(value: exp.Expr, low: exp.Expr, high: exp.Expr) -> exp.Between:
    """Whether a value lies between two bounds, both included."""
    return exp.Between(this=value, low=low, high=high)


def one_of(value: exp.Expr, words: Iterable[str]) -> exp.Expr:
    """Whether a text is one of several words."""
    listed = [text(word) for word in words]
    return exp.In(this=value, expressions=listed) if listed else exp.false()


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
    """Text without spaces at its ends, otherwise as it is."""
    return call("trim", value, text(SPACES))


def as_text(raw: exp.Expr, storage: Storage) -> exp.Expr:
    """Any column as text; a double that is no whole number below 10**15 keeps an exponent, which no code has."""
    if storage.kind != "double":
        return cast(raw, "TEXT")
    whole = all_of(exp.EQ(this=call("round", raw), expression=raw), exp.LT(this=call("abs", raw), expression=power(15)))
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
    return Conversion(stages=(), values=values, empty=exp.true(), rules=(), otherwise="")
