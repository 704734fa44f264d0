"""Gathering parts of one kind of subject: each typed for itself, faulty cells empty, then joined by key.

A typed part has ``.row``, ``subject``, ``period``, the stored columns of its variables and, as
``<variable>.raw``, the text of each cell. The joined table has beside each variable the part and the row that
its figure came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.engines.sql.cells import Conversion
from gaoxin.engines.sql.cells.conversion import joined, operate
from gaoxin.engines.sql.inputs import (
    Slice,
    absent,
    columns_of,
    conversion,
    select,
    slices,
    staged,
    stored_columns,
    union,
)
from gaoxin.engines.sql.terms import (
    all_of,
    any_of,
    call,
    case,
    cast,
    column,
    double,
    is_null,
    known,
    named,
    number,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from gaoxin.plan.binding import Binding, BoundColumn

ROW = ".row"


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part as a typed relation.

    Parameters
    ----------
    number : of the part
    relation : the relation that holds it, one row for each key
    binding : what its columns mean
    undated : its rows stand for every period of their subject
    """

    number: int
    relation: str
    binding: Binding
    undated: bool


def tolerant_query(binding: Binding, relation: str) -> exp.Query:
    """A part with exact typed columns; a cell that does not convert, and a key that is none, is NULL."""
    return union([_slice(binding, part, relation) for part in slices(binding)])


def _slice(binding: Binding, part: Slice, relation: str) -> exp.Select:
    readings = part.conversions()
    row = column(binding.row_column) if binding.row_column else exp.Window(this=call("row_number"))
    inner = staged({ROW: row, **part.raw()}, readings.values(), relation)
    chosen: dict[str, exp.Expr] = {ROW: cast(column(ROW), "BIGINT")}
    for name, reading in readings.items():
        chosen |= {name + suffix: reading.read(suffix) for suffix in reading.values}
    if part.year is not None:
        chosen["period"] = cast(number(part.year), "INTEGER")
    for name in binding.variables:
        held = name in part.columns
        chosen |= {} if held else absent(name, binding)
        chosen[raw(name)] = _as_written(part.columns[name]) if held else cast(exp.Null(), "TEXT")
    order = [ROW, *stored_columns(binding), *(raw(name) for name in binding.variables)]
    return select([named(chosen[name], name) for name in order], inner.subquery("read", copy=False))


def _as_written(bound: BoundColumn) -> exp.Expr:
    """The text of a cell; a double as spreadsheets show it."""
    value = column(bound.variable)
    return _plain(value) if bound.storage.kind == "double" else cast(value, "TEXT")


def raw(variable: str) -> str:
    """The column that holds the text of a variable's cells."""
    return f"{variable}.raw"


def suspects_query(part: TypedPart) -> exp.Query:
    """One row that says of each variable of a part whether some cell has a text but no value."""
    lost = {
        name: all_of(known(column(raw(name))), is_null(column(columns_of(name, part.binding)[0])))
        for name in part.binding.variables
    }
    return select(
        [named(call("bool_or", condition), name) for name, condition in lost.items()], _table(part.relation)
    )


def twice_query(relation: str) -> exp.Query:
    """The keys that stand in several rows of a typed part: subject, period, and the list of rows."""
    listed = call("list_sort", call("list", column(ROW)))
    return (
        select([column("subject"), column("period"), named(listed, "rows")], _table(relation))
        .where(all_of(known(column("subject")), known(column("period"))), copy=False)
        .group_by(column("subject"), column("period"), copy=False)
        .having(operate(exp.GT, exp.Count(this=exp.Star()), number(1)), copy=False)
        .order_by(column("subject"), column("period"), copy=False)
    )


def first_query(relation: str) -> exp.Query:
    """The first row of each key of a typed part."""
    place = exp.Window(
        this=call("row_number"),
        partition_by=[column("subject"), column("period")],
        order=exp.Order(expressions=[exp.Ordered(this=column(ROW), nulls_first=False)]),
    )
    query = select([exp.Star()], _table(relation))
    query.where(all_of(known(column("subject")), known(column("period"))), copy=False)
    query.set("qualify", exp.Qualify(this=exp.EQ(this=place, expression=number(1))))
    return query


def keys_query(parts: Sequence[TypedPart]) -> exp.Query:
    """The keys of all parts, each once: those with periods, where one part has any."""
    dated = [part for part in parts if not part.undated] or parts
    lists = [select([column("subject"), column("period")], _table(part.relation)) for part in dated]
    return select([column("subject"), column("period")], union(lists).subquery("keys", copy=False)).distinct(
        copy=False
    )


