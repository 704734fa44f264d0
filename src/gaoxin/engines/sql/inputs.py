"""The relation ``input``: a bound table as exact typed columns, in one pass that stops at the first fault.

A cell that does not convert raises an error that contains ``MARK``; ``input_faults.faults_query`` then lists
every such cell. A wide table becomes one SELECT a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.engines.sql.cells import (
    Conversion,
    categories,
    dates,
    flags,
    grades,
    numbers,
    plain_numbers,
    plain_text,
    plain_texts,
    plain_year,
    plain_years,
    reals,
    texts,
    years,
)
from gaoxin.engines.sql.cells.conversion import negated, operate
from gaoxin.engines.sql.terms import all_of, any_of, call, case, cast, column, is_null, named, number, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gaoxin.plan.binding import Binding, BoundColumn, Key, Source

MARK = "a cell does not convert"
"""Part of the message of the error that a faulty cell raises while ``input_query`` runs."""

_EARLY = ".early"

STORED = {
    "number": "BIGINT",
    "real": "DOUBLE",
    "flag": "BOOLEAN",
    "category": "TEXT",
    "text": "TEXT",
    "date": "DATE",
    "grade": "BIGINT",
}
"""Type of a variable's column in ``input``."""


_MEASURED = ("integer", "double", "decimal")
_NO_BLANKS = {
    "number": _MEASURED,
    "real": _MEASURED,
    "grade": _MEASURED,
    "flag": ("boolean",),
    "date": ("date",),
}
"""Storage that has no cell that means an empty one, by type of variable."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a table that gives the rows of one SELECT: all of it, or the columns of one year.

    Parameters
    ----------
    keys : ``subject`` and, of a long table, ``period``, each with its column
    year : year of the rows where no column holds it
    columns : variable -> its column
    """

    keys: Mapping[str, Key]
    year: int | None
    columns: Mapping[str, BoundColumn]

    def raw(self) -> dict[str, exp.Expr]:
        """The columns to read, under the names that the conversions expect."""
        held = {**self.keys, **self.columns}
        return {name: column(bound.source) for name, bound in held.items()}

    def conversions(
        self, names: Collection[str] | None = None, *, quick: bool = False
    ) -> dict[str, Conversion]:
        """How each column is read, all where no names are given; quickly, for `Conversion.plain`."""
        found: dict[str, Conversion] = {}
        if names is None or "subject" in names:
            found["subject"] = _subject(self.keys["subject"])
        if "period" in self.keys and (names is None or "period" in names):
            key = self.keys["period"]
            found["period"] = plain_years("period") if key.plain else years(key.storage, "period")
        chosen = {name: bound for name, bound in self.columns.items() if names is None or name in names}
        return found | {name: conversion(bound, name, quick=quick) for name, bound in chosen.items()}


def slices(binding: Binding) -> list[Slice]:
    """The slices of a table, in the order of their years."""
    keys = {"subject": binding.subject} | ({"period": binding.period} if binding.period else {})
    if not binding.years:
        columns = {bound.variable: bound for bound in binding.columns}
        return [Slice(keys, None if binding.period else 0, columns)]
    return [
        Slice(keys, year, {bound.variable: bound for bound in binding.of_period(year)})
        for year in binding.years
    ]


def _subject(key: Key) -> Conversion:
    """How identifiers are read."""
    if key.code:
        return _code("subject")
    return plain_texts("subject") if key.plain else texts(key.storage, "subject")


def conversion(bound: BoundColumn, name: str, *, quick: bool = False) -> Conversion:
    """How the column of a variable is read; quickly, perhaps for `Conversion.plain` alone."""
    match bound.type:
        case "number":
            return (plain_numbers(bound, name) if quick else None) or numbers(bound, name)
        case "real":
            return reals(bound, name)
        case "grade":
            return grades(bound, name)
        case "category":
            return categories(bound, name)
        case "flag":
            return flags(bound.storage, name)
        case "date":
            return dates(bound.storage, name)
        case "text" if bound.code:
            return _code(name)
        case "text":
            return texts(bound.storage, name)


def _code(name: str) -> Conversion:
    """Read an integer that stays one."""
    return Conversion((), {"": column(name)}, is_null(column(name)), (), "code", always=True)


def input_query(binding: Binding, relation: str, *, quick: bool = False) -> exp.Query:
    """The relation ``input``.

    Parameters
    ----------
    binding : what the columns mean
    relation : the table or view that holds the rows
    quick : fail as well at some cells that do convert, but not plainly; several times faster

    Returns
    -------
    subject, period, then the variables in the order of the binding (a grade as ``__lo`` and ``__hi``). Run,
    it fails with ``MARK`` in the message at a cell that does not convert, a missing subject or period, or a
    figure of a year that ended before the founding. Rows that stand twice: ``duplicates_query``.
    """
    return union([_slice_query(binding, part, relation, quick=quick) for part in slices(binding)])


