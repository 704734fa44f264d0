"""Typing and joining the parts of a kind: faulty cells, rows that stand twice, and parts that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gaoxin.engines.protocol import Gathering
from gaoxin.intake.findings import Finding
from gaoxin.plan.binding import BoundColumn
from gaoxin.plan.cell_rules import Words, address, words_of
from gaoxin.services.inputs.opening import Opened
from gaoxin.services.inputs.population import Population
from gaoxin.services.inputs.wanted import Wanted

_CONFLICT = Words(
    "同一对象、同一年份的同一指标只有一个数",
    "one figure has one value, in whatever file it stands",
    "核对后改成一致，或只留一处",
    "correct one of the two, or leave one out",
)


def join(wanted: Wanted, opened: Sequence[Opened], gathering: Gathering) -> tuple[Population, list[Finding]]:
    """Join the parts of a kind.

    Returns
    -------
    the rows, without the cells that are at fault, and those faults: all of them
    """
    parts = {part.info.part: part for part in opened}
    faults = list(_cells(wanted.kind, parts, gathering))
    findings = [finding for finding, _, _ in faults]
    findings += _twice(wanted.kind, parts, gathering)
    people = Population(wanted, parts, gathering, gathering.join())
    for finding, number, line in faults:
        row = people.rows.get((finding.subject, finding.period))
        if row is not None and finding.variable:
            cell = people.place(number, line, finding.variable, finding.period, finding.seen)
            people.faulty[row, finding.variable] = cell
    return people, [_called(people, finding) for finding in [*findings, *_conflicts(people)]]


def _called(people: Population, finding: Finding) -> Finding:
    return replace(finding, name=people.names.get(finding.subject, ""))


def _cells(
    kind: str, parts: Mapping[int, Opened], gathering: Gathering
) -> Iterator[tuple[Finding, int, int]]:
    """Every cell that cannot be read, with its part and row."""
    faults = gathering.faults()
    lines: dict[int, set[int]] = {}
    for part, row, _, _, _ in faults:
        lines.setdefault(part, set()).add(row)
    keys = {part: gathering.keys_of(part, sorted(rows)) for part, rows in lines.items()}
    for number, row, name, value, rule in faults:
        part = parts[number]
        bound = next((b for b in part.binding.columns if b.source == name), None)
        subject, period = _key(keys[number].get(row, []), bound)
        words = words_of(rule, bound)
        seen = "" if value is None else value.strip()
        finding = Finding(
            "error", f"cell.{rule.replace(' ', '_')}", kind, subject, period,
            variable=bound.variable if bound else "", file=part.info.file, sheet=part.info.sheet or "",
            cell=address(part.source.column(name).position, row), seen=seen or "（空）",
            rule_zh=words.rule_zh, rule_en=words.rule_en, next_zh=words.next_zh, next_en=words.next_en,
        )  # fmt: skip
        yield finding, number, row


def _key(keys: Sequence[tuple[str | None, int | None]], bound: BoundColumn | None) -> tuple[str, int]:
    """The subject and the period of a cell; no period where its row has several."""
    subject = next((subject for subject, _ in keys if subject), "")
    if bound is not None and bound.year is not None:
        return subject, bound.year
    return subject, (keys[0][1] or 0) if len(keys) == 1 else 0


def _twice(kind: str, parts: Mapping[int, Opened], gathering: Gathering) -> Iterator[Finding]:
    words = words_of("duplicate", None)
    told: set[tuple[int, str, tuple[int, ...]]] = set()
    for number, subject, period, rows in gathering.twice():
        if (number, subject, tuple(rows)) in told:  # a row of several years stands twice once
            continue
        told.add((number, subject, tuple(rows)))
        part = parts[number]
        position = part.source.column(part.binding.subject.source).position
        cells = ", ".join(address(position, row) for row in rows)
        listed = ", ".join(map(str, rows))
        yield Finding(
            "error", "duplicate", kind, subject, period, file=part.info.file, sheet=part.info.sheet or "",
            cell=cells, seen=f"{subject} {period or ''}".strip() + f"（行 {listed}）", rule_zh=words.rule_zh,
            rule_en=words.rule_en, next_zh=words.next_zh, next_en=words.next_en,
        )  # fmt: skip


def _conflicts(people: Population) -> Iterator[Finding]:
    for found in people.gathering.conflicts():
        variable, period = found["variable"], found["period"]
        row = people.rows[found["subject"], period]
        one = people.place(found["part"], found["row"], variable, period, found["raw"])
        other = people.place(found["other_part"], found["other_row"], variable, period, found["other_raw"])
        where = f"{other.part.info.file} {other.part.info.sheet or ''}".strip()
        people.differing[row, variable] = other
        seen = f"{one.shown}（{one.address}）≠ {other.shown}（{where} {other.address}）"
        yield people.finding(row, "error", "conflict", _CONFLICT, variable=variable, seen=seen, cell=one)
