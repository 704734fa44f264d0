"""From a score sheet to its plan over a population, and the plan of the figures that it reads."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.formula.sheets import Cap, Row, Share, Sheet, cap_of
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.points.steps import (
    MARKS,
    ExactItem,
    PlannedCap,
    PlannedGroup,
    PlannedItem,
    PlannedVeto,
    PointsPlan,
    ShareItem,
)
from gaoxin.plan.rows import RowBuilder
from gaoxin.plan.steps import Output, RowPlan
from gaoxin.spec import Points, Status

_EXACT_DIGITS = 18.0


def only_compared(figures: RowPlan, plan: PointsPlan) -> frozenset[str]:
    """The text variables that only make groups: whether two rows have the same is all that counts of them."""
    named = {column for cap in plan.caps if (column := cap.column) is not None}
    return frozenset(standing_in(figures, set(plan.columns.values()) - named))


def standing_in(figures: RowPlan, outputs: Collection[str]) -> dict[str, list[str]]:
    """The stored columns that stand as they are in some outputs, and that nothing else reads.

    Returns
    -------
    the outputs of each such column
    """
    alone: dict[str, list[str]] = {}
    read = {column.name for step in figures.levels for d in step.columns for column in e.columns(d.expr)}
    for output in figures.outputs:
        if isinstance(output.expr, e.Column) and output.name in outputs:
            alone.setdefault(output.expr.name, []).append(output.name)
        else:
            read |= {column.name for column in e.columns(output.expr)}
    return {name: found for name, found in alone.items() if name not in read}


def points_plan(
    program: Program, name: str | None = None, variant: str | None = None
) -> tuple[RowPlan, PointsPlan]:
    """The plan of the figures of a score sheet, and the plan of the sheet itself.

    Parameters
    ----------
    program : the resolved pack
    name : of the sheet; the only or first one where None
    variant : name of the variant that fills unpublished caps

    Raises
    ------
    UsageError : the pack has no such sheet or variant
    """
    sheets = program.pack.points
    chosen = name or next(iter(sheets), None)
    if chosen is None or chosen not in sheets:
        known = ", ".join(sheets) or "none"
        wanted = f"score sheet {name!r}" if name else "score sheet"
        message = (
            f"{program.pack.pack} has no {wanted}; its score sheets are: {known}; try: gaoxin packs list"
        )
        raise UsageError(message)
    made = program.items[f"{program.pack.family}.{chosen}"]
    assert isinstance(made, Sheet)
    filled = with_variant(made, chosen, variant)
    others = {**program.items, made.name: filled}
    builder = RowBuilder(replace(program, items=others))
    builder.add_all()
    return _Planner(builder, filled, chosen, variant).plan()


def with_variant(sheet: Sheet, name: str, variant: str | None) -> Sheet:
    """The same sheet with the unpublished caps of its items filled.

    Raises
    ------
    UsageError : the sheet has no such variant
    """
    spec = sheet.spec
    if variant is None:
        return sheet
    if variant not in spec.variants:
        known = ", ".join(spec.variants) or "none"
        message = (
            f"points {name} has no variant {variant!r}; it has: {known}; try: one of these, or no variant"
        )
        raise UsageError(message)
    by = None if spec.max_by is None else sheet.categories[spec.max_by]
    groups = tuple(
        (
            full,
            cap,
            tuple(replace(row, cap=cap_of(spec.filled(row.spec, variant), by, needed=True)) for row in rows),
        )
        for full, cap, rows in sheet.groups
    )
    return replace(sheet, groups=groups)


@dataclass(slots=True)
class _Planner:
    """Collects the columns that the plan of a sheet reads."""

    builder: RowBuilder
    sheet: Sheet
    name: str
    variant: str | None
    outputs: list[Output] = field(default_factory=list[Output])

    def plan(self) -> tuple[RowPlan, PointsPlan]:
        spec = self.sheet.spec
        columns = {name: self.category(name) for name in self.sheet.categories}
        groups = tuple(
            PlannedGroup(g.id, self.cap(cap), g.bonus, tuple(self.item(row, columns) for row in rows))
            for g, (_, cap, rows) in zip(spec.groups, self.sheet.groups, strict=True)
        )
        vetoes = tuple(
            PlannedVeto(veto.spec.id, self.flag(n), veto.spec.then == "excluded")
            for n, veto in enumerate(self.sheet.vetoes)
        )
        items = len(self.sheet.rows)
        least = math.ceil(spec.min_share * items)
        plan = PointsPlan(
            self.name, spec.title.zh, self.variant, groups, self.cap(self.sheet.cap), vetoes, least,
            spec.ranking, self.marks(), columns,
        )  # fmt: skip
        return self.builder.plan(self.outputs), plan

    def category(self, name: str) -> str:
        """The column of a category."""
        with self.builder.formula(self.sheet.name):
            expr = self.builder.compiler.plain(self.sheet.categories[name])
        self.outputs.append(Output(f"c_{name}", expr, "text"))
        return f"c_{name}"

    def flag(self, number: int) -> str:
        """The column of a veto."""
        veto = self.sheet.vetoes[number]
        with self.builder.formula(veto.name):
            self.outputs.append(Output(f"v_{veto.spec.id}", self.builder.compiler.flag(veto.when), "flag"))
        return f"v_{veto.spec.id}"

    def cap(self, cap: Cap) -> PlannedCap:
        column = None if cap.by is None else f"c_{self.sheet.spec.max_by}"
        return PlannedCap(cap.values, column)

    def item(self, row: Row, columns: Mapping[str, str]) -> PlannedItem:
        """An item: its exact points, or the figure of its share."""
        if row.share is not None and (row.step is None or not row.cap.published):
            return self.share(row, row.share, columns)
        if not row.cap.published:
            return ExactItem(row.spec.id, "", "", 1, Fraction(0))
        atoms = [self.builder.compiler.figures[f"{row.name}#{end}"] for end in ("lo", "hi")]
        names = [f"p_{row.spec.id}.{end}" for end in ("low", "high")]
        divisor = math.lcm(*(atom.divisor for atom in atoms))
        for name, atom in zip(names, atoms, strict=True):
            scaled = r.polynomial({(atom,): divisor // atom.divisor}, 128)
            self.outputs.append(Output(name, scaled, "int"))
        return ExactItem(row.spec.id, names[0], names[1], divisor, row.cap.most)

    def share(self, row: Row, share: Share, columns: Mapping[str, str]) -> ShareItem:
        """An item whose points are a share of its cap."""
        name = f"f_{row.spec.id}"
        with self.builder.formula(row.name):
            exact = self.builder.outside.exact(share.figure)
            whole = exact is not None and exact.digits < _EXACT_DIGITS
            if exact is not None and whole:
                expr, unit = exact.expr, Fraction(exact.divisor)
            else:
                expr, unit = self.builder.compiler.real(share.figure), Fraction(1)
        self.outputs.append(Output(name, expr, "int" if whole else "real"))
        spec = share.spec
        posts = None if share.posts is None else (share.posts[0] * unit, share.posts[1] * unit)
        by = tuple(columns[category] for category in spec.by)
        return ShareItem(
            row.spec.id, name, whole, self.cap(row.cap), spec.method, share.down, by, posts, spec.constant
        )

    def marks(self) -> tuple[str, ...]:
        """What every row's points rest on."""
        spec = self.sheet.spec
        found: list[str] = []
        if not all(row.cap.published for row in self.sheet.rows):
            found.append("max unpublished")
        if self.variant is not None and any(i.max != spec.filled(i, self.variant) for i in spec.items):
            status = spec.variants[self.variant].status
            found += [f"max {status}"] if f"max {status}" in MARKS else []
        statuses = {spec.status or self.sheet.pack.status, *_stated(spec)}
        return (*found, *(status for status in ("assumed", "paraphrased") if status in statuses))


def _stated(spec: Points) -> set[Status]:
    """The statuses that parts of a sheet state for themselves."""
    parts = [*spec.groups, *spec.items, *spec.veto, *spec.ranking.lists, *spec.categories.values()]
    return {part.status for part in parts if part.status is not None}
