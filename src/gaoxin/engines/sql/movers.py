"""The members that move a roll-up figure most, in value and against the year before, as exact integers."""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.render import render
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
    number,
    paren,
    select,
)
from gaoxin.plan.parts import PartsPlan
from gaoxin.plan.steps import Sum

_PARTS, _FIGURES, _PAIRS, _RANKED = "mover_parts", "mover_figures", "mover_pairs", "mover_ranks"
_INTEGERS = ("over", "under", "over_before", "under_before")
_TOTALS = ("whole", "divisor", "whole_before", "divisor_before")


def mover_ctes(
    plan: PartsPlan, relation: str, most: int, periods: Collection[int] | None = None
) -> tuple[list[Cte], exp.Select]:
    """The steps behind those of the roll-up, and the query of the members that move the figure most.

    Parameters
    ----------
    relation : the rows that the members belong to
    most : so many by their part of the figure, and so many by their part of its change
    periods : only these come out; the year before is read all the same

    Returns
    -------
    subject, period, member; the member's stored integers `over` and `under` and those of the year before, its
    knowledge `known` and `known_before` (null where it has no row in that year); the sums of all members:
    `whole`, `divisor` and of the year before (null where the figure was unknown); how many `members`
    there are in the year, and in it or the year before (`both`); integers are texts
    """
    steps = [
        Cte(_PARTS, f"what each member adds to {plan.over.name}", _parts(plan)),
        Cte(_FIGURES, "the figures that are known", _figures(plan, relation)),
        Cte(_PAIRS, "members beside themselves in the year before", _pairs()),
        Cte(_RANKED, "members in the order of their parts, and of their parts of the change", _ranked()),
    ]
    picked: list[exp.Expr] = [column(name) for name in ("subject", "period", "member")]
    picked += [named(cast(column(name), "VARCHAR"), name) for name in (*_INTEGERS, *_TOTALS)]
    picked += [column(name) for name in ("known", "known_before", "members", "both")]
    query = select(picked, _RANKED).where(
        any_of(*(exp.LTE(this=column(name), expression=number(most)) for name in ("place", "change_place"))),
        copy=False,
    )
    if periods is not None:
        chosen = [number(period) for period in sorted(periods)]
        query = query.where(exp.In(this=column("period"), expressions=chosen), copy=False)
    return steps, query.order_by(column("subject"), column("period"), column("member"), copy=False)


def standing_ctes(
    plan: PartsPlan, relation: str, periods: Collection[int] | None = None
) -> tuple[list[Cte], exp.Select]:
    """The steps behind those of the roll-up, and the query of the sums of members who stand alike.

    Parameters are those of `mover_ctes`.

    Returns
    -------
    subject, period, `known` and `known_before` as of a member, how many `members` these are, the sums of
    their stored integers, and the sums of all members: integers are texts
    """
    steps = [
        Cte(_PARTS, f"what each member adds to {plan.over.name}", _parts(plan)),
        Cte(_FIGURES, "the figures that are known", _figures(plan, relation)),
        Cte(_PAIRS, "members beside themselves in the year before", _pairs()),
    ]
    keys: list[exp.Expr] = [column(name, _PAIRS) for name in ("subject", "period", "known", "known_before")]
    sums = [named(_text(exp.Sum(this=_integer(name))), name) for name in _INTEGERS]
    wholes = [
        named(_text(exp.Max(this=column(name, alias))), f"{name}{end}")
        for alias, end in (("now", ""), ("back", "_before"))
        for name in ("whole", "divisor")
    ]
    query = _with_figures([*keys, named(exp.Count(this=exp.Star()), "members"), *sums, *wholes], periods)
    query = query.group_by(*(key.copy() for key in keys), copy=False)
    return steps, query.order_by(*(key.copy() for key in keys), copy=False)


def _text(number_of: exp.Expr) -> exp.Expr:
    return cast(number_of, "VARCHAR")


def _integer(name: str) -> exp.Expr:
    return exp.Coalesce(this=column(name, _PAIRS), expressions=[cast(number(0), "INT128")])


def _with_figures(picked: list[exp.Expr], periods: Collection[int] | None) -> exp.Select:
    """Members beside the known figures of their year, and of the year before where it is known."""
    same = [equal(column(name, _PAIRS), column(name, "now")) for name in ("subject", "period")]
    before = exp.Sub(this=column("period", "now"), expression=number(1))
    earlier = [
        equal(column("subject", "back"), column("subject", "now")),
        equal(column("period", "back"), before),
    ]
    there = any_of(known(column("known", _PAIRS)), known(column("subject", "back")))
    query = (
        select(picked, _PAIRS)
        .join(exp.to_table(_FIGURES, alias="now"), on=all_of(*same), copy=False)
        .join(exp.to_table(_FIGURES, alias="back"), on=all_of(*earlier), join_type="left", copy=False)
        .where(paren(there), copy=False)
    )
    if periods is None:
        return query
    chosen = [number(period) for period in sorted(periods)]
    return query.where(exp.In(this=column("period", _PAIRS), expressions=chosen), copy=False)


