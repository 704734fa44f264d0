"""Ratios to the scope, share_of_max and ratio_to_mean, and to a reference."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.frame import Frame, figure, s, unless_known
from gaoxin.engines.sql.index.scales import reference


def share_of_max(frame: Frame) -> list[Cte]:
    """The figure over the greatest; the least over the figure where less is better."""
    most, least = exp.Max(this=figure()), exp.Min(this=figure())
    return _ratio(frame, most, least)


def ratio_to_mean(frame: Frame) -> list[Cte]:
    """The figure over the mean; the mean over the figure where less is better."""
    mean = exp.Div(this=terms.ordered_sum(figure()), expression=exp.Count(this=figure()))
    return _ratio(frame, mean, mean.copy())


def ratio_to_reference(frame: Frame) -> list[Cte]:
    """The figure over a target, or over that of a subject; the other way round where less is better."""
    beside, zero = f"{frame.name}_reference", terms.double(0)
    keys = ["node"] if frame.step.reference is None else ["node", "period"]
    up = terms.case((s("reference") > zero, figure() / s("reference")))
    ratio = frame.turned(up, terms.case((figure() > zero.copy(), s("reference") / figure())))
    if frame.step.cap:
        ratio = terms.case((terms.known(ratio), terms.call("LEAST", ratio.copy(), terms.double(1))))
    lacking = exp.and_(terms.known(figure()), s("reference").is_(exp.null()))
    fault = terms.case(
        (lacking, terms.text("reference unknown")), otherwise=unless_known(ratio, "not positive")
    )
    value = exp.Mul(this=terms.double(frame.step.times), expression=ratio.copy())
    return [
        Cte(beside, "the reference of each indicator", reference(frame)),
        frame.result(value, fault, beside, keys),
    ]


def _ratio(frame: Frame, upper: exp.Expr, lower: exp.Expr) -> list[Cte]:
    scale = f"{frame.name}_scale"
    zero = terms.double(0)
    up = terms.case((s("upper") > zero, figure() / s("upper")))
    if frame.step.turn == "negate":
        down = terms.case((exp.NEQ(this=s("lower"), expression=zero.copy()), figure() / s("lower")))
    else:
        down = terms.case((figure() > zero.copy(), s("lower") / figure()))
    ratio = frame.turned(up, down)
    value = exp.Mul(this=terms.double(frame.step.times), expression=ratio)
    comment = f"what figures are divided by for {frame.step.name}"
    return [
        Cte(scale, comment, frame.statistics(upper.as_("upper"), lower.as_("lower"))),
        frame.result(value, unless_known(ratio, "not positive"), scale),
    ]
