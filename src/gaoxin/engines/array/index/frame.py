"""The figures of an index as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gaoxin.engines.array.index.arrow import pa, pc
from gaoxin.engines.array.scopes import Codes, Floats
from gaoxin.plan.index import GroupColumn, IndexPlan


@dataclass(frozen=True)
class Category:
    """A category of subjects: its code for each row, -1 where there is none, and the names of the codes."""

    codes: Codes
    names: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """Rows of figures, ordered by subject and period.

    Parameters
    ----------
    subjects : Arrow texts (rows,)
    subject_codes : (rows,), in the order of the subjects
    periods : (rows,)
    figures : (rows, leaves), NaN = unknown
    categories : by column
    """

    subjects: Any
    subject_codes: Codes
    periods: Codes
    figures: Floats
    categories: Mapping[str, Category]

    @property
    def period_codes(self) -> Codes:
        """A code for each period, in their order."""
        return np.unique(self.periods, return_inverse=True)[1]

    def scope(self, within: str, by: Sequence[GroupColumn] = ()) -> Codes:
        """A code for each row: of its period where `within` is ``period``, and its categories.

        Returns
        -------
        (rows,), -1 where the row lacks a category
        """
        found = self.period_codes if within == "period" else np.zeros(len(self.periods), np.int64)
        lacking = np.zeros(len(found), np.bool_)
        for group in by:
            category = self.categories[group.column]
            found = found * max(len(category.names), 1) + np.maximum(category.codes, 0)
            lacking |= category.codes < 0
        return np.where(lacking, -1, found)

    def code_of(self, subject: str) -> int:
        """The code of a subject, -1 where the frame has no such one."""
        place = pc.index(self.subjects, pa.scalar(subject, self.subjects.type)).as_py()
        return -1 if place < 0 else int(self.subject_codes[place])


def frame(figures: Any, plan: IndexPlan) -> Frame:
    """Read an Arrow table with the columns that `gaoxin.plan.index.steps` names."""
    table: Any = figures.combine_chunks().sort_by([("subject", "ascending"), ("period", "ascending")])
    subjects = _whole(table["subject"])
    columns = [
        _whole(table[leaf.column]).cast(pa.float64()).to_numpy(zero_copy_only=False) for leaf in plan.leaves
    ]
    known = np.column_stack(columns) if columns else np.empty((len(table), 0))
    codes = coded(subjects)
    return Frame(
        subjects,
        codes,
        _whole(table["period"]).to_numpy(zero_copy_only=False).astype(np.int64),
        known.astype(np.float64),
        {group.column: _category(table[group.column]) for group in plan.groups},
    )


def coded(column: Any) -> Codes:
    """A code for each value of a column, in any order."""
    return np.asarray(_whole(column).dictionary_encode().indices)


def _category(column: Any) -> Category:
    encoded = _whole(column).dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return Category(codes.astype(np.int64), tuple(encoded.dictionary.to_pylist()))


def _whole(column: Any) -> Any:
    """One array from a column in chunks."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
