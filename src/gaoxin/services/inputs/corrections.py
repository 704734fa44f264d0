"""Recorded corrections: a typed value replaced, with a reason and a name; the file stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from gaoxin.intake.findings import Finding
from gaoxin.plan.binding import BoundColumn, Storage
from gaoxin.services.inputs.entries import Entry, Faults, read_entries
from gaoxin.services.inputs.population import Cell, Population

COLUMNS = ("kind", "subject", "period", "variable", "old", "new", "reason", "by", "on")
"""The columns of a list of corrections."""

_NEEDED = ("kind", "subject", "variable", "old", "new", "reason", "by")


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that can be applied.

    Parameters
    ----------
    entry : as recorded
    kind, subject, period, variable : which figure
    rows : rows of the kind that it holds for: several where one cell stands for every period
    values : the stored values, two of a grade
    """

    entry: Entry
    kind: str
    subject: str
    period: int
    variable: str
    rows: tuple[int, ...]
    values: tuple[Any, ...]


def read_corrections(path: Path | None, people: Mapping[str, Population], faults: Faults) -> list[Correction]:
    """Read and check a list of corrections: `old` is what the file says, `new` is a value of that column."""
    found: list[Correction] = []
    seen: set[tuple[str, str, int, str]] = set()
    for entry in read_entries(path, _NEEDED):
        if not any(entry.cells.values()):
            continue
        made = None
        if not faults.lacks(entry, ("kind", "subject", "variable", "reason", "by")):
            made = _correction(entry, people, faults)
        if made is None:
            continue
        key = (made.kind, made.subject, made.period, made.variable)
        if key in seen:
            rule = "一个数只登记一次更正 · a figure is corrected once"
            faults.add(entry, "variable", f"{made.subject} {made.variable}", rule, "留下一条 · keep one")
        seen.add(key)
        found.append(made)
    return found


def _correction(entry: Entry, people: Mapping[str, Population], faults: Faults) -> Correction | None:
    kind, variable, period = entry["kind"], entry["variable"], entry.period
    if kind not in people:
        faults.add(entry, "kind", kind, f"只能是 · one of {', '.join(people)}", "照写其中一个 · write one")
        return None
    group = people[kind]
    row = None if period is None else group.rows.get((entry["subject"], period))
    cell = None if row is None else _cell(group, row, variable)
    if row is None or cell is None or cell.bound is None:
        seen = f"{entry['subject']} {entry['period']} {variable}"
        rule = "原表有这一行、这一列 · the files have that row and that column"
        faults.add(entry, "subject", seen, rule, "核对编号、年份和指标 · check the three")
        return None
    read = _read(group, cell.bound, [cell.raw, entry["old"], entry["new"]])
    others = [cell.raw, *(c.raw for c in [group.differing.get((row, variable))] if c)]
    if not _same(entry["old"], others, _read(group, cell.bound, [entry["old"], *others])):
        rule = f"old 是原表（{cell.part.info.file} {cell.address}）里的数 · what the file says"
        faults.add(entry, "old", entry["old"] or "（空） empty", rule, f"old = {cell.raw}")
        return None
    if read[2][1]:
        rule = f"new 是“{cell.bound.heading}”这一列的值 · a value of that column"
        faults.add(entry, "new", entry["new"], rule, "写成原表那样 · write it as the file does")
        return None
    rows = tuple(_shared(group, row, variable, cell))
    return Correction(entry, kind, entry["subject"], period or 0, variable, rows, read[2][0])


def _cell(people: Population, row: int, variable: str) -> Cell | None:
    """The cell of a figure, read or not, or the empty one where it would stand."""
    if variable in people.variables:
        found = people.faulty.get((row, variable)) or people.cell(row, variable)
        return found or people.empty_cell(row, variable)
    return None


def _shared(people: Population, row: int, variable: str, cell: Cell) -> Iterator[int]:
    """The rows of a subject whose figure stands in the same cell."""
    yield row
    for other, subject in enumerate(people.subjects):
        if subject == people.subjects[row] and other != row:
            there = _cell(people, other, variable)
            if there and (there.part.info.part, there.row, there.position) == (
                cell.part.info.part, cell.row, cell.position,
            ):  # fmt: skip
                yield other


def _read(people: Population, bound: BoundColumn, cells: Sequence[str]) -> list[tuple[tuple[Any, ...], bool]]:
    return people.gathering.read(replace(bound, storage=Storage("text")), cells)


def _same(old: str, cells: Sequence[str], read: Sequence[tuple[tuple[Any, ...], bool]]) -> bool:
    """Whether `old` is what one of the cells says: the same text, or the same value."""
    mine, *theirs = read
    same = any(not mine[1] and not fails and value == mine[0] for value, fails in theirs)
    return same or old in [cell.strip() for cell in cells]


def corrected(people: Population, corrections: Sequence[Correction]) -> Population:
    """The rows with corrections in place of what the files say."""
    figures = people.figures
    changed = {(row, c.variable): c.entry["new"] for c in corrections for row in c.rows}
    for name in figures.column_names:
        base, _, end = name.partition("__")
        mine = [c for c in corrections if c.variable == base] if end in ("", "lo", "hi") else []
        if mine:
            values = figures[name].to_pylist()
            for c in mine:
                for row in c.rows:
                    values[row] = c.values[1 if end == "hi" else 0]
            place, kind = figures.column_names.index(name), figures.schema.field(name).type
            figures = figures.set_column(place, name, pa.array(values, kind))
    return replace(people, figures=figures, changed=changed)


def without(people: Population, findings: Sequence[Finding]) -> Population:
    """The rows without figures that stand open as faults."""
    figures = people.figures
    for variable in {f.variable for f in findings}:
        rows = {people.rows[f.subject, f.period] for f in findings if f.variable == variable}
        values = [None if row in rows else v for row, v in enumerate(figures[variable].to_pylist())]
        place, kind = figures.column_names.index(variable), figures.schema.field(variable).type
        figures = figures.set_column(place, variable, pa.array(values, kind))
    return replace(people, figures=figures)


def settle(
    before: Sequence[Finding], after: Sequence[Finding], corrections: Sequence[Correction], kind: str
) -> Iterator[Finding]:
    """The findings of a kind once corrections are in place; what they put right is told as corrected.

    Parameters
    ----------
    before, after : what checks found without the corrections, and with them
    """
    left = {finding.key for finding in after}
    yield from after
    for finding in before:
        if finding.key not in left:
            made = put_right(finding, corrections, kind)
            if made is not None:
                yield finding.settled("corrected", made.entry["reason"], made.entry["by"])


def put_right(finding: Finding, corrections: Sequence[Correction], kind: str) -> Correction | None:
    """The correction that a finding is most about: of its own figure first, then of its subject."""
    mine = [c for c in corrections if (c.kind, c.subject) == (kind, finding.subject)]
    return max(
        mine,
        key=lambda c: (
            (c.variable, c.period) == (finding.variable, finding.period),
            c.period == finding.period,
        ),
        default=None,
    )
