"""Ranks as scores: rank, percentile_rank and borda."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.frame import Frame, c, figure, no_fault, s, unless_known


def rank(frame: Frame) -> list[Cte]:
    """1 for the worst known figure of the scope."""
    return _ranked(frame, _place(frame), no_fault())


def borda(frame: Frame) -> list[Cte]:
    """The number of known figures that are worse."""
    return _ranked(frame, exp.Sub(this=_place(frame), expression=terms.double(1)), no_fault())


def percentile_rank(frame: Frame) -> list[Cte]:
    """The share of the other figures that are worse."""
    others = terms.call("NULLIF", s("number") - exp.Literal.number(1), exp.Literal.number(0))
    worse = exp.paren(exp.Sub(this=_place(frame), expression=terms.double(1)))
    share = exp.Div(this=worse, expression=exp.cast(others, "DOUBLE"))
    value = exp.Mul(this=terms.double(frame.step.times), expression=share)
    return _ranked(frame, value, unless_known(others, "group of one"))


def _ranked(frame: Frame, value: exp.Expr, fault: exp.Expr) -> list[Cte]:
    scale = f"{frame.name}_largest"
    largest = exp.Max(this=exp.Abs(this=figure()))
    number = exp.Count(this=figure())
    comment = "the largest figure, whose digits decide what a tie is"
    return [
        Cte(scale, comment, frame.statistics(largest.as_("largest"), number.as_("number"))),
        frame.result(frame.grouped(value), fault, scale),
    ]


def _place(frame: Frame) -> exp.Expr:
    rounded: exp.Expr = figure()
    if frame.step.digits is not None:
        rounded = terms.to_digits(figure(), s("largest"), frame.step.digits)
    value = frame.turned(rounded, exp.Neg(this=exp.paren(rounded.copy())))
    return terms.places(value, [c(name) for name in frame.scope], frame.step.ties)
