"""What the totals of a few rows rest on, for those that lie too near to each other for doubles."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.points.shares import SHARES, known_column, needs_spread, worse_column
from gaoxin.engines.sql.terms import all_of, column, equal
from gaoxin.plan.points import ExactItem, PointsPlan, ShareItem


def details_query(plan: PointsPlan, near: str) -> exp.Select:
    """What the exact total of some rows rests on; it reads `SHARES` and the rows of `near`.

    Parameters
    ----------
    near : relation with `subject`, `period` and `row`
    """
    picked: list[exp.Expr] = [column("row", "n")]
    for item in plan.items:
        names = [item.low] if isinstance(item, ExactItem) else _beside(item)
        picked += [column(name, "s") for name in names if name]
    categories = dict.fromkeys(c.column for c in plan.caps if c.column is not None)
    picked += [column(name, "s") for name in (*categories, *(v.column for v in plan.vetoes))]
    query = exp.Select(expressions=picked).from_(exp.to_table(near, alias="n"), copy=False)
    on = all_of(*(equal(column(name, "n"), column(name, "s")) for name in ("subject", "period")))
    return query.join(exp.to_table(SHARES, alias="s"), on=on, copy=False)


def _beside(item: ShareItem) -> list[str]:
    """The columns of `SHARES` that a share is made of."""
    found = [worse_column(item), known_column(item)] if item.method == "percentile_rank" else []
    found += [f"lo_{item.name}", f"hi_{item.name}"] if needs_spread(item) else []
    return found if item.by_place else [*found, item.column]
