"""The scores of an index side by side: a table that another pack can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow

from gaoxin.plan.index import Tidy
from gaoxin.services.indices import Ran, of_periods

pa: Any = pyarrow  # its stubs do not know all that it can do


def scores_of(ran: Sequence[Ran]) -> Any:
    """Give a row for each subject and period, and a column with the scores of each node.

    A ratio of two sub-indexes, a sub-index on another scale or an index on that of a reference subject is a
    pack of its own, which reads this table.

    Returns
    -------
    an Arrow table with ``subject``, ``period`` (unless the table had no years) and the nodes, the total first
    """
    parts = pa.concat_tables([_side_by_side(one) for one in ran], promote_options="default")
    dated = any(period for period in parts["period"].to_pylist())
    return parts if dated else parts.drop_columns(["period"])


def _side_by_side(ran: Ran) -> Any:
    rows = of_periods(ran.rows, ran.periods)
    nodes = [row.node for step in ran.plan.steps if isinstance(step, Tidy) for row in step.rows]
    columns = {name: rows[name].take(_every(rows, nodes, 0)) for name in ("subject", "period")}
    columns |= {node: rows["score"].take(_every(rows, nodes, at)) for at, node in enumerate(nodes)}
    return pa.table(columns)


def _every(rows: Any, nodes: Sequence[str], start: int) -> Any:
    """The places of one node: the rows of a subject and period stand together, in the order of the tree."""
    return pa.array(range(start, rows.num_rows, len(nodes)), pa.int64())
