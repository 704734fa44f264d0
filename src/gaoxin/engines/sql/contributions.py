"""The part of each member in a roll-up figure: parts add up to the figure."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.render import case, column, real, render
from gaoxin.plan.steps import RowPlan


def contribution_query(plan: RowPlan) -> exp.Select:
    """One row for each member that is known: its numerator, its denominator, its part of the figure.

    The figure is a sum, or a sum divided by a sum over the same members; behind the steps of the plan.
    """
    (rollup,) = plan.rollups
    rows, totals = f"{rollup.name}.rows", rollup.name
    over = rollup.sums[0]
    under = rollup.sums[1] if len(rollup.sums) > 1 else None
    given = _given(render(over.where), render(over.value))
    top = exp.cast(given, "DOUBLE")
    bottom: exp.Expression = real(1.0)
    if under is not None:
        bottom = exp.cast(column(under.name, totals), "DOUBLE")
    part = case([(exp.NEQ(this=bottom, expression=real(0.0)), exp.Div(this=top, expression=bottom))])
    link = column(rollup.link, rows)
    same = exp.and_(
        exp.EQ(this=link, expression=column("subject", totals)),
        exp.EQ(this=column("period", rows), expression=column("period", totals)),
    )
    picked = [
        exp.alias_(link, "subject", quoted=True),
        column("period", rows),
        exp.alias_(column("subject", rows), "member", quoted=True),
        exp.alias_(exp.paren(render(over.where)), "counted", quoted=True),
        exp.alias_(part, "contribution", quoted=True),
    ]
    return (
        exp.select(*picked)
        .from_(exp.to_identifier(rows, quoted=True))
        .join(exp.to_identifier(totals, quoted=True), on=same)
    )


def _given(where: exp.Expression, value: exp.Expression) -> exp.Expression:
    zero = exp.Literal.number(0)
    return case([(exp.paren(where), value), (exp.Not(this=exp.paren(where)), zero)])
