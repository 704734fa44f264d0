"""From the figures, a column each, to cells, a row each: screening and filling."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.plan.index import Impute, IndexPlan, Screen

_CELLS, _SCREENED, _MEANS = "index_cells", "index_screened", "index_means"


def cell_ctes(plan: IndexPlan, source: str) -> list[Cte]:
    """Give the steps that end with `terms.IMPUTED`.

    Parameters
    ----------
    plan : the plan
    source : relation of the figures
    """
    screen = next((step for step in plan.steps if isinstance(step, Screen)), None)
    impute = next((step for step in plan.steps if isinstance(step, Impute)), None)
    groups = [group.column for group in plan.groups]
    return [_cells(plan, source, groups), _screen(screen), *_impute(impute, groups)]


def _cells(plan: IndexPlan, source: str, groups: list[str]) -> Cte:
    nodes = exp.Array(expressions=[terms.text(leaf.node) for leaf in plan.leaves])
    figures = exp.Array(expressions=terms.columns(leaf.column for leaf in plan.leaves))
    query = exp.select(
        *terms.columns(["subject", "period", *groups]),
        exp.Unnest(expressions=[nodes]).as_("node"),
        exp.Unnest(expressions=[figures]).as_("raw"),
    ).from_(exp.to_table(source))
    return Cte(_CELLS, f"{plan.index} {plan.title}: the figures, a row each", query)


def _screen(step: Screen | None) -> Cte:
    left_out: exp.Expr = exp.false()
    if step is not None:
        reported = exp.Window(
            this=exp.Count(this=exp.column("raw")), partition_by=terms.columns(["subject", "period"])
        )
        left_out = exp.LT(this=reported, expression=exp.Literal.number(step.least))
    query = exp.select("*", left_out.as_("screened")).from_(_CELLS)
    return Cte(_SCREENED, str(step) if step else "screen      none: every row stays", query)


def _impute(step: Impute | None, groups: list[str]) -> list[Cte]:
    raw, taken_part = exp.column("raw", table="c"), exp.Not(this=exp.column("screened", table="c"))
    cells = exp.select(*terms.columns(terms.CELL[:5], "c")).from_(exp.to_table(_SCREENED).as_("c"))
    if step is None:
        kept = terms.case((taken_part, raw))
        query = cells.select(kept.as_("imputed"), exp.false().as_("filled"))
        return [Cte(terms.IMPUTED, "impute      none: a gap stays unknown", query)]
    keys = ["node", *(["period"] if step.within == "period" else []), *(g.column for g in step.by)]
    mean = exp.column("mean", table="m")
    value = terms.case((taken_part, terms.call("COALESCE", raw, mean)))
    filled = exp.and_(taken_part.copy(), raw.is_(exp.null()), terms.known(mean.copy()))
    query = cells.select(value.as_("imputed"), filled.as_("filled")).join(
        exp.to_table(_MEANS).as_("m"), on=_same(keys, "c", "m"), join_type="left"
    )
    return [_means(step, keys), Cte(terms.IMPUTED, str(step), query)]


def _means(step: Impute, keys: list[str]) -> Cte:
    raw = exp.column("raw")
    mean = exp.Div(this=terms.ordered_sum(raw), expression=exp.Count(this=raw.copy()))
    query = (
        exp.select(*terms.columns(keys), mean.as_("mean"))
        .from_(_SCREENED)
        .where(exp.Not(this=exp.column("screened")), terms.known(exp.column("raw")))
        .group_by(*terms.columns(keys))
    )
    return Cte(_MEANS, f"means for {step.name}, added up from the smallest figure to the greatest", query)


def _same(keys: list[str], left: str, right: str) -> exp.Expr:
    return exp.and_(*(exp.column(key, table=left).eq(exp.column(key, table=right)) for key in keys))