def joined_query(parts: Sequence[TypedPart], keys: str) -> exp.Query:
    """One row for each key: the figures of the first part that has one, with their part, row and text."""
    chosen: list[exp.Expr] = [column("subject", "k"), column("period", "k")]
    for name in variables_of(parts):
        holders = [part for part in parts if name in part.binding.variables]
        chosen += _figure(name, holders)
    query = select(chosen, exp.Table(this=exp.to_identifier(keys, quoted=True), alias=_alias("k")))
    for part in parts:
        query.join(_joined_part(part), join_type="left", copy=False)
    return query.order_by(column("subject", "k"), column("period", "k"), copy=False)


def _joined_part(part: TypedPart) -> exp.Join:
    names = ["subject"] if part.undated else ["subject", "period"]
    on = all_of(*(exp.EQ(this=column(n, "k"), expression=column(n, _name(part))) for n in names))
    table = exp.Table(this=exp.to_identifier(part.relation, quoted=True), alias=_alias(_name(part)))
    return exp.Join(this=table, on=on)


def _figure(name: str, holders: Sequence[TypedPart]) -> list[exp.Expr]:
    """A variable's stored columns, part, row and text, and whether parts differ on it."""
    stored = columns_of(name, holders[0].binding)
    first = stored[0]
    there = [known(column(first, _name(part))) for part in holders]

    def pick(values: Iterable[exp.Expr]) -> exp.Expr:
        return case(*zip(there, values, strict=True))

    found = [named(_coalesced([column(each, _name(part)) for part in holders]), each) for each in stored]
    return [
        *found,
        named(pick(number(part.number) for part in holders), f"{name}.part"),
        named(pick(column(ROW, _name(part)) for part in holders), f"{name}.row"),
        named(pick(column(raw(name), _name(part)) for part in holders), raw(name)),
    ]


def _coalesced(values: list[exp.Expr]) -> exp.Expr:
    return values[0] if len(values) == 1 else call("coalesce", *values)


def conflicts_query(parts: Sequence[TypedPart], whole: str) -> exp.Query | None:
    """The figures that another part gives differently: subject, period, variable, and both cells.

    Returns
    -------
    subject, period, variable, part, row, raw, other_part, other_row, other_raw; None where no two parts share
    a variable
    """
    lists: list[exp.Query] = []
    for name in variables_of(parts):
        holders = [part for part in parts if name in part.binding.variables]
        lists += [_conflict(name, part, whole) for part in holders[1:]]
    return union(lists) if lists else None


def _conflict(name: str, part: TypedPart, whole: str) -> exp.Select:
    differs = any_of(
        *(
            exp.NEQ(this=column(each, "p"), expression=column(each, "w"))
            for each in columns_of(name, part.binding)
        )
    )
    names = ["subject"] if part.undated else ["subject", "period"]
    on = all_of(*(exp.EQ(this=column(n, "w"), expression=column(n, "p")) for n in names))
    fields = {
        "subject": column("subject", "w"),
        "period": column("period", "w"),
        "variable": text(name),
        "part": column(f"{name}.part", "w"),
        "row": column(f"{name}.row", "w"),
        "raw": column(raw(name), "w"),
        "other_part": number(part.number),
        "other_row": column(ROW, "p"),
        "other_raw": column(raw(name), "p"),
    }
    query = select(
        [named(value, field) for field, value in fields.items()],
        exp.Table(this=exp.to_identifier(part.relation, quoted=True), alias=_alias("p")),
    )
    table = exp.Table(this=exp.to_identifier(whole, quoted=True), alias=_alias("w"))
    return query.join(exp.Join(this=table, on=on), copy=False).where(differs, copy=False)


def rows_query(parts: Sequence[TypedPart], keys: str) -> exp.Query:
    """The rows that each key was made from: subject, period, part, row."""
    lists: list[exp.Query] = []
    for part in parts:
        query = select(
            [
                column("subject", "k"),
                column("period", "k"),
                named(cast(number(part.number), "INTEGER"), "part"),
                named(column(ROW, _name(part)), "row"),
            ],
            exp.Table(this=exp.to_identifier(keys, quoted=True), alias=_alias("k")),
        )
        lists.append(query.join(_joined_part(part), copy=False))
    return union(lists)


def values_query(
    shown: Mapping[str, tuple[str, Fraction, str]], typed: str, whole: str, columns: str
) -> exp.Query:
    """Every figure in a row of its own, with its cell.

    Parameters
    ----------
    shown : variable -> its type, the stored value of one of its unit, and that unit
    typed : relation of the stored columns, corrections applied
    whole : what ``joined_query`` made
    columns : relation (part, variable, year, position): where each part holds a variable; year NULL where the
        rows have theirs

    Returns
    -------
    subject, period, variable, text, number, part, row, column, raw, corrected
    """
    return union([_values(name, *kind, typed, whole, columns) for name, kind in shown.items()])


