"""A plan for rows -> one readable script: roll-ups, the frame, each level of derived columns, the outputs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.render import TYPES, kept, render
from gaoxin.engines.sql.terms import (
    all_of,
    any_of,
    call,
    case,
    cast,
    column,
    equal,
    known,
    named,
    null,
    number,
    paren,
    select,
    text,
)
from gaoxin.plan.expr import Kind
from gaoxin.plan.prepared import prepared
from gaoxin.plan.steps import Derive, Frame, Rollup, RowPlan, Sum


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed relation with `subject`, `period` and stored columns.

    Parameters
    ----------
    name : of the relation
    columns : the stored columns that it has; a column that a plan needs and it lacks is NULL
    dated : whether it has periods; without them there are no earlier years
    full : the stored columns that hold a value in every row
    codes : the identifiers are integers still
    narrow : gives the rows with no other columns than some, where leaving out the others saves work
    """

    name: str
    columns: frozenset[str] = field(default_factory=frozenset[str])
    dated: bool = True
    full: frozenset[str] = field(default_factory=frozenset[str])
    codes: bool = False
    narrow: Callable[[Collection[str]], exp.Query] | None = None


def reads(name: str, frame: Frame) -> Relation:
    """A relation that has all that a frame reads."""
    return Relation(name, frozenset(column for column, _, _ in frame.columns))


def row_ctes(
    plan: RowPlan,
    relation: Relation,
    members: Mapping[str, Relation],
    *,
    as_of: date | None = None,
    periods: Collection[int] | None = None,
    codes: bool = False,
) -> tuple[list[Cte], exp.Select]:
    """The steps of a script, and the query of its result.

    Parameters
    ----------
    plan : the plan
    relation, members : where the rows and the members of roll-ups stand
    as_of : the day of judgement; the last day of each row's period where None
    periods : only these come out
    codes : leave identifiers that are integers still as they are; results have texts
    """
    plan = prepared(plan, {*relation.full, "as_of", "year"})
    ctes = rollup_ctes(plan, members, as_of=as_of)
    joined = [r for r in plan.rollups if r.frame.subject in members]
    absent = [r for r in plan.rollups if r not in joined]
    ctes.append(_frame(plan, relation, joined, absent, as_of, periods))
    before = ctes[-1].name
    for step in plan.levels:
        ctes.append(_derive(step, before))
        before = ctes[-1].name
    subject = column("subject")
    picked = [named(cast(subject, "TEXT"), "subject") if relation.codes and not codes else subject]
    picked += [column("period"), *(named(render(o.expr), o.name) for o in plan.outputs)]
    return ctes, select(picked, before)


def rollup_ctes(plan: RowPlan, members: Mapping[str, Relation], *, as_of: date | None = None) -> list[Cte]:
    """The steps of the roll-ups whose members are at hand."""
    there = [r for r in plan.rollups if r.frame.subject in members]
    return [cte for rollup in there for cte in _rollup(rollup, members[rollup.frame.subject], as_of)]


def _derive(step: Derive, before: str) -> Cte:
    """The columns of a level, each with the pack item that it computes behind it."""
    made: list[exp.Expr] = []
    for derived in step.columns:
        alias = named(kept(derived.expr), derived.name)
        if derived.note:
            alias.add_comments([derived.note.replace("*/", "* /")])
        made.append(alias)
    query = select([exp.Star(), *made], before)
    return Cte(f"derive_{step.level}", f"level {step.level}: what needs only the steps above", query)


def _days(as_of: date | None, relation: Relation) -> tuple[exp.Expr, exp.Expr]:
    """The day of judgement and the accounting year of a row."""
    period = column("period", "now")
    if as_of is not None:
        day: exp.Expr = cast(text(as_of.isoformat()), "DATE")
    else:
        day = call("make_date", period, number(12), number(31))
    year = period if relation.dated or as_of is None else number(as_of.year - 1)
    return named(day, "as_of"), named(cast(year, "BIGINT"), "year")


def framed_query(frames: Iterable[Frame], relation: Relation, periods: Collection[int] | None) -> exp.Select:
    """The rows of a relation with the stored columns of several frames, earlier years beside them."""
    columns = dict.fromkeys(column for frame in frames for column in frame.columns)
    there = tuple(column for column in columns if column[0] in relation.columns)
    frame = Frame("", there)
    picked: list[exp.Expr] = [column("subject", "now"), column("period", "now")]
    return _source(frame, relation, picked + _columns(frame, relation), periods)


def _columns(frame: Frame, relation: Relation) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    for name, kind, shift in frame.columns:
        beside = _beside(name, shift)
        if beside in relation.columns:
            value = column(beside, "now")
        elif _joined(relation, name, shift):
            value = column(name, f"back_{shift}")
        else:
            value = null(TYPES[kind])
        found.append(named(value, beside))
    return found


def _beside(name: str, shift: int) -> str:
    """The name of a column of an earlier year beside those of the row's own."""
    return f"{name}@-{shift}" if shift else name


