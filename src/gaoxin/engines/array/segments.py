"""Ranks within groups of a whole population, a column at a time.

The place of each row in the order of the groups is found once; each column is then put in that order and
ranked segment by segment. Beside the column itself this needs one more copy of it, the places (4 bytes a row)
and the ranks (4 bytes a row), whatever the number of columns. The same ranks by a window function need a sort
of all rows for each column.

Known figures are compared as they are: equal doubles are ties. NaN is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.ordering import first_places, in_order

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]

_ROWS = 2**31 - 1
_THREADS = 2
_PART = 2**15  # rows that a processor has at hand
_KEPT = 2**25 - 2**13
"""Bytes. glibc keeps at hand what is freed, for the next temporary, up to the size of the largest block that
was freed before, and of none larger than this; other pages go back to the system and are cleared anew."""


@dataclass(frozen=True)
class Segments:
    """The rows of a population, group by group.

    Parameters
    ----------
    places : (rows,), where each row stands, group after group; rows without a group come first
    bounds : (groups + 1,), the place at which each group begins, and the end
    threads : segments that are ranked at once
    """

    places: Integers
    bounds: NDArray[np.int64]
    threads: int = _THREADS

    @property
    def rows(self) -> int:
        """Number of rows, those without a group included."""
        return len(self.places)

    @property
    def groups(self) -> int:
        """Number of groups, empty ones included."""
        return len(self.bounds) - 1

    def gather(self, parts: Iterable[Floats]) -> Floats:
        """Put a column (rows,), which comes in parts, into the order of the groups."""
        found = np.empty(self.rows)
        start = 0
        for part in parts:
            found[self.places[start : start + len(part)]] = part  # group by group, each from place to place
            start += len(part)
        return found

    def scatter(self, placed: NDArray[Any]) -> NDArray[Any]:
        """Put a column (rows,) that stands in the order of the groups back into the order of the rows."""
        found = np.empty(self.rows, placed.dtype)

        def part(first: int) -> None:
            found[first : first + _PART] = placed[self.places[first : first + _PART]]

        _at_once(part, range(0, self.rows, _PART), self.threads)
        return found

    def rows_at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the rows that stand at a few places."""
        if not len(places):
            return places
        wanted = np.zeros(self.rows, np.bool_)
        wanted[places] = True
        rows = np.flatnonzero(wanted[self.places])
        rows = rows[np.argsort(self.places[rows])]
        return rows[np.searchsorted(self.places[rows], places)]

    def worse(self, placed: Floats, *, down: bool = False) -> tuple[Integers, NDArray[np.int64]]:
        """Count for each figure the known figures of its group that are worse.

        Parameters
        ----------
        placed : (rows,) in the order of the groups, NaN = unknown
        down : less is better

        Returns
        -------
        (rows,) in the order of the groups, -1 where the figure or its group is unknown; and (groups,), the
        known figures of each group. A percentile rank is the first over the second less one.
        """
        counts = np.full(self.rows, -1, np.int32)
        known = np.zeros(self.groups, np.int64)

        def one(group: int) -> None:
            first, last = self.bounds[group], self.bounds[group + 1]
            known[group] = _worse(placed[first:last], counts[first:last], down=down)

        self.each(one)
        return counts, known

    def ranks(self, placed: NDArray[Any]) -> Integers:
        """Rank whole numbers or figures within each group: 1 is the greatest, ties share the smallest.

        Parameters
        ----------
        placed : (rows,) in the order of the groups; NaN is unknown

        Returns
        -------
        (rows,) in the order of the groups, 0 where the figure or its group is unknown
        """
        assert placed.dtype.kind != "u", "whole numbers need a sign to be turned"
        found, _ = self.worse(-placed)
        return found + np.int32(1)

    def each(self, one: Callable[[int], None]) -> None:
        """Do something for each group by its number, several groups at once."""
        _at_once(one, range(self.groups), self.threads)


