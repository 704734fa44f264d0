"""The main verbs: verdicts, indicators and indices of one table under one pack.

Each starts its engine first, which opens while the pack is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gaoxin.base import units
from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Result, Task
from gaoxin.formula.program import Program
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.parts import parts_plan
from gaoxin.plan.points import PointsPlan, points_plan
from gaoxin.plan.reasons import marked_conditions
from gaoxin.plan.rows import figure_plan, verdict_plan
from gaoxin.plan.steps import Frame, RowPlan
from gaoxin.services.changed import IndexResults, cells_of
from gaoxin.services.indices import Ran, index_notices, index_rows, index_task, of_periods, whole_rows
from gaoxin.services.scores import scores_of
from gaoxin.services.tables import (
    Options,
    Results,
    Written,
    engine_for,
    notices_of,
    opened,
    program_of,
    task_for,
)


def verdicts(
    pack: str | Program,
    table: object,
    options: Options = Options(),
    *,
    long: bool = False,
    out: Path | None = None,
) -> Results | Written:
    """Judge every row of a table by every verdict of a pack.

    Parameters
    ----------
    pack : name, folder, or a program
    table : path, or an Arrow, Polars, pandas or DuckDB table
    long : one row for each condition, with the reason why it is unknown
    out : write to this file (CSV, Parquet or JSON) instead, and say how many rows were written

    Raises
    ------
    UsageError : no such pack or file, or the pack has no verdicts
    PackError, DataError : all faults of the pack, or of the table, at once
    """
    with engine_for(options) as engine:
        program = _program(pack, options)
        if not program.pack.verdicts:
            name = program.pack.pack
            message = f"{name} has no verdicts; try: gaoxin index {name}, or gaoxin packs list"
            raise UsageError(message)
        table = opened(engine, program, table, options)
        plan = verdict_plan(program)
        task = task_for(program, plan, table, options)
        result = engine.long(plan, task) if long else engine.rows(plan, task)
        return _deliver(result, program, task, out, unofficial(program))


def indicators(
    pack: str | Program,
    table: object,
    options: Options = Options(),
    *,
    names: Iterable[str] | None = None,
    out: Path | None = None,
) -> Results | Written:
    """Compute the indicators of a pack for every row, each in its declared unit.

    Parameters are those of `verdicts`; `names` chooses indicators, variables, points or verdicts.
    """
    with engine_for(options) as engine:
        program = _program(pack, options)
        table = opened(engine, program, table, options)
        plan = figure_plan(program, names)
        task = task_for(program, plan, table, options)
        return _deliver(engine.rows(plan, task), program, task, out)


def index(
    pack: str | Program,
    table: object,
    options: Options = Options(),
    *,
    name: str | None = None,
    variant: str | None = None,
    out: Path | None = None,
    cells: Path | None = None,
    scores: Path | None = None,
) -> Results | Written:
    """Compute an index: a row for each subject, period and node of its tree.

    Parameters
    ----------
    name : of the index, where the pack has several; the first where None
    variant : name of the variant that fills unpublished weights; its results are marked
    cells : also write the cells that were filled or treated to this file; a notice says how many
    scores : also write the scores to this file, a column for each node
    """
    with engine_for(options) as engine:
        program = _program(pack, options)
        table = opened(engine, program, table, options)
        figures, plan = index_task(program, name, variant)
        notices = index_notices(program, plan, name)
        task = task_for(program, figures, table, options)
        if out is not None and cells is None and scores is None:
            return _written(index_rows(engine, figures, plan, task), program, task, out, notices)
        ran = Ran(plan, whole_rows(engine, figures, plan, task).arrow(), options.periods)
        rows = of_periods(ran.rows, options.periods)
        for path, made, told in (
            (cells, cells_of, "个单元格被填补或处理 · cells were filled or treated"),
            (scores, scores_of, "行得分，每个节点一列 · rows of scores, a column for each node"),
        ):
            if path is not None:
                listed = _written(engine.at_hand(made([ran]), task), program, task, path)
                notices = (*notices, f"{listed.rows:,} {told} → {path}")
        if out is not None:
            return _written(engine.at_hand(rows, task), program, task, out, notices)
        return IndexResults(rows, program.pack.pack, (*notices_of(task), *notices), (ran,))


def contributions(
    pack: str | Program, indicator: str, table: object, options: Options = Options()
) -> Results | Written:
    """Give the part of each member in a roll-up indicator; the parts of a row add up to its figure."""
    with engine_for(options) as engine:
        program = _program(pack, options)
        plan = parts_plan(program, indicator)
        task = task_for(program, plan.rows, table, options)
        return _deliver(engine.contributions(plan, task), program, task, None)


Over = IndexPlan | PointsPlan | None
"""What runs over the figures of a plan for rows."""


def plans(pack: str | Program, options: Options = Options()) -> list[tuple[str, RowPlan, Over]]:
    """Every plan of a pack, with a title: verdicts, indicators, each score sheet, and each index."""
    program = _program(pack, options)
    found: list[tuple[str, RowPlan, Over]] = []
    if program.pack.verdicts:
        found.append(("verdicts", verdict_plan(program), None))
    if program.pack.indicators or program.pack.points:
        found.append(("indicators", figure_plan(program), None))
    for name in program.pack.points:
        sheet_figures, sheet = points_plan(program, name)
        found.append((f"points {name}", sheet_figures, sheet))
    for name in program.pack.index:
        figures, index_plan = index_task(program, name)
        found.append((f"index {name}", figures, index_plan))
    return found


def _program(pack: str | Program, options: Options) -> Program:
    return pack if isinstance(pack, Program) else program_of(str(pack), options.as_of)


def unofficial(program: Program) -> tuple[str, ...]:
    """Which conditions make the verdicts of a pack rest on what is not official, whatever the row."""
    pack = program.pack.pack
    found: list[str] = []
    for name in program.pack.verdicts:
        judged = pack if len(program.pack.verdicts) == 1 else f"{pack} {name}"
        for mark, conditions in marked_conditions(program, name).items():
            found.append(f"{judged} rests on {mark}: {', '.join(conditions)}")
    return tuple(found)


def _deliver(
    result: Result, program: Program, task: Task, out: Path | None, more: tuple[str, ...] = ()
) -> Results | Written:
    if out is not None:
        return _written(result, program, task, out, more)
    return Results(result.arrow(), program.pack.pack, (*notices_of(task), *more))


def _written(result: Result, program: Program, task: Task, out: Path, more: tuple[str, ...] = ()) -> Written:
    if not out.parent.is_dir():
        message = f"{out}: there is no folder {out.parent}; try: make it first"
        raise UsageError(message)
    return Written(result.write(out), program.pack.pack, (*notices_of(task), *more))


def script(pack: str | Program, table: object | None = None, options: Options = Options()) -> str:
    """The SQL that will run, each step under the pack items that it computes.

    Without a table it reads relations `input` and `input_<member>` of stored columns, which the head
    describes.
    """
    with engine_for(options) as engine:
        program = _program(pack, options)
        return "\n\n".join(_script(engine, program, part, table, options) for part in plans(program, options))


def _script(
    engine: Engine,
    program: Program,
    part: tuple[str, RowPlan, Over],
    table: object | None,
    options: Options,
) -> str:
    title, rows, index_plan = part
    lines = [f"{program.pack.pack}: {program.pack.title.zh}", title, *str(rows).splitlines()]
    lines += str(index_plan).splitlines() if index_plan else []
    if isinstance(index_plan, IndexPlan) and index_plan.arrays_only:
        lines += ["this SQL gives the figures; on arrays run:", *index_plan.arrays_only]
        index_plan = None
    task = None if table is None else task_for(program, rows, table, options)
    if task is None:
        lines += [_stored(program, frame) for frame in [rows.frame, *(r.frame for r in rows.rollups)]]
    head = "".join(f"-- {line}\n" for line in lines)
    return f"{head}{engine.script(rows, index_plan, task)};"


def _stored(program: Program, frame: Frame) -> str:
    """What the stored columns of a frame are: integers at a scale, as the pack declares them."""
    parts: list[str] = []
    for name in dict.fromkeys(name for name, _, _ in frame.columns):
        spec = program.variables[name.removesuffix("__lo").removesuffix("__hi")]
        unit = units.parse(spec.unit)
        base = units.show(unit.dimension) if unit and unit.dimension else "1"
        scale = f" (1/{10**spec.scale} {base})" if spec.type in ("number", "grade") else ""
        parts.append(f"{name} {spec.title.zh}{scale}")
    return f"stored columns of {frame.subject}: subject, period, {', '.join(parts)}"
