"""Words: flags, categories, grades and texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.engines.sql.cells.conversion import (
    FOLDS,
    Conversion,
    as_text,
    folded,
    full_match,
    is_true,
    negated,
    never,
    one_of,
    plain_ends,
    trimmed,
)
from gaoxin.engines.sql.cells.numbers import numbers, of_text
from gaoxin.engines.sql.terms import all_of, any_of, call, case, cast, column, equal, is_null, number, text
from gaoxin.plan.binding import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gaoxin.plan.binding import BoundColumn, Storage

TRUE = ("是", "true", "1", "y", "yes", "有", "√")
FALSE = ("否", "false", "0", "n", "no", "无", "×")
"""What a flag may be; case does not matter, and 1.0 of a column of doubles is 1."""

_SPOILT = r"[0-9](\.[0-9]+)?[eE]\+[0-9]{2,}"  # 9.13301E+17: a code that a spreadsheet took for a number


def texts(storage: Storage, name: str) -> Conversion:
    """Read a text or a code: without spaces at its ends, otherwise as it is; 9.1E+17 is a code no more."""
    if storage.kind == "empty":
        return never({"": "TEXT"})
    raw = column(name)
    if storage.kind == "integer":
        return plain_texts(name)
    value = column(f"{name}.text")
    spoilt = call("contains", value, text("e"))
    if storage.kind != "double":
        spoilt = all_of(call("contains", value, text("+")), full_match(value, _SPOILT))
    return Conversion(
        stages=({value.name: trimmed(as_text(raw, storage))},),
        values={"": case((negated(spoilt), value))},
        empty=any_of(is_null(raw), equal(value, text(""))),
        rules=(),
        otherwise="code",
    )


def plain_text(storage: Storage, name: str) -> exp.Expr | None:
    """Whether a cell is a text as it stands; None where that cannot be told at a glance."""
    raw = column(name)
    if storage.kind == "integer":
        return negated(is_null(raw))
    plain = all_of(plain_ends(raw), negated(call("contains", raw, text("+"))))
    return plain if storage.kind == "text" else None


def plain_texts(name: str) -> Conversion:
    """Read texts and codes that are what stands there."""
    raw = column(name)
    return Conversion((), {"": cast(raw, "TEXT")}, is_null(raw), (), "code", always=True)


def flags(storage: Storage, name: str) -> Conversion:
    """Read a flag: a boolean as it is, else one of ``TRUE`` and ``FALSE``."""
    if storage.kind == "empty":
        return never({"": "BOOLEAN"})
    raw = column(name)
    if storage.kind == "boolean":
        return Conversion((), {"": raw}, is_null(raw), (), "flag", always=True)
    known = {word: exp.true() for word in TRUE} | {word: exp.false() for word in FALSE}
    blanks = [word for word in BLANKS if word not in known]
    return _listed(storage, name, {word: {"": value} for word, value in known.items()}, blanks, "flag")


def categories(bound: BoundColumn, name: str) -> Conversion:
    """Read a category: one of the list, whatever its case, the width of its digits, spaces at its ends."""
    if bound.storage.kind == "empty":
        return never({"": "TEXT"})
    known = {word: {"": text(word)} for word in bound.categories}
    found = _listed(bound.storage, name, known, _blanks(bound.categories), "category")
    if bound.storage.kind != "text":
        return found
    return _quickly(found, name, known, {"": cast(column(name), "TEXT")})


def grades(bound: BoundColumn, name: str) -> Conversion:
    """Read a grade: a letter of the list or a number, as the least and the most points at scale 2."""
    low, high = "__lo", "__hi"
    if bound.storage.kind == "empty":
        return never({low: "BIGINT", high: "BIGINT"})
    if bound.storage.kind != "text":
        points = numbers(bound, name)
        return replace(
            points,
            **{
                field: {low: values.get("", exp.Null()), high: values.get("", exp.Null())}
                for field, values in (("values", points.values), ("quick", points.quick))
            },
        )
    known = {letter: {low: number(least), high: number(most)} for letter, least, most in bound.grades}
    place = _place(known, column(name))
    points_of = {low: [least for _, least, _ in bound.grades], high: [most for _, _, most in bound.grades]}
    quick = {suffix: call("list_extract", _integers(points_of[suffix]), place) for suffix in (low, high)}
    letters = _quickly(_listed(bound.storage, name, known, _blanks(known), "grade"), name, known, quick)
    rest = column(f"{name}.rest")  # what is no letter exactly as listed
    points = of_text(bound, rest.name)
    stages: list[Mapping[str, exp.Expr]] = [*letters.stages]
    stages[1] = {**stages[1], rest.name: case((negated(is_true(column(f"{name}.exact"))), column(name)))}
    return replace(
        letters,
        stages=(*stages, *points.stages),
        values={suffix: call("coalesce", value, points.read("")) for suffix, value in letters.values.items()},
        rules=tuple(
            (condition, "grade" if rule in ("number", "unit") else rule) for condition, rule in points.rules
        ),
        otherwise=points.otherwise,
    )


def _quickly(found: Conversion, name: str, known: Iterable[str], quick: Mapping[str, exp.Expr]) -> Conversion:
    """The same reading of a text, in which words exactly as they are listed take the short way."""
    raw, exact = column(name), column(f"{name}.exact")
    key = case((negated(is_true(exact)), call("lower", folded(raw))))
    return replace(
        found,
        stages=({exact.name: one_of(raw, known)}, {f"{name}.key": key}),
        sure=exact,
        quick=quick,
        doubt=all_of(is_null(_place(known, raw)), negated(is_null(raw))),
        short=0,
    )


def _place(known: Iterable[str], raw: exp.Expr) -> exp.Expr:
    """Where a word stands in a list: DuckDB looks each word of a Parquet file's dictionary up once."""
    return call("list_position", exp.Array(expressions=[text(word) for word in known]), raw)


def _integers(values: Iterable[int]) -> exp.Expr:
    return cast(exp.Array(expressions=[number(value) for value in values]), "BIGINT[]")


def _blanks(words: Iterable[str]) -> list[str]:
    """The empty cells, without the words that have a meaning here."""
    meant = {_key(word) for word in words}
    return [blank for blank in BLANKS if blank not in meant]


def _key(word: str) -> str:
    """Fold a word as ``folded`` and ``lower`` do in SQL."""
    return word.translate(FOLDS).strip(" ").lower()


def _listed(
    storage: Storage, name: str, known: Mapping[str, Mapping[str, exp.Expr]], blanks: Iterable[str], rule: str
) -> Conversion:
    """Read one of a list of words.

    Parameters
    ----------
    known : word -> (suffix of the stored column -> its value)
    blanks : what means an empty cell
    rule : the rule that any other word breaks
    """
    raw, key = as_text(column(name), storage), column(f"{name}.key")
    words = {form: values for word, values in known.items() for form in (word, _key(word))}
    suffixes = next(iter(known.values())).keys()
    return Conversion(
        stages=({key.name: case((one_of(raw, known), raw), otherwise=call("lower", folded(raw)))},),
        values={
            suffix: exp.Case(
                this=key,
                ifs=[exp.If(this=text(word), true=values[suffix]) for word, values in words.items()],
            )
            for suffix in suffixes
        },
        empty=any_of(is_null(column(name)), one_of(key, blanks)),
        rules=(),
        otherwise=rule,
    )
