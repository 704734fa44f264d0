"""Gathering: the parts of every kind of subject -> typed tables, cells and findings. Doors call `gather`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.base.errors import DataError
from gaoxin.engines.protocol import Engine
from gaoxin.formula.program import Program
from gaoxin.intake.findings import Finding, in_order
from gaoxin.loading.library import Library
from gaoxin.report.run import TABLES
from gaoxin.services.inputs.checking import EARLY, run_checks
from gaoxin.services.inputs.corrections import (
    COLUMNS,
    Correction,
    corrected,
    read_corrections,
    settle,
    without,
)
from gaoxin.services.inputs.entries import Faults
from gaoxin.services.inputs.gathered import Gathered, Part, PartInfo, PartsByKind, Typed
from gaoxin.services.inputs.joining import join
from gaoxin.services.inputs.lists import reason_titles
from gaoxin.services.inputs.opening import open_parts
from gaoxin.services.inputs.population import Population, positions, shown, stored
from gaoxin.services.inputs.reasons import explain, read_reasons, stale
from gaoxin.services.inputs.wanted import wanted


def programs_in_use(library: Library, packs: Sequence[str], day: date | None = None) -> list[Program]:
    """The programs of packs and of all packs that they need, each once, those asked for first.

    Raises
    ------
    UsageError, PackError : as of `Library.program`
    """
    found: dict[str, Program] = {}
    queue = list(packs)
    while queue:
        program = library.program(queue.pop(0), day)
        if program.pack.pack not in found:
            found[program.pack.pack] = program
            queue += program.pack.needs
    return list(found.values())


def gather(
    parts: PartsByKind,
    programs: Sequence[Program],
    engine: Engine,
    folder: Path,
    *,
    reasons: Path | None = None,
    corrections: Path | None = None,
) -> Gathered:
    """Type, join and check the parts of every kind, and write the typed tables into a folder.

    Parameters
    ----------
    parts : by kind of subject, as declared by the packs
    programs : of the packs in use and of all that they need (`programs_in_use`): their variables are read,
        their checks are run
    engine : the engine that runs it
    folder : an existing folder for ``<kind>.parquet`` and the files beside it
    reasons : ``reasons.csv``, typed reasons for warnings; none where None or absent
    corrections : ``corrections.csv``, recorded corrections; none where None or absent

    Returns
    -------
    the typed tables, without the cells that are at fault; look at `Gathered.blocked` before computing

    Raises
    ------
    DataError : every fault of the two files at once
    UsageError : a file that is not there, a kind that no pack declares
    """
    findings: list[Finding] = []
    infos: list[PartInfo] = []
    faults = Faults()
    with ExitStack() as stack:
        people: dict[str, Population] = {}
        structure: dict[str, list[Finding]] = {}
        for kind, listed in parts.items():
            asked = wanted(programs, kind)
            opened, found = open_parts(asked, listed, sum(len(given) for given in _before(parts, kind)))
            findings += found
            infos += [part.info for part in opened]
            if opened:
                tables = {part.info.part: part.table for part in opened}
                gathering = stack.enter_context(engine.gathering(tables))
                people[kind], structure[kind] = join(asked, opened, gathering)
        made = read_corrections(corrections, people, faults)
        given = read_reasons(reasons, programs, list(parts), faults)
        _refuse(faults)
        right = {
            kind: corrected(group, [c for c in made if c.kind == kind]) for kind, group in people.items()
        }
        for kind in people:
            findings += _checked(engine, programs, kind, people, right, structure[kind], made)
        explained = sorted(explain(findings, given, faults), key=in_order)
        _refuse(faults)
        kinds = {kind: _write(group, explained, folder) for kind, group in right.items()}
    notices = [notice for info in infos for notice in info.notices]
    notices += [_ignored(info) for info in infos if info.ignored]
    notices += stale(explained, given)
    titles = tuple(reason_titles(programs))
    return Gathered(kinds, tuple(infos), tuple(explained), _recorded(made), tuple(notices), titles)


def _before(parts: PartsByKind, kind: str) -> list[Sequence[Part]]:
    """The parts of the kinds before one."""
    kinds = list(parts)
    return [parts[other] for other in kinds[: kinds.index(kind)]]


def _refuse(faults: Faults) -> None:
    if faults.listed:
        raise DataError(faults.listed)


def _checked(
    engine: Engine, programs: Sequence[Program], kind: str, people: Mapping[str, Population],
    right: Mapping[str, Population], structure: Sequence[Finding], made: Sequence[Correction],
) -> list[Finding]:  # fmt: skip
    """The findings of a kind: faults of cells, and what checks find before and after corrections."""
    found: list[Finding] = []
    for finding in structure:
        key = (kind, finding.subject, finding.period, finding.variable)
        done = next((c for c in made if (c.kind, c.subject, c.period, c.variable) == key), None)
        found.append(
            finding if done is None else finding.settled("corrected", done.entry["reason"], done.entry["by"])
        )
    after = list(run_checks(engine, programs, right[kind], right))
    before = list(run_checks(engine, programs, people[kind], people)) if made else []
    return [*found, *settle(before, after, made, kind)]


def _write(people: Population, findings: Sequence[Finding], folder: Path) -> Typed:
    """Write the typed table of a kind, and the way back to its cells."""
    early = [f for f in findings if (f.kind, f.check, f.state) == (people.kind, EARLY, "open")]
    people = without(people, early)
    kind, figures = people.kind, people.figures
    paths = [folder / f"{kind}{ending}" for ending in (".parquet", ".rows.parquet", ".values.parquet")]
    pq.write_table(figures, paths[0])
    pq.write_table(people.gathering.rows(), paths[1])
    people.gathering.write_values(figures, shown(people), positions(people), paths[2])
    table = stored(figures, dated=people.dated, path=str(paths[0]))
    return Typed(kind, table, paths[1], paths[2], tuple(people.variables), people.names)


def _ignored(info: PartInfo) -> str:
    sheet = f" [{info.sheet}]" if info.sheet else ""
    return f"{info.file}{sheet}: 未使用的表头 · headings not used: {', '.join(info.ignored)}"


def _recorded(made: Sequence[Correction]) -> Any:
    """The corrections with the columns of a run's table."""
    rows = [{**{name: c.entry[name] for name in COLUMNS}, "period": c.period} for c in made]
    return pa.Table.from_pylist(rows, schema=TABLES["corrections"])
