"""From normalised leaves up the tree: scores, ranks and the tidy rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.normalise import NORMALISED
from gaoxin.plan.index import Aggregate, IndexPlan, Rank, Row, Tidy

RESULT = "index_result"
"""The relation of the rows of an index."""
_TREE, _NODES, _LEAVES, _SCORES, _RANKED = (
    "index_tree",
    "index_nodes",
    "index_level_0",
    "index_scores",
    "index_ranked",
)
_LEVEL = (
    "subject",
    "period",
    "node",
    "raw",
    "imputed",
    "normalised",
    "score",
    "screened",
    "filled",
    "reweighted",
    "fault",
    "scale",
)


def score_ctes(plan: IndexPlan) -> list[Cte]:
    """Give the steps from the normalised leaves to `RESULT`."""
    levels = [step for step in plan.steps if isinstance(step, Aggregate)]
    rank = next(step for step in plan.steps if isinstance(step, Rank))
    tidy = next(step for step in plan.steps if isinstance(step, Tidy))
    held = {leaf.node: _LEAVES for leaf in plan.leaves}
    held |= {join.node: f"index_{step.name}" for step in levels for join in step.joins}
    return [
        *([_tree(levels)] if levels else []),
        _leaves(),
        *(_level(step, held) for step in levels),
        _scores([_LEAVES, *(f"index_{step.name}" for step in levels)]),
        _ranked(rank),
        _nodes(tidy),
        _tidy(plan),
    ]


def _tree(levels: Sequence[Aggregate]) -> Cte:
    heads = [
        ("node", "VARCHAR"),
        ("parent", "VARCHAR"),
        ("place", "INTEGER"),
        ("weight", "DOUBLE"),
        ("least", "DOUBLE"),
    ]
    comment = "the tree: relative weights, and the least weight that must be known below a parent"
    return Cte(_TREE, comment, terms.table("tree", heads, list(_branches(levels))))


def _branches(levels: Sequence[Aggregate]) -> Iterator[list[exp.Expr]]:
    for join in (join for step in levels for join in step.joins):
        for place, child in enumerate(join.children, start=1):
            yield [
                terms.text(child.node),
                terms.text(join.node),
                exp.Literal.number(place),
                _double(child.weight),
                _double(join.least),
            ]


def _double(number: int | None) -> exp.Expr:
    return exp.null() if number is None else terms.double(number)


def _leaves() -> Cte:
    query = exp.select(
        *terms.columns(_LEVEL[:6]),
        exp.column("normalised").as_("score"),
        *terms.columns(["screened", "filled"]),
        exp.false().as_("reweighted"),
        exp.column("fault"),
        _largest(exp.column("normalised"), exp.column("node")).as_("scale"),
    ).from_(NORMALISED)
    return Cte(_LEAVES, "level 0: the score of an indicator is its normalised figure", query)


def _level(step: Aggregate, held: dict[str, str]) -> Cte:
    """Join the children of the nodes of one level, wherever below it they are held."""
    sources = dict.fromkeys(held[child.node] for join in step.joins for child in join.children)
    selects = [exp.select(*terms.columns(_LEVEL)).from_(source) for source in sources]
    below = (exp.union(*selects, distinct=False) if len(selects) > 1 else selects[0]).subquery("c")
    parents = exp.In(this=_t("parent"), expressions=[terms.text(join.node) for join in step.joins])
    keys = [_c("subject"), _c("period"), _t("parent"), _t("least")]
    summed = (
        exp.select(
            *keys,
            exp.Sum(this=terms.case((terms.known(_c("score")), _t("weight")))).as_("known"),
            exp.Sum(this=_t("weight")).as_("whole"),
            exp.Max(this=terms.case((_t("weight") > terms.double(0), _c("scale")))).as_("scale"),
            terms.ordered_sum(_term(step), _t("place")).as_("total"),
            *([_any(_sinks()).as_("sunk")] if step.method == "geometric" else []),
            _any(_c("screened")).as_("screened"),
            _any(exp.and_(*_counts(), _c("filled"))).as_("filled"),
            _any(exp.and_(*_counts(), _c("reweighted"))).as_("reweighted"),
        )
        .from_(below)
        .join(exp.to_table(_TREE).as_("t"), on=_c("node").eq(_t("node")))
        .where(parents)
        .group_by(*(key.copy() for key in keys))
        .subquery("g")
    )
    query = exp.select(
        *terms.columns(["subject", "period"], "g"),
        _g("parent").as_("node"),
        *(terms.null("DOUBLE", name) for name in ("raw", "imputed", "normalised")),
        _score(step).as_("score"),
        *terms.columns(["screened", "filled"], "g"),
        exp.or_(_g("reweighted"), _g("known") < _g("whole")).as_("reweighted"),
        _fault(step).as_("fault"),
        _scale(step).as_("scale"),
    ).from_(summed)
    return Cte(f"index_{step.name}", str(step), query)


def _counts() -> tuple[exp.Expr, exp.Expr]:
    """Tell whether a child is known and has weight."""
    return terms.known(_c("score")), _t("weight") > terms.double(0)


def _sinks() -> exp.Expr:
    """Tell whether a child has no geometric mean: it is not above zero, or only by the noise of doubles."""
    noise = exp.Mul(this=terms.double(terms.NEGLIGIBLE), expression=_c("scale"))
    return exp.and_(_t("weight") > terms.double(0), exp.LTE(this=_c("score"), expression=noise))


def _term(step: Aggregate) -> exp.Expr:
    """What one child adds to the sum of its parent."""
    if step.method == "arithmetic":
        return exp.Mul(this=_t("weight"), expression=_c("score"))
    positive = terms.case((_c("score") > terms.double(0), terms.call("LN", _c("score"))))
    return exp.Mul(this=_t("weight"), expression=positive)


def _score(step: Aggregate) -> exp.Expr:
    mean = exp.Div(this=_g("total"), expression=_g("known"))
    enough = _g("known") >= _g("least")
    if step.method == "arithmetic":
        return terms.case((enough, mean))
    return terms.case((exp.and_(enough, exp.Not(this=_g("sunk"))), exp.Exp(this=mean)))


def _scale(step: Aggregate) -> exp.Expr:
    """Size by which differences are judged: a sum has the noise of its greatest term, a product its own."""
    return _g("scale") if step.method == "arithmetic" else _largest(_score(step), _g("parent"))


def _largest(score: exp.Expr, node: exp.Expr) -> exp.Expr:
    return exp.Window(this=exp.Max(this=exp.Abs(this=score)), partition_by=[node])


def _fault(step: Aggregate) -> exp.Expr:
    if step.method == "arithmetic":
        return exp.cast(exp.null(), "VARCHAR")
    return terms.case((_g("sunk"), terms.text("not positive")))


def _any(condition: exp.Expr) -> exp.Expr:
    return terms.call("COALESCE", terms.call("BOOL_OR", condition), exp.false())


def _scores(levels: Sequence[str]) -> Cte:
    selects = [exp.select(*terms.columns(_LEVEL)).from_(level) for level in levels]
    query = exp.union(*selects, distinct=False) if len(selects) > 1 else selects[0]
    return Cte(_SCORES, "all levels", query)


def _ranked(step: Rank) -> Cte:
    score = exp.column("score")
    rounded = terms.to_digits(score, exp.column("scale"), step.digits)
    rank = exp.Window(
        this=terms.call("RANK"),
        partition_by=[*terms.columns(["node", "period"]), score.is_(exp.null())],
        order=exp.Order(expressions=[exp.Ordered(this=rounded, desc=True)]),
    )
    query = exp.select("*", terms.case((terms.known(score.copy()), rank)).as_("rank")).from_(_SCORES)
    return Cte(_RANKED, str(step), query)


def _nodes(step: Tidy) -> Cte:
    heads = [
        ("node", "VARCHAR"),
        ("place", "INTEGER"),
        ("level", "INTEGER"),
        ("weight", "DOUBLE"),
        ("marks", "VARCHAR"),
        ("unknown_marks", "VARCHAR"),
    ]
    rows = [[*_node(row, place)] for place, row in enumerate(step.rows, start=1)]
    return Cte(
        _NODES,
        "the nodes: level, weight among siblings, and what their scores rest on",
        terms.table("nodes", heads, rows),
    )


def _node(row: Row, place: int) -> Iterator[exp.Expr]:
    yield terms.text(row.node)
    yield exp.Literal.number(place)
    yield exp.Literal.number(row.level)
    yield exp.null() if row.share is None else terms.double(row.share)
    yield terms.text(";".join(row.marks) or None)
    yield terms.text(";".join(row.unknown_marks) or None)


def _tidy(plan: IndexPlan) -> Cte:
    def r(name: str) -> exp.Column:
        return exp.column(name, table="r")

    unknown = r("score").is_(exp.null())
    marks = terms.case(
        (unknown, exp.column("unknown_marks", table="n")), otherwise=exp.column("marks", table="n")
    )
    words = [
        terms.case((unknown.copy(), terms.text("unknown"))),
        terms.case((r("screened"), terms.text("screened"))),
        r("fault"),
        terms.case((exp.and_(terms.known(r("score")), r("filled")), terms.text("imputed"))),
        terms.case((exp.and_(terms.known(r("score")), r("reweighted")), terms.text("reweighted"))),
        marks,
    ]
    query = (
        exp.select(
            *terms.columns(["subject", "period", "node"], "r"),
            exp.column("level", table="n"),
            *terms.columns(["raw", "imputed"], "r"),
            r("imputed").as_("treated"),
            *terms.columns(["normalised", "score"], "r"),
            exp.column("weight", table="n"),
            r("rank"),
            terms.call("CONCAT_WS", terms.text(";"), *words).as_("status"),
        )
        .from_(exp.to_table(_RANKED).as_("r"))
        .join(exp.to_table(_NODES).as_("n"), on=r("node").eq(exp.column("node", table="n")))
        .order_by(r("subject"), r("period"), exp.column("place", table="n"))
    )
    variant = f", variant {plan.variant}" if plan.variant else ""
    return Cte(RESULT, f"{plan.index} {plan.title}{variant}: a row for each subject, period and node", query)


def _c(name: str) -> exp.Column:
    """A column of the children."""
    return exp.column(name, table="c")


def _t(name: str) -> exp.Column:
    """A column of the tree."""
    return exp.column(name, table="t")


def _g(name: str) -> exp.Column:
    """A column of the sums over children."""
    return exp.column(name, table="g")
