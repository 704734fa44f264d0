"""Checking a project's data: every finding with its cell, no results."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
    return gather(parts, found.all_programs, engine, folder, reasons=reasons, corrections=corrections)
