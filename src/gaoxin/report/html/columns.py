"""Thousands of pages from one: a template is written once with marks, and columns fill the marks.

A page that every subject has differs only in its figures. So its template runs once, with a mark wherever a
figure goes, and Arrow joins the text between the marks with the columns of figures, a row for each subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from gaoxin.report.html.arrow import pa, pc
from gaoxin.report.html.figures import NONE

_MARK = re.compile("\x02(\\d+)\x03")
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"))
_CHUNK = 25
"""Pages that are filled at a time: a few megabytes, which memory gives again and again at no cost."""
Column = Any
Table = Any
"""An Arrow array of text, and an Arrow table."""


class Marks:
    """The columns of a template, each known by its mark."""

    def __init__(self) -> None:
        self.columns: list[Column] = []

    def __call__(self, column: Column) -> Markup:
        """A mark that stands for a column of ready HTML or JSON."""
        self.columns.append(column)
        return Markup(f"\x02{len(self.columns) - 1}\x03")  # noqa: S704  a number between two signs

    def fill(self, template: str, rows: int) -> Iterator[memoryview]:
        """The pages, one for each row, as bytes.

        Parameters
        ----------
        template : the page with its marks
        rows : length of every column
        """
        pieces = _MARK.split(template)
        parts: list[Any] = [
            pa.scalar(piece) if at % 2 == 0 else self.columns[int(piece)] for at, piece in enumerate(pieces)
        ]
        for start in range(0, rows, _CHUNK):
            cut = [part if isinstance(part, pa.Scalar) else part.slice(start, _CHUNK) for part in parts]
            if not any(isinstance(part, pa.Array) for part in cut):
                cut.append(pa.array([""] * min(_CHUNK, rows - start)))
            yield from _texts(joined(*cut))


def _texts(column: Column) -> Iterator[memoryview]:
    """The bytes of each text of an array, uncopied."""
    _, places, content = column.buffers()
    ends = memoryview(places).cast("i")[column.offset : column.offset + len(column) + 1]
    data = memoryview(content)
    return (data[start:end] for start, end in pairwise(ends))


def joined(*parts: Any) -> Column:
    """Texts and columns side by side, row by row; nothing where a column has nothing."""
    return pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")


def escaped(column: Column) -> Column:
    """A column of any text as HTML."""
    for sign, safe in _ESCAPES:
        column = pc.replace_substring(column, sign, safe)
    return column


def grouped_column(column: Column) -> Column:
    """Thousands separators in a column of figures, as `figures.grouped` sets them."""
    column = pc.replace_substring_regex(column, r"^([<>≈+-]*\d+)(\d{3})([^\dA-Za-z-]|$)", r"\1,\2\3")
    while pc.any(pc.match_substring_regex(column, r"^[<>≈+-]*\d{4,},")).as_py():
        column = pc.replace_substring_regex(column, r"^([<>≈+-]*\d+)(\d{3}),", r"\1,\2,")
    return column


def plain(column: Column, places: int = 4) -> Column:
    """A column of doubles as text: rounded for the eye, without idle zeros."""
    text = pc.cast(pc.round(column, places), pa.string())
    return pc.replace_substring_regex(text, r"\.0$", "")


def mapped(column: Column, show: Callable[[str], str]) -> Column:
    """A column of few different codes, each replaced by what a function makes of it; empty where unknown."""
    coded = pc.fill_null(column, "").dictionary_encode()
    return pc.take(
        pa.array([show(code) for code in coded.dictionary.to_pylist()], pa.string()), coded.indices
    )


class Layout:
    """How the rows of a long table lie over the subjects: which row is whose, for each key.

    Parameters
    ----------
    subjects : identifiers, in the order of the pages
    table : the long table, with a column ``subject``
    keys : the columns that name a cell besides the subject
    """

    def __init__(self, subjects: Column, table: Table, keys: Sequence[str]) -> None:
        places = pa.array(range(len(subjects)), pa.int32())
        owners = flat(pc.index_in(table["subject"], value_set=subjects))
        self.blank = pa.nulls(len(subjects), pa.string())
        self.rows: dict[Hashable, Column] = {}
        for key, rows in _groups(table, keys):
            mine = owners.take(rows)
            self.rows[key] = rows if mine.equals(places) else rows.take(pc.index_in(places, value_set=mine))

    def spread(self, column: Any, empty: str = NONE) -> Spread:
        """A column of the table, laid out; `empty` stands where the table has no row, or nothing in it."""
        return Spread(self, flat(column), empty)


class Spread:
    """A column of a long table, laid out over the subjects: one column for each key."""

    def __init__(self, layout: Layout, column: Column, empty: str) -> None:
        self._blank = pc.fill_null(layout.blank, empty)
        self._cells = {key: pc.fill_null(column.take(rows), empty) for key, rows in layout.rows.items()}

    def __contains__(self, key: tuple[Hashable, ...]) -> bool:
        return key in self._cells

    def __call__(self, *key: Hashable) -> Column:
        """The cells of a key, one for each subject."""
        return self._cells.get(key, self._blank)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cells)


def _groups(table: Table, keys: Sequence[str]) -> Iterator[tuple[tuple[Hashable, ...], Any]]:
    """Row numbers of each key."""
    numbered = table.select(list(keys)).append_column("__row", pa.array(range(len(table)), pa.int32()))
    lists = numbered.group_by(list(keys), use_threads=False).aggregate([("__row", "list")])
    names = zip(*(lists[key].to_pylist() for key in keys), strict=True)
    rows = flat(lists["__row_list"])
    for at, key in enumerate(names):
        yield key, rows[at].values


def flat(column: Any) -> Column:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
