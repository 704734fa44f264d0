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
    figures : the stored columns, in memory, of the periods that come out
    dated : whether the rows have periods
    """

    kind: str
    table: Table
    figures: Any
    dated: bool

    def last(self) -> Any:
        """The rows of each subject's last period, by subject."""
        keys = self.figures.select(["subject", "period"])
        return keys.group_by("subject", use_threads=False).aggregate([("period", "max")])


def typed(kind: str, table: Table, periods: Collection[int] | None) -> Typed:
    """Read the typed figures of a kind."""
    source = table.source
    found: Any = pq.read_table(source.path) if source.path is not None else source.table
    if periods is not None:
        found = found.filter(pc.is_in(found["period"], pa.array(sorted({*periods, 0}), pa.int32())))
    found = found.sort_by([("subject", "ascending"), ("period", "ascending")])
    dated = not pc.all(pc.equal(found["period"], 0)).as_py() if found.num_rows else True
    return Typed(kind, Table(source, table.binding, dated=dated), found, dated)
