"""What results are computed from, and computing them: the same way for a build, a replay and a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from gaoxin.engines.protocol import Engine, Table
from gaoxin.formula.program import Program
from gaoxin.intake import open_table
from gaoxin.report.run import Run
from gaoxin.services.board import read_ranges, write_board
from gaoxin.services.results import Basis, write_tables
from gaoxin.services.runs.layout import INPUTS, PACKS
from gaoxin.services.runs.packs import library_in

Step = Callable[[str], object]
"""Told the name of each step before it begins."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What results are computed from.

    Parameters
    ----------
    programs : the packs by id, resolved
    variants : by pack, the variant of its indices
    tables : typed figures of each kind of subject
    values : by kind, every reported figure with its cell
    ranges : the nation's ranges, as entered
    as_of, periods : day of judgement; the years that come out, all where None
    """

    programs: Mapping[str, Program]
    variants: Mapping[str, str]
    tables: Mapping[str, Table]
    values: Mapping[str, Any]
    ranges: Path
    as_of: date | None
    periods: tuple[int, ...] | None


def compute(folder: Path, ground: Ground, engine: Engine, step: Step) -> tuple[str, ...]:
    """Write the result tables and the dictionary of a run into a folder.

    Returns
    -------
    what a reader should know
    """
    programs = list(ground.programs.values())
    basis = Basis(
        programs, ground.tables, ground.values, ground.as_of, ground.periods, variants=ground.variants
    )
    written = write_tables(folder, basis, engine, step)
    step("board")
    ranges = read_ranges(ground.ranges, programs)
    breaks = breaks_of(programs)
    write_board(folder, programs, ground.tables, engine, ground.as_of, ground.periods, ranges, breaks)
    return written.notices


def breaks_of(programs: Iterable[Program]) -> dict[str, dict[str, list[int]]]:
    """By kind of subject, the variables whose calibre changed, with the first year of each new one."""
    found: dict[str, dict[str, list[int]]] = {}
    for program in programs:
        changed = {
            name: [b.since for b in spec.breaks] for name, spec in program.variables.items() if spec.breaks
        }
        found.setdefault(program.subject or "", {}).update(changed)
    return {kind: changed for kind, changed in found.items() if changed}


def ground_of(run: Run) -> Ground:
    """What a published run was computed from: its own inputs and packs."""
    manifest, settings = run.manifest, run.manifest["settings"]
    library, day = library_in(run.folder / PACKS), date.fromisoformat(settings["day"])
    as_of, periods = manifest["as_of"], settings["periods"]
    kinds = input_tables(run.folder / INPUTS)
    return Ground(
        {row["pack"]: library.program(row["pack"], day) for row in manifest["packs"]},
        {row["pack"]: row["variant"] for row in manifest["packs"] if row["variant"]},
        kinds,
        {kind: _values(run, kind) for kind in kinds},
        run.folder / INPUTS / "ranges.csv",
        None if as_of is None else date.fromisoformat(as_of),
        tuple(periods) or None,
    )


def _values(run: Run, kind: str) -> Any:
    """The reported figures of a kind with their cells, as gathering gave them."""
    return run.table("values", [("kind", "==", kind)]).drop_columns(["kind"])


def input_tables(folder: Path) -> dict[str, Table]:
    """The typed figures of each kind of subject in a folder; a second dot marks the files beside them."""
    files = [file for file in sorted(folder.glob("*.parquet")) if "." not in file.stem]
    return {file.stem: Table(open_table(file), dated=_dated(file)) for file in files}


def _dated(file: Path) -> bool:
    """Whether the rows have years."""
    return any(pq.read_table(file, columns=["period"])["period"].unique().to_pylist())
