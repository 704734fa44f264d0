"""Percentile ranks of a population by arrays: a column at a time, segment by segment.

A window function sorts all rows once for each column; segments sort each group of a column, in less memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow
import pyarrow.compute
from numpy.typing import NDArray

from gaoxin.engines.array.segments import Segments, segments
from gaoxin.engines.protocol import Figures
from gaoxin.plan.points import Counted, PointsPlan, ShareItem
from gaoxin.plan.steps import RowPlan

_EXACT = 2.0**53

pa: Any = pyarrow  # the stubs know too few of its types
pc: Any = pyarrow.compute


def counted_items(plan: PointsPlan) -> tuple[ShareItem, ...]:
    """The items whose ranks are counted here."""
    return tuple(item for item in plan.shares if item.by_place)


@dataclass(slots=True)
class Counter:
    """Counts the worse rows of each figure within its group.

    Parameters
    ----------
    figures : of all rows
    plan : the sheet
    columns : of the figures, by name
    """

    figures: Figures
    plan: PointsPlan
    columns: Sequence[str]

    def run(self) -> tuple[Any, dict[Counted, Any]]:
        """Count all items.

        Returns
        -------
        the figures with counts in place of those that were counted, and the known rows of each group
        """
        items = counted_items(self.plan)
        left = [name for name in self.columns if name not in {item.column for item in items}]
        table = _encoded(self.figures.read(["subject", "period", *left]))
        found: dict[Counted, Any] = {}
        for number, by in enumerate(dict.fromkeys(item.by for item in items), start=1):
            own = [item for item in items if item.by == by]
            codes, groups = _codes(table, ("period", *by))
            made = segments(codes, groups)
            known: dict[str, Any] = {"group": pa.array(np.arange(groups, dtype=np.int32))}
            for item in own:
                counts, rows = self.count(made, item)
                table = table.append_column(f"w_{item.name}", counts)
                known[f"n_{item.name}"] = pa.array(rows)
            group = pa.array(codes, mask=codes < 0)
            table = table.append_column(f"group_{number}", group)
            names = frozenset(item.name for item in own)
            found[Counted(f"counted_{number}", f"group_{number}", names)] = pa.table(known)
        return table, found

    def count(self, made: Segments, item: ShareItem) -> tuple[Any, NDArray[np.int64]]:
        """How many known rows of the group are worse, for each row; and the known rows of each group."""
        column = self.figures.read([item.column])[item.column]
        placed = made.gather(_floats(column))
        counts, rows = made.worse(placed, down=item.down)
        found = made.scatter(counts)
        missing = found < 0
        return pa.array(found, mask=missing if missing.any() else None), rows


def figure_columns(figures: RowPlan) -> list[str]:
    """The columns of figures behind subject and period."""
    return [output.name for output in figures.outputs]


def _floats(column: Any) -> NDArray[np.float64]:
    """A column as doubles in the same order, NaN where unknown; integers beyond 53 bits as their places."""
    if not pa.types.is_integer(column.type):
        return column.to_numpy()
    ends = pc.min_max(column).as_py()
    if ends["max"] is None or max(abs(ends["min"]), abs(ends["max"])) < _EXACT:
        return column.cast(pa.float64()).to_numpy()
    _, places = np.unique(column.fill_null(0).to_numpy(), return_inverse=True)
    return np.where(pc.is_null(column).to_numpy(), np.nan, places.astype(np.float64))


def _encoded(table: Any) -> Any:
    """The same table, its categories as dictionaries."""
    for place, name in enumerate(table.column_names):
        if name.startswith("c_"):
            table = table.set_column(place, name, table[name].dictionary_encode().combine_chunks())
    return table


def _codes(table: Any, names: Sequence[str]) -> tuple[NDArray[np.int32], int]:
    """A number for each group of rows that have the same in some columns, -1 where one is unknown."""
    codes = np.zeros(table.num_rows, np.int32)
    groups = 1
    for name in names:
        column: Any = table[name].combine_chunks()
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        size = len(encoded.dictionary)
        part = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        codes = np.where((part < 0) | (codes < 0), -1, codes * size + part).astype(np.int32)
        groups *= max(size, 1)
    return codes, groups
