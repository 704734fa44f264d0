"""The tables of a run, kind by kind and pack by pack."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Table, Task
from gaoxin.formula.lines import lines
from gaoxin.formula.program import Program
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.steps import RowPlan
from gaoxin.services.indices import index_rows, index_task
from gaoxin.services.results.computed import add_computed
from gaoxin.services.results.dictionary import dictionary
from gaoxin.services.results.files import TableFiles
from gaoxin.services.results.indexed import add_index
from gaoxin.services.results.judged import add_outcomes, judge
from gaoxin.services.results.near import Failed, add_nearly, failed
from gaoxin.services.results.raised import add_raises
from gaoxin.services.results.reported import add_subjects, add_values
from gaoxin.services.results.sure import add_sure
from gaoxin.services.results.typed import Typed, typed
from gaoxin.services.results.yearly import add_changes
from gaoxin.services.score_sheets import filled

NAMES = (
    "subjects",
    "values",
    "indicators",
    "verdicts",
    "conditions",
    "points",
    "sheets",
    "raises",
    "nearly",
    "index",
    "robust",
    "rank_shares",
    "assumptions",
    "changes",
)
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
    """

    programs: Sequence[Program]
    tables: Mapping[str, Table]
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    as_of: date | None = None
    periods: Collection[int] | None = None
    variants: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the rows of each table, and what a reader should know."""

    rows: Mapping[str, int]
    notices: tuple[str, ...]


def write_tables(folder: Path, basis: Basis, engine: Engine, step: Callable[[str], object] = str) -> Written:
    """Write ``tables/*.parquet`` of `NAMES` and ``dictionary.json`` into a run's folder.

    Every pack runs on the kind that it judges; a pack whose kind has no table is left out with a notice. The
    tables of other kinds are its members where it rolls them up.

    Parameters
    ----------
    step : told `judge` and `index` before each begins

    Raises
    ------
    UsageError : figures without periods, and no day of judgement
    """
    basis = replace(basis, programs=[filled(p, basis.variants.get(p.pack.pack)) for p in basis.programs])
    kinds = {kind: typed(kind, table, basis.periods) for kind, table in basis.tables.items()}
    undated = [kind for kind, found in kinds.items() if not found.dated]
    if undated and basis.as_of is None:
        message = f"the table of {', '.join(undated)} has no periods; try: as_of = 2025-03-31 in gaoxin.toml"
        raise UsageError(message)
    notices: list[str] = []
    plans: dict[tuple[str, str], IndexPlan] = {}
    variables = {name: spec for program in basis.programs for name, spec in program.variables.items()}
    edges = _lines(basis.programs)
    misses: dict[str, list[Failed]] = {}
    step("judge")
    with TableFiles(folder, NAMES) as files:
        add_subjects(files, kinds, basis.programs)
        for kind, found in kinds.items():
            add_values(files, found, variables, basis.values.get(kind))
        for program in basis.programs:
            plans |= {(program.pack.pack, name): plan for name, (_, plan) in _indices(basis, program).items()}
            if (program.subject or "") in kinds:
                found, told = _pack(files, basis, engine, program, kinds, edges)
                misses.setdefault(program.subject or "", []).extend(found)
                notices += told
            else:
                notices += _left_out(program)
        for found in misses.values():
            notices += add_nearly(files, found, kinds, basis.as_of)
        step("index")
        for program in basis.programs:
            if (program.subject or "") in kinds:
                notices += _index(files, basis, engine, program, kinds)
        rows = dict(files.rows)
    said = json.dumps(dictionary(basis.programs, plans), ensure_ascii=False, indent=1)
    (folder / "dictionary.json").write_text(said + "\n", encoding="utf-8")
    return Written(rows, tuple(notices))


def _left_out(program: Program) -> list[str]:
    """The notice about a pack that finds nothing to judge."""
    pack = program.pack
    if not (pack.verdicts or pack.indicators or pack.points or pack.index):
        return []
    return [f"{pack.pack}: no table of {program.subject}, so it was left out (没有数据，未测算)"]


def _lines(programs: Iterable[Program]) -> dict[str, set[Fraction]]:
    """The thresholds of indicators in all packs of a run."""
    found: dict[str, set[Fraction]] = {}
    for program in programs:
        for name, edges in lines(program).items():
            found.setdefault(name, set()).update(edges)
    return found


def _indices(basis: Basis, program: Program) -> dict[str, tuple[RowPlan, IndexPlan]]:
    """The plans of the indices of a pack; each takes the variant that is asked for, where it has it."""
    wanted = basis.variants.get(program.pack.pack)
    return {
        name: index_task(program, name, wanted if wanted in spec.variants else None)
        for name, spec in program.pack.index.items()
    }


def _pack(
    files: TableFiles,
    basis: Basis,
    engine: Engine,
    program: Program,
    kinds: Mapping[str, Typed],
    edges: Mapping[str, Collection[Fraction]],
) -> tuple[list[Failed], tuple[str, ...]]:
    """Add the results of one pack, and give the conditions that its subjects fail, and notices."""
    name, kind = program.pack.pack, program.subject or ""
    task = task_of(basis, kinds, program)
    computed = add_computed(files, engine, program, task, edges)
    told = add_raises(files, program, kinds, computed, basis.as_of) if program.pack.points else ()
    if not program.pack.verdicts:
        return [], told
    outcomes = judge(engine, program, task)
    add_outcomes(files, name, kind, outcomes)
    return [failed(program, outcomes, kinds[kind], computed)], told


def _index(
    files: TableFiles, basis: Basis, engine: Engine, program: Program, kinds: Mapping[str, Typed]
) -> list[str]:
    """Add the indices of one pack with how sure their ranks are, and give notices."""
    task = task_of(basis, kinds, program)
    notices: list[str] = []
    for figures, plan in _indices(basis, program).values():
        rows = index_rows(engine, figures, plan, task).arrow()
        add_index(files, program, plan, rows)
        notices += add_sure(
            files, engine, program, figures, plan, task, kinds[program.subject or ""].figures.num_rows
        )
        add_changes(files, engine, program, figures, plan, task)
    return notices


def task_of(basis: Basis, kinds: Mapping[str, Typed], program: Program) -> Task:
    """What the plans of a pack run on: its own kind, and the kinds that roll up to it."""
    members = {kind: kinds[kind].table for kind in program.members if kind in kinds}
    own = kinds[program.subject or ""]
    return Task(own.table, members, basis.as_of, basis.periods if own.dated else None)
