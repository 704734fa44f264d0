"""Checking a project's data: every finding with its cell, no results."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from gaoxin.engines.protocol import Engine
from gaoxin.intake.findings import Finding
from gaoxin.services.board import read_ranges
from gaoxin.services.inputs.gather import gather
from gaoxin.services.inputs.gathered import Gathered, Part
from gaoxin.services.inputs.lists import write_findings
from gaoxin.services.project.engine import engine_of
from gaoxin.services.project.model import Project
from gaoxin.services.project.reading import read_project
from gaoxin.services.project.standards import Standards, notices, standards


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Parameters
    ----------
    findings : errors before warnings
    notices : what a reader should know and nobody has to answer
    blocked : whether an error stands open, so that nothing can be computed
    files : the lists that were written
    """

    findings: tuple[Finding, ...]
    notices: tuple[str, ...]
    blocked: bool
    files: tuple[Path, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many errors and warnings there are, and how many of both stand open."""
        return count(self.findings)


def count(findings: Sequence[Finding]) -> dict[str, int]:
    """How many errors and warnings there are, and how many of both stand open."""
    levels = Counter(finding.level for finding in findings)
    left = sum(finding.state == "open" for finding in findings)
    return {"errors": levels["error"], "warnings": levels["warning"], "open": left}


def check(folder: Path) -> Checked:
    """Check the data of a project, and write the list of findings into its folder `check`.

    Raises
    ------
    UsageError : no project stands there
    DataError, PackError : every fault of the settings, the packs, or the lists of reasons and corrections
    """
    project = read_project(folder)
    found = standards(project)
    read_ranges(project.ranges, found.programs.values())
    with engine_of(project) as engine, tempfile.TemporaryDirectory(prefix="gaoxin-") as place:
        gathered = gather_project(project, found, engine, Path(place))
    files = write_findings(folder / "check", gathered.findings, gathered.reasons)
    told = (*notices(project, found.programs), *gathered.notices)
    return Checked(gathered.findings, told, gathered.blocked, files)


def gather_project(project: Project, found: Standards, engine: Engine, folder: Path) -> Gathered:
    """Gather the parts of a project into a folder: typed tables, cells and findings."""
    parts = {
        kind: [Part(part.path, part.sheet, part.table, part.period, part.name) for part in listed]
        for kind, listed in project.tables.items()
    }
    reasons, corrections = project.reasons, project.corrections
    found_all = gather(parts, found.all_programs, engine, folder, reasons=reasons, corrections=corrections)
    return replace(found_all, notices=(*found_all.notices, *_beside(project, found_all)))


def _beside(project: Project, gathered: Gathered) -> Iterator[str]:
    """Parts without rows, and years and a day of judgement that do not go with the data."""
    for info in gathered.parts:
        if not info.rows:
            yield f"{info.file}: 没有数据行 · it has no rows"
    years: set[int] = set()
    for typed in gathered.kinds.values():
        source = typed.table.source
        table: Any = pq.read_table(source.path, columns=["period"]) if source.path else source.table
        years |= {year for year in table["period"].unique().to_pylist() if year}
    lacking = [str(year) for year in project.periods if years and year not in years]
    if lacking:
        has = ", ".join(map(str, sorted(years)))
        yield f"periods: 数据没有 · the data have no {', '.join(lacking)}; 有 · they have {has}"
    last = max((year for year in years if not project.periods or year in project.periods), default=0)
    if project.as_of is not None and project.as_of.year < last:
        yield f"as_of: 判定日 {project.as_of} 早于{last}年的数据 · the day is before the data of {last}"
