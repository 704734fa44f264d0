"""From scores to ranks and the tidy rows."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.levels import SCORES, level_ctes
from gaoxin.plan.index import IndexPlan, Rank, Row, Share, Tidy

RESULT = "index_result"
"""The relation of the rows of an index."""
_NODES, _RANKED = "index_nodes", "index_ranked"


def score_ctes(plan: IndexPlan) -> list[Cte]:
    """Give the steps from the normalised leaves to `RESULT`."""
    rank = next(step for step in plan.steps if isinstance(step, Rank))
    tidy = next(step for step in plan.steps if isinstance(step, Tidy))
    return [*level_ctes(plan), _ranked(rank), _nodes(plan, tidy), _tidy(plan)]


def _ranked(step: Rank) -> Cte:
    score = exp.column("score")
    rounded = terms.to_digits(score, exp.column("scale"), step.digits)
    rank = exp.Window(
        this=terms.call("RANK"),
        partition_by=[*terms.columns(["node", "period"]), score.is_(exp.null())],
        order=exp.Order(expressions=[exp.Ordered(this=rounded, desc=True)]),
    )
    query = exp.select("*", terms.case((terms.known(score.copy()), rank)).as_("rank")).from_(SCORES)
    return Cte(_RANKED, str(step), query)


def _nodes(plan: IndexPlan, step: Tidy) -> Cte:
    heads = [
        ("node", "VARCHAR"),
        ("place", "INTEGER"),
        ("level", "INTEGER"),
        ("weight", "DOUBLE"),
        ("marks", "VARCHAR"),
        ("unknown_marks", "VARCHAR"),
        *([("category", "VARCHAR")] if plan.weights_by else []),
    ]
    rows = [
        [*_node(row, found, place), *([terms.text(category)] if plan.weights_by else [])]
        for place, row in enumerate(step.rows, start=1)
        for category, found in [("", row), *((share.category, share) for share in row.shares)]
    ]
    return Cte(
        _NODES,
        "the nodes: level, weight among siblings, and what their scores rest on",
        terms.table("nodes", heads, rows),
    )


def _node(row: Row, found: Row | Share, place: int) -> Iterator[exp.Expr]:
    yield terms.text(row.node)
    yield exp.Literal.number(place)
    yield exp.Literal.number(row.level)
    yield exp.null() if found.share is None else terms.double(found.share)
    yield terms.text(";".join(found.marks) or None)
    yield terms.text(";".join(found.unknown_marks) or None)


def _tidy(plan: IndexPlan) -> Cte:
    query = (
        exp.select(
            *terms.columns(["subject", "period", "node"], "r"),
            exp.column("level", table="n"),
            *terms.columns(["raw", "imputed", "treated", "normalised", "score"], "r"),
            exp.column("weight", table="n"),
            _r("rank"),
            terms.call("CONCAT_WS", terms.text(";"), *_words()).as_("status"),
        )
        .from_(exp.to_table(_RANKED).as_("r"))
        .join(
            exp.to_table(_NODES).as_("n"),
            on=terms.same(["node", *(["category"] if plan.weights_by else [])], "r", "n"),
        )
        .order_by(_r("subject"), _r("period"), exp.column("place", table="n"))
    )
    variant = f", variant {plan.variant}" if plan.variant else ""
    return Cte(RESULT, f"{plan.index} {plan.title}{variant}: a row for each subject, period and node", query)


def _words() -> list[exp.Expr]:
    """The words of ``status``, in the order of `MARKS`."""
    unknown = _r("score").is_(exp.null())
    marks = terms.case(
        (unknown, exp.column("unknown_marks", table="n")), otherwise=exp.column("marks", table="n")
    )
    flags = [("filled", "imputed"), ("changed", "treated"), ("skewed", "still skewed")]
    return [
        terms.case((unknown.copy(), terms.text("unknown"))),
        terms.case((_r("screened"), terms.text("screened"))),
        _r("fault"),
        *(
            terms.case((exp.and_(terms.known(_r("score")), _r(flag)), terms.text(word)))
            for flag, word in [*flags, ("reweighted", "reweighted")]
        ),
        marks,
    ]


def _r(name: str) -> exp.Column:
    return exp.column(name, table="r")
