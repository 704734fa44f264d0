"""From the figures, a column each, to cells, a row each; and screening."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.plan.index import IndexPlan, Screen

CELLS = "index_cells"
"""The relation of the cells: keys, categories, node and raw figure."""
SCREENED = "index_screened"
"""The same with ``screened``, ``imputed`` and ``filled``, before any gap is filled."""


def cell_ctes(plan: IndexPlan, source: str) -> list[Cte]:
    """Give the steps that end with `SCREENED`.

    Parameters
    ----------
    plan : the plan
    source : relation of the figures
    """
    first = plan.steps[0]
    return [_cells(plan, source), _screened(first if isinstance(first, Screen) else None)]


def _cells(plan: IndexPlan, source: str) -> Cte:
    nodes = exp.Array(expressions=[terms.text(leaf.node) for leaf in plan.leaves])
    figures = exp.Array(expressions=terms.columns(leaf.column for leaf in plan.leaves))
    query = exp.select(
        *terms.columns(["subject", "period", *(group.column for group in plan.groups)]),
        exp.Unnest(expressions=[nodes]).as_("node"),
        exp.Unnest(expressions=[figures]).as_("raw"),
    ).from_(exp.to_table(source))
    return Cte(CELLS, f"{plan.index} {plan.title}: the figures, a row each", query)


def _screened(step: Screen | None) -> Cte:
    left_out = exp.false() if step is None else left_out_rows(step, "raw")
    flagged = exp.select("*", left_out.as_("screened")).from_(CELLS).subquery("c")
    kept = terms.case((exp.Not(this=exp.column("screened")), exp.column("raw")))
    query = exp.select("*", kept.as_("imputed"), exp.false().as_("filled")).from_(flagged)
    return Cte(SCREENED, str(step) if step else "screen      none: every row stays", query)


def left_out_rows(step: Screen, figure: str) -> exp.Expr:
    """Tell whether the row of a cell has too few known figures, or too many zeros among them."""
    reasons: list[exp.Expr] = []
    if step.least is not None:
        reasons.append(exp.LT(this=_count(figure), expression=exp.Literal.number(step.least)))
    if step.nonzero is not None:
        filled = terms.case(
            (exp.NEQ(this=exp.column(figure), expression=terms.double(0)), exp.column(figure))
        )
        share = step.nonzero
        reached = exp.GTE(
            this=_count(filled) * exp.Literal.number(share.denominator),
            expression=_count(figure) * exp.Literal.number(share.numerator),
        )
        reasons += [exp.Not(this=exp.paren(reached))]
        reasons += [exp.EQ(this=_count(figure), expression=exp.Literal.number(0))] if share else []
    return exp.paren(exp.or_(*reasons))


def _count(figure: str | exp.Expr) -> exp.Expr:
    """Count known values in the row of a cell."""
    value = exp.column(figure) if isinstance(figure, str) else figure
    return exp.Window(this=exp.Count(this=value), partition_by=terms.columns(["subject", "period"]))
