"""The account of a figure over members against the year before, as a table and as a document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.program import Figure, Program
from gaoxin.plan.parts import parts_plan
from gaoxin.services.account.basis import Basis, tables_of
from gaoxin.services.change.telling import Accounts, told
from gaoxin.services.change.zone import LARGEST, ZoneAccount, accounts
from gaoxin.services.tables import Options, engine_for, notices_of, program_of, table_of, task_for


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
    document: str | Path | None = None,
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
    document : also write the 同比变动说明 of the last year to this file (.docx); it says what it rests on

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
    assert isinstance(made, Figure)
    if document is not None:
        from gaoxin.services.account.document import write_document  # late: python-docx takes a moment

        tables = tables_of(program, table, given.members, task)
        member, day = plan.rollup.frame.subject, given.as_of
        basis = Basis(program, made, member, tuple(found), names, tables, published or {}, day)
        write_document(basis, Path(document))
    return told(program.pack.pack, made.spec.title.zh, found, names, notices_of(task))


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
