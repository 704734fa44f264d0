"""The score sheet of one subject, from the reference, with the peers of the whole table beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isnan
from typing import Any

import numpy as np
import pyarrow

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.explain import LANGUAGES, show
from gaoxin.formula.points import cap_of_row
from gaoxin.formula.program import Figure, Program, Sheet
from gaoxin.formula.sheets import Row
from gaoxin.formula.values import Interval, Value
from gaoxin.measure.points import of_others, reconciled
from gaoxin.plan.points import with_variant
from gaoxin.plan.rows import beside_points, figure_plan
from gaoxin.services.points import standings, table_with_ranks
from gaoxin.services.score_sheets.population import (
    Node,
    nodes,
    parts_of,
    peer_groups,
    ranks_rows,
    sheet_heads,
    sheet_of,
    text,
)
from gaoxin.services.score_sheets.raises import advice
from gaoxin.services.score_sheets.score import Behind, ScoreRow, ScoreSheet, Standing
from gaoxin.services.score_sheets.words import figures_of, filled_cap, method, raw_inputs, rests_on_variant
from gaoxin.services.tables import Options, engine_for, program_of, task_for
from gaoxin.services.worlds import world_of, year_of
from gaoxin.spec import Item, PointsItem, Text

pa: Any = pyarrow


def score_sheet(
    pack: str | Program,
    table: object,
    subject: str,
    *,
    sheet: str | None = None,
    variant: str | None = None,
    period: int | None = None,
    options: Options = Options(),
) -> ScoreSheet:
    """The score sheet of a subject of a table.

    Parameters
    ----------
    pack, table : as of `verdicts`; the table holds all who are compared
    subject : its identifier; it is ranked among the rows of the table of its period, where there are others
    sheet : name of the score sheet; the pack's first where None
    variant : name of the variant that fills unpublished caps
    period : the year; the subject's latest where None

    Raises
    ------
    UsageError : no such subject, period, sheet or variant
    """
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    if not program.pack.points or (sheet is not None and sheet not in program.pack.points):
        known = ", ".join(program.pack.points) or "none"
        message = (
            f"{program.pack.pack} {sheet or ''}: 评分表有 · its score sheets are {known}; try: one of these"
        )
        raise UsageError(message)
    name = sheet or next(iter(program.pack.points))
    program = filled(program, variant, [name])
    plan = figure_plan(program, [*parts_of(program, name), *beside_points(program)])
    task = task_for(program, plan, table_with_ranks(program, plan, table, options), options)
    with engine_for(options) as engine:
        world = world_of(engine, program, task, [subject])
        evaluator = Evaluator(program, world, subject, year_of(world, subject, period))
        found = scored(engine, task, evaluator, name, cells_of(program, task))
    return replace(found, variant=variant)


def scored(
    engine: Engine, task: Task, evaluator: Evaluator, name: str, cells: Mapping[tuple[str, int], str]
) -> ScoreSheet:
    """A score sheet of the subject that an evaluator knows.

    Parameters
    ----------
    task : the whole table, for the peers
    name : of the sheet
    cells : where each figure stands, by variable and year
    """
    program = evaluator.program
    made = sheet_of(program, name)
    plan = figure_plan(program, [*parts_of(program, name), *beside_points(program)])
    task = replace(task, periods=[evaluator.period])
    rows = engine.rows(plan, task).arrow()
    ranks = standings(engine, program, name, task) if ranks_rows(made) else None
    maker = _Maker(evaluator, made, nodes(program, made), cells)
    group, found = maker.rows(rows, ranks)
    return ScoreSheet(
        program.pack.pack,
        name,
        None,
        _both(made.spec.title),
        evaluator.subject,
        evaluator.period,
        group,
        found,
        advice(evaluator, made),
        Standing() if ranks is None else maker.standing(rows, ranks),
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the rows of a sheet.

    Parameters
    ----------
    evaluator : knows the subject
    made, parts : the sheet, and its parts in order
    cells : where each figure stands, by variable and year
    """

    evaluator: Evaluator
    made: Sheet
    parts: list[Node]
    cells: Mapping[tuple[str, int], str]

    def rows(self, rows: Any, ranks: Any) -> tuple[str, tuple[ScoreRow, ...]]:
        """The peers' group, and the rows of the sheet.

        Parameters
        ----------
        rows, ranks : of all who are compared, as of `sheet_heads`
        """
        program, family = self.evaluator.program, self.evaluator.program.pack.family
        group, peers = self.peers(rows)
        points = [_points(self.evaluator.item(f"{family}.{part.name}")) for part in self.parts]
        shown = self.shown(points)
        counted = ranks is not None and self.own(ranks)["points"] is not None
        found = tuple(
            ScoreRow(
                part.item,
                part.item.count(".") + bool(part.item),
                _both(body.title) if part.item else {"zh": "合计", "en": "Total"},
                self.status(part, body),
                points[at],
                self.cap(at),
                shown[at][0],
                shown[at][0][0] if _decided(points[at]) or (counted and not part.item) else "",
                shown[at][1],
                body.clause or "",
                *self.share(row),
                () if row is None else tuple(self.figures(row)),
                {} if row is None else {lang: method(program, self.made, row, lang) for lang in LANGUAGES},
                *peers[at],
            )
            for at, (part, (body, row)) in enumerate(zip(self.parts, _bodies(self.made), strict=True))
        )
        return group, found

    def own(self, table: Any) -> dict[str, Any]:
        """The row of the subject."""
        place = table["subject"].to_pylist().index(self.evaluator.subject)
        return table.slice(place, 1).to_pylist()[0]

    def standing(self, rows: Any, ranks: Any) -> Standing:
        """The rank, where somebody is ranked beside the subject; lists and vetoes."""
        heads = sheet_heads(self.evaluator.program, self.made, rows, ranks)
        found = self.own(pa.table({"subject": rows["subject"], **heads}))
        alone = (found["ranked"] or 0) < 2
        return Standing(
            found["ranked_in"] or "",
            None if alone else found["rank"],
            None if alone else found["ranked"],
            "" if alone else found["list"] or "",
            found["veto"] or "",
        )

    def peers(self, rows: Any) -> tuple[str, list[tuple[int, float | None]]]:
        """The group of the subject, and of each part the number of peers and their median."""
        groups, told = peer_groups(self.evaluator.program, self.made, rows)
        subjects: list[str] = rows["subject"].to_pylist()
        own = subjects.index(self.evaluator.subject)
        columns: list[list[float | None]] = [rows[f"{part.name}.low"].to_pylist() for part in self.parts]
        values = np.array([[np.nan if v is None else v for v in column] for column in columns]).T
        medians, counts = of_others(values, groups)
        found = [
            (int(count), None if isnan(median) else float(median))
            for count, median in zip(counts[own], medians[own], strict=True)
        ]
        return told[own] or "", found

    def shown(self, points: list[Interval | None]) -> list[tuple[tuple[str, str], str]]:
        """Points with the digits that add up, and what the parts add up to where a cap cuts them."""
        parents = [part.parent for part in self.parts]
        ends = {
            end: reconciled(
                np.array([[Fraction(0) if p is None else getattr(p, end) for p in points]], object), parents
            )
            for end in ("low", "high")
        }
        found: list[tuple[tuple[str, str], str]] = []
        for at, value in enumerate(points):
            low, high = (text(int(ends[end].points[0, at])) for end in ("low", "high"))
            whole = int(ends["low"].sums[0, at])
            cut = value is not None and whole != ends["low"].points[0, at]
            found.append((("", "") if value is None else (low, high), text(whole) if cut else ""))
        return found

    def status(self, part: Node, body: Item) -> str:
        """How sure a part is; the cap of a variant is assumed."""
        if isinstance(body, PointsItem) and filled_cap(self.made, part.cap, body):
            return "assumed"
        if not part.item and rests_on_variant(self.made):
            return "assumed"
        return body.status or self.made.spec.status or self.made.pack.status

    def cap(self, at: int) -> Fraction | None:
        """The most points of a part: its own cap, else what its parts may have, bonus groups left aside."""
        if self.parts[at].cap.values:
            return cap_of_row(self.evaluator, self.parts[at].cap)
        below = [n for n, part in enumerate(self.parts) if part.parent == at and not part.bonus]
        caps = [self.cap(n) for n in below]
        known = [cap for cap in caps if cap is not None]
        return sum(known, Fraction(0)) if len(known) == len(caps) else None

    def share(self, row: Row | None) -> tuple[Fraction | float | None, bool]:
        """The normalised value of an item, and whether its figure is known and has no place in its group."""
        if row is None or row.share is None:
            return None, False
        share, figure = (self.evaluator.value(tree) for tree in (row.share.tree(), row.share.figure))
        return _cut(share), share is None and figure is not None

    def figures(self, row: Row) -> Iterator[Behind]:
        """What an item rests on: the indicators that it names, and the reported figures behind it."""
        evaluator, program = self.evaluator, self.evaluator.program
        for name in figures_of(program, row):
            made = program.items[name]
            assert isinstance(made, Figure)
            value = show(evaluator.value(made.tree), made.spec.unit)
            yield Behind(_both(made.spec.title), value, f"= {made.spec.formula}")
        for ref in raw_inputs(program, row):
            spec, year = program.variables[ref.name], evaluator.period - ref.shift if evaluator.period else 0
            value = show(evaluator.variable(ref.name, ref.shift), spec.unit)
            title = _both(spec.title)
            dated = {"zh": f"{title['zh']}（{year}年）", "en": f"{title['en']} ({year})"} if year else title
            place = self.cells.get((ref.name, year)) or self.cells.get((ref.name, 0), "")
            yield Behind(dated, value, place.rpartition(" ← ")[2])


