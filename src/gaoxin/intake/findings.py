"""Findings: faults of the data, each with its cell, what was seen, the rule and the next step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Level = Literal["error", "warning"]
State = Literal["open", "explained", "corrected"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the data, with the columns of a run's table of findings.

    Parameters
    ----------
    level : an error blocks; a warning passes with a typed reason
    check : id of the check; of a cell that cannot be read, ``cell.<rule>``
    kind, subject, period, name : whose row; a fault of a whole file has no subject
    variable : the figure; empty where the fault is of a row or a file
    file, sheet, cell : where it stands: ``B7``, several cells with a comma between them
    seen : what stands there
    rule_zh, rule_en, next_zh, next_en : the rule, and what to do
    state : corrected by a recorded correction, or explained by a typed reason
    reason, by : of the correction or the explanation
    """

    level: Level
    check: str
    kind: str
    subject: str = ""
    period: int = 0
    name: str = ""
    variable: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    seen: str = ""
    rule_zh: str = ""
    rule_en: str = ""
    next_zh: str = ""
    next_en: str = ""
    state: State = "open"
    reason: str = ""
    by: str = ""

    @property
    def key(self) -> tuple[str, str, str, int, str]:
        """What tells a finding from others, whatever the figures: check, kind, subject, period, variable."""
        return (self.check, self.kind, self.subject, self.period, self.variable)

    def settled(self, state: State, reason: str, by: str) -> Finding:
        """The same finding, explained or corrected."""
        return replace(self, state=state, reason=reason, by=by)


def in_order(finding: Finding) -> tuple[object, ...]:
    """Errors first, then by kind, file, sheet, check, subject and period."""
    place = (finding.kind, finding.file, finding.sheet, finding.check, finding.subject, finding.period)
    return (finding.level != "error", *place, finding.variable, finding.cell)
