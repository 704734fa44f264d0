"""Percentile ranks of a population by arrays: a column at a time, segment by segment.

A window function sorts all rows once for each column; segments sort each group of a column, in less memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
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
_PART = 2**17  # rows that a processor has at hand
_THREADS = 2
_MANY = 2**24  # so many groups may be numbered with room for those that are empty
_DENSE = 1000  # integers of no wider range are numbers of groups as they are
TOTAL = "whole total"

pa: Any = pyarrow  # the stubs know too few of its types
pc: Any = pyarrow.compute

Codes = NDArray[np.signedinteger[Any]]
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
            known: dict[str, Any] = {"group": pa.array(np.arange(groups, dtype=codes.dtype))}
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
        self.known.append(rows)
        if multipliers is None or not np.array_equal(rows, self.known[0]):
            return
        if self.totals is None:
            self.totals = np.zeros(len(counts), np.int64)
        for first in range(0, len(counts), _PART):
            part = np.maximum(counts[first : first + _PART], 0).astype(np.int64)
            self.totals[first : first + _PART] += part * multipliers[item.name]

    def with_totals(self, table: Any, found: dict[Counted, Any]) -> tuple[Any, dict[Counted, Any]]:
        """The same with the exact totals, where all items of a group have as many known rows."""
        even = all(np.array_equal(rows, self.known[0]) for rows in self.known)
        if self.totals is None or not even or self.totals.max(initial=0) >= _EXACT:
            return table, found
        table = table.append_column(TOTAL, pa.array(self.totals))
        return table, {replace(counted, total=TOTAL): rows for counted, rows in found.items()}


def floats(column: Any) -> Iterator[NDArray[np.float64]]:
    """A column as doubles, part by part, NaN where unknown; integers beyond 53 bits as their places."""
    if pa.types.is_integer(column.type):
        ends = pc.min_max(column).as_py()
        if ends["max"] is not None and max(abs(ends["min"]), abs(ends["max"])) >= _EXACT:
            _, places = np.unique(column.fill_null(0).to_numpy(), return_inverse=True)
            yield np.where(pc.is_null(column).to_numpy(), np.nan, places.astype(np.float64))
            return
        column = column.cast(pa.float64())
    for chunk in column.chunks:
        yield chunk.to_numpy(zero_copy_only=False)


def encoded(table: Any) -> Any:
    """The same table, its categories as dictionaries."""
    for place, name in enumerate(table.column_names):
        if name.startswith("c_") and not pa.types.is_integer(table[name].type):
            table = table.set_column(place, name, table[name].dictionary_encode().combine_chunks())
    return table


def group_codes(table: Any, names: Sequence[str]) -> tuple[Codes, int]:
    """A number for each group of rows that have the same in some columns, -1 where one is unknown."""
    codes: Codes = np.zeros(len(table), np.int8)
    groups = 1
    for name in names:
        parts, size = _numbered(table[name])
        groups *= size
        codes = codes.astype(np.min_scalar_type(-groups - 1), copy=False)
        _beside(codes, parts, size)
        if groups > _MANY:
            codes, groups = _closed(codes)
    return codes, groups


def _closed(codes: Codes) -> tuple[Codes, int]:
    """The same groups numbered without room for those that are empty, and how many there are."""
    there = np.unique(codes)
    gaps = int(there[0] < 0)
    return (np.searchsorted(there, codes) - gaps).astype(np.int32), len(there) - gaps


def _beside(codes: Codes, parts: Iterable[NDArray[Any]], size: int) -> None:
    """Make numbers of groups numbers of those groups and the values of one more column, part by part."""
    start = 0
    for part in parts:
        here = codes[start : start + len(part)]
        here *= size
        here += part
        here[part < 0] = -1
        np.maximum(here, -1, out=here)
        start += len(part)


def _numbered(column: Any) -> tuple[Iterable[NDArray[Any]], int]:
    """A number for each value of a column, -1 where it is unknown, part by part; and how many there are."""
    if pa.types.is_signed_integer(column.type) and not column.null_count and len(column):
        ends = pc.min_max(column).as_py()
        size = ends["max"] - ends["min"] + 1
        if size <= _DENSE:
            parts = (chunk.to_numpy() for chunk in column.chunks)
            return (np.subtract(part, ends["min"], dtype=np.int64) for part in parts), size
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    column = column.combine_chunks()
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return [codes], max(len(column.dictionary), 1)
