"""Ratios to a base period of the same subject."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.frame import Frame, c, figure


def base_period(frame: Frame) -> list[Cte]:
    """100 times the ratio to the base period, and why there is none."""
    chain = f"{frame.name}_chain"
    base = exp.Literal.number(frame.step.base)
    at_base = terms.case((c("period").eq(base), figure()))
    query = frame.cells(
        *terms.columns(frame.cell, "c"),
        exp.Window(this=exp.Max(this=at_base), partition_by=_series()).as_("base"),
        _links(frame, after=True).as_("links_after"),
        _links(frame, after=False).as_("links_before"),
    )
    later = c("period") >= base
    years = exp.Abs(this=c("period") - base)
    linked = terms.case((later, c("links_after")), otherwise=c("links_before")).eq(years)
    zero = terms.double(0)
    negative = frame.turned(figure() < zero, figure() <= zero)
    reasons = [
        (figure().is_(exp.null()), exp.null()),
        *((between, terms.text("calibre changed")) for between in _walls(frame)),
        (c("base").is_(exp.null()), terms.text("base unknown")),
        (exp.or_(c("base") <= zero, negative), terms.text("not positive")),
    ]
    if frame.step.chained:
        reasons.append((exp.Not(this=exp.paren(linked)), terms.text("chain broken")))
    ratio = frame.turned(figure() / c("base"), c("base") / figure())
    whole = exp.cast(terms.case(*reasons), "VARCHAR")
    fault = Frame(frame.step, f"{frame.name}_checked", frame.plan, whole=True)
    checked = fault.cells(
        exp.Column(this=exp.Star(), table=exp.to_identifier("c")), whole.as_("fault"), source=chain
    )
    sound = exp.and_(terms.known(figure()), c("fault").is_(exp.null()))
    value = terms.case((sound, exp.Mul(this=ratio, expression=terms.double(100))))
    result = fault.cells(
        *terms.columns(frame.cell, "c"), value.as_("normalised"), c("fault"), source=fault.name
    )
    return [
        Cte(chain, f"the figure of {frame.step.base}, and how many years between are above zero", query),
        Cte(fault.name, "where the ratio to the base has no meaning, and why", checked),
        Cte(frame.name, str(frame.step), result),
    ]


def _walls(frame: Frame) -> list[exp.Expr]:
    """For each break of a leaf, whether it lies between a cell's period and the base."""
    return [
        exp.and_(
            c("node").eq(terms.text(leaf.node)),
            c("period") < exp.Literal.number(wall)
            if frame.step.base >= wall
            else c("period") >= exp.Literal.number(wall),
        )
        for leaf in frame.step.leaves
        for wall in leaf.walls
    ]


def _series() -> list[exp.Expr]:
    return terms.columns(["subject", "node"], "c")


def _links(frame: Frame, *, after: bool) -> exp.Expr:
    """Count the years above zero from the base period (included) to the row's own (excluded)."""
    base = exp.Literal.number(frame.step.base)
    side = c("period") >= base if after else c("period") <= base
    link = terms.case((exp.and_(side, figure() > terms.double(0)), exp.Literal.number(1)))
    return exp.Window(
        this=exp.Count(this=link),
        partition_by=_series(),
        order=exp.Order(expressions=[exp.Ordered(this=c("period"), desc=not after)]),
        spec=exp.WindowSpec(
            kind="ROWS",
            start="UNBOUNDED",
            start_side="PRECEDING",
            end=exp.Literal.number(1),
            end_side="PRECEDING",
        ),
    )
