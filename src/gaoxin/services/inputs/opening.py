"""Opening the parts of a kind: file, headings and period, each fault a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from gaoxin.base.errors import DataError, Fault, Place
from gaoxin.engines.protocol import Table
from gaoxin.intake import open_table
from gaoxin.intake.findings import Finding
from gaoxin.plan.binding import Binding, Source
from gaoxin.plan.cell_rules import address
from gaoxin.services.hashing import file_hash
from gaoxin.services.inputs.gathered import Part, PartColumn, PartInfo
from gaoxin.services.inputs.wanted import Wanted, of_period

_RULES = {
    "file": ("文件完整可读，第一行是表头", "打开核对后另存，或重新导出"),
    "headings": ("表头与指标一一对应（名称、单位、年份）", "改正表头后重新检查"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A part that can be typed.

    Parameters
    ----------
    info : as findings and manifests name it
    table : its rows, with what the columns mean
    """

    info: PartInfo
    table: Table

    @property
    def binding(self) -> Binding:
        """What its columns mean."""
        assert self.table.binding is not None
        return self.table.binding

    @property
    def source(self) -> Source:
        """Its rows."""
        return self.table.source


def open_parts(wanted: Wanted, parts: Sequence[Part], first: int) -> tuple[list[Opened], list[Finding]]:
    """Open the parts of a kind.

    Parameters
    ----------
    first : number of the first part; parts that cannot be opened have a number too

    Returns
    -------
    the parts that can be typed, and the faults of the others

    Raises
    ------
    UsageError : a file, sheet or table that is not there
    """
    opened: list[Opened] = []
    findings: list[Finding] = []
    for number, part in enumerate(parts, first):
        file = part.name or (str(part.path) if isinstance(part.path, (str, Path)) else f"<{wanted.kind}>")
        source: Source | None = None
        try:
            source = open_table(part.path, sheet=part.sheet, name=part.table)
            binding = _dated(_filled(wanted.bind(source), source), source, part)
        except DataError as error:
            findings += [_finding(wanted.kind, file, source, part, fault) for fault in error.faults]
            continue
        opened.append(Opened(_info(number, wanted.kind, file, part, source, binding), Table(source, binding)))
    return opened, findings


def _filled(binding: Binding, source: Source) -> Binding:
    """The binding, which has a figure: a table in which no heading is one has lost them all."""
    if not binding.columns:
        seen = f"没有一列是所用标准的指标 · no column is a variable: {', '.join(binding.ignored) or '—'}"
        rule, step = "a table holds variables of the packs in use", "mend the headings, or leave the file out"
        raise DataError([Fault(Place(source.name), "headings", seen, rule, step)])
    return binding


def _dated(binding: Binding, source: Source, part: Part) -> Binding:
    """The binding with the period that was set for the part."""
    if part.period is None:
        return binding
    if binding.period is not None or binding.years:
        stated = binding.period.heading if binding.period else ", ".join(map(str, binding.years))
        seen, rule = f"period {part.period}, and the table states {stated}", "a part states its years once"
        raise DataError([Fault(Place(source.name), "period", seen, rule, "leave out `period` for this file")])
    return of_period(binding, part.period)


def _finding(kind: str, file: str, source: Source | None, part: Part, fault: Fault) -> Finding:
    check = "file" if source is None else "headings"
    cell, sheet = "", part.sheet or part.table or ""
    if source is not None:
        sheet = source.sheet or sheet
        row = source.heading_rows[1] if source.heading_rows else 1
        cell = address(fault.place.column, row) if fault.place.column else ""
    rule_zh, next_zh = _RULES[check]
    line = f"第{fault.place.line}行 · line {fault.place.line}, " if fault.place.line else ""
    beside = "".join(f"；{notice}" for notice in source.notices) if source is not None else ""
    seen = f"{line}{fault.object}: {fault.seen}{beside}"
    return Finding(
        "error", check, kind, file=file, sheet=sheet, cell=cell, seen=seen,
        rule_zh=rule_zh, rule_en=fault.rule, next_zh=next_zh, next_en=fault.next_step,
    )  # fmt: skip


def _info(number: int, kind: str, file: str, part: Part, source: Source, binding: Binding) -> PartInfo:
    columns = tuple(
        PartColumn(c.variable, c.year, source.column(c.source).position, c.heading, c.unit)
        for c in binding.columns
    )
    return PartInfo(
        number, kind, file, source.sheet, _sha256(part), _rows(source), part.period, columns,
        binding.ignored, tuple(f"{file}: {notice}" for notice in binding.notices),
    )  # fmt: skip


def _sha256(part: Part) -> str:
    return file_hash(Path(part.path)) if isinstance(part.path, (str, Path)) else ""


def _rows(source: Source) -> int:
    if source.path is not None:
        return pq.read_metadata(source.path).num_rows
    table: Any = source.table
    return table.num_rows
