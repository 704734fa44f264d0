"""The tables of a run, kind by kind and pack by pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Table, Task
from gaoxin.formula.program import Program
from gaoxin.plan.steps import RowPlan
from gaoxin.services.results.files import TableFiles
from gaoxin.services.results.judged import add_outcomes, judge
from gaoxin.services.results.typed import Typed, typed

NAMES = ("subjects", "values", "indicators", "verdicts", "conditions", "points", "nearly", "index")
"""The tables that `write_tables` fills."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the results rest on.

    Parameters
    ----------
    programs : the packs, resolved
    tables : typed figures of each kind of subject (no binding: stored columns), all years
    values : by kind, every reported figure with its cell, as gathering gives them: a Parquet file or an Arrow
        table of subject, period, variable, number, text, part, row, column, raw, corrected; a kind that has
        none shows its typed figures without their cells
    as_of : the day of judgement; the last day of each row's period where None
    periods : only these come out; all where None
    variants : by pack, the variant of its indices that fills unpublished weights
    breaks : by kind, variables with the years in which their calibre changed: the first year of the new one
    """

    programs: Sequence[Program]
    tables: Mapping[str, Table]
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    as_of: date | None = None
    periods: Collection[int] | None = None
    variants: Mapping[str, str] = field(default_factory=dict[str, str])
    breaks: Mapping[str, Mapping[str, Collection[int]]] = field(
        default_factory=dict[str, Mapping[str, Collection[int]]]
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the rows of each table, and what a reader should know."""

    rows: Mapping[str, int]
    notices: tuple[str, ...]


def write_tables(folder: Path, basis: Basis, engine: Engine) -> Written:
    """Write ``tables/*.parquet`` of `NAMES` and ``dictionary.json`` into a run's folder.

    Every pack runs on the kind that it judges; a pack whose kind has no table is left out with a notice. The
    tables of other kinds are its members where it rolls them up.

    Raises
    ------
    UsageError : figures without periods, and no day of judgement
    """
    kinds = {kind: typed(kind, table, basis.periods) for kind, table in basis.tables.items()}
    undated = [kind for kind, found in kinds.items() if not found.dated]
    if undated and basis.as_of is None:
        message = f"the table of {', '.join(undated)} has no periods; try: as_of = 2025-03-31 in gaoxin.toml"
        raise UsageError(message)
    notices: list[str] = []
    with TableFiles(folder, NAMES) as files:
        for program in basis.programs:
            kind = program.subject or ""
            if kind not in kinds:
                notices += _left_out(program)
                continue
            _pack(files, basis, engine, program, kinds)
        return Written(dict(files.rows), tuple(notices))


def _left_out(program: Program) -> list[str]:
    """The notice about a pack that finds nothing to judge."""
    pack = program.pack
    if not (pack.verdicts or pack.indicators or pack.points or pack.index):
        return []
    return [f"{pack.pack}: no table of {program.subject}, so it was left out (没有数据，未测算)"]


def _pack(
    files: TableFiles, basis: Basis, engine: Engine, program: Program, kinds: Mapping[str, Typed]
) -> None:
    """The results of one pack."""
    name, kind = program.pack.pack, program.subject or ""
    if program.pack.verdicts:
        add_outcomes(files, name, kind, judge(engine, program, task_of(basis, kinds, program)))


def task_of(basis: Basis, kinds: Mapping[str, Typed], program: Program, plan: RowPlan | None = None) -> Task:
    """What a plan of a pack runs on: its own kind, and the kinds that roll up to it."""
    members = {kind: kinds[kind].table for kind in program.members if kind in kinds}
    if plan is not None:
        wanted = {rollup.frame.subject for rollup in plan.rollups}
        members = {kind: table for kind, table in members.items() if kind in wanted}
    own = kinds[program.subject or ""]
    return Task(own.table, members, basis.as_of, basis.periods if own.dated else None)
