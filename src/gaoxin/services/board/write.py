"""Writing the tables `board`, `movers` and `accounts` of a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.engines.protocol import Engine, Table, Task
from gaoxin.formula.program import Figure, Program
from gaoxin.plan.parts import PartsPlan, parts_plan
from gaoxin.plan.rows import figure_plan
from gaoxin.report.run import TABLES
from gaoxin.services.board.figures import Shown, board_rows, figures_of
from gaoxin.services.board.measures import Breaks, Measure, measures_of
from gaoxin.services.board.movers import MOST, Mover, movers_of
from gaoxin.services.board.ranges import Ranges
from gaoxin.services.change.recording import recorded
from gaoxin.services.change.zone import accounts


def write_board(
    folder: Path,
    programs: Iterable[Program],
    tables: Mapping[str, Table],
    engine: Engine,
    as_of: date | None,
    periods: Collection[int] | None,
    ranges: Ranges,
    breaks: Mapping[str, Mapping[str, Collection[int]]] | None = None,
) -> None:
    """Write the tables `board`, `movers` and `accounts` of a run, also where no pack has a board.

    Parameters
    ----------
    folder : the run's folder; the files are ``tables/board.parquet`` and those of the others beside it
    programs : the packs of the run; those with a board are shown
    tables : the typed inputs by kind of subject; a figure over a kind that is not there is unknown
    engine : that computes
    as_of : day of judgement; the last day of each row's period where None
    periods : only these are shown; all where None. Years before are read all the same
    ranges : of the nation, as entered; see `gaoxin.services.board.read_ranges`
    breaks : by kind, variables with the years in which their calibre changed: the first year of the new one

    Raises
    ------
    DataError : faulty cells of a table that is not of stored columns yet
    """
    board: list[dict[str, Any]] = []
    movers: list[dict[str, Any]] = []
    closed: list[dict[str, Any]] = []
    broken = {
        (name, year) for kind in (breaks or {}).values() for name, years in kind.items() for year in years
    }
    for program in programs:
        main = tables.get(program.subject or "")
        if program.pack.board and main is not None:
            members = {kind: tables[kind] for kind in program.members if kind in tables}
            task = Task(main, members, as_of, periods)
            shown = _shown(program, engine, task, ranges, broken)
            board += board_rows(program, shown, periods)
            told = {(row["pack"], row["indicator"], row["kind"]) for row in movers}
            for rolled in _rolled(program, shown, engine, task, told):
                movers += _mover_rows(rolled, broken)
                closed += _account_rows(program, rolled, engine)
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    for name, rows in (("board", board), ("movers", movers), ("accounts", closed)):
        pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[name]), folder / "tables" / f"{name}.parquet")


def _shown(program: Program, engine: Engine, task: Task, ranges: Ranges, breaks: Breaks) -> dict[str, Shown]:
    """Every measure with its figures of all years."""
    measures = measures_of(program)
    plan = figure_plan(program, list(measures))
    wanted = {rollup.frame.subject for rollup in plan.rollups}
    members = {kind: table for kind, table in task.members.items() if kind in wanted}
    rows = engine.rows(plan, Task(task.table, members, task.as_of)).arrow().to_pylist()
    return {
        name: Shown(measure, figures_of(rows, name), breaks, ranges) for name, measure in measures.items()
    }


@dataclass(frozen=True, slots=True)
class _Rolled:
    """A measure over members, with what `Engine.movers` gives of it.

    Parameters
    ----------
    name : of the indicator
    head : what all its rows of the tables `movers` and `accounts` begin with
    """

    name: str
    measure: Measure
    plan: PartsPlan
    task: Task
    head: dict[str, Any]
    rows: list[dict[str, Any]]


def _rolled(
    program: Program,
    shown: Mapping[str, Shown],
    engine: Engine,
    task: Task,
    told: Collection[tuple[str, str, str]],
) -> Iterator[_Rolled]:
    """The measures over members that are at hand, without those told of: pack, indicator and kind."""
    for name, found in shown.items():
        plan = parts_plan(program, name) if found.measure.rollup else None
        kind = plan.rollup.frame.subject if plan is not None else ""
        if plan is None or kind not in task.members:
            continue
        made = program.find(name)
        assert isinstance(made, Figure)
        head = {"pack": made.pack.pack, "indicator": made.name.partition(".")[2], "kind": program.subject}
        if tuple(head.values()) in told:
            continue
        only = Task(task.table, {kind: task.members[kind]}, task.as_of, task.periods)
        rows = engine.movers(plan, only, MOST).arrow().to_pylist()
        yield _Rolled(name, found.measure, plan, only, {**head, "member_kind": kind}, rows)


def _mover_rows(rolled: _Rolled, breaks: Breaks) -> Iterator[dict[str, Any]]:
    """The rows of the table `movers` of a measure."""
    years = {row["period"] for row in rolled.rows}
    broken = {year for year in years if rolled.measure.between(breaks, year - 1, year)}
    head = {**rolled.head, "allocation": "sum" if rolled.plan.under is None else "ratio"}
    for subject, period, movers in movers_of(rolled.plan, rolled.rows, broken):
        key = {**head, "subject": subject, "period": period}
        yield from ({**key, **_row(rolled.measure, mover)} for mover in movers)


def _account_rows(program: Program, rolled: _Rolled, engine: Engine) -> Iterator[dict[str, Any]]:
    """The rows of the table `accounts` of a measure."""
    task = rolled.task
    for each in accounts(program, rolled.name, engine, task, periods=task.periods, at_hand=rolled.rows):
        yield from ({**rolled.head, **row} for row in recorded(each))


def _row(measure: Measure, mover: Mover) -> dict[str, Any]:
    """A mover as the table has it."""
    return {
        "member": mover.member,
        "place": mover.place,
        "part": float(mover.part),
        "share": None if mover.share is None else float(mover.share),
        "text": measure.worded(mover.part),
        "change_place": mover.change_place,
        "change": None if mover.change is None else float(mover.change),
        "change_text": None if mover.change is None else measure.worded_change(mover.change),
        "standing": mover.standing,
        "members": mover.members,
    }
