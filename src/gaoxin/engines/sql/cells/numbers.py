"""Numbers: integers at a declared scale from texts, decimals, integers and doubles; nothing is rounded.

A text is read digit by digit. A double stands for the decimal of 15 significant digits nearest to it, as
spreadsheets show it; where the stored integer has more digits, the double must be that decimal itself.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.base import units
from gaoxin.engines.sql.cells.conversion import (
    Conversion,
    as_text,
    between,
    double,
    extract,
    folded,
    full_match,
    joined,
    lookup,
    negated,
    never,
    one_of,
    operate,
    part,
    power,
    times,
    try_cast,
)
from gaoxin.engines.sql.terms import all_of, any_of, call, case, cast, column, equal, is_null, number, text
from gaoxin.plan.binding import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gaoxin.plan.binding import BoundColumn

Rules = tuple[tuple[exp.Expr, str], ...]

_NOISE = "5e-16"  # relative; a decimal of 15 digits that is no integer is further than 1e-15 from one
_SURE = 15  # digits that every double holds
_EXACT = 22  # the highest power of ten that a double holds
_PREFIXES = ("", "十", "百", "千", "万", "十万", "百万", "千万", "亿")
_PURE = ("%", "‰", "百分点", "倍")
_WITH_WORDS = r"[+-]?[0-9][0-9.,]*\s*[\p{Han}%‰].*"
_FORM = r"^([+-]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?)(?:\.([0-9]*?)0*)?"


def numbers(bound: BoundColumn, name: str) -> Conversion:
    """Read a number: the raw column ``name`` becomes a BIGINT at the variable's scale.

    Parameters
    ----------
    bound : the variable, its unit, its bounds and how the table stores it
    name : the raw column, and the stem of the columns of the stages
    """
    kind = bound.storage.kind
    if kind == "empty":
        return never({"": "BIGINT"})
    if bound.multiple != 1:
        return _multiplied_double(bound, name) if kind == "double" else of_text(bound, name)
    if kind == "double":
        return _of_double(bound, name)
    if kind == "integer":
        return _of_integer(bound, name)
    return _of_decimal(bound, name) if kind == "decimal" else of_text(bound, name)


def plain_numbers(bound: BoundColumn, name: str) -> Conversion | None:
    """Read a double that is that of a whole number of steps; None where only `numbers` reads the column.

    The whole number has at most 15 digits and the step is a power of ten that a double holds: their quotient
    is rounded once, as the decimal was. A cell that is not finite is its own quotient, and is no integer.
    """
    if bound.storage.kind != "double" or bound.multiple != 1 or abs(bound.exponent) > _EXACT:
        return None
    raw, whole = column(name), column(f"{name}.n")
    least, most = _held(bound)
    doubt = operate(exp.NEQ, _scaled(whole, -bound.exponent), raw)
    if not _within(bound, least, most):
        doubt = any_of(doubt, negated(between(whole, double(f"{least}e0"), double(f"{most}e0"))))
    stage = {whole.name: call("round", _scaled(raw, bound.exponent))}
    value = {"": cast(whole, "BIGINT")}
    return Conversion((stage,), value, is_null(raw), (), "", quick=value, doubt=doubt)


def reals(bound: BoundColumn, name: str) -> Conversion:
    """Read a real: a DOUBLE in base units, finite; ``1.2e-5`` is allowed."""
    if bound.storage.kind == "empty":
        return never({"": "DOUBLE"})
    raw, value = column(name), column(f"{name}.y")
    if bound.storage.kind == "text":
        stages, empty = _real_text(bound, name)
    else:
        scaled = _times(cast(raw, "DOUBLE"), bound.multiple)
        scaled = _scaled(scaled, bound.exponent) if bound.exponent else scaled
        stages, empty = ({value.name: scaled},), is_null(raw)
    tests: list[exp.Expr] = [call("isfinite", value)]
    rules: list[tuple[exp.Expr, str]] = [(is_null(value), "number"), (negated(tests[0]), "finite")]
    for limit, side, inside, rule in (
        (bound.minimum, exp.LT, exp.GTE, "least"),
        (bound.maximum, exp.GT, exp.LTE, "most"),
    ):
        if limit is not None:
            tests.append(operate(inside, value, double(f"{float(limit)!r}")))
            rules.append((operate(side, value, double(f"{float(limit)!r}")), rule))
    return Conversion(
        stages, {"": exp.Null()}, empty, tuple(rules), "number", sure=all_of(*tests), quick={"": value}
    )


def of_text(bound: BoundColumn, name: str) -> Conversion:
    """Read a number from any column as text: a plain decimal quickly, any other form part by part."""
    low, high = bound.bounds
    raw, plain, folds = as_text(column(name), bound.storage), column(f"{name}.plain"), column(f"{name}.text")
    digits, shift, value = column(f"{name}.digits"), column(f"{name}.shift"), column(f"{name}.n")
    parts, carried, other = column(f"{name}.parts"), exponents(bound), negated(plain)
    form = f"{_FORM}\\s*({_words(carried)})?$"
    pattern, quick = _plain(bound, raw)
    stages = (
        {plain.name: full_match(raw, pattern)},
        {folds.name: case((other, folded(raw)))},
        {parts.name: case((other, extract(folds, form, ("sign", "whole", "fraction", "unit"))))},
        {
            digits.name: case((other, _multiplied(_digits(parts), bound.multiple))),
            shift.name: case((other, _shift(parts, carried))),
        },
        {value.name: case((plain, quick), otherwise=_shifted(part(parts, "sign"), digits, shift))},
    )
    signed = joined(part(parts, "sign"), _digits(parts))
    slow = times(_times(cast(signed, "DOUBLE"), bound.multiple), call("pow", power(1), shift))
    near = case((plain, cast(value, "DOUBLE")), otherwise=slow)
    return Conversion(
        stages=stages,
        values={"": exp.Null()},
        empty=any_of(is_null(column(name)), one_of(call("lower", folds), BLANKS)),
        rules=(
            (all_of(is_null(near), full_match(folds, _WITH_WORDS)), "unit"),
            (is_null(near), "number"),
            *_limits(bound, near),
        ),
        otherwise="decimals",
        sure=between(value, number(low), number(high)),
        quick={"": value},
    )


def exponents(bound: BoundColumn) -> dict[str, int]:
    """Units that a cell may carry, and the power of ten of each; the empty text is the column's own."""
    found = {"": bound.exponent}
    own = units.parse(bound.unit)
    if own is None:
        return found
    single = len(own.dimension) == 1 and own.dimension[0][1] == 1
    words = [prefix + own.dimension[0][0] for prefix in _PREFIXES] if single else []
    for word in (bound.unit, *(words if own.dimension else _PURE)):
        unit = units.parse(word)
        if unit and unit.dimension == own.dimension and word != "1":
            rest, tens = units.decimal_steps(unit.factor / own.factor)
            if rest == 1:
                found[word] = bound.exponent + tens
    return found


