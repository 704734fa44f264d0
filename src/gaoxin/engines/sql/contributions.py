"""The part of each member in a roll-up figure: parts add up to the figure."""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from gaoxin.engines.sql.render import render
from gaoxin.engines.sql.terms import all_of, case, cast, column, double, equal, named, number, paren
from gaoxin.plan.parts import PartsPlan


def contribution_query(plan: PartsPlan, relation: str, periods: Collection[int] | None = None) -> exp.Select:
    """One row for each member of the rows of `relation`.

    It stands behind the steps of the roll-up.

    Returns
    -------
    subject, period, member, by which it is ordered; whether it is `counted` in the figure (null where
    unknown); its `contribution` in the figure's unit: null where its own part or the figure is unknown
    """
    rows, totals = f"{plan.rollup.name}.rows", plan.rollup.name
    part: exp.Expr = cast(_given(render(plan.over.where), render(plan.over.value)), "DOUBLE")
    part = exp.Mul(this=part, expression=double(plan.scale.numerator))
    under: exp.Expr = double(plan.scale.denominator)
    if plan.under is not None:
        under = exp.Mul(this=cast(column(plan.under.name, totals), "DOUBLE"), expression=under)
    part = case((render(plan.known), exp.Div(this=paren(part), expression=paren(under))))
    link = column(plan.rollup.link, rows)
    picked = [
        named(link, "subject"),
        column("period", rows),
        named(column("subject", rows), "member"),
        named(paren(render(plan.over.where)), "counted"),
        named(part, "contribution"),
    ]
    query = exp.select(*picked).from_(exp.to_identifier(rows, quoted=True))
    for name, table in (
        (totals, exp.to_identifier(totals, quoted=True)),
        ("wholes", exp.to_table(relation, alias="wholes")),
    ):
        query = query.join(table, on=_same(link, rows, name))
    if periods is not None:
        query = query.where(
            exp.In(this=column("period", rows), expressions=[number(p) for p in sorted(periods)])
        )
    return query.order_by(link.copy(), column("period", rows), column("subject", rows))


def _same(link: exp.Expr, rows: str, other: str) -> exp.Expr:
    subject = equal(link, column("subject", other))
    return all_of(subject, equal(column("period", rows), column("period", other)))


def _given(where: exp.Expr, value: exp.Expr) -> exp.Expr:
    zero = number(0)
    return case((paren(where), value), (exp.Not(this=paren(where)), zero))
