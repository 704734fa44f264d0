"""Verdicts in the long form: one row for each condition, with the reason why it is unknown."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.render import case, column
from gaoxin.plan.steps import Reason, RowPlan

KEPT = "verdicts"


def long_query(plan: RowPlan, final: exp.Select) -> tuple[Cte, exp.Select]:
    """The kept result of a plan, and the query that gives a row for each of its verdicts and conditions."""
    picked = final.copy()
    for reason in plan.reasons:
        told = [
            case([(_missing(name, founded), exp.Literal.string(words))])
            for name, words, founded in reason.inputs
        ]
        picked = picked.select(exp.alias_(_joined(told), f"why:{reason.output}", quoted=True))
        extra = [reason.applies, *(flag for _, flag in reason.marks)]
        picked = picked.select(*(column(name) for name in extra if name))
    cells = [_cell(plan, output.name) for output in plan.outputs]
    rows = exp.Anonymous(this="unnest", expressions=[exp.Array(expressions=cells)])
    inner = exp.select(column("subject"), column("period"), exp.alias_(rows, "cell", quoted=True)).from_(KEPT)
    fields = [
        exp.alias_(
            exp.Dot(this=column("cell"), expression=exp.to_identifier(name, quoted=True)), name, quoted=True
        )
        for name in ("verdict", "condition", "result", "why")
    ]
    query = exp.select(column("subject"), column("period"), *fields).from_(inner.subquery("cells"))
    return Cte(KEPT, "verdicts and conditions, a column each", picked), query


def _cell(plan: RowPlan, name: str) -> exp.Expression:
    verdict, _, condition = name.partition(".")
    reason = next(r for r in plan.reasons if r.output == name)
    result = _result(name, reason) if condition else column(name)
    unknown = exp.EQ(this=result, expression=exp.Literal.string("unknown"))
    missing = column(f"why:{name}")
    told = case(
        [(exp.NEQ(this=missing, expression=exp.Literal.string("")), missing)],
        exp.Literal.string(reason.otherwise),
    )
    marks = [
        exp.Literal.string(words) if flag is None else case([(column(flag), exp.Literal.string(words))])
        for words, flag in reason.marks
    ]
    why = _joined([case([(unknown, told)]), *marks])
    parts = {
        "verdict": exp.Literal.string(verdict), "condition": exp.Literal.string(condition), "result": result, "why": why,
    }  # fmt: skip
    return exp.Struct(
        expressions=[exp.PropertyEQ(this=exp.to_identifier(k), expression=v) for k, v in parts.items()]
    )


def _result(name: str, reason: Reason) -> exp.Expression:
    """The verdict of a condition in words."""
    value = column(name)
    ways = [(value, exp.Literal.string("true")), (exp.Not(this=value), exp.Literal.string("false"))]
    if reason.applies is not None:
        ways.append((exp.Not(this=column(reason.applies)), exp.Literal.string("not_applicable")))
    return case(ways, exp.Literal.string("unknown"))


def _missing(name: str, founded: str | None) -> exp.Expression:
    """Whether an input is missing: a year before founding has none."""
    empty = exp.Is(this=column(name), expression=exp.null())
    if founded is None:
        return empty
    return exp.And(this=empty, expression=exp.Coalesce(this=column(founded), expressions=[exp.true()]))


def _joined(words: list[exp.Expression]) -> exp.Expression:
    """Words with semicolons between them, leaving out what is NULL."""
    return exp.Anonymous(this="concat_ws", expressions=[exp.Literal.string("; "), *words])
