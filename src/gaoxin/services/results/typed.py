"""The typed figures of one kind of subject, as results are made from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from gaoxin.engines.protocol import Table
from gaoxin.services.results.arrow import pa, pc


@dataclass(frozen=True, slots=True)
class Typed:
    """A table of typed figures, ordered by subject and period.

    Parameters
    ----------
    kind : of its subjects
    table : for engines, all years
    whole : the stored columns, in memory, of all years
    figures : those of the periods that come out
    dated : whether the rows have periods
    """

    kind: str
    table: Table
    whole: Any
    figures: Any
    dated: bool


def typed(kind: str, table: Table, periods: Collection[int] | None) -> Typed:
    """Read the typed figures of a kind."""
    source = table.source
    whole: Any = pq.read_table(source.path) if source.path is not None else source.table
    whole = whole.sort_by([("subject", "ascending"), ("period", "ascending")])
    figures = whole
    if periods is not None:
        figures = whole.filter(pc.is_in(whole["period"], pa.array(sorted({*periods, 0}), pa.int32())))
    dated = not pc.all(pc.equal(whole["period"], 0)).as_py() if whole.num_rows else True
    return Typed(kind, Table(source, table.binding, dated=dated), whole, figures, dated)