def _multiplied(digits: exp.Expr, multiple: Fraction) -> exp.Expr:
    """Digits times a factor, as digits; NULL where that leaves a fraction or takes more than 128 bits."""
    if multiple == 1:
        return digits
    room = 37 - len(str(multiple.numerator))
    fits = operate(exp.LTE, call("length", call("ltrim", digits, text("0"))), number(room))
    product = times(cast(digits, "HUGEINT"), number(multiple.numerator))
    if multiple.denominator == 1:
        return case((fits, cast(product, "TEXT")))
    over = number(multiple.denominator)
    whole = all_of(fits, equal(operate(exp.Mod, product, over), number(0)))
    return case((whole, cast(operate(exp.IntDiv, product, over), "TEXT")))


def _times(value: exp.Expr, multiple: Fraction) -> exp.Expr:
    """A double times a factor."""
    return value if multiple == 1 else times(value, double(f"{float(multiple)!r}e0"))


def _words(carried: Iterable[str]) -> str:
    """Pattern of the units of a cell, longer ones first."""
    return "|".join(sorted(filter(None, carried), key=len, reverse=True))


def _digits(parts: exp.Expr) -> exp.Expr:
    """The digits of a number without commas and point; NULL if there is none."""
    whole, fraction = part(parts, "whole"), part(parts, "fraction")
    some = any_of(*(exp.NEQ(this=piece, expression=text("")) for piece in (whole, fraction)))
    return case((some, joined(call("replace", whole, text(","), text("")), fraction)))


def _shift(parts: exp.Expr, carried: Mapping[str, int]) -> exp.Expr:
    """How far the point moves from its place in the text to that of the stored integer."""
    return operate(exp.Sub, lookup(part(parts, "unit"), carried), call("length", part(parts, "fraction")))


def _plain(bound: BoundColumn, raw: exp.Expr) -> tuple[str, exp.Expr]:
    """Pattern of the texts that a decimal cast reads exactly, without overflow; the stored value of one."""
    scale = bound.exponent
    if not 0 <= scale < 18 or bound.multiple != 1:
        return "[0]", number(0)
    width, kind = (18 - 2 * scale, "DECIMAL(18, {})") if scale <= 6 else (18 - scale, "DECIMAL(38, {})")
    pattern = f"[+-]?[0-9]{{1,{width}}}" + (rf"(\.[0-9]{{1,{scale}}})?" if scale else "")
    return pattern, cast(times(cast(raw, kind.format(scale)), number(10**scale)), "BIGINT")


