"""The part of each member in a roll-up figure: parts add up to the figure."""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from gaoxin.engines.sql.render import case, column, integer, real, render
from gaoxin.plan.parts import PartsPlan


def contribution_query(plan: PartsPlan, relation: str, periods: Collection[int] | None = None) -> exp.Select:
    """One row for each member of the rows of `relation`.

    It stands behind the steps of the roll-up.

    Returns
    -------
    subject, period, member; whether it is `counted` in the figure (null where unknown); its `contribution` in
    the figure's unit: null where its own part or the figure is unknown
    """
    rows, totals = f"{plan.rollup.name}.rows", plan.rollup.name
    part: exp.Expression = exp.cast(_given(render(plan.over.where), render(plan.over.value)), "DOUBLE")
    part = exp.Mul(this=part, expression=real(float(plan.scale.numerator)))
    under: exp.Expression = real(float(plan.scale.denominator))
    if plan.under is not None:
        under = exp.Mul(this=exp.cast(column(plan.under.name, totals), "DOUBLE"), expression=under)
    part = case([(render(plan.known), exp.Div(this=exp.paren(part), expression=exp.paren(under)))])
    link = column(plan.rollup.link, rows)
    picked = [
        exp.alias_(link, "subject", quoted=True),
        column("period", rows),
        exp.alias_(column("subject", rows), "member", quoted=True),
        exp.alias_(exp.paren(render(plan.over.where)), "counted", quoted=True),
        exp.alias_(part, "contribution", quoted=True),
    ]
    query = exp.select(*picked).from_(exp.to_identifier(rows, quoted=True))
    for name, table in (
        (totals, exp.to_identifier(totals, quoted=True)),
        ("wholes", exp.to_table(relation, alias="wholes")),
    ):
        query = query.join(table, on=_same(link, rows, name))
    if periods is not None:
        query = query.where(
            exp.In(this=column("period", rows), expressions=[integer(p) for p in sorted(periods)])
        )
    return query


def _same(link: exp.Expression, rows: str, other: str) -> exp.Expression:
    subject = exp.EQ(this=link, expression=column("subject", other))
    return exp.and_(subject, exp.EQ(this=column("period", rows), expression=column("period", other)))


def _given(where: exp.Expression, value: exp.Expression) -> exp.Expression:
    zero = exp.Literal.number(0)
    return case([(exp.paren(where), value), (exp.Not(this=exp.paren(where)), zero)])
