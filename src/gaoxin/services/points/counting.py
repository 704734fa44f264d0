"""Percentile ranks of a population by arrays: a column at a time, segment by segment.

A window function sorts all rows once for each column; segments sort each group of a column, in less memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow
import pyarrow.compute
from numpy.typing import NDArray

from gaoxin.engines.array.segments import Segments, segments
from gaoxin.engines.protocol import Figures
from gaoxin.plan.points import Counted, PointsPlan, ShareItem

_EXACT = 2**53
_THREADS = 2
_DENSE = 1000  # integers of no wider range are numbers of groups as they are
TOTAL = "whole total"

pa: Any = pyarrow  # the stubs know too few of its types
pc: Any = pyarrow.compute

Counts = tuple[NDArray[np.int32], NDArray[np.int64]]


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
    columns : names of the figures' columns behind subject and period
    totals : the exact totals so far, as integers, where they have a common divisor
    known : the known rows of each group, of each item so far
    """

    figures: Figures
    plan: PointsPlan
    columns: Sequence[str]
    totals: NDArray[np.int64] | None = None
    known: list[NDArray[np.int64]] = field(default_factory=list[NDArray[np.int64]])

    def run(self) -> tuple[Any, dict[Counted, Any]]:
        """Count all items.

        Returns
        -------
        the figures with counts in place of those that were counted, and the known rows of each group
        """
        items = counted_items(self.plan)
        counted = {item.column for item in items}
        left = [name for name in self.columns if name not in counted]
        table = encoded(self.figures.read(["subject", "period", *left]))
        found: dict[Counted, Any] = {}
        for number, by in enumerate(dict.fromkeys(item.by for item in items), start=1):
            codes, groups = group_codes(table, ("period", *by))
            made = replace(segments(codes, groups), threads=1)
            own = [item for item in items if item.by == by]
            known: dict[str, Any] = {"group": pa.array(np.arange(groups, dtype=np.int32))}
            for item, (counts, rows) in self.count(made, own):
                self.add(item, counts, rows)
                missing = counts < 0
                column = pa.array(counts, mask=missing if missing.any() else None)
                table = table.append_column(f"w_{item.name}", column)
                known[f"n_{item.name}"] = pa.array(rows)
            table = table.append_column(f"group_{number}", pa.array(codes, mask=codes < 0))
            names = frozenset(item.name for item in own)
            found[Counted(f"counted_{number}", f"group_{number}", names)] = pa.table(known)
        return self.with_totals(table, found)

    def count(self, made: Segments, items: Sequence[ShareItem]) -> Iterator[tuple[ShareItem, Counts]]:
        """The worse rows of each row, and the known rows of each group: the next column is read meanwhile."""

        def one(column: Any, item: ShareItem) -> Counts:
            counts, rows = made.worse(made.gather(floats(column)), down=item.down)
            return made.scatter(counts), rows

        waiting: deque[tuple[ShareItem, Future[Counts]]] = deque()
        with ThreadPoolExecutor(_THREADS) as pool:
            for item in items:
                column = self.figures.read([item.column])[item.column]
                waiting.append((item, pool.submit(one, column, item)))
                if len(waiting) >= _THREADS:
                    first, done = waiting.popleft()
                    yield first, done.result()
            for item, done in waiting:
                yield item, done.result()

    def add(self, item: ShareItem, counts: NDArray[np.int32], rows: NDArray[np.int64]) -> None:
        """Add the counts of an item to the exact totals."""
        multipliers = self.plan.multipliers
        if multipliers is None:
            return
        self.known.append(rows)
        if self.totals is None:
            self.totals = np.zeros(len(counts), np.int64)
        part = np.maximum(counts, 0).astype(np.int64)
        part *= multipliers[item.name]
        self.totals += part

    def with_totals(self, table: Any, found: dict[Counted, Any]) -> tuple[Any, dict[Counted, Any]]:
        """The same with the exact totals, where all items of a group have as many known rows."""
        even = all(np.array_equal(rows, self.known[0]) for rows in self.known)
        if self.totals is None or not even or self.totals.max(initial=0) >= _EXACT:
            return table, found
        table = table.append_column(TOTAL, pa.array(self.totals))
        return table, {replace(counted, total=TOTAL): rows for counted, rows in found.items()}


def floats(column: Any) -> NDArray[np.float64]:
    """A column as doubles in the same order, NaN where unknown; integers beyond 53 bits as their places."""
    if not pa.types.is_integer(column.type):
        return column.to_numpy()
    ends = pc.min_max(column).as_py()
    if ends["max"] is None or max(abs(ends["min"]), abs(ends["max"])) < _EXACT:
        return column.cast(pa.float64()).to_numpy()
    _, places = np.unique(column.fill_null(0).to_numpy(), return_inverse=True)
    return np.where(pc.is_null(column).to_numpy(), np.nan, places.astype(np.float64))


def encoded(table: Any) -> Any:
    """The same table, its categories as dictionaries."""
    for place, name in enumerate(table.column_names):
        if name.startswith("c_") and not pa.types.is_integer(table[name].type):
            table = table.set_column(place, name, table[name].dictionary_encode().combine_chunks())
    return table


def group_codes(table: Any, names: Sequence[str]) -> tuple[NDArray[np.int32], int]:
    """A number for each group of rows that have the same in some columns, -1 where one is unknown."""
    codes = np.zeros(table.num_rows, np.int32)
    groups = 1
    for name in names:
        part, size, gaps = _numbered(table[name])
        if size <= 1 and not gaps:
            continue
        unknown = (codes < 0) | (part < 0) if gaps else codes < 0
        codes *= np.int32(size)
        codes += part
        codes[unknown] = -1
        groups *= max(size, 1)
    return codes, groups


def _numbered(column: Any) -> tuple[NDArray[np.int32], int, bool]:
    """A number for each value of a column, how many there may be, and whether one is unknown (-1)."""
    gaps = column.null_count > 0
    if pa.types.is_integer(column.type) and not gaps and len(column):
        ends = pc.min_max(column).as_py()
        size = ends["max"] - ends["min"] + 1
        if size <= _DENSE:
            return (column.to_numpy() - ends["min"]).astype(np.int32), size, False
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    column = column.combine_chunks()
    return column.indices.fill_null(-1).to_numpy(zero_copy_only=False), len(column.dictionary), gaps