def _shifted(sign: exp.Expr, digits: exp.Expr, shift: exp.Expr) -> exp.Expr:
    """Digits with the point moved right by ``shift``; NULL if that drops one other than 0, or overflows."""
    padded, left = joined(text("0" * 40), digits), exp.Neg(this=shift)
    longer = joined(digits, call("repeat", text("0"), shift))
    zeros = equal(call("right", padded, left), call("repeat", text("0"), left))
    moved = case((operate(exp.GTE, shift, number(0)), longer), (zeros, call("left", padded, shift)))
    return try_cast(joined(sign, moved), "BIGINT")


def _of_double(bound: BoundColumn, name: str) -> Conversion:
    raw, scaled, whole = column(name), column(f"{name}.y"), column(f"{name}.n")
    least, most = (double(f"{end}e0") for end in _held(bound))
    return Conversion(
        stages=(
            {whole.name: call("round", _scaled(raw, bound.exponent))},
            {scaled.name: _scaled(raw, bound.exponent)},
        ),
        values={"": _by_digits(bound, raw, scaled)},
        empty=is_null(raw),
        rules=(
            (negated(call("isfinite", raw)), "finite"),
            *_limits(bound, scaled),
            (operate(exp.GTE, call("abs", scaled), power(_SURE)), "precision"),
        ),
        otherwise="decimals",
        # DuckDB judges by the ends that a file states of its figures, NaN not among them: it is asked by name
        sure=all_of(call("isfinite", raw), _near(scaled, whole), between(whole, least, most)),
        quick={"": cast(whole, "BIGINT")},
    )


def _held(bound: BoundColumn) -> tuple[int, int]:
    """The least and the greatest stored value that is allowed and that every double holds."""
    low, high = (max(-(10**_SURE) + 1, min(10**_SURE - 1, end)) for end in bound.bounds)
    return low, high


def _within(bound: BoundColumn, least: int, most: int) -> bool:
    """Whether all stored values lie between two, by what the table says of its own."""
    step = Fraction(10) ** bound.exponent
    return bound.span is not None and least <= bound.span[0] * step and bound.span[1] * step <= most


def _multiplied_double(bound: BoundColumn, name: str) -> Conversion:
    """Read a double in a unit that is no power of ten of the stored one, by its 15 significant digits."""
    low, high = bound.bounds
    raw, shown, near = column(name), column(f"{name}.text"), column(f"{name}.y")
    digits, shift, value = column(f"{name}.digits"), column(f"{name}.shift"), column(f"{name}.n")
    finite = call("isfinite", raw)
    figures = call("replace", call("ltrim", call("left", shown, number(-4)), text("-")), text("."), text(""))
    tens = call("regexp_extract", shown, text("e(.*)$"), number(1))
    moved = operate(exp.Add, try_cast(tens, "INTEGER"), number(bound.exponent - _SURE + 1))
    sign = case((operate(exp.LT, raw, number(0)), text("-")), otherwise=text(""))
    return Conversion(
        stages=(
            {
                shown.name: case((finite, call("printf", text("%.14e"), raw))),
                near.name: _scaled(_times(raw, bound.multiple), bound.exponent),
            },
            {digits.name: _multiplied(figures, bound.multiple), shift.name: moved},
            {value.name: _shifted(sign, digits, shift)},
        ),
        values={"": exp.Null()},
        empty=is_null(raw),
        rules=(
            (negated(finite), "finite"),
            *_limits(bound, near),
            (operate(exp.GTE, call("abs", near), power(_SURE)), "precision"),
        ),
        otherwise="decimals",
        sure=all_of(
            operate(exp.LT, call("abs", near), power(_SURE)), between(value, number(low), number(high))
        ),
        quick={"": value},
    )


def _by_digits(bound: BoundColumn, raw: exp.Expr, scaled: exp.Expr) -> exp.Expr:
    """Read a double by its 15 significant digits, for the few that carry noise or are very large."""
    low, high = bound.bounds
    shown = call("printf", text("%.14e"), raw)
    read, exact = try_cast(shown, "DOUBLE"), try_cast(shown, f"DECIMAL(38, {max(bound.exponent, 0)})")
    value = try_cast(call("replace", cast(exact, "TEXT"), text("."), text("")), "BIGINT")
    if bound.exponent < 0:
        step, whole = number(10**-bound.exponent), try_cast(exact, "HUGEINT")
        even = equal(operate(exp.Mod, whole, step), number(0))
        value = case((even, try_cast(operate(exp.IntDiv, whole, step), "BIGINT")))
    held = any_of(operate(exp.LT, call("abs", scaled), power(_SURE)), equal(read, raw))
    return case(
        (all_of(_near(read, cast(exact, "DOUBLE")), held, between(value, number(low), number(high))), value)
    )


