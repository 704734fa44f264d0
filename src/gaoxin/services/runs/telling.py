"""Explaining a subject of a project from its current run: its own figures and packs, down to the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Task
from gaoxin.formula.program import Program
from gaoxin.plan.cell_rules import address
from gaoxin.plan.rows import full_plan
from gaoxin.report.run import Run
from gaoxin.services.explaining import Explanation, explained
from gaoxin.services.runs.computing import Ground, ground_of
from gaoxin.services.runs.layout import current
from gaoxin.services.score_sheets import filled
from gaoxin.services.tables import Options, engine_for

Cells = Mapping[tuple[str, int], str]
"""File and cell of each figure of a subject, by variable and year."""

NEAR = 3
"""How many subjects are named where the one asked for is not there."""


def tell(
    folder: Path, subject: str, packs: Sequence[str] = (), *, period: int | None = None
) -> list[Explanation]:
    """Explain a subject by every pack of the current run that judges its kind, or by some of them.

    Parameters
    ----------
    folder : the project's folder
    subject : its identifier
    packs : packs or families; all of the run where empty
    period : the year; the latest of the subject where None

    Raises
    ------
    UsageError : no run, no such subject, pack or period
    """
    run = current(folder)
    ground = ground_of(run)
    kinds = _kinds(run, ground, subject)
    programs = _programs(run, ground, packs, kinds)
    told: list[Explanation] = []
    with engine_for(Options()) as engine:
        for program in programs:
            kind = program.subject or ""
            rollups = {rollup.frame.subject for rollup in full_plan(program).rollups}
            members = {name: table for name, table in ground.tables.items() if name in rollups}
            task = Task(ground.tables[kind], members, ground.as_of)
            cells = _cells(run, program, kind, subject, period)
            variant = ground.variants.get(program.pack.pack)
            told.append(explained(engine, filled(program, variant), task, subject, period, cells))
    return told


def _kinds(run: Run, ground: Ground, subject: str) -> set[str]:
    """The kinds that have a subject of that name."""
    rows = run.table("subjects").select(["kind", "subject", "name"]).to_pylist()
    kinds = {row["kind"] for row in rows if row["subject"] == subject} & set(ground.tables)
    if not kinds:
        near = "; ".join(_near(subject, rows)) or "编号照数据里的写法 · it as the data write it"
        message = f"{subject}: {run.folder.name} 没有此编号 · has no such identifier; try: {near}"
        raise UsageError(message)
    return kinds


def _near(asked: str, rows: Sequence[Mapping[str, str | None]]) -> list[str]:
    """Those whose identifier or name is most like what was asked for: contains it, or is nearly it."""
    words: dict[str, dict[str, None]] = {}
    for row in rows:
        for word in (row["subject"], row["name"]):
            if word:
                told = " ".join(part for part in (row["subject"], row["name"]) if part)
                words.setdefault(word, {})[told] = None
    holding = [word for word in words if asked and asked in word][:NEAR]
    close = get_close_matches(asked, words, NEAR)
    return list(dict.fromkeys(told for word in (*holding, *close) for told in words[word]))[:NEAR]


def _programs(run: Run, ground: Ground, packs: Sequence[str], kinds: set[str]) -> list[Program]:
    able = [program for program in ground.programs.values() if program.subject in kinds and program.items]
    named = [program for program in able if {program.pack.pack, program.pack.family} & {*packs}]
    chosen = named if packs else able
    if not chosen:
        known = ", ".join(program.pack.pack for program in able) or "none"
        wanted = ", ".join(packs) or "no pack"
        message = (
            f"{wanted}: {run.folder.name} 中能说明它的是 · of this run, {known} can explain this; "
            "try: --pack with one of them"
        )
        raise UsageError(message)
    return chosen


def _cells(
    run: Run, program: Program, kind: str, subject: str, period: int | None
) -> dict[tuple[str, int], str]:
    """Where the figures that a pack reads for a year, the latest where None, stand in the files."""
    rows = run.table("values", [("kind", "==", kind), ("subject", "==", subject)]).to_pylist()
    year = max((row["period"] for row in rows), default=0) if period is None else period
    columns = full_plan(program).frame.columns
    read = {(name.removesuffix("__lo").removesuffix("__hi"), year - shift) for name, _, shift in columns}
    return {
        (row["variable"], row["period"]): _cell(row, run.manifest["data"])
        for row in sorted(rows, key=lambda row: (row["variable"], row["period"]))
        if (row["variable"], row["period"]) in read
    }


def _cell(row: Mapping[str, Any], data: Sequence[Mapping[str, Any]]) -> str:
    """A figure with the cell in which it stands: 600 万元 ← firms.csv!O20."""
    nowhere: Mapping[str, Any] = {"file": None, "sheet": None}
    part = nowhere if row["part"] is None else data[int(row["part"])]
    cell = address(row["column"], row["row"]) if row["column"] and row["row"] else None
    where = "!".join(piece for piece in (part["file"], part["sheet"], cell) if piece)
    mark = "（已更正 corrected）" if row["corrected"] else ""
    return f"{row['text']} ← {where}{mark}"
