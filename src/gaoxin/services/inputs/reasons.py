"""Typed reasons: a warning that has one is explained."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gaoxin.formula.program import Program
from gaoxin.intake.findings import Finding
from gaoxin.services.inputs.entries import Entry, Faults, read_entries

COLUMNS = ("check", "kind", "subject", "period", "variable", "type", "reason", "by", "on")
"""The columns of a list of reasons."""

_NEEDED = ("check", "kind", "subject", "type", "reason", "by")


@dataclass(frozen=True, slots=True)
class Reason:
    """A typed reason; without a period, or a variable, it holds for all of the subject."""

    entry: Entry
    check: str
    kind: str
    subject: str
    period: int
    variable: str
    text: str
    by: str

    def explains(self, finding: Finding) -> bool:
        """Whether it is about a finding."""
        return (
            (finding.check, finding.kind, finding.subject) == (self.check, self.kind, self.subject)
            and self.period in (0, finding.period)
            and self.variable in ("", finding.variable)
        )


def reason_types(programs: Sequence[Program]) -> dict[str, str]:
    """The kinds of reasons of the packs in use: every way to write one -> its Chinese title."""
    found: dict[str, str] = {}
    for program in programs:
        for name, kind in program.pack.reason_types.items():
            found |= dict.fromkeys((name, kind.title.zh, kind.title.en), kind.title.zh)
    return found


def read_reasons(
    path: Path | None, programs: Sequence[Program], kinds: Sequence[str], faults: Faults
) -> list[Reason]:
    """Read a list of reasons, or a filled list of findings; rows that nobody filled in are left out."""
    types = reason_types(programs)
    checks = {name for program in programs for name in program.pack.checks}
    variables = {name for program in programs for name in program.variables}
    found: list[Reason] = []
    for entry in read_entries(path, _NEEDED):
        if not (entry["type"] or (entry["reason"] and not entry["state"])):
            continue
        known: dict[str, Collection[str]] = {
            "check": checks,
            "kind": kinds,
            "type": types,
            "variable": {*variables, ""},
        }
        before = len(faults.listed)
        faults.lacks(entry, _NEEDED)
        _refuse_unknown(entry, known, faults)
        if len(faults.listed) == before:
            text = f"{types[entry['type']]}：{entry['reason']}"
            check, kind, subject = (entry[column] for column in ("check", "kind", "subject"))
            period, variable = entry.period or 0, entry["variable"]
            found.append(Reason(entry, check, kind, subject, period, variable, text, entry["by"]))
    return found


def _refuse_unknown(entry: Entry, known: Mapping[str, Collection[str]], faults: Faults) -> None:
    for column, words in known.items():
        if entry[column] and entry[column] not in words:
            listed = ", ".join(sorted(words)) if column != "variable" else "所用标准的指标 variables"
            faults.add(entry, column, entry[column], f"只能是 · one of {listed}", "照写其中一个 · write one")
    if entry.period is None:
        faults.add(entry, "period", entry["period"], "年份是四位整数 · a period is a year", "2024")


def explain(findings: Sequence[Finding], reasons: Sequence[Reason], faults: Faults) -> Iterator[Finding]:
    """The findings, those warnings explained that have a reason; an error is never explained away."""
    by_subject: dict[tuple[str, str, str], list[Reason]] = {}
    for reason in reasons:
        by_subject.setdefault((reason.check, reason.kind, reason.subject), []).append(reason)
    for finding in findings:
        about = by_subject.get((finding.check, finding.kind, finding.subject), [])
        reason = next((reason for reason in about if reason.explains(finding)), None)
        if reason is None or finding.state != "open":
            yield finding
        elif finding.level == "error":
            rule = "错误只能更正，不能说明 · an error is corrected, not explained"
            step = "改 corrections.csv 或原表 · correct it"
            faults.add(reason.entry, "check", f"{finding.check} {finding.subject}", rule, step)
            yield finding
        else:
            yield finding.settled("explained", reason.text, reason.by)


def stale(findings: Sequence[Finding], reasons: Sequence[Reason]) -> Iterator[str]:
    """Reasons that no finding asks for any more."""
    asked = {(f.check, f.kind, f.subject) for f in findings}
    for reason in reasons:
        if (reason.check, reason.kind, reason.subject) not in asked:
            entry = reason.entry
            yield (
                f"{entry.file}:{entry.line}: {reason.check} {reason.subject}: "
                "已没有这条警告 · nothing asks for this reason"
            )
