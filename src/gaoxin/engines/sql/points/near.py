"""Rows whose totals lie too near to each other for doubles: which they are, and what their totals rest on."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.points.build import group_columns
from gaoxin.engines.sql.points.shares import SHARES, known_column, needs_spread, worse_column
from gaoxin.engines.sql.statements import DIALECT
from gaoxin.engines.sql.terms import all_of, any_of, column, equal, named, select
from gaoxin.plan.points import ExactItem, PointsPlan, ShareItem


def near_query(plan: PointsPlan, kept: str) -> exp.Select:
    """The rows with a neighbour that is near; those that are ranked together in order, the best first.

    Parameters
    ----------
    kept : relation of the columns of `RANKED`
    """
    groups = group_columns(plan)
    picked: list[exp.Expr] = [named(exp.column("rowid"), "row"), column("subject"), column("period")]
    picked += [column(name) for name in groups]
    picked += [named(column("place by"), "value"), column("rank")]
    query = select(picked, kept).where(any_of(column("lag"), column("lead")), copy=False)
    keys = [exp.Ordered(this=column(name)) for name in ("period", *groups)]
    best = exp.Ordered(this=column("place by"), desc=True)
    return query.order_by(*keys, best, copy=False)


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


def ranks_update(kept: str, ranks: str) -> str:
    """Put settled ranks in the place of those by doubles.

    Parameters
    ----------
    ranks : relation with `row` and `rank`
    """
    update = exp.Update(
        this=exp.to_table(kept),
        expressions=[exp.EQ(this=column("rank"), expression=column("rank", ranks))],
        from_=exp.From(this=exp.to_table(ranks)),
        where=exp.Where(this=equal(exp.column("rowid", table=kept), column("row", ranks))),
    )
    return update.sql(dialect=DIALECT)
