"""Verdicts in the long form: one row for each condition, with the reason why it is unknown."""

from __future__ import annotations

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.render import case, column
from gaoxin.plan.steps import RowPlan

KEPT = "verdicts"


def long_query(plan: RowPlan, final: exp.Select) -> tuple[Cte, exp.Select]:
    """The kept result of a plan, and the query that gives a row for each of its verdicts and conditions."""
    picked = final.copy()
    for reason in plan.reasons:
        told = [
            case([(exp.Is(this=column(name), expression=exp.null()), exp.Literal.string(label))])
            for name, label in reason.inputs
        ]
        words: list[exp.Expression] = [exp.Literal.string("; "), *told]
        picked = picked.select(
            exp.alias_(
                exp.Anonymous(this="concat_ws", expressions=words), f"why:{reason.output}", quoted=True
            )
        )
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
    value = column(name)
    if not condition:
        result: exp.Expression = value
    else:
        words = {word: exp.Literal.string(word) for word in ("true", "false", "unknown", "not_applicable")}
        ways = [(value, words["true"]), (exp.Not(this=value), words["false"])]
        result = case(ways, words["unknown"])
    unknown = exp.EQ(this=result, expression=exp.Literal.string("unknown"))
    reason = next((r for r in plan.reasons if r.output == name), None)
    why = exp.Literal.string("")
    if reason is not None:
        missing = column(f"why:{name}")
        told = case(
            [(exp.NEQ(this=missing, expression=exp.Literal.string("")), missing)],
            exp.Literal.string(reason.otherwise),
        )
        why = case([(unknown, told)], exp.Literal.string(""))
    parts = {
        "verdict": exp.Literal.string(verdict), "condition": exp.Literal.string(condition), "result": result, "why": why,
    }  # fmt: skip
    return exp.Struct(
        expressions=[exp.PropertyEQ(this=exp.to_identifier(k), expression=v) for k, v in parts.items()]
    )
