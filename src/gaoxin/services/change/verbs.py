"""The verbs of change: accounts of an index, accounts of a zone's figure, targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.program import Figure, Program
from gaoxin.measure.targets import Goal
from gaoxin.plan.parts import parts_plan
from gaoxin.services.change import index as of_index
from gaoxin.services.change import targets
from gaoxin.services.change.index import Changes
from gaoxin.services.change.targets import Target
from gaoxin.services.change.telling import Accounts, told
from gaoxin.services.change.zone import LARGEST, ZoneAccount, accounts
from gaoxin.services.tables import Options, engine_for, notices_of, program_of, table_of, task_for


def change(
    pack: str | Program,
    table: object,
    before: int,
    after: int,
    *,
    pack_before: str | Program | None = None,
    subject: str | Collection[str] | None = None,
    name: str | None = None,
    variant: str | None = None,
    node: str | None = None,
    as_of: date | None = None,
    members: Mapping[str, object] | None = None,
    options: Options | None = None,
) -> Changes:
    """Account for the change of scores and ranks between two years, part by part.

    Parameters
    ----------
    pack, table, name, variant, as_of, members : as of `gaoxin.index`
    before, after : the two years
    pack_before : the pack of the earlier year, where the standard changed: what that does is a break
    subject : one unit or several, and the change of their rank by indicator too; where None all units that
        have a row in both years, and the parts of their rank
    node : of the tree; the total where None

    Returns
    -------
    rows: subject, measure (score or rank), part (own, peers, specification, calibre; all where no order of
    the parts has a score), detail (value, weight, set, method, undivided, rest), node, title, amount, before
    and after (the score or rank), figure_before and figure_after (of an indicator), status. The amounts of a
    subject and measure sum to ``after - before``. Where a score is unknown the part is ``unknown``, a row for
    each missing figure, without an amount. `bars` gives a waterfall

    Raises
    ------
    UsageError : a year or a unit that the table does not have, one year twice, an index without a score
    """
    given = options or Options(as_of, None, members or {})
    wanted = [subject] if isinstance(subject, str) else subject
    return of_index.change(
        pack,
        table,
        (before, after),
        given,
        pack_before=pack_before,
        subjects=wanted,
        name=name,
        variant=variant,
        node=node,
    )


def target(
    pack: str | Program,
    table: object,
    subject: str,
    *,
    score: float | None = None,
    rank: int | None = None,
    period: int | None = None,
    most: Mapping[str, float] | None = None,
    costs: Mapping[str, float] | None = None,
    name: str | None = None,
    variant: str | None = None,
    node: str | None = None,
    as_of: date | None = None,
    members: Mapping[str, object] | None = None,
    options: Options | None = None,
) -> Target:
    """Find what it takes a unit to reach a score or a rank: one indicator alone, and the cheapest mix.

    Parameters
    ----------
    pack, table, name, variant, as_of, members : as of `gaoxin.index`
    score, rank : the goal, one of them
    period : the latest of the table where None
    most : by node of an indicator, the greatest change in its unit; where given, only these move
    costs : by node, the cost of a change by one unit; where there is none, a change from the worst to the
        best unit costs 1
    node : of the tree; the total where None

    Returns
    -------
    rows: subject, period, way (alone: that indicator only; mix: all rows together), node, title, unit,
    figure, target (the figure that it takes), change, cost, reached, score and rank with it (computed anew,
    the other units' figures as they are), step_before (the figure one step before, which does not reach the
    goal), why. Where nothing reaches the goal the row has the nearest. `now`, `mix` and `runs` beside them

    Raises
    ------
    UsageError : not one goal, a unit or period that the table does not have, a unit without a score
    """
    given = options or Options(as_of, None, members or {})
    return targets.target(
        pack,
        table,
        subject,
        given,
        goal=Goal(score, rank),
        period=period,
        most=most,
        costs=costs,
        name=name,
        variant=variant,
        node=node,
    )


def account(
    pack: str | Program,
    indicator: str,
    table: object,
    *,
    members: Mapping[str, object] | None = None,
    period: int | None = None,
    subject: str | None = None,
    published: Mapping[str, str | Decimal | int] | None = None,
    most: int = LARGEST,
    as_of: date | None = None,
    options: Options | None = None,
) -> Accounts:
    """Account for the change of a figure over members against the year before (同比变动说明), exactly.

    Parameters
    ----------
    pack : name, folder, or a program
    indicator : a sum over members, or a sum divided by a sum
    table : the rows that the members belong to
    members : tables of the members, by subject
    period : the later year; all where None
    subject : one of the rows; all where None
    published : by subject, the figure of the year before as it was published: the difference to what the
        table holds now is the line of corrections
    most : so many of the largest movers

    Returns
    -------
    rows: subject, period, figure (figure, numerator, denominator), part (before, corrections, calibre,
    entered, left, stayed, returned, missing, after; undivided where a break has no comparable series),
    members, before and after of them, amount, points (of percent of the earlier figure), exact (the amount
    with all digits), unit. The parts sum to ``after - before`` to the last digit. `movers` and `sentences`
    beside them

    Raises
    ------
    UsageError : the pack has no such figure, the table no such row or year, or no two years are known
    """
    given = options or Options(as_of, None, members or {})
    program = pack if isinstance(pack, Program) else program_of(pack, given.as_of)
    plan = parts_plan(program, indicator)
    task = task_for(program, plan.rows, table, replace(given, members=_bound(program, indicator, given)))
    periods = None if period is None else [period]
    with engine_for(given) as engine:
        found = list(
            accounts(program, indicator, engine, task, periods=periods, published=published, most=most)
        )
        found = [each for each in found if subject in (None, each.subject)]
        if not found:
            asked = " ".join(str(part) for part in (subject, period) if part is not None) or "any subject"
            message = (
                f"{indicator}: {asked} 没有可比的两年 · is not known in a year and the year before; try: "
                f"gaoxin indicators {program.pack.pack}, to see where it is unknown"
            )
            raise UsageError(message)
        names = names_of(program, engine, task, found, plan.rollup.frame.subject)
    made = program.find(indicator)
    title = made.spec.title.zh if isinstance(made, Figure) else indicator
    return told(program.pack.pack, title, found, names, notices_of(task))


def _bound(program: Program, indicator: str, options: Options) -> dict[str, object]:
    """The tables of members with what both calibres of a figure need."""
    plans = [parts_plan(program, indicator, one_calibre=one) for one in (False, True)]
    frames = [(program, plan.rollup.frame) for plan in plans]
    kind = plans[0].rollup.frame.subject
    return {
        subject: table_of(frames, table) if subject == kind else table
        for subject, table in options.members.items()
    }


def names_of(
    program: Program, engine: Engine, task: Task, found: Collection[ZoneAccount], kind: str
) -> dict[str, str]:
    """The names of the movers and of the subjects, where their kinds have names."""
    wanted = {moved.member for each in found for moved in each.movers}
    names = _named(program, engine, task, kind, wanted, kind)
    own = {each.subject for each in found}
    return {**names, **_named(program, engine, task, program.subject or "", own, None)}


def _named(
    program: Program, engine: Engine, task: Task, kind: str, wanted: Collection[str], member: str | None
) -> dict[str, str]:
    spec = program.subjects.get(kind)
    if spec is None or spec.name is None or not wanted:
        return {}
    rows = engine.cells(replace(task, periods=None), "subject", sorted(wanted), member)
    if spec.name not in rows.column_names:
        return {}
    pairs = zip(rows["subject"].to_pylist(), rows[spec.name].to_pylist(), strict=True)
    return {subject: name for subject, name in pairs if name}
