"""From normalised leaves up the tree: one step for each level and way to aggregate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.normalise import NORMALISED
from gaoxin.plan.index import Aggregate, IndexPlan, Join

SCORES = "index_scores"
"""The relation of all scores, of leaves and groups."""
_TREE, _LEAVES = "index_tree", "index_level_0"
_LEVEL = (
    "subject",
    "period",
    "node",
    "raw",
    "imputed",
    "treated",
    "normalised",
    "score",
    "screened",
    "filled",
    "changed",
    "skewed",
    "reweighted",
    "fault",
    "scale",
)
_SUMS = frozenset({"arithmetic", "median", "minimum"})
"""Ways whose results have the noise of their greatest term; the others have their own."""
_POSITIVE = frozenset({"geometric", "harmonic", "power_mean"})


def level_ctes(plan: IndexPlan) -> list[Cte]:
    """Give the steps from the normalised leaves to `SCORES`."""
    levels = [step for step in plan.steps if isinstance(step, Aggregate)]
    held = {leaf.node: _LEAVES for leaf in plan.leaves}
    held |= {join.node: f"index_{step.name}" for step in levels for join in step.joins}
    names = level_columns(plan)
    every = [_LEAVES, *(f"index_{step.name}" for step in levels)]
    return [
        *([_tree(plan, levels)] if levels else []),
        _leaves(plan),
        *(_level(plan, step, held) for step in levels),
        Cte(SCORES, "all levels", _union([exp.select(*terms.columns(names)).from_(name) for name in every])),
    ]


def level_columns(plan: IndexPlan) -> list[str]:
    """Columns of a score, with the category on which weights depend."""
    return [*_LEVEL, *(["category"] if plan.weights_by else [])]


def _union(selects: Sequence[exp.Select]) -> exp.Query:
    return exp.union(*selects, distinct=False) if len(selects) > 1 else selects[0]


def _tree(plan: IndexPlan, levels: Sequence[Aggregate]) -> Cte:
    heads = [
        ("node", "VARCHAR"),
        ("parent", "VARCHAR"),
        ("place", "INTEGER"),
        ("weight", "DOUBLE"),
        ("least", "DOUBLE"),
        *([("category", "VARCHAR")] if plan.weights_by else []),
    ]
    comment = "the tree: relative weights, and the least that must be known below a parent"
    rows = [row for step in levels for join in step.joins for row in _branches(join, plan)]
    return Cte(_TREE, comment, terms.table("tree", heads, rows))


def _branches(join: Join, plan: IndexPlan) -> Iterator[list[exp.Expr]]:
    plain = tuple(child.weight for child in join.children)
    for category, weights, least in [
        ("", plain, join.least),
        *((case.category, case.weights, case.least) for case in join.cases),
    ]:
        pairs = zip(join.children, weights, strict=True)
        for place, (child, weight) in enumerate(pairs, start=1):
            yield [
                terms.text(child.node),
                terms.text(join.node),
                exp.Literal.number(place),
                _double(weight),
                _double(least),
                *([terms.text(category)] if plan.weights_by else []),
            ]


def _double(number: int | None) -> exp.Expr:
    return exp.null() if number is None else terms.double(number)


def _leaves(plan: IndexPlan) -> Cte:
    query = exp.select(
        *terms.columns(_LEVEL[:7]),
        exp.column("normalised").as_("score"),
        *terms.columns(["screened", "filled", "changed", "skewed"]),
        exp.false().as_("reweighted"),
        exp.column("fault"),
        _largest(exp.column("normalised"), exp.column("node")).as_("scale"),
    ).from_(NORMALISED)
    if plan.weights_by:
        query = query.select(_category(plan, plan.weights_by.column).as_("category"))
    return Cte(_LEAVES, "level 0: the score of an indicator is its normalised figure", query)


def _category(plan: IndexPlan, column: str) -> exp.Expr:
    """The category of a row, empty where it has no weights of its own."""
    joins = (join for step in plan.steps if isinstance(step, Aggregate) for join in step.joins)
    named = dict.fromkeys(case.category for join in joins for case in join.cases)
    listed = exp.In(this=exp.column(column), expressions=[terms.text(name) for name in named])
    return terms.case((listed, exp.column(column)), otherwise=terms.text(""))


def _level(plan: IndexPlan, step: Aggregate, held: dict[str, str]) -> Cte:
    """Join the children of the nodes of one level, wherever below it they are held."""
    sources = dict.fromkeys(held[child.node] for join in step.joins for child in join.children)
    columns = level_columns(plan)
    below = _union([exp.select(*terms.columns(columns)).from_(source) for source in sources]).subquery("c")
    parents = exp.In(this=_t("parent"), expressions=[terms.text(join.node) for join in step.joins])
    shared = ["category"] if plan.weights_by else []
    keys = [_c("subject"), _c("period"), _t("parent"), _t("least"), *terms.columns(shared, "c")]
    summed = (
        exp.select(*keys, *_sums(step))
        .from_(below)
        .join(exp.to_table(_TREE).as_("t"), on=terms.same(["node", *shared], "c", "t"))
        .where(parents)
        .group_by(*(key.copy() for key in keys))
        .subquery("g")
    )
    query = exp.select(
        *terms.columns(["subject", "period"], "g"),
        _g("parent").as_("node"),
        *(terms.null("DOUBLE", name) for name in ("raw", "imputed", "treated", "normalised")),
        _score(step).as_("score"),
        *terms.columns(["screened", "filled", "changed"], "g"),
        exp.false().as_("skewed"),
        exp.or_(_g("reweighted"), _g("known") < _g("whole")).as_("reweighted"),
        _fault(step).as_("fault"),
        _scale(step).as_("scale"),
        *terms.columns(shared, "g"),
    ).from_(summed)
    return Cte(f"index_{step.name}", str(step), query)


def _sums(step: Aggregate) -> list[exp.Expr]:
    """What is gathered from the children of a node."""
    known, counts = terms.known(_c("score")), _t("weight") > terms.double(0)
    weighs = exp.and_(known, counts)
    return [
        exp.Sum(this=terms.case((known.copy(), _t("weight")))).as_("known"),
        terms.count_if(known.copy()).as_("number"),
        exp.Sum(this=_t("weight")).as_("whole"),
        exp.Max(this=terms.case((counts.copy(), _c("scale")))).as_("scale"),
        _gathered(step, weighs).as_("total"),
        *([terms.any_of(_sinks(step)).as_("sunk")] if step.method in _POSITIVE else []),
        terms.any_of(_c("screened")).as_("screened"),
        *(
            terms.any_of(exp.and_(weighs.copy(), _c(name))).as_(name)
            for name in ("filled", "changed", "reweighted")
        ),
    ]


def _gathered(step: Aggregate, weighs: exp.Expr) -> exp.Expr:
    """The sum over the children, or the middle or the least of those that count."""
    if step.method == "median":
        return terms.call("MEDIAN", terms.case((weighs.copy(), _c("score"))))
    if step.method == "minimum":
        return exp.Min(this=terms.case((weighs.copy(), _c("score"))))
    return terms.ordered_sum(_term(step), _t("place"))


def _sinks(step: Aggregate) -> exp.Expr:
    """Tell whether a child has no such mean: it is not above zero, or only by the noise of doubles.

    Zero itself will do for a power mean of a positive exponent.
    """
    noise = exp.Mul(this=terms.double(terms.NEGLIGIBLE), expression=_c("scale"))
    low: exp.Expr = exp.LTE(this=_c("score"), expression=noise)
    if step.p is not None and step.p > 0:
        low = exp.LT(this=_c("score"), expression=exp.Neg(this=exp.paren(noise.copy())))
    return exp.and_(_t("weight") > terms.double(0), low)


def _term(step: Aggregate) -> exp.Expr:
    """What one child adds to the sum of its parent."""
    if step.method == "arithmetic":
        return exp.Mul(this=_t("weight"), expression=_c("score"))
    if step.method == "power_mean" and step.p is not None and step.p > 0:
        above = terms.call("GREATEST", _c("score"), terms.double(0))
        power = terms.case((terms.known(_c("score")), exp.Pow(this=above, expression=terms.double(step.p))))
        return exp.Mul(this=_t("weight"), expression=power)
    part: exp.Expr = terms.call("LN", _c("score"))
    if step.method == "harmonic":
        part = exp.Div(this=terms.double(1), expression=_c("score"))
    elif step.p is not None:
        part = exp.Pow(this=_c("score"), expression=terms.double(step.p))
    positive = terms.case((_c("score") > terms.double(0), part))
    return exp.Mul(this=_t("weight"), expression=positive)


def _score(step: Aggregate) -> exp.Expr:
    mean = exp.Div(this=_g("total"), expression=_g("known"))
    conditions = [_enough(step), _g("known") > terms.double(0)]
    if step.method in _POSITIVE:
        conditions.append(exp.Not(this=_g("sunk")))
    found: dict[str, exp.Expr] = {
        "arithmetic": mean,
        "geometric": exp.Exp(this=mean.copy()),
        "harmonic": exp.Div(this=_g("known"), expression=_g("total")),
        "median": _g("total"),
        "minimum": _g("total"),
    }
    if step.p is not None:
        found["power_mean"] = exp.Pow(this=exp.paren(mean.copy()), expression=terms.double(1 / step.p))
    return terms.case((exp.and_(*conditions), found[step.method]))


def _enough(step: Aggregate) -> exp.Expr:
    """Whether so much is known below a node that it has a score."""
    counted = [terms.text(join.node) for join in step.joins if join.counted]
    weight, number = _g("known") >= _g("least"), _g("number") >= _g("least")
    if len(counted) in (0, len(step.joins)):
        return number if counted else weight
    listed = exp.In(this=_g("parent"), expressions=counted)
    return terms.case((listed, number), otherwise=weight)


def _scale(step: Aggregate) -> exp.Expr:
    """Size by which differences are judged: a sum has the noise of its greatest term, a product its own."""
    return _g("scale") if step.method in _SUMS else _largest(_score(step), _g("parent"))


def _largest(score: exp.Expr, node: exp.Expr) -> exp.Expr:
    return exp.Window(this=exp.Max(this=exp.Abs(this=score)), partition_by=[node])


def _fault(step: Aggregate) -> exp.Expr:
    if step.method not in _POSITIVE:
        return exp.cast(exp.null(), "VARCHAR")
    return terms.case((_g("sunk"), terms.text("not positive")))


def _c(name: str) -> exp.Column:
    """A column of the children."""
    return exp.column(name, table="c")


def _t(name: str) -> exp.Column:
    """A column of the tree."""
    return exp.column(name, table="t")


def _g(name: str) -> exp.Column:
    """A column of the sums over children."""
    return exp.column(name, table="g")
