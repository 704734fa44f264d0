"""Tables as panels of the figures that an index reads, and what is refused of a question about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Task
from gaoxin.formula.program import Figure, Program
from gaoxin.formula.resolve import walls
from gaoxin.measure.change import Panel
from gaoxin.plan.index import TOTAL, Aggregate, IndexPlan, Tidy
from gaoxin.services.change.arrow import pa
from gaoxin.services.indices import index_notices, index_task
from gaoxin.services.tables import Options, engine_for, notices_of, program_of, task_for


@dataclass(frozen=True, slots=True)
class Read:
    """An index and the figures that it reads, of all years of a table.

    Parameters
    ----------
    program, plan, panel : the pack, the index, its figures
    titles : of the nodes
    notices : what was noticed on the way
    """

    program: Program
    plan: IndexPlan
    panel: Panel
    titles: dict[str, str]
    notices: tuple[str, ...]

    def walls(self, first: int, last: int) -> dict[str, int]:
        """The leaves whose calibre changed after the first year and until the last, with the year."""
        found: dict[str, int] = {}
        for leaf in self.plan.leaves:
            years = [year for year in _walls(self.program, leaf.reference) if first < year <= last]
            if years:
                found[leaf.node] = max(years)
        return found

    def top(self, node: str | None) -> str:
        """The node that is asked for: the total where None.

        Raises
        ------
        UsageError : no such node, no total, or a node without a score for want of published weights
        """
        name = self.program.pack.pack
        known = ", ".join(self.titles)
        wanted = node or TOTAL
        if wanted not in self.titles:
            seen = "没有总分 · it has no total" if node is None else f"{node}: 没有此节点 · no such node"
            message = f"{name} {self.plan.index}: {seen}; its nodes are: {known}; try: name one of them"
            raise UsageError(message)
        joins = [join for s in self.plan.steps if isinstance(s, Aggregate) for join in s.joins]
        if any(join.node == wanted and join.least is None and not join.cases for join in joins):
            listed = self.program.pack.index[self.plan.index].variants
            way = f"a variant: {', '.join(listed)}" if listed else "a pack with weights of its own"
            message = (
                f"{name} {self.plan.index} {wanted}: 权重未公布,没有得分 · has no score, its weights are "
                f"not published; try: {way}"
            )
            raise UsageError(message)
        return wanted


def read(
    pack: str | Program,
    table: object,
    options: Options,
    *,
    name: str | None = None,
    variant: str | None = None,
) -> Read:
    """Read the figures of an index, of all years of a table.

    Parameters are those of `gaoxin.index`.
    """
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    figures, plan = index_task(program, name, variant)
    task: Task = task_for(program, figures, table, replace(options, periods=None))
    with engine_for(options) as engine:
        rows: Any = engine.rows(figures, task).arrow()
    return of_figures(program, plan, rows, (*notices_of(task), *index_notices(program, plan, name)))


def of_figures(program: Program, plan: IndexPlan, rows: Any, notices: tuple[str, ...] = ()) -> Read:
    """Take the figures of an index that are at hand: an Arrow table of subject, period and leaves."""
    tidy = next(step for step in plan.steps if isinstance(step, Tidy))
    titles = {row.node: row.title for row in tidy.rows}
    return Read(program, plan, _panel(rows, plan), titles, notices)


def _panel(rows: Any, plan: IndexPlan) -> Panel:
    rows = rows.sort_by([("subject", "ascending"), ("period", "ascending")])
    columns = [rows[leaf.column].cast(pa.float64()).to_numpy() for leaf in plan.leaves]
    return Panel(
        np.array([str(subject) for subject in rows["subject"].to_pylist()], np.str_),
        np.asarray(rows["period"].to_pylist(), np.int64),
        np.array(np.column_stack(columns), np.float64),
        {g.column: np.array([c or "" for c in rows[g.column].to_pylist()], np.str_) for g in plan.groups},
    )


def _walls(program: Program, reference: str) -> tuple[int, ...]:
    if reference in program.variables:
        return tuple(found.since for found in program.variables[reference].breaks)
    made = program.find(reference)
    return walls(made.tree, bridged=False) if isinstance(made, Figure) else ()


def check_years(panel: Panel, years: Sequence[int]) -> None:
    """Refuse years that the table does not have, one year twice, and a table without rows.

    Raises
    ------
    UsageError : with the years that it has
    """
    held = sorted({int(period) for period in panel.periods})
    if not held:
        message = "表中没有数据 · the table has no rows; try: another table, or the headings of its columns"
        raise UsageError(message)
    if len(years) != len(set(years)):
        message = (
            f"{years[0]}: 两个年份相同 · a year is not compared with itself; try: two of {_listed(held)}"
        )
        raise UsageError(message)
    for year in years:
        if year not in held:
            message = f"{year}: 表中没有此年 · the table has no such period; it has: {_listed(held)}"
            raise UsageError(f"{message}; try: one of these")


def subjects_of(panel: Panel, years: Sequence[int], wanted: Collection[str] | None) -> list[str]:
    """The subjects that have a row in all of some years; those asked for must.

    Raises
    ------
    UsageError : one that is asked for has no row in one of them
    """
    of_years: list[set[str]] = [set(map(str, panel.subjects[panel.periods == year])) for year in years]
    if wanted is None:
        return sorted(subject for subject in of_years[0] if all(subject in known for known in of_years))
    for subject in wanted:
        held = sorted(int(p) for p in panel.periods[panel.subjects == subject])
        for year, known in zip(years, of_years, strict=True):
            if subject not in known:
                there = f"it has: {_listed(held)}" if held else "it is not in the table"
                message = (
                    f"{subject}: {year} 年没有数据 · no row in {year}; {there}; try: another year or unit"
                )
                raise UsageError(message)
    return list(dict.fromkeys(wanted))


def _listed(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))
