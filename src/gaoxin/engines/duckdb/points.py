"""Score sheets over a population on DuckDB: doubles for all rows, exact integers for those near to a tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gaoxin.engines.duckdb.results import Session
from gaoxin.engines.protocol import Task
from gaoxin.engines.sql.cte import Cte, Query, script, select_all
from gaoxin.engines.sql.points import (
    RANKED,
    details_query,
    group_columns,
    near_query,
    points_ctes,
    ranks_update,
    result_query,
    share_ctes,
)
from gaoxin.engines.sql.statements import dropped, kept_table
from gaoxin.engines.sql.terms import column, select
from gaoxin.plan.exact_points import settled_ranks
from gaoxin.plan.points import Counted, PointsPlan, only_compared
from gaoxin.plan.steps import RowPlan

_INNER = ("place by", "lag", "lead")


@dataclass(slots=True)
class Population:
    """The rows of a score sheet on their way to points.

    Parameters
    ----------
    session : where they are
    plan : the sheet
    steps : what makes the figures
    source : their relation
    name : of the table that is kept
    counted : percentile ranks that were counted outside
    """

    session: Session
    plan: PointsPlan
    steps: Sequence[Cte]
    source: str
    name: str
    counted: tuple[Counted, ...] = ()

    def result(self, names: Sequence[str]) -> Query:
        """The query of the result, its ranks exact: some columns behind subject and period.

        Raises
        ------
        DataError : every faulty cell of the tables at once
        """
        ranked = any(name in ("rank", "of", "list") for name in names)
        wanted = [name for name in names if name not in ("of", "list")]
        if ranked:
            wanted += ["rank", *group_columns(self.plan)]
        exact = ranked and self.plan.error > 0
        inner = _INNER if exact else ()
        picked = dict.fromkeys(["subject", "period", *wanted, *inner])
        ctes = points_ctes(self.plan, self.source, self.counted)
        final = select([column(name) for name in picked], RANKED)
        self.session.run(kept_table(self.name, script([*self.steps, *ctes], final)))
        if exact:
            self.settle()
        return result_query(self.plan, self.name, names)

    def settle(self) -> None:
        """Decide the ranks of rows that lie too near to each other for doubles, by their exact totals."""
        near = self.session.arrow(near_query(self.plan, self.name))
        if not near.num_rows:
            return
        place = f"{self.name}_near"
        self.session.register(place, near.select(["row", "subject", "period"]))
        ctes = share_ctes(self.plan, self.source, self.counted)
        query = script([*self.steps, *ctes], details_query(self.plan, place))
        details = _ordered(self.session.arrow(query), near["row"].to_pylist())
        groups = [near[name].to_pylist() for name in near.column_names if name in group_columns(self.plan)]
        keys = list(zip(near["period"].to_pylist(), *groups, strict=True))
        ranks = settled_ranks(self.plan, keys, near["value"].to_pylist(), near["rank"].to_pylist(), details)
        table = near.select(["row"]).append_column("rank", pa.array(ranks, pa.int64()))
        changed = table.filter(pc.not_equal(table["rank"], near["rank"]))
        if changed.num_rows:
            self.session.register(f"{self.name}_ranks", changed)
            self.session.run(ranks_update(self.name, f"{self.name}_ranks"))

    def close(self) -> None:
        """Remove what was kept."""
        self.session.run(dropped(self.name))


@dataclass(slots=True)
class Figures:
    """Figures of all rows, read a few columns at a time, their rows in one order.

    Parameters
    ----------
    session : where they are
    steps, source : what makes them, and their relation
    """

    session: Session
    steps: Sequence[Cte]
    source: str

    def keep(self, name: str) -> Figures:
        """The same figures, computed once and kept: rows that are joined have no order of their own."""
        self.session.run(kept_table(name, script(self.steps, select_all(self.source))))
        return Figures(self.session, (), name)

    def read(self, names: Sequence[str]) -> Any:
        """Some columns of all rows as an Arrow table."""
        return self.session.arrow(script(self.steps, select([column(name) for name in names], self.source)))


def coded(figures: RowPlan, plan: PointsPlan, task: Task) -> Task:
    """The same task, in which integers that only make groups stay integers: texts are dear to compare."""
    binding = task.table.binding
    if binding is None or binding.years:
        return task
    names = only_compared(figures, plan)
    columns = tuple(
        replace(bound, code=True)
        if bound.variable in names and bound.type == "text" and bound.storage.kind == "integer"
        else bound
        for bound in binding.columns
    )
    return replace(task, table=replace(task.table, binding=replace(binding, columns=columns)))


def _ordered(details: Any, rows: Sequence[int]) -> Mapping[str, list[Any]]:
    """The columns of details in the order of rows."""
    places = {row: n for n, row in enumerate(details["row"].to_pylist())}
    order = pa.array([places[row] for row in rows], pa.int64())
    return details.take(order).to_pydict()
