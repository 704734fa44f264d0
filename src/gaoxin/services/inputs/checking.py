"""Running the checks of packs over the rows of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gaoxin.base.identifiers import is_credit_code
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.checks import CHECKS, with_checks
from gaoxin.formula.inputs import inputs
from gaoxin.formula.program import Program, Rule
from gaoxin.intake.findings import Finding
from gaoxin.intake.headings import key
from gaoxin.plan.cell_rules import Words, words_of
from gaoxin.plan.rows import verdict_plan
from gaoxin.services.inputs.population import Cell, Population
from gaoxin.services.inputs.slipping import unit_slips
from gaoxin.services.inputs.standing import is_no_subject, no_subjects, without_row
from gaoxin.spec import Check, Identifier, MissingAfterValue

EARLY = "cell.founded"
"""Id of the check of figures before the founding."""

_NEXT = {
    "error": (
        "更正原表后重新检查，或在 corrections.csv 里登记更正",
        "correct the file, or record a correction",
    ),
    "warning": (
        "核对；有误就更正，属实就在 reasons.csv 里写明原因类型和说明",
        "verify it; correct it, or give a typed reason in reasons.csv",
    ),
}
_SPOILT = Words(
    "编号末尾是000：电子表格只保留15位有效数字，后三位可能已丢失",
    "the code ends in 000: a spreadsheet keeps 15 digits, the last three may be lost",
    "把这一列设为文本格式，对照营业执照重新录入",
    "format the column as text and enter the code again from the licence",
)


def run_checks(
    engine: Engine, programs: Sequence[Program], people: Population, others: Mapping[str, Population]
) -> Iterator[Finding]:
    """Every finding of the rows of a kind: checks of all packs, rows that are none, figures before founding.

    Parameters
    ----------
    programs : whose checks are run
    people : the rows
    others : the rows of every kind, for figures over members
    """
    yield from no_subjects(people)
    yield from before_founding(people)
    for program in programs:
        yield from _formulas(engine, program, people, others)
        for name, check in program.pack.checks.items():
            if (check.subject or program.pack.subject) != people.kind:
                continue
            if check.identifier is not None:
                yield from _identifiers(name, check, check.identifier, people)
            if check.missing_after_value is not None:
                yield from _missing(name, check, check.missing_after_value, people)
                if not check.missing_after_value.variables:
                    yield from without_row(people, check.level, name, words_for(check))
            if check.unit_slip is not None:
                for row, variable, seen in unit_slips(check.unit_slip, people):
                    cell, words = people.cell(row, variable), words_for(check)
                    yield people.finding(
                        row, check.level, name, words, variable=variable, seen=seen, cell=cell
                    )


def words_for(check: Check) -> Words:
    """The rule of a check and the next step."""
    zh, en = (check.next.zh, check.next.en) if check.next else _NEXT[check.level]
    return Words(check.title.zh, check.title.en, zh, en)


def before_founding(people: Population) -> Iterator[Finding]:
    """Figures of years that ended before the subject was founded; zero is no figure."""
    if people.subject.founded not in people.variables or not people.dated:
        return
    founded: list[date | None] = people.column(people.subject.founded or "")
    early = [
        row
        for row, day in enumerate(founded)
        if day is not None and people.periods[row] and day.year > people.periods[row]
    ]
    figures = [n for n, v in people.variables.items() if v.type in ("number", "real") and not v.constant]
    for variable in figures if early else []:
        values = people.column(variable)
        for row in (row for row in early if values[row]):
            seen = f"{people.said(row, variable)}；{founded[row]}"
            cell, words = people.cell(row, variable), words_of("founded", None)
            yield people.finding(row, "error", EARLY, words, variable=variable, seen=seen, cell=cell)


def _formulas(
    engine: Engine, program: Program, people: Population, others: Mapping[str, Population]
) -> Iterator[Finding]:
    rules = [rule for rule in program.rules if rule.subject == people.kind]
    if not rules or not people.subjects:
        return
    judged = with_checks(program, people.kind)
    plan = verdict_plan(judged)
    members = {r.frame.subject: others[r.frame.subject] for r in plan.rollups if r.frame.subject in others}
    as_of = None if people.dated else date.today()
    task = Task(people.table(), {kind: found.table() for kind, found in members.items()}, as_of)
    result = engine.rows(plan, task).arrow()
    rows = [
        people.rows[k] for k in zip(result["subject"].to_pylist(), result["period"].to_pylist(), strict=True)
    ]
    for rule in rules:
        held = result[f"{CHECKS}.{rule.name}"].to_pylist()
        for row in (row for row, holds in zip(rows, held, strict=True) if holds is False):
            yield _broken(judged, rule, people, row)


def _broken(program: Program, rule: Rule, people: Population, row: int) -> Finding:
    """A formula check that does not hold, with every figure that it reads."""
    said: list[tuple[str, Cell | None]] = []
    first: Cell | None = None
    for ref in inputs(program, rule.test.require):
        there = people.rows.get((people.subjects[row], people.periods[row] - ref.shift))
        if there is None or ref.name not in people.variables:
            continue
        cell = people.cell(there, ref.name)
        year = f"{people.periods[there]}年" if ref.shift else ""
        said.append((f"{year}{people.variables[ref.name].title.zh} {people.said(there, ref.name)}", cell))
        if cell is not None and (first is None or (ref.name == rule.variable and not ref.shift)):
            first = cell
    seen = "；".join(f"{figure}{_beside(cell, first)}" for figure, cell in said)
    words = words_for(rule.spec)
    return people.finding(
        row, rule.spec.level, rule.name, words, variable=rule.variable, seen=seen, cell=first
    )


def _beside(cell: Cell | None, first: Cell | None) -> str:
    """The address of a cell, with its file or sheet where these are not those of the first one."""
    if cell is None or first is None:
        return ""
    mine, other = cell.part.info, first.part.info
    if mine.part == other.part:
        return f"（{cell.address}）"
    where = [mine.file] if mine.file != other.file else []
    return f"（{'!'.join([*where, *([mine.sheet] if mine.sheet else []), cell.address])}）"


def _identifiers(name: str, check: Check, spec: Identifier, people: Population) -> Iterator[Finding]:
    """Identifiers that are no such codes, once each, at the first cell that has them."""
    accepted = {key(heading) for heading in spec.headings}
    told: set[str] = set()
    for (subject, period), lines in people.lines.items():
        part = next((n for n, _ in lines if key(people.parts[n].binding.subject.heading) in accepted), None)
        if part is None or subject in told or is_no_subject(subject):
            continue
        good, spoilt = is_credit_code(subject), subject.isdigit() and subject.endswith("000")
        if good and not spoilt:
            continue
        told.add(subject)
        line = next(line for n, line in lines if n == part)
        found = people.parts[part]
        position = found.source.column(found.binding.subject.source).position
        cell = Cell(found, line, None, position, subject)
        words = _SPOILT if spoilt else words_for(check)
        level = "warning" if good else check.level
        yield people.finding(people.rows[subject, period], level, name, words, seen=subject, cell=cell)


def _missing(name: str, check: Check, spec: MissingAfterValue, people: Population) -> Iterator[Finding]:
    """Figures that were reported for the year before, in rows that are there."""
    names = spec.variables or tuple(
        n for n, v in people.variables.items() if v.type in ("number", "real") and not v.constant
    )
    for variable in names:
        if variable not in people.variables or people.variables[variable].missing != "unknown":
            continue
        values = people.column(variable)
        for row, before in enumerate(people.before):
            if values[row] is not None or before is None or values[before] is None:
                continue
            if (row, variable) in people.faulty:
                continue
            seen = (
                f"{people.periods[before]}年 {people.said(before, variable)}；{people.periods[row]}年 （空）"
            )
            cell, words = people.empty_cell(row, variable), words_for(check)
            yield people.finding(row, check.level, name, words, variable=variable, seen=seen, cell=cell)
