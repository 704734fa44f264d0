"""Wholes beside their parts: what of a figure is divided among the parts, and what is not (未分地区)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pyarrow as pa

from gaoxin.base import units
from gaoxin.base.errors import UsageError
from gaoxin.formula.builder import Builder
from gaoxin.formula.program import Program
from gaoxin.plan.rows import figure_plan
from gaoxin.services.tables import Options, Results, engine_for, notices_of, program_of, task_for
from gaoxin.spec import Indicator, Pack

_FIGURES = {
    "whole": "{name}",
    "members": "count({member})",
    "known": "count({member} where {member}.{name} = {member}.{name})",
    "parts": "sum({member}.{name})",
    "rest": "{name} - sum({member}.{name})",
}
_SCHEMA = {
    "subject": pa.string(),
    "period": pa.int32(),
    "variable": pa.string(),
    "whole": pa.float64(),
    "members": pa.int64(),
    "known": pa.int64(),
    "parts": pa.float64(),
    "rest": pa.float64(),
    "label": pa.string(),
}


def breakdown(
    pack: str | Program, table: object, options: Options, member: str, names: Collection[str] | None = None
) -> Results:
    """Compare the figures of each whole with the sums of its parts.

    Parameters
    ----------
    pack : name, folder, or a program
    table : the wholes; their parts are the one table of `options.members`
    member : subject of the parts, which rolls up to the subject of the pack
    names : variables; every number that can be added up where None

    Returns
    -------
    a row for each whole, period and variable that either of the two reports: `whole`, number of `members`,
    how many are `known`, sum of these `parts`, `rest` that no part has, and a `label`: empty where the
    parts make up the whole up to half a unit a part, 未分地区 (by the title of the parts) where a rest is not
    divided or no part is known, 待补充 with how many did not report, 合计大于全部. Where a part is missing
    the rest is null: what it did not report is not what is undivided

    Raises
    ------
    UsageError : the member does not roll up to the subject of the pack, or a name is not such a variable
    """
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    chosen = _chosen(program, member, names)
    built = _program(program, member, chosen)
    plan = figure_plan(built)
    task = task_for(built, plan, table, options)
    with engine_for(options) as engine:
        rows = engine.rows(plan, task).arrow().to_pylist()
    title = f"未分{program.subjects[member].title.zh}"
    found = [compared for row in rows for name in chosen if (compared := _compared(row, name, title))]
    columns = {name: pa.array([row[name] for row in found], kind) for name, kind in _SCHEMA.items()}
    return Results(pa.table(columns), program.pack.pack, notices_of(task))


def _chosen(program: Program, member: str, names: Collection[str] | None) -> list[str]:
    if member not in program.members:
        known = ", ".join(program.members) or "none"
        message = f"{member} does not roll up to {program.subject}; what does: {known}; try: one of these"
        raise UsageError(message)
    added_up = [n for n, v in program.variables.items() if v.type == "number" and _dimension(v.unit)]
    unknown = sorted(set(names or ()) - set(added_up))
    if unknown:
        message = f"{', '.join(unknown)}: no variable that can be added up; try: {', '.join(added_up[:5])}"
        raise UsageError(message)
    return [name for name in added_up if names is None or name in names]


def _dimension(unit: str) -> units.Dimension:
    parsed = units.parse(unit)
    return parsed.dimension if parsed else units.NONE


def _program(program: Program, member: str, names: Collection[str]) -> Program:
    """A program of the comparisons, over the variables and subjects of the pack."""
    figures = {
        f"{name}__{key}": Indicator(
            title=program.variables[name].title,
            formula=formula.format(name=name, member=member),
            unit=program.variables[name].unit if key not in ("members", "known") else "1",
            coverage="0",  # pyright: ignore[reportArgumentType] - read exactly, as in a pack
        )
        for name in names
        for key, formula in _FIGURES.items()
    }
    own = program.pack
    pack = Pack(
        pack=own.pack,
        family=own.family,
        title=own.title,
        subject=program.subject,
        subjects=dict(program.subjects),
        variables=dict(program.variables),
        indicators=figures,
    )
    return Builder(pack, {}).build()


def _compared(row: Mapping[str, Any], name: str, title: str) -> dict[str, Any] | None:
    figures = {key: row[f"{name}__{key}"] for key in _FIGURES}
    whole, members, known = figures["whole"], int(figures["members"] or 0), int(figures["known"] or 0)
    if not members or (whole is None and not known):
        return None
    complete = known in (0, members)
    rest = figures["rest"] if complete else None
    return {
        "subject": row["subject"], "period": row["period"], "variable": name, **figures, "members": members,
        "known": known, "rest": rest, "label": _label(whole, rest, members, known, title),
    }  # fmt: skip


def _label(whole: float | None, rest: float | None, members: int, known: int, title: str) -> str:
    if whole is None:
        return "待补充：全部"
    if rest is None:
        return f"待补充：{members - known}"
    if known and abs(rest) <= members / 2:
        return ""
    return title if rest > 0 else "合计大于全部"