def _parts(plan: PartsPlan) -> exp.Select:
    sums = [plan.over, *([plan.under] if plan.under is not None else [])]
    under = _added(plan.under) if plan.under is not None else cast(number(0), "INT128")
    picked = [
        named(column(plan.rollup.link), "subject"),
        column("period"),
        named(column("subject"), "member"),
        named(_added(plan.over), "over"),
        named(under, "under"),
        named(exp.Coalesce(this=paren(all_of(*map(_settled, sums))), expressions=[exp.false()]), "known"),
    ]
    return select(picked, f"{plan.rollup.name}.rows").where(known(column(plan.rollup.link)), copy=False)


def _added(sums: Sum) -> exp.Expr:
    """What a member adds to a sum: nothing where it is not counted."""
    value = case((paren(render(sums.where)), cast(render(sums.value), "INT128")))
    return exp.Coalesce(this=value, expressions=[cast(number(0), "INT128")])


def _settled(sums: Sum) -> exp.Expr:
    """Whether it is known what a member adds."""
    where = render(sums.where)
    return paren(any_of(exp.Not(this=paren(where)), known(paren(render(sums.value)))))


def _figures(plan: PartsPlan, relation: str) -> exp.Select:
    """The figures of subjects that have a row of their own, where they are known."""
    totals = plan.rollup.name
    divisor = column(plan.under.name, totals) if plan.under is not None else number(1)
    rows = select([column("subject"), column("period")], relation).subquery("wholes", copy=False)
    same = [equal(column(name, totals), column(name, "wholes")) for name in ("subject", "period")]
    picked = [
        column("subject", totals),
        column("period", totals),
        named(cast(column(plan.over.name, totals), "INT128"), "whole"),
        named(cast(divisor, "INT128"), "divisor"),
    ]
    found = select(picked, totals).join(rows, on=all_of(*same), copy=False)
    return found.where(render(plan.known), copy=False)


def _pairs() -> exp.Select:
    """Each member in a year and in the year before; one that has a row in one of them only stands too."""
    later = exp.Add(this=column("period", "back"), expression=number(1))
    same = all_of(
        equal(column("subject", "now"), column("subject", "back")),
        equal(column("member", "now"), column("member", "back")),
        equal(column("period", "now"), later),
    )
    keys = [("subject", column("subject", "back")), ("period", later), ("member", column("member", "back"))]
    picked = [
        named(exp.Coalesce(this=column(name, "now"), expressions=[other.copy()]), name)
        for name, other in keys
    ]
    for name in ("over", "under", "known"):
        picked += [named(column(name, "now"), name), named(column(name, "back"), f"{name}_before")]
    now, back = (exp.to_table(_PARTS, alias=alias) for alias in ("now", "back"))
    return exp.select(*picked).from_(now).join(back, on=same, join_type="full")


def _ranked() -> exp.Select:
    picked: list[exp.Expr] = [column(name, _PAIRS) for name in ("subject", "period", "member")]
    picked += [column(name, _PAIRS) for name in (*_INTEGERS, "known", "known_before")]
    for name in ("whole", "divisor"):
        picked += [named(column(name, "now"), name), named(column(name, "back"), f"{name}_before")]
    picked.append(named(_over(exp.Count(this=column("known", _PAIRS))), "members"))
    picked.append(named(_over(exp.Count(this=exp.Star())), "both"))
    picked.append(named(_over(call("row_number"), _nought("over")), "place"))
    picked.append(named(_over(call("row_number"), _moved()), "change_place"))
    return _with_figures(picked, None)


def _nought(name: str) -> exp.Expr:
    """A stored integer of a member, 0 where it has no row, as a double: only an order rests on it."""
    return exp.Coalesce(this=cast(column(name, _PAIRS), "DOUBLE"), expressions=[number(0)])


def _moved() -> exp.Expr:
    """What a member adds to the change, but for a divisor that all share; see `gaoxin.plan.parts`."""
    over, under = (
        paren(exp.Sub(this=_nought(name), expression=_nought(f"{name}_before"))) for name in ("over", "under")
    )
    divisor, whole = (cast(column(name, "back"), "DOUBLE") for name in ("divisor", "whole"))
    return exp.Sub(
        this=exp.Mul(this=over, expression=divisor), expression=exp.Mul(this=whole, expression=under)
    )


def _over(function: exp.Expr, key: exp.Expr | None = None) -> exp.Window:
    """A function over the members of a subject in a period, the greatest amount of a key first."""
    spread: list[exp.Expr] = [column(name, _PAIRS) for name in ("subject", "period")]
    order = None
    if key is not None:
        largest = exp.Ordered(this=exp.Abs(this=paren(key)), desc=True, nulls_first=False)
        order = exp.Order(expressions=[largest, exp.Ordered(this=column("member", _PAIRS))])
    return exp.Window(this=function, partition_by=spread, order=order)
