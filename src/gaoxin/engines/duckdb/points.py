"""Score sheets over a population on DuckDB: figures, totals as doubles, and what the totals of a few are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow.compute

from gaoxin.engines.duckdb.results import Rows, Session
from gaoxin.engines.protocol import Task
from gaoxin.engines.sql.cte import Cte, script, select_all
from gaoxin.engines.sql.points import (
    SCORED,
    details_query,
    group_columns,
    place_column,
    points_ctes,
    result_query,
    share_ctes,
)
from gaoxin.engines.sql.rows import Relation
from gaoxin.engines.sql.statements import kept_table
from gaoxin.engines.sql.terms import column, select
from gaoxin.plan.binding import Binding, BoundColumn
from gaoxin.plan.points import Counted, PointsPlan, only_compared, standing_in
from gaoxin.plan.steps import RowPlan

pc: Any = pyarrow.compute  # the stubs know too few of its types


@dataclass(slots=True)
class Population:
    """The rows of a score sheet on their way to points; see `gaoxin.engines.protocol.Population`.

    Parameters
    ----------
    session : where they are
    plan : the sheet
    steps : what makes the figures
    source : their relation
    name : under which tables are registered
    counted : percentile ranks that were counted outside
    bare : figures that nobody has looked at
    """

    session: Session
    plan: PointsPlan
    steps: Sequence[Cte]
    source: str
    name: str
    counted: tuple[Counted, ...] = ()
    bare: frozenset[str] = frozenset()

    def scored(self, names: Sequence[str]) -> Any:
        """Chosen columns of all rows, with what is ranked within what."""
        place = place_column(self.plan, self.counted)
        picked = dict.fromkeys(["subject", "period", *names, place, *group_columns(self.plan)])
        ctes = points_ctes(self.plan, self.source, self.counted, self.bare)
        final = select([column(name) for name in picked], SCORED)
        rows = self.session.arrow(script([*self.steps, *ctes], final))
        return rows if place == "place by" else rows.append_column("place by", rows[place])

    def details(self, rows: Any) -> Any:
        """What the totals of some rows rest on."""
        self.session.register(f"{self.name}_near", rows)
        ctes = share_ctes(self.plan, self.source, self.counted, self.bare)
        query = script([*self.steps, *ctes], details_query(self.plan, f"{self.name}_near"))
        return self.session.arrow(query)

    def result(self, rows: Any, names: Sequence[str]) -> Rows:
        """Rows with their ranks, and the lists that follow from them."""
        self.session.register(f"{self.name}_ranked", rows)
        query = result_query(self.plan, f"{self.name}_ranked", names)
        opened = replace(self.session.opened, main=Relation(""), members={}, steps=[], tables=[], quick=False)
        return Rows(self.session.engine, opened, query, ordered=True)


@dataclass(slots=True)
class Figures:
    """Figures of all rows, read a few columns at a time, their rows in one order.

    Parameters
    ----------
    session : where they are
    steps, source : what makes them, and their relation
    bare : columns of doubles that nobody has looked at before they are read
    careful : the same figures looked at cell by cell, for where one of these is not finite
    """

    session: Session
    steps: Sequence[Cte]
    source: str
    bare: frozenset[str] = frozenset()
    careful: Callable[[], Figures] | None = None

    def keep(self, name: str) -> Figures:
        """The same figures, computed once and kept: rows that are joined have no order of their own."""
        self.session.run(kept_table(name, script(self.steps, select_all(self.source))))
        return replace(self, steps=(), source=name)

    def read(self, names: Sequence[str]) -> Any:
        """Some columns of all rows as an Arrow table."""
        rows = self.session.arrow(script(self.steps, select([column(name) for name in names], self.source)))
        finite = all(pc.all(pc.is_finite(rows[name])).as_py() is not False for name in self.bare & {*names})
        return rows if finite or self.careful is None else self.careful().read(names)


def with_codes(task: Task) -> Task:
    """The same task, in which integers that name rows stay integers: texts are dear to carry."""
    binding = _read_once(task)
    if binding is None or task.members or binding.subject.storage.kind != "integer":
        return task
    return _bound(task, replace(binding, subject=replace(binding.subject, code=True)))


def coded(figures: RowPlan, plan: PointsPlan, task: Task) -> Task:
    """The same task, in which integers that name rows or groups stay integers."""
    task = with_codes(task)
    binding = _read_once(task)
    if binding is None:
        return task
    names = only_compared(figures, plan)
    columns = tuple(
        replace(bound, code=True)
        if bound.variable in names and bound.type == "text" and bound.storage.kind == "integer"
        else bound
        for bound in binding.columns
    )
    return _bound(task, replace(binding, columns=columns))


def bared(figures: RowPlan, task: Task, outputs: Collection[str]) -> tuple[Task, frozenset[str]]:
    """The same task, in which doubles that only stand in some outputs are not looked at cell by cell.

    Returns
    -------
    the task, and the outputs that hold such doubles
    """
    binding = _read_once(task)
    if binding is None:
        return task, frozenset()
    alone = standing_in(figures, outputs)
    columns = tuple(
        replace(bound, bare=bound.variable in alone and _only_finite(bound)) for bound in binding.columns
    )
    found = [name for bound in columns if bound.bare for name in alone[bound.variable]]
    return _bound(task, replace(binding, columns=columns)), frozenset(found)


def _only_finite(bound: BoundColumn) -> bool:
    """Whether all that is asked of the cells of a column is to be finite."""
    limits = (bound.minimum, bound.maximum)
    return bound.type == "real" and bound.storage.kind == "double" and limits == (None, None)


def _read_once(task: Task) -> Binding | None:
    """What the columns of a task mean, where each of them is one column of the rows."""
    binding = task.table.binding
    return None if binding is None or binding.years else binding


def _bound(task: Task, binding: Binding) -> Task:
    return replace(task, table=replace(task.table, binding=binding))
