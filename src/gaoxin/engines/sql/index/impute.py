"""Filling gaps: a step for each way in use, and screening by what is there then."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.cells import SCREENED, left_out_rows
from gaoxin.plan.index import Impute, IndexPlan, Screen

IMPUTED = "index_imputed"
"""The relation behind the filling of gaps."""


def impute_ctes(plan: IndexPlan) -> list[Cte]:
    """Give the steps from `SCREENED` to `IMPUTED`."""
    late = [step for step in plan.steps[1:] if isinstance(step, Screen)]
    steps = [*(step for step in plan.steps if isinstance(step, Impute)), *late]
    if not steps:
        query = exp.select("*").from_(SCREENED)
        return [Cte(IMPUTED, "impute      none: a gap stays unknown", query)]
    names = [*(f"index_filled_{n}" for n in range(1, len(steps))), IMPUTED]
    found: list[Cte] = []
    for step, source, name in zip(steps, [SCREENED, *names], names, strict=False):
        if isinstance(step, Impute):
            found += _WAYS[step.method](step, source, name)
        else:
            found.append(_screened(step, source, name))
    return found


def _screened(step: Screen, source: str, name: str) -> Cte:
    flagged = exp.select(
        exp.Star(except_=terms.columns(["screened"])), left_out_rows(step, "imputed").as_("screened")
    )
    stays = exp.Not(this=exp.column("screened"))
    query = exp.select(
        exp.Star(except_=terms.columns(["imputed", "filled"])),
        terms.case((stays, exp.column("imputed"))).as_("imputed"),
        exp.and_(stays.copy(), exp.column("filled")).as_("filled"),
    ).from_(flagged.from_(source).subquery("c"))
    return Cte(name, str(step), query)


def _filled(step: Impute, value: exp.Expr, more: Sequence[str] = ()) -> exp.Select:
    """Select cells, the gaps of a step's leaves filled with a value; ``more`` columns are left behind."""
    gap = exp.and_(
        terms.one_of(step.leaves, "c"),
        exp.Not(this=_c("screened")),
        _c("imputed").is_(exp.null()),
    )
    star = exp.Star(except_=terms.columns(["imputed", "filled", *more]))
    flag = exp.or_(_c("filled"), exp.and_(gap.copy(), terms.known(value.copy())))
    return exp.select(
        exp.Column(this=star, table=exp.to_identifier("c")),
        terms.case((gap, value), otherwise=_c("imputed")).as_("imputed"),
        flag.as_("filled"),
    )


def _by_group(step: Impute, source: str, name: str) -> list[Cte]:
    """Fill with the mean or the median of a scope."""
    keys = ["node", *(["period"] if step.within == "period" else []), *(g.column for g in step.by)]
    figure = exp.column("imputed")
    centre: exp.Expr = terms.call("MEDIAN", figure)
    if step.method.endswith("mean"):
        centre = _mean(figure)
    centres = f"{name}_centres"
    query = (
        exp.select(*terms.columns(keys), centre.as_("centre"))
        .from_(source)
        .where(terms.one_of(step.leaves), terms.known(exp.column("imputed")))
        .group_by(*terms.columns(keys))
    )
    filled = _filled(step, exp.column("centre", table="m")).from_(exp.to_table(source).as_("c"))
    filled = filled.join(exp.to_table(centres).as_("m"), on=terms.same(keys, "c", "m"), join_type="left")
    comment = f"centres for {step.name}; sums run from the smallest figure to the greatest"
    return [Cte(centres, comment, query), Cte(name, str(step), filled)]


def _mean(figure: exp.Expr) -> exp.Expr:
    """The mean, its sum compensated; between the least and the greatest figure, also where it is rounded."""
    ordered = exp.Order(this=figure, expressions=[exp.Ordered(this=figure.copy())])
    mean = exp.Div(this=terms.call("FSUM", ordered), expression=exp.Count(this=figure.copy()))
    least, most = exp.Min(this=figure.copy()), exp.Max(this=figure.copy())
    return terms.call("LEAST", terms.call("GREATEST", mean, least), most)


def _last(step: Impute, source: str, name: str) -> list[Cte]:
    value = _c("last")
    if step.years is not None:
        near = _c("period") - _c("last_period") <= exp.Literal.number(step.years)
        value = terms.case((near, value))
    series = _series(step, source, after=False).subquery("c")
    return [Cte(name, str(step), _filled(step, value, ("last", "last_period")).from_(series))]


def _linear(step: Impute, source: str, name: str) -> list[Cte]:
    share = exp.Div(
        this=exp.cast(exp.paren(_c("period") - _c("last_period")), "DOUBLE"),
        expression=exp.cast(exp.paren(_c("next_period") - _c("last_period")), "DOUBLE"),
    )
    value: exp.Expr = _c("last") + exp.paren(_c("next") - _c("last")) * exp.paren(share)
    if step.ends == "hold":
        value = terms.call("COALESCE", value, _c("last"), _c("next"))
    more = ("last", "last_period", "next", "next_period")
    series = _series(step, source, after=True).subquery("c")
    return [Cte(name, str(step), _filled(step, value, more).from_(series))]


def _series(step: Impute, source: str, *, after: bool) -> exp.Select:
    """Put beside each cell the nearest known figures of its series, with their periods."""
    found = exp.select("*", *_neighbour(step, "last", later=False))
    return found.select(*_neighbour(step, "next", later=True)).from_(source) if after else found.from_(source)


def _neighbour(step: Impute, name: str, *, later: bool) -> list[exp.Expr]:
    figure, period = exp.column("imputed"), exp.column("period")
    known = terms.case((terms.known(exp.column("imputed")), exp.column("period")))
    pick, end = ("ARG_MIN", "MIN") if later else ("ARG_MAX", "MAX")
    return [
        _window(step, terms.call(pick, figure, period), later=later).as_(name),
        _window(step, terms.call(end, known), later=later).as_(f"{name}_period"),
    ]


def _window(step: Impute, value: exp.Expr, *, later: bool) -> exp.Expr:
    return exp.Window(
        this=value,
        partition_by=[*terms.columns(["subject", "node"]), *_calibre(step)],
        order=exp.Order(expressions=[exp.Ordered(this=exp.column("period"), desc=later)]),
        spec=exp.WindowSpec(
            kind="ROWS",
            start="UNBOUNDED",
            start_side="PRECEDING",
            end=exp.Literal.number(1),
            end_side="PRECEDING",
        ),
    )


def _calibre(step: Impute) -> list[exp.Expr]:
    """The number of changes of calibre up to the cell's period: nothing is filled across one."""
    passed = [
        terms.case(
            (
                exp.and_(
                    exp.column("node").eq(terms.text(node)), exp.column("period") >= exp.Literal.number(wall)
                ),
                exp.Literal.number(1),
            ),
            otherwise=exp.Literal.number(0),
        )
        for node, walls in step.walls
        for wall in walls
    ]
    return [exp.paren(_added(passed))] if passed else []


def _added(parts: Sequence[exp.Expr]) -> exp.Expr:
    first, *others = parts
    for part in others:
        first = exp.Add(this=first, expression=part)
    return first


def _c(name: str) -> exp.Column:
    return exp.column(name, table="c")


_WAYS: dict[str, Callable[[Impute, str, str], list[Cte]]] = {
    "mean": _by_group,
    "median": _by_group,
    "group_mean": _by_group,
    "group_median": _by_group,
    "last": _last,
    "linear": _linear,
}
