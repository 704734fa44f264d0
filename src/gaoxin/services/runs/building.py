"""Building one run of a project: read, check, judge, index, board, write, publish."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.base.errors import UserError
from gaoxin.engines.protocol import Engine
from gaoxin.intake.findings import Finding
from gaoxin.report.run import TABLES
from gaoxin.services.board import read_ranges
from gaoxin.services.inputs.gathered import Gathered
from gaoxin.services.inputs.lists import write_findings
from gaoxin.services.project import Project, read_project
from gaoxin.services.project.checking import gather_project
from gaoxin.services.project.engine import engine_of
from gaoxin.services.project.standards import Standards, standards
from gaoxin.services.runs.computing import Ground, Step, compute, input_tables
from gaoxin.services.runs.layout import INPUTS, PACKS
from gaoxin.services.runs.manifest import manifest, named, write_manifest
from gaoxin.services.runs.packs import copy_packs, library_in
from gaoxin.services.runs.publishing import aside, publish, stamp

STEPS = ("read", "check", "judge", "index", "board", "write", "publish")
"""The steps of a build, in order."""

TOLD = 10
"""Findings that a refused build names; the list has all of them."""


@dataclass(frozen=True, slots=True)
class Built:
    """A run that was published.

    Parameters
    ----------
    folder : of the run
    findings : how many errors, warnings, and open ones of both
    notices : what a reader should know
    """

    folder: Path
    findings: dict[str, int]
    notices: tuple[str, ...]


def build(folder: Path, *, as_of: date | None = None, engine: str = "duckdb", step: Step = str) -> Built:
    """Compute a project once and publish the run, or leave everything as it was.

    Parameters
    ----------
    folder : the project's folder
    as_of : day of judgement, in place of the one that the settings state
    engine : name of the engine
    step : told the name of each step before it begins

    Raises
    ------
    UsageError : no project stands there, or it is being built by another process
    UserError : errors of the data stand open, or faults of the settings or the packs
    """
    step("read")
    project = read_project(folder)
    project = project if as_of is None else replace(project, as_of=as_of)
    with aside(project.runs) as place, engine_of(project, engine) as runs_on:
        found = _standards(project, place)
        gathered = _gather(project, found, runs_on, place, step)
        notices = compute(place, _ground(project, found, gathered, place), runs_on, step)
        step("write")
        _write_lists(place, gathered)
        content = manifest(
            place,
            project,
            found,
            gathered,
            (*gathered.notices, *notices),
            datetime.now().astimezone(),
            runs_on.name,
        )
        return _publish(project, place, content, step)


def _standards(project: Project, place: Path) -> Standards:
    """The packs of the project, copied into the run and computed by from there."""
    chosen = standards(project)
    copy_packs(chosen.entries, place / PACKS)
    found = standards(project, library_in(place / PACKS), chosen.day)
    read_ranges(project.ranges, found.programs.values())
    return found


def _gather(project: Project, found: Standards, engine: Engine, place: Path, step: Step) -> Gathered:
    """The typed figures of the project; open errors end the build."""
    step("check")
    inputs = place / INPUTS
    inputs.mkdir()
    gathered = gather_project(project, found, engine, inputs)
    if gathered.blocked:
        write_findings(project.folder / "check", gathered.findings, gathered.reasons)
        raise UserError(_refused(project, gathered.findings))
    for file in (project.reasons, project.corrections, project.ranges):
        if file.is_file():
            shutil.copyfile(file, inputs / file.name)
    return gathered


def _refused(project: Project, findings: Sequence[Finding]) -> str:
    """Why nothing is computed: the first open errors, each with its cell."""
    errors = [finding for finding in findings if finding.level == "error" and finding.state == "open"]
    lines = [f"{len(errors)} 处错误未处理，未测算 · errors stand open, nothing was computed"]
    for finding in errors[:TOLD]:
        place = "!".join(part for part in (finding.file, finding.sheet, finding.cell) if part)
        lines.append(f"{place}  {finding.variable}\n  {finding.seen}; {finding.rule_zh} · {finding.rule_en}")
    more = [f"… {len(errors) - TOLD:,} more"] if len(errors) > TOLD else []
    return "\n".join([*lines, *more, f"try: gaoxin check {project.folder}"])


def _ground(project: Project, found: Standards, gathered: Gathered, place: Path) -> Ground:
    return Ground(
        found.programs,
        found.variants,
        input_tables(place / INPUTS),
        {kind: typed.values for kind, typed in gathered.kinds.items()},
        place / INPUTS / project.ranges.name,
        project.as_of,
        project.periods or None,
    )


def _write_lists(place: Path, gathered: Gathered) -> None:
    """Write the findings and the corrections, and drop the cells that the table of values repeats."""
    tables = place / "tables"
    findings = pa.Table.from_pylist([asdict(f) for f in gathered.findings], schema=TABLES["findings"])
    pq.write_table(findings, tables / "findings.parquet", compression="zstd")
    corrections: Any = gathered.corrections
    pq.write_table(
        corrections.cast(TABLES["corrections"]), tables / "corrections.parquet", compression="zstd"
    )
    for typed in gathered.kinds.values():
        typed.values.unlink()


def _publish(project: Project, place: Path, content: dict[str, Any], step: Step) -> Built:
    whole = named(content, stamp(project.runs, datetime.now()))
    write_manifest(place, whole)
    step("publish")
    run = project.runs / str(whole["run"])
    publish(place, run)
    return Built(run, whole["findings"], tuple(whole["notices"]))
