"""Positions on a scale: minmax, goalposts, zscore, and distances to the best or to a reference."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.frame import Frame, c, figure, flat, no_fault, s
from gaoxin.engines.sql.index.treat import TREATED


def share(frame: Frame) -> exp.Expr:
    """Position between the least and the most, from 0 (worst) to 1 (best)."""
    above = frame.turned(figure() - s("least"), s("most") - figure())
    return exp.Div(this=exp.paren(above), expression=exp.paren(s("most") - s("least")))


def _scaled(frame: Frame, part: exp.Expr) -> exp.Expr:
    low, width = terms.double(frame.step.low), terms.double(frame.step.high - frame.step.low)
    return exp.Add(this=low, expression=exp.Mul(this=part, expression=width))


def _extremes(frame: Frame) -> Cte:
    name = f"{frame.name}_extremes"
    return Cte(name, f"least and greatest figure for {frame.step.name}", frame.extremes())


def minmax(frame: Frame) -> list[Cte]:
    """Scale between the extremes of the scope."""
    extremes = _extremes(frame)
    value = terms.case((s("varies"), _scaled(frame, share(frame))))
    return [extremes, frame.result(value, flat(), extremes.name)]


def distance_to_max(frame: Frame) -> list[Cte]:
    """Scale between the extremes of the scope, 0 to `times`."""
    extremes = _extremes(frame)
    value = exp.Mul(this=terms.double(frame.step.times), expression=share(frame))
    return [extremes, frame.result(terms.case((s("varies"), value)), flat(), extremes.name)]


def goalposts(frame: Frame) -> list[Cte]:
    """Scale between published posts."""
    scale = f"{frame.name}_posts"
    heads = [("node", "VARCHAR"), ("least", "DOUBLE"), ("most", "DOUBLE")]
    rows = [
        [terms.text(leaf.node), terms.double(leaf.posts[0]), terms.double(leaf.posts[1])]
        for leaf in frame.step.leaves
        if leaf.posts is not None
    ]
    part = share(frame)
    if frame.step.clip:
        part = terms.call("LEAST", terms.call("GREATEST", part, terms.double(0)), terms.double(1))
    value = terms.case((terms.known(figure()), _scaled(frame, part)))  # GREATEST(NULL, 0) is 0
    return [
        Cte(scale, "the posts, each in its indicator's unit", terms.table("posts", heads, rows)),
        frame.result(value, no_fault(), scale, ["node"]),
    ]


def zscore(frame: Frame) -> list[Cte]:
    """Deviation from the mean in sample standard deviations."""
    means, scale = f"{frame.name}_means", f"{frame.name}_deviations"
    mean = exp.Div(this=terms.ordered_sum(figure()), expression=exp.Count(this=figure()))
    keys = [*frame.scope, "mean", "number", "varies"]
    gap = exp.paren(figure() - s("mean"))
    squares = terms.ordered_sum(exp.Mul(this=gap, expression=gap.copy()))
    freedom = terms.call("NULLIF", exp.Count(this=figure()) - 1, exp.Literal.number(0))
    deviation = exp.Sqrt(this=exp.Div(this=squares, expression=freedom))
    spread = (
        frame.known(*terms.columns(keys, "s"), deviation.as_("deviation"))
        .join(exp.to_table(means).as_("s"), on=terms.same(frame.scope, "c", "s"))
        .group_by(*terms.columns(keys, "s"))
    )
    distance = exp.paren(frame.turned(figure() - s("mean"), s("mean") - figure()))
    standard = exp.Div(this=distance, expression=s("deviation"))
    scaled = exp.Add(
        this=terms.double(frame.step.mean),
        expression=exp.Mul(this=standard, expression=terms.double(frame.step.sd)),
    )
    return [
        Cte(means, f"means for {frame.step.name}", frame.extremes(mean.as_("mean"))),
        Cte(scale, f"sample standard deviations (n-1) for {frame.step.name}", spread),
        frame.result(terms.case((s("varies"), scaled)), flat(), scale),
    ]


def distance_to_reference(frame: Frame) -> list[Cte]:
    """Scale between the worst figure of the scope and a target, or the figure of a subject."""
    extremes, beside = _extremes(frame), f"{frame.name}_reference"
    name = f"{frame.name}_reach"
    keys = ["node"] if frame.step.reference is None else ["node", "period"]
    worst = frame.turned(s("least"), s("most"))
    query = (
        frame.cells(
            *terms.columns(["subject", "period", "node"], "c"),
            worst.as_("worst"),
            exp.column("reference", table="r").as_("reference"),
        )
        .join(exp.to_table(extremes.name).as_("s"), on=terms.same(frame.scope, "c", "s"), join_type="left")
        .join(exp.to_table(beside).as_("r"), on=terms.same(keys, "c", "r"), join_type="left")
    )
    reach = exp.paren(frame.turned(s("reference") - s("worst"), s("worst") - s("reference")))
    gained = exp.paren(frame.turned(figure() - s("worst"), s("worst") - figure()))
    largest = terms.call("GREATEST", exp.Abs(this=s("reference")), exp.Abs(this=s("worst")))
    better = exp.GT(this=reach, expression=terms.double(terms.NEGLIGIBLE) * largest)
    part: exp.Expr = exp.Div(this=gained, expression=reach.copy())
    if frame.step.cap:
        part = terms.call("LEAST", part, terms.double(1))
    value = terms.case((better, exp.Mul(this=terms.double(frame.step.times), expression=part)))
    known = terms.known(figure())
    fault = terms.case(
        (exp.and_(known, s("reference").is_(exp.null())), terms.text("reference unknown")),
        (exp.and_(known.copy(), exp.Not(this=exp.paren(better.copy()))), terms.text("constant")),
    )
    return [
        extremes,
        Cte(beside, "the reference of each indicator", reference(frame)),
        Cte(name, f"worst figure and reference for {frame.step.name}", query),
        frame.result(frame.grouped(value), fault, name, ["subject", "period", "node"]),
    ]


def reference(frame: Frame) -> exp.Select:
    """The targets of the leaves, or the figures of the reference subject in each period."""
    if frame.step.reference is None:
        rows = [
            [terms.text(leaf.node), terms.double(leaf.target)]
            for leaf in frame.step.leaves
            if leaf.target is not None
        ]
        return terms.table("targets", [("node", "VARCHAR"), ("reference", "DOUBLE")], rows)
    query = exp.select(*terms.columns(["node", "period"], "c"), figure().as_("reference"))
    return query.from_(exp.to_table(TREATED).as_("c")).where(
        c("subject").eq(terms.text(frame.step.reference))
    )