def _near(value: exp.Expr, whole: exp.Expr) -> exp.Expr:
    """Whether two doubles differ by noise only."""
    noise = times(call("abs", value), double(_NOISE))
    return operate(exp.LTE, call("abs", operate(exp.Sub, value, whole)), noise)


def _of_integer(bound: BoundColumn, name: str) -> Conversion:
    low, high = bound.bounds
    raw, step = column(name), 10 ** abs(bound.exponent)
    wide = cast(raw, "HUGEINT" if bound.storage.digits > 18 else "BIGINT")
    if bound.exponent >= 0:
        sure = between(wide, number(-(-low // step)), number(high // step))
        value = cast(raw, "BIGINT") if step == 1 else times(cast(raw, "BIGINT"), number(step))
    else:
        even = equal(operate(exp.Mod, wide, number(step)), number(0))
        sure = all_of(between(wide, number(low * step), number(high * step)), even)
        value = cast(operate(exp.IntDiv, wide, number(step)), "BIGINT")
    near = _scaled(cast(raw, "DOUBLE"), bound.exponent)
    rules = _limits(bound, near)
    if bound.exponent >= 0 and _within(bound, low, high):
        return Conversion((), {"": value}, is_null(raw), rules, "decimals", always=True)
    doubt = negated(sure) if bound.exponent >= 0 else None
    return Conversion(
        (), {"": exp.Null()}, is_null(raw), rules, "decimals", sure=sure, quick={"": value}, doubt=doubt
    )


def _of_decimal(bound: BoundColumn, name: str) -> Conversion:
    low, high = bound.bounds
    scale, storage = bound.exponent, bound.storage
    if not (
        scale >= 0
        and storage.decimals <= min(scale, 17)
        and storage.digits - storage.decimals + 2 * scale <= 38
    ):
        return of_text(bound, name)
    raw, decimals = column(name), storage.decimals
    exact = times(cast(raw, f"DECIMAL(38, {scale})"), cast(number(10**scale), "HUGEINT"))
    whole = cast(exact, "HUGEINT")
    # a product of DECIMAL(18, s) is one too, with s digits behind the point; within these ends it fits
    room = 10 ** (18 - decimals) - 1
    ends = (-(-max(low, -room) // 10 ** (scale - decimals)), min(high, room) // 10 ** (scale - decimals))
    least, most = (exp.Literal(this=f"{Decimal(end).scaleb(-decimals):f}", is_string=False) for end in ends)
    return Conversion(
        stages=(),
        values={"": case((between(whole, number(low), number(high)), cast(whole, "BIGINT")))},
        empty=is_null(raw),
        rules=_limits(bound, cast(whole, "DOUBLE")),
        otherwise="decimals",
        sure=between(raw, least, most),
        quick={"": cast(times(cast(raw, f"DECIMAL(18, {decimals})"), number(10**scale)), "BIGINT")},
    )


def _limits(bound: BoundColumn, near: exp.Expr) -> Rules:
    """Which bound an (approximate) stored value passes."""
    low, high = bound.bounds
    return (
        (operate(exp.GTE, call("abs", near), power(bound.digits)), "digits"),
        (operate(exp.LT, near, double(f"{low}e0")), "least"),
        (operate(exp.GT, near, double(f"{high}e0")), "most"),
    )


def _scaled(value: exp.Expr, exponent: int) -> exp.Expr:
    """A double times a power of ten, rounded once."""
    if exponent == 0:
        return value
    return times(value, power(exponent)) if exponent >= 0 else operate(exp.Div, value, power(-exponent))


def _real_text(bound: BoundColumn, name: str) -> tuple[tuple[dict[str, exp.Expr], ...], exp.Expr]:
    """Stages of a real that is text, the last one its value in base units, and whether the cell is empty."""
    folds, parts, carried = column(f"{name}.text"), column(f"{name}.parts"), exponents(bound)
    mantissa = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?"
    form = rf"^([+-]?{mantissa}(?:[eE][+-]?[0-9]+)?)\s*({_words(carried)})?$"
    read = try_cast(call("replace", part(parts, "number"), text(","), text("")), "DOUBLE")
    value = _times(read, bound.multiple)
    shift = lookup(part(parts, "unit"), carried)
    scaled = case(
        (operate(exp.GTE, shift, number(0)), times(value, call("pow", power(1), shift))),
        otherwise=operate(exp.Div, value, call("pow", power(1), exp.Neg(this=shift))),
    )
    stages: tuple[dict[str, exp.Expr], ...] = (
        {folds.name: folded(column(name))},
        {parts.name: extract(folds, form, ("number", "unit"))},
        {f"{name}.y": scaled},
    )
    return stages, any_of(is_null(column(name)), one_of(call("lower", folds), BLANKS))