def filled(program: Program, variant: str | None, sheets: Collection[str] | None = None) -> Program:
    """The program with the unpublished caps of its sheets filled by a variant.

    Parameters
    ----------
    sheets : those that must have the variant; where None, those that have it
    """
    names = [n for n, spec in program.pack.points.items() if variant in spec.variants]
    made = {name: sheet_of(program, name) for name in (names if sheets is None else sheets)}
    return replace(
        program,
        items={**program.items, **{s.name: with_variant(s, name, variant) for name, s in made.items()}},
    )


def cells_of(program: Program, task: Task) -> dict[tuple[str, int], str]:
    """The file and heading behind every variable of a table."""
    binding = task.table.binding
    columns = () if binding is None else binding.columns
    file = task.table.source.name
    return {
        (c.variable, c.year or 0): f"{file} [{c.heading}]" for c in columns if c.variable in program.variables
    }


def _bodies(made: Sheet) -> Iterator[tuple[Item, Row | None]]:
    """What the pack says of the parts of a sheet, in their order, with the row of each item."""
    yield made.spec, None
    for group, (_, _, rows) in zip(made.spec.groups, made.groups, strict=True):
        yield group, None
        yield from ((row.spec, row) for row in rows)


def _both(title: Text) -> dict[str, str]:
    return {"zh": title.zh, "en": title.en}


def _decided(points: Interval | None) -> bool:
    return points is not None and points.low == points.high


def _points(value: Value) -> Interval | None:
    return value if isinstance(value, Interval) else None


def _cut(value: Value) -> Fraction | float | None:
    """A share between 0 and 1."""
    return min(max(value, Fraction(0)), Fraction(1)) if isinstance(value, (Fraction, float)) else None