def segments(codes: NDArray[np.integer[Any]], groups: int | None = None) -> Segments:
    """Put rows in the order of their groups.

    Parameters
    ----------
    codes : (rows,), 0 to `groups` - 1; negative = the row has no group
    groups : number of groups; one more than the greatest code where None

    Returns
    -------
    the segments; within a group the rows keep their order
    """
    assert len(codes) <= _ROWS, "the places of rows are held in 4 bytes"
    most = int(codes.max(initial=-1)) + 1 if groups is None else groups
    size = max(_PART, 16 * most)
    counts = np.zeros((-(-len(codes) // size), most + 1), np.int64)
    for part, found in enumerate(counts):
        found += np.bincount(_numbers(codes[part * size : (part + 1) * size]), minlength=most + 1)
    before = np.cumsum(counts.T).reshape(counts.T.shape).T - counts  # rows of groups and parts before
    before -= np.cumsum(counts, axis=1) - counts
    places = np.empty(len(codes), np.int32)
    kind = np.min_scalar_type(most)  # numpy sorts short integers by radix

    def place(part: int) -> None:
        here = slice(part * size, (part + 1) * size)
        order = np.argsort(_numbers(codes[here]).astype(kind), kind="stable")
        places[here][order] = np.repeat(before[part], counts[part]) + np.arange(len(order))

    _at_once(place, range(len(counts)), _THREADS)
    return Segments(places, np.cumsum(counts.sum(axis=0)))


def _numbers(codes: NDArray[np.integer[Any]]) -> Integers:
    """Codes from 1, 0 = no group."""
    return np.maximum(codes, -1, dtype=np.int32) + np.int32(1)


def _at_once(one: Callable[[int], None], numbers: range, threads: int) -> None:
    """Do something for each of some numbers, several at once; memory that one frees serves the next."""
    np.empty(_KEPT, np.uint8)
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(one, numbers):
            pass


def percentile_ranks(
    columns: Iterable[Floats], codes: NDArray[np.integer[Any]], down: Iterable[bool] | None = None
) -> Iterator[Floats]:
    """Give the percentile ranks of columns within groups, one column after another.

    The percentile rank of a figure is w / (n - 1): w of the n known figures of its group are worse. The best
    has 1, the worst 0; ties share the smaller. It is ``PERCENT_RANK`` of SQL over the known figures, except
    that a figure alone in its group has none.

    Parameters
    ----------
    columns : each (rows,), NaN = unknown; taken one at a time, so that they need not all be in memory
    codes : (rows,), the group of each row, negative = none
    down : for each column whether less is better; none where None

    Yields
    ------
    (rows,), 0 to 1, NaN where the figure or its group is unknown, or alone in its group
    """
    placed = segments(codes)
    turned = iter(down) if down is not None else None
    for column in columns:
        counts, known = placed.worse(placed.gather([column]), down=turned is not None and next(turned))
        yield placed.scatter(shares(counts, known, placed))


def shares(counts: Integers, known: NDArray[np.int64], placed: Segments) -> Floats:
    """Divide counts of worse figures by the others of the group; what `Segments.worse` gave, in its order."""
    found = np.full(len(counts), np.nan)
    for group, (first, last) in enumerate(zip(placed.bounds[:-1], placed.bounds[1:], strict=True)):
        part = counts[first:last]
        if known[group] > 1:
            found[first:last] = np.where(part >= 0, part / (known[group] - 1), np.nan)
    return found


def _worse(figures: Floats, out: Integers, *, down: bool) -> int:
    """Write into `out` how many known figures are worse, -1 for unknown ones; give the number known."""
    known = np.flatnonzero(~np.isnan(figures))
    keys = figures if len(known) == len(figures) else figures[known]
    order, ordered = in_order(-keys if down else keys)
    out[order if keys is figures else known[order]] = first_places(ordered)
    return len(known)
