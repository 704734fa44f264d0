"""The faults of a table: every cell that ``inputs`` refuses, with its row, its column and its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.engines.sql.cells.conversion import is_true, joined, negated, operate
from gaoxin.engines.sql.inputs import Slice, figures, select, slices, staged, too_early, union
from gaoxin.engines.sql.terms import all_of, any_of, call, case, cast, column, is_null, named, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gaoxin.engines.sql.cells import Conversion
    from gaoxin.plan.binding import Binding

FIELDS = ("row", "column", "value", "rule", "total")
"""Columns of ``faults_query``; ``row`` counts as the binding says, ``column`` is a name of the relation."""

_ROW = ".row"


def faults_query(
    binding: Binding, relation: str, limit: int | None = 100, *, alone: bool = False
) -> exp.Query:
    """List what is wrong with a table, by row and column.

    Parameters
    ----------
    binding : what the columns mean
    relation : the table or view that holds the rows
    limit : faults listed, all where None; ``total`` counts all of them
    alone : only what a cell shows by itself: no subjects that stand twice, no figures before the founding

    Returns
    -------
    row BIGINT, column, value and rule VARCHAR, total BIGINT; no row where ``input_query`` succeeds and
    ``duplicates_query`` is false
    """
    lists = list(_cells(binding, relation) if alone else _lists(binding, relation))
    for position, query in enumerate(lists):
        query.select(named(number(position), "position"), copy=False)
    total = named(exp.Window(this=exp.Count(this=exp.Star())), "total")
    columns = [column(field) for field in FIELDS[:-1]]
    query = select([*columns, total], union(lists).subquery("faults", copy=False))
    ordered = query.order_by(column("row"), column("position"), copy=False)
    return ordered if limit is None else ordered.limit(limit, copy=False)


def _cells(binding: Binding, relation: str) -> Iterator[exp.Select]:
    """One query for each column."""
    for index, part in enumerate(slices(binding)):
        for name, reading in part.conversions().items():
            if not index or (name in part.columns and part.columns[name].year is not None):
                yield _of_column(binding, part, name, reading, relation)


def _lists(binding: Binding, relation: str) -> Iterator[exp.Select]:
    """One query for each column, one for subjects that stand twice, one for each figure before founding."""
    yield from _cells(binding, relation)
    for index, part in enumerate(slices(binding)):
        if not index:
            yield _duplicates(binding, part, relation)
        for name in figures(part):
            early = _before_founding(binding, part, name, relation)
            if early is not None:
                yield early


def _of_column(binding: Binding, part: Slice, name: str, reading: Conversion, relation: str) -> exp.Select:
    inner = _rows(binding, part, [name], relation)
    rule = text(reading.otherwise)
    if reading.rules:
        rule = case(*((condition, text(found)) for condition, found in reading.rules), otherwise=rule)
    wrong = reading.fails()
    if name in part.keys:
        missing = is_true(reading.empty)
        rule, wrong = case((missing, text(f"no {name}")), otherwise=rule), any_of(missing, wrong)
    return _listed(part, name, rule, inner, wrong)


def _before_founding(binding: Binding, part: Slice, name: str, relation: str) -> exp.Select | None:
    readings = part.conversions([binding.founded or "", name, "period"])
    founded = readings[binding.founded].read("") if binding.founded in readings else exp.Null()
    period = readings["period"].read("") if part.year is None else number(part.year)
    early = too_early(binding, part, period, founded)
    if early is None or binding.founded is None:
        return None
    names = [binding.founded, name] + (["period"] if part.year is None else [])
    reported = operate(exp.NEQ, readings[name].read(""), number(0))
    return _listed(
        part, name, text("founded"), _rows(binding, part, names, relation), all_of(early, reported)
    )


def _duplicates(binding: Binding, part: Slice, relation: str) -> exp.Select:
    readings = part.conversions(part.keys)
    keys = {name: readings[name].read("") for name in part.keys}
    read = select(
        [column(_ROW), *(named(value, name) for name, value in keys.items())],
        _rows(binding, part, list(keys), relation).subquery("read", copy=False),
    )
    count = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[column(name) for name in keys])
    counted = select([exp.Star(), named(count, ".times")], read.subquery("keys", copy=False))
    shown = [column("subject")]
    if "period" in keys:
        shown += [text(", "), cast(column("period"), "TEXT")]
    again = all_of(
        operate(exp.GT, column(".times"), number(1)), *(negated(is_null(column(name))) for name in keys)
    )
    fields = [column(_ROW), text(part.keys["subject"].source), joined(*shown), text("duplicate")]
    return _fields(fields, counted.subquery("counted", copy=False), again)


def _rows(binding: Binding, part: Slice, names: Iterable[str], relation: str) -> exp.Select:
    """The rows with their numbers, and some columns with the stages of their reading."""
    counted = exp.Window(this=call("row_number"))
    row = column(binding.row_column) if binding.row_column else counted
    names = list(names)
    raw, readings = part.raw(), part.conversions(names)
    return staged(
        {_ROW: row, **{name: raw[name] for name in names}}, [readings[name] for name in names], relation
    )


def _listed(part: Slice, name: str, rule: exp.Expr, inner: exp.Select, wrong: exp.Expr) -> exp.Select:
    source = {**part.keys, **part.columns}[name].source
    fields = [column(_ROW), text(source), cast(column(name), "TEXT"), rule]
    return _fields(fields, inner.subquery("read", copy=False), wrong)


def _fields(fields: list[exp.Expr], source: exp.Expr, wrong: exp.Expr) -> exp.Select:
    picked = [named(value, field) for value, field in zip(fields, FIELDS, strict=False)]
    return select(picked, source).where(wrong, copy=False)