def full_columns(source: Source, binding: Binding, *, quick: bool = False) -> frozenset[str]:
    """The stored columns that hold a value in every row: nothing in them can mean an empty cell.

    Read quickly, a word that is not one of a category's fails, and with it every word for an empty cell.
    """
    if binding.years:
        return frozenset()
    storage = {**_NO_BLANKS, "category": ("text",)} if quick else _NO_BLANKS
    found = [
        bound
        for bound in binding.columns
        if source.column(bound.source).full and bound.storage.kind in storage.get(bound.type, ())
    ]
    return frozenset(name for bound in found for name in columns_of(bound.variable, binding))


def plain_keys_query(binding: Binding, relation: str) -> exp.Query | None:
    """Look at the keys of all rows as they stand: as `keys_query`, where the first says that all are plain.

    Plain keys are whole, and what they are read as is what stands there. None where they need reading.
    """
    part = slices(binding)[0]
    tests = {"subject": plain_text(binding.subject.storage, "subject")}
    if binding.period is not None:
        tests["period"] = plain_year(binding.period.storage, "period")
    plain = [test for test in tests.values() if test is not None]
    if len(plain) < len(tests):
        return None
    keys = staged({name: part.raw()[name] for name in tests}, (), relation)
    return _looked_at(keys, list(tests), all_of(*plain))


def keys_query(binding: Binding, relation: str) -> exp.Query:
    """Look at the keys of all rows: one row with two BOOLEANs.

    Returns
    -------
    whole : every row has a subject and, in a long table, a period
    ascending : each key is greater than that of the row before, as in a sorted table; then no subject stands
        twice in a period, in whatever order the rows were read
    """
    names = [name for name in ("subject", "period") if name in slices(binding)[0].keys]
    return _looked_at(_keys(binding, relation), names, all_of(*(negated(is_null(column(n))) for n in names)))


def _looked_at(keys: exp.Select, names: Sequence[str], whole: exp.Expr) -> exp.Query:
    """Whether something holds of all keys, and whether they ascend."""
    before = [named(exp.Window(this=call("lag", column(name))), f"{name} before") for name in names]
    pairs = select([*(column(name) for name in names), *before], keys.subquery("keys", copy=False))
    orders = dict.fromkeys((tuple(names), tuple(reversed(names))))
    ascending = any_of(*(_all_rows(_greater(order), 1) for order in orders))
    return select(
        [named(_all_rows(whole, 0), "whole"), named(ascending, "ascending")],
        pairs.subquery("pairs", copy=False),
    )


def _greater(order: Sequence[str]) -> exp.Expr:
    """Whether a key is greater than that of the row before."""
    now = exp.Tuple(expressions=[column(name) for name in order])
    return operate(exp.GT, now, exp.Tuple(expressions=[column(f"{name} before") for name in order]))


def _all_rows(condition: exp.Expr, but: int) -> exp.Expr:
    """Whether a condition holds in all rows but so many."""
    held = exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=condition))
    return operate(exp.GTE, held, operate(exp.Sub, exp.Count(this=exp.Star()), number(but)))


def duplicates_query(binding: Binding, relation: str) -> exp.Query:
    """Whether a subject stands twice in a period: one row with one BOOLEAN."""
    again = (
        select([number(1)], _keys(binding, relation).subquery("keys", copy=False))
        .group_by(*(column(name) for name in slices(binding)[0].keys), copy=False)
        .having(operate(exp.GT, exp.Count(this=exp.Star()), number(1)), copy=False)
    )
    return exp.select(named(exp.Exists(this=again), "duplicates"), copy=False)


def _keys(binding: Binding, relation: str) -> exp.Select:
    """The subject and, of a long table, the period of every row."""
    part = slices(binding)[0]
    keys = part.conversions(part.keys)
    if binding.subject.storage.kind == "integer":
        keys["subject"] = Conversion(
            (), {"": column("subject")}, exp.false(), (), "", exp.true(), {"": column("subject")}
        )
    inner = staged({name: part.raw()[name] for name in keys}, keys.values(), relation)
    picked = [named(reading.read(""), name) for name, reading in keys.items()]
    return select(picked, inner.subquery("read", copy=False))


