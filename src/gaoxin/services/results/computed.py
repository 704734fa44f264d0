"""Indicators and points of a pack, as numbers and as people read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula import tree as t
from gaoxin.formula.inputs import item_breaks
from gaoxin.formula.program import Figure, Program
from gaoxin.plan.rows import beside_points, figure_plan
from gaoxin.services.points import standings
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.files import TableFiles
from gaoxin.services.results.texts import factor, figures
from gaoxin.services.score_sheets import parts_of, ranks_rows, sheet_heads, sheet_of, sheet_rows

BREAK = "口径变动,不可比"
Lines = Mapping[str, Collection[Fraction]]
"""Thresholds by the full name of the indicator that is compared with them, in base units."""


def add_computed(
    files: TableFiles,
    engine: Engine,
    program: Program,
    task: Task,
    lines: Lines,
) -> Any:
    """Add the indicators and the points of a pack to the tables of a run.

    Returns
    -------
    an Arrow table of the rows with their indicators and points; None where the pack has none
    """
    kind, pack = program.subject or "", program.pack
    parts = [part for name in pack.points for part in parts_of(program, name)]
    plan = figure_plan(program, [*pack.indicators, *parts, *beside_points(program)])
    if not plan.outputs:
        return None
    rows = engine.rows(plan, task).arrow()
    keys = {"pack": pack.pack, "kind": kind, "subject": rows["subject"], "period": rows["period"]}
    for name in pack.indicators:
        made = program.items[f"{pack.family}.{name}"]
        assert isinstance(made, Figure)
        number = rows[name]
        unit = made.spec.unit
        text = figures(number, unit, [line / factor(unit) for line in lines.get(made.name, ())])
        broken = _broken(program, made, rows["period"], task.as_of)
        broken = pc.and_(broken, pc.is_null(number))
        files.add(
            "indicators",
            {
                **keys,
                "indicator": name,
                "number": number,
                "text": pc.if_else(broken, BREAK, text),
                "mark": mark(program, made),
                "break": broken,
            },
        )
    for name in pack.points:
        made = sheet_of(program, name)
        ranks = standings(engine, program, name, task) if ranks_rows(made) else None
        for item, columns in sheet_rows(program, made, rows, ranks):
            files.add("points", {**keys, "sheet": name, "item": item, **columns})
        files.add("sheets", {**keys, "sheet": name, **sheet_heads(program, made, rows, ranks)})
    return rows


def mark(program: Program, made: Figure) -> str:
    """What an indicator rests on that is not official: assumed, paraphrased, or nothing."""
    behind = [part for part in t.walk(made.tree) if isinstance(part, t.Item)]
    figures_behind = [program.items.get(part.name) for part in behind]
    found: set[str] = {
        figure.spec.status or figure.pack.status
        for figure in (made, *figures_behind)
        if isinstance(figure, Figure)
    }
    return next((status for status in ("assumed", "paraphrased") if status in found), "")


def _broken(program: Program, made: Figure, periods: Any, as_of: date | None) -> Any:
    """In which rows an indicator joins years that a change of calibre parts."""
    nodes = item_breaks(program, made.name)
    years = (
        {p: p or (as_of.year - 1 if as_of else 0) for p in pc.unique(periods).to_pylist()} if nodes else {}
    )
    parted = [p for p, year in years.items() if any(node.at(year) is None for node in nodes)]
    return pc.is_in(periods, pa.array(parted, pa.int32()))