def _joined(relation: Relation, name: str, shift: int) -> bool:
    """Whether a column of an earlier year comes from another row."""
    beside = _beside(name, shift) in relation.columns
    return shift > 0 and relation.dated and name in relation.columns and not beside


def _source(
    frame: Frame, relation: Relation, picked: list[exp.Expr], periods: Collection[int] | None = None
) -> exp.Select:
    """Rows with earlier years beside them: years join by year, never by the order of rows."""
    query = exp.Select(expressions=picked).from_(_of_years(relation, "now", periods), copy=False)
    for shift in frame.shifts if relation.dated else ():
        names = {name for name, _, s in frame.columns if s == shift and _joined(relation, name, s)}
        if not names:
            continue
        back = f"back_{shift}"
        same = equal(column("subject", back), column("subject", "now"))
        earlier = exp.Sub(this=column("period", "now"), expression=number(shift))
        on = all_of(same, equal(column("period", back), earlier))
        years = None if periods is None else [period - shift for period in periods]
        query = query.join(_of_years(relation, back, years, names), on=on, join_type="left", copy=False)
    return query


def _of_years(
    relation: Relation, alias: str, years: Collection[int] | None, names: Collection[str] | None = None
) -> exp.Expr:
    """The rows of some years, of all where None; with no other columns than some, where that saves work."""
    few = relation.narrow(names) if relation.narrow and names is not None else None
    if years is None:
        return few.subquery(alias, copy=False) if few else exp.to_table(relation.name, alias=alias)
    chosen = exp.In(this=column("period"), expressions=[number(year) for year in sorted(years)])
    source = few.subquery("few", copy=False) if few else exp.to_table(relation.name)
    rows = exp.Select(expressions=[exp.Star()]).from_(source, copy=False).where(chosen, copy=False)
    return rows.subquery(alias, copy=False)


def _frame(
    plan: RowPlan,
    relation: Relation,
    joined: list[Rollup],
    absent: list[Rollup],
    as_of: date | None,
    periods: Collection[int] | None,
) -> Cte:
    picked: list[exp.Expr] = [
        column("subject", "now"),
        column("period", "now"),
        *_days(as_of, relation),
    ]
    picked += _columns(plan.frame, relation)
    for rollup in joined:
        names = [n for s in rollup.sums for n, _ in _sum_columns(s)]
        picked += [named(column(n, rollup.name), n) for n in names]
    for rollup in absent:
        picked += [named(null(TYPES[kind]), n) for s in rollup.sums for n, kind in _sum_columns(s)]
    query = _source(plan.frame, relation, picked, periods)
    for rollup in joined:
        period = column("period", "now")
        year = exp.Sub(this=period, expression=number(rollup.shift)) if rollup.shift else period
        on = all_of(
            equal(column("subject", rollup.name), column("subject", "now")),
            equal(column("period", rollup.name), year),
        )
        query = query.join(exp.to_identifier(rollup.name, quoted=True), on=on, join_type="left", copy=False)
    return Cte("frame", str(plan.frame), query)


def _sum_columns(sums: Sum) -> list[tuple[str, Kind]]:
    return [
        (sums.name, "int"),
        (f"{sums.name}#members", "int"),
        (f"{sums.name}#known", "int"),
        (f"{sums.name}#counted", "int"),
    ]


def _rollup(rollup: Rollup, relation: Relation, as_of: date | None) -> list[Cte]:
    """Members with the values they add, then the figures by what they belong to."""
    picked: list[exp.Expr] = [
        column("subject", "now"),
        column("period", "now"),
        *_days(as_of, relation),
    ]
    picked += _columns(rollup.frame, relation)
    rows = f"{rollup.name}.rows"
    members = Cte(rows, str(rollup.frame), _source(rollup.frame, relation, picked))
    chosen: list[exp.Expr] = [
        named(column(rollup.link), "subject"),
        column("period"),
    ]
    for sums in rollup.sums:
        chosen += _sums(sums)
    query = select(chosen, rows).group_by(column(rollup.link), column("period"), copy=False)
    linked = query.where(known(column(rollup.link)), copy=False)
    return [members, Cte(rollup.name, str(rollup), linked)]


def _sums(sums: Sum) -> list[exp.Expr]:
    where, value = paren(render(sums.where)), render(sums.value)
    there = known(paren(value))
    counted = all_of(where, there)
    given = case((counted, cast(value, "INT128") if sums.wide else value))
    settled = any_of(exp.Not(this=where), counted)
    made: list[exp.Expr] = []
    total: exp.Expr
    if sums.function == "sum":
        total = exp.Coalesce(this=exp.Sum(this=given), expressions=[number(0)])
    else:
        total = exp.Min(this=given) if sums.function == "min" else exp.Max(this=given)
    figures = [total, exp.Count(this=exp.Star()), _count(settled), _count(counted)]
    for (name, _), figure in zip(_sum_columns(sums), figures, strict=True):
        made.append(named(figure, name))
    return made


def _count(condition: exp.Expr) -> exp.Expr:
    return exp.Count(this=case((condition, number(1))))