def staged(
    raw: Mapping[str, exp.Expr], readings: Iterable[Conversion], relation: str, *, quick: bool = False
) -> exp.Select:
    """The raw columns and the stages that the readings need, each stage a SELECT around the one before."""
    source = exp.Table(this=exp.to_identifier(relation, quoted=True))
    query = select([named(value, name) for name, value in raw.items()], source)
    needed = [reading.plain_stages() if quick else reading.stages for reading in readings]
    for depth in range(max(map(len, needed), default=0)):
        more = {k: v for stages in needed if depth < len(stages) for k, v in stages[depth].items()}
        added = [named(value, name) for name, value in more.items()]
        query = select([exp.Star(), *added], query.subquery(f"stage{depth}", copy=False))
    return query


def select(columns: Iterable[exp.Expr], source: exp.Expr) -> exp.Select:
    """A SELECT, of which nothing is copied: the columns of a wide table are many."""
    return exp.Select(expressions=list(columns)).from_(source, copy=False)


def union(queries: Sequence[exp.Query]) -> exp.Query:
    """The rows of several queries, one after the other."""
    whole = queries[0]
    for query in queries[1:]:
        whole = exp.union(whole, query, distinct=False, copy=False)
    return whole


def too_early(binding: Binding, part: Slice, period: exp.Expr, founded: exp.Expr) -> exp.Expr | None:
    """Whether the period ended before the subject was founded; None where the table cannot say."""
    if binding.founded not in part.columns or part.year == 0:
        return None
    return operate(exp.GT, founded, call("make_date", period, number(12), number(31)))


def figures(part: Slice) -> list[str]:
    """The variables that are figures of a year, which a subject that does not exist cannot have."""
    return [name for name, b in part.columns.items() if b.type in ("number", "real") and not b.constant]


def _slice_query(binding: Binding, part: Slice, relation: str, *, quick: bool) -> exp.Select:
    readings = part.conversions(quick=quick)
    inner = staged(part.raw(), readings.values(), relation, quick=quick)
    chosen: dict[str, exp.Expr] = {}
    for name, reading in readings.items():
        heading = {**part.keys, **part.columns}[name].heading
        fault = call("error", text(f"{MARK}: {heading}"))
        bare = name in part.columns and part.columns[name].bare
        for suffix in reading.values:
            # A key is looked at before; without an error in it, rows of other years are left out first.
            raised = None if name in part.keys else fault
            read = reading.plain if quick else reading.read
            chosen[name + suffix] = reading.quick[suffix] if bare else read(suffix, raised)
    if part.year is not None:
        chosen["period"] = cast(number(part.year), "INTEGER")
    for name in binding.variables:
        chosen |= absent(name, binding) if name not in part.columns else {}
    picked = [named(chosen[name], name) for name in stored_columns(binding)]
    query = select(picked, inner.subquery("read", copy=False))
    sound = _sound(readings.values()) if quick else None
    return _after_founding(binding, part, query.where(sound, copy=False) if sound else query)


def _sound(readings: Iterable[Conversion]) -> exp.Expr | None:
    """Whether no cell of a row raises a doubt, of all columns: an error where one does."""
    doubts = [reading.doubt for reading in readings if reading.doubt]
    if not doubts:
        return None
    return case((any_of(*doubts), call("error", text(MARK))), otherwise=exp.true())


def _after_founding(binding: Binding, part: Slice, converted: exp.Select) -> exp.Select:
    """Refuse a figure of a year that ended before the subject was founded; zero is no figure.

    Each column is tested for itself, so that a query which does not read it need not convert it.
    """
    early = too_early(binding, part, column("period"), column(binding.founded or ""))
    tested = figures(part)
    if early is None or not tested:
        return converted
    fault = call("error", text(f"{MARK}: a figure of a year before founding"))
    marked = select([exp.Star(), named(early, _EARLY)], converted.subquery("converted", copy=False))
    chosen: dict[str, exp.Expr] = {name: column(name) for name in stored_columns(binding)}
    for name in tested:
        wrong = all_of(column(_EARLY), exp.NEQ(this=column(name), expression=number(0)))
        chosen[name] = case((wrong, fault.copy()), otherwise=column(name))
    return select(
        [named(value, name) for name, value in chosen.items()], marked.subquery("marked", copy=False)
    )


def columns_of(name: str, binding: Binding) -> list[str]:
    """The stored columns of a variable."""
    kind = next(bound.type for bound in binding.columns if bound.variable == name)
    return [f"{name}__lo", f"{name}__hi"] if kind == "grade" else [name]


def absent(name: str, binding: Binding) -> dict[str, exp.Expr]:
    """NULL for a variable that the slice lacks."""
    kind = next(bound.type for bound in binding.columns if bound.variable == name)
    return {column: cast(exp.Null(), STORED[kind]) for column in columns_of(name, binding)}


def stored_columns(binding: Binding) -> list[str]:
    """The columns of ``input``, in order."""
    variables = [column for name in binding.variables for column in columns_of(name, binding)]
    return ["subject", "period", *variables]