def _values(
    name: str, kind: str, step: Fraction, unit: str, typed: str, whole: str, columns: str
) -> exp.Select:
    first = f"{name}__lo" if kind == "grade" else name
    value, before = column(first, "t"), column(first, "w")
    figure, words = _shown(name, kind, step, unit)
    fields = {
        "subject": column("subject", "t"),
        "period": column("period", "t"),
        "variable": text(name),
        "text": words,
        "number": figure,
        "part": cast(column(f"{name}.part", "w"), "INTEGER"),
        "row": cast(column(f"{name}.row", "w"), "INTEGER"),
        "column": column("position", "c"),
        "raw": column(raw(name), "w"),
        "corrected": exp.NullSafeNEQ(this=value, expression=before),
    }
    query = select(
        [named(made, field) for field, made in fields.items()],
        exp.Table(this=exp.to_identifier(typed, quoted=True), alias=_alias("t")),
    )
    keys = all_of(*(exp.EQ(this=column(n, "t"), expression=column(n, "w")) for n in ("subject", "period")))
    query.join(
        exp.Join(this=exp.Table(this=exp.to_identifier(whole, quoted=True), alias=_alias("w")), on=keys),
        copy=False,
    )
    place = all_of(
        exp.EQ(this=column("part", "c"), expression=column(f"{name}.part", "w")),
        exp.EQ(this=column("variable", "c"), expression=text(name)),
        any_of(
            is_null(column("year", "c")), exp.EQ(this=column("year", "c"), expression=column("period", "t"))
        ),
    )
    table = exp.Table(this=exp.to_identifier(columns, quoted=True), alias=_alias("c"))
    query.join(exp.Join(this=table, on=place, side="LEFT"), copy=False)
    return query.where(known(value.copy()), copy=False)


def _shown(name: str, kind: str, step: Fraction, unit: str) -> tuple[exp.Expr, exp.Expr]:
    """A figure as a double in its unit, and as people read it."""
    nothing = cast(exp.Null(), "DOUBLE")
    if kind in ("number", "real"):
        figure = _scaled(column(name, "t"), step)
        return figure, _with_unit(_plain(figure.copy()), unit)
    if kind == "grade":
        low, high = (_scaled(column(f"{name}__{end}", "t"), step) for end in ("lo", "hi"))
        same = exp.EQ(this=low.copy(), expression=high.copy())
        span = joined(_plain(low.copy()), text("–"), _plain(high.copy()))
        words = _with_unit(case((same.copy(), _plain(low.copy())), otherwise=span), unit)
        return case((same, low), otherwise=nothing), words
    if kind == "flag":
        return nothing, case((column(name, "t"), text("是")), otherwise=text("否"))
    return nothing, cast(column(name, "t"), "TEXT")


def _scaled(value: exp.Expr, step: Fraction) -> exp.Expr:
    """A stored value in its unit."""
    found: exp.Expr = cast(value, "DOUBLE")
    if step.denominator != 1:
        found = operate(exp.Mul, found, double(step.denominator))
    return found if step.numerator == 1 else operate(exp.Div, found, double(step.numerator))


def _plain(value: exp.Expr) -> exp.Expr:
    return call("format", text("{:.15g}"), value)


def _with_unit(words: exp.Expr, unit: str) -> exp.Expr:
    return words if unit == "1" else joined(words, text(unit if unit in "%‰" else f" {unit}"))


def conversion_query(bound: BoundColumn, relation: str) -> exp.Query:
    """Read texts as cells of a column.

    Parameters
    ----------
    bound : the column, of text
    relation : ``id`` and ``cell``

    Returns
    -------
    id, each stored value under its suffix (``value``, ``value__lo``), and ``fails``
    """
    reading: Conversion = conversion(bound, "cell")
    inner = staged({"id": column("id"), "cell": column("cell")}, [reading], relation)
    values = [named(reading.read(suffix), f"value{suffix}") for suffix in reading.values]
    return select(
        [column("id"), *values, named(reading.fails(), "fails")], inner.subquery("read", copy=False)
    )


def variables_of(parts: Iterable[TypedPart]) -> list[str]:
    """The variables that parts have, in order, once each."""
    return list(dict.fromkeys(name for part in parts for name in part.binding.variables))


def whole_columns(parts: Sequence[TypedPart]) -> list[str]:
    """The stored columns of the joined table, keys first."""
    found = ["subject", "period"]
    for name in variables_of(parts):
        holder = next(part for part in parts if name in part.binding.variables)
        found += columns_of(name, holder.binding)
    return found


def _name(part: TypedPart) -> str:
    return f"p{part.number}"


def _alias(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(name))


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name, quoted=True))
