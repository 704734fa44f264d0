"""Verdicts in the long form: one row for each condition, with the reason why it is unknown."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.terms import call, case, column, equal, is_null, named, text
from gaoxin.plan.steps import Reason, RowPlan

KEPT = "verdicts"


def long_query(plan: RowPlan, final: exp.Query) -> tuple[Cte, exp.Select]:
    """The kept result of a plan, and the query that gives a row for each of its verdicts and conditions."""
    more: list[exp.Expr] = []
    for reason in plan.reasons:
        told = [case((_missing(name, founded), text(words))) for name, words, founded in reason.inputs]
        more.append(named(_joined(told), f"why:{reason.output}"))
        extra = [reason.applies, *(flag for _, flag in reason.marks)]
        more += [column(name) for name in extra if name]
    picked = final.copy().select(*more, copy=False)
    cells = [_cell(plan, output.name) for output in plan.outputs]
    rows = call("unnest", exp.Array(expressions=cells))
    inner = exp.select(column("subject"), column("period"), named(rows, "cell")).from_(KEPT)
    fields = [
        named(exp.Dot(this=column("cell"), expression=exp.to_identifier(name, quoted=True)), name)
        for name in ("verdict", "condition", "result", "why")
    ]
    query = exp.select(column("subject"), column("period"), *fields).from_(inner.subquery("cells"))
    return Cte(KEPT, "verdicts and conditions, a column each", picked), query


def _cell(plan: RowPlan, name: str) -> exp.Expr:
    verdict, _, condition = name.partition(".")
    reason = next(r for r in plan.reasons if r.output == name)
    result = _result(name, reason) if condition else column(name)
    unknown = equal(result, text("unknown"))
    missing = column(f"why:{name}")
    told = case((exp.NEQ(this=missing, expression=text("")), missing), otherwise=text(reason.otherwise))
    marks = [
        text(words) if flag is None else case((column(flag), text(words))) for words, flag in reason.marks
    ]
    why = _joined([case((unknown, told)), *marks])
    parts = {"verdict": text(verdict), "condition": text(condition), "result": result, "why": why}
    return exp.Struct(
        expressions=[exp.PropertyEQ(this=exp.to_identifier(k), expression=v) for k, v in parts.items()]
    )


def _result(name: str, reason: Reason) -> exp.Expr:
    """The verdict of a condition in words."""
    value = column(name)
    ways = [(value, text("true")), (exp.Not(this=value), text("false"))]
    if reason.applies is not None:
        ways.append((exp.Not(this=column(reason.applies)), text("not_applicable")))
    return case(*ways, otherwise=text("unknown"))


def _missing(name: str, founded: str | None) -> exp.Expr:
    """Whether an input is missing: a year before founding has none."""
    empty = is_null(column(name))
    if founded is None:
        return empty
    return exp.And(this=empty, expression=exp.Coalesce(this=column(founded), expressions=[exp.true()]))


def _joined(words: Sequence[exp.Expr]) -> exp.Expr:
    """Words with semicolons between them, leaving out what is NULL."""
    if not words:
        return text("")
    return call("concat_ws", text("; "), *words)
