"""Ranks of totals: by doubles, and by exact integers where doubles do not tell which is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow

from gaoxin.engines.array.placing import placed
from gaoxin.engines.array.segments import segments
from gaoxin.engines.protocol import Population
from gaoxin.plan.points import PointsPlan, settled_ranks
from gaoxin.services.points.counting import floats, group_codes

pa: Any = pyarrow  # the stubs know too few of its types


def with_ranks(population: Population, plan: PointsPlan, rows: Any, error: float) -> Any:
    """The same rows with their ranks; totals nearer than the error are compared exactly.

    Parameters
    ----------
    rows : as `Population.scored` gives them
    error : how far apart the doubles of two equal totals may lie
    """
    names = ["period", *(name for name in rows.column_names if name.startswith("g."))]
    codes, groups = group_codes(rows, names)
    made = segments(codes, groups)
    found = placed(made, made.gather(floats(rows["place by"])), error)
    ranks = found.ranks
    if len(found.near):
        near = rows.select(["subject", "period", "place by"]).take(pa.array(found.near))
        near = near.append_column("row", pa.array(found.near))
        details = _ordered(population.details(near.select(["row", "subject", "period"])), found.near.tolist())
        before = ranks[found.near].tolist()
        values = near["place by"].to_pylist()
        ranks[found.near] = settled_ranks(plan, found.groups.tolist(), values, before, details)
    return rows.append_column("rank", pa.array(ranks, mask=ranks == 0))


def _ordered(details: Any, rows: Sequence[int]) -> Mapping[str, list[Any]]:
    """The columns of details in the order of rows."""
    places = {row: n for n, row in enumerate(details["row"].to_pylist())}
    return details.take(pa.array([places[row] for row in rows], pa.int64())).to_pydict()
