"""Verdicts and their conditions, with the reason of each that is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.program import Program
from gaoxin.plan.reasons import coded
from gaoxin.plan.rows import verdict_plan
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.files import TableFiles

_MISSED, _CUT = r"(^|; )[^!?~]", r"(^|; )~"
"""At least one is missing that the subject itself reports; at least one is cut off by a change of calibre."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came out of the verdicts of a pack: Arrow tables for `verdicts` and `conditions`."""

    verdicts: Any
    conditions: Any


def judge(engine: Engine, program: Program, task: Task) -> Outcomes:
    """Judge every row by every verdict of a pack."""
    long = engine.long(coded(program, verdict_plan(program)), task).arrow()
    whole = pc.equal(long["condition"], "")
    verdicts, conditions = long.filter(whole), long.filter(pc.invert(whole))
    result, reason = conditions["result"], conditions["why"]
    truth = pc.if_else(
        pc.is_in(result, pa.array(["true", "false"])), pc.equal(result, "true"), pa.scalar(None, pa.bool_())
    )
    without = conditions.drop_columns(["result", "why"])
    return Outcomes(
        verdicts.select(["subject", "period", "verdict", "result"]),
        without.append_column("result", truth)
        .append_column("why", _why(result, reason))
        .append_column("missing", _missing(result, reason)),
    )


def _why(result: Any, reason: Any) -> Any:
    """Why a condition is neither true nor false: empty where it is one of them."""
    unknown = pc.if_else(
        pc.match_substring_regex(reason, _MISSED),
        "missing",
        pc.if_else(
            pc.match_substring_regex(reason, _CUT),
            "break",
            pc.if_else(pc.equal(reason, "?doubtful"), "doubtful", "jury"),
        ),
    )
    told = pc.if_else(pc.equal(result, "unknown"), unknown, "")
    return pc.if_else(pc.equal(result, "not_applicable"), "not_applicable", told)


def _missing(result: Any, reason: Any) -> Any:
    """The variables that an unknown condition lacks, those of a jury and those cut off too."""
    named = pc.and_(pc.equal(result, "unknown"), pc.invert(pc.starts_with(reason, "?")))
    return pc.if_else(named, pc.replace_substring_regex(reason, "[!~]", ""), "")


def add_outcomes(files: TableFiles, pack: str, kind: str, found: Outcomes) -> None:
    """Add what came out to the tables of a run."""
    for name, table in (("verdicts", found.verdicts), ("conditions", found.conditions)):
        files.add(name, {"pack": pack, "kind": kind, **{c: table[c] for c in table.column_names}})
