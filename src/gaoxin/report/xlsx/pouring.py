"""Millions of cells: Arrow joins the columns of a table into the rows of a sheet's XML.

XlsxWriter takes some microseconds for every cell, which is a quarter of a minute for what thousands of
firms have. With ``constant_memory`` it keeps the finished rows of a sheet in a file until the book is closed,
and only the row that is being written in memory. So ready rows can be put into that file, a chunk at a time,
while the last row of the sheet is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gaoxin.report.html.arrow import pa, pc
from gaoxin.report.html.columns import Column, joined
from gaoxin.report.html.figures import letters

LONGEST = 16_000
"""Characters of a cell: what Excel holds even where each of them takes two of its units."""
_CHUNK = 5_000
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_FORBIDDEN = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ufffe\uffff]"
_CODED = "(_x[0-9A-Fa-f]{4}_)"


def pour(page: Any, columns: Sequence[tuple[Column, Column | None]], start: int, end: int) -> None:
    """Put rows of a table into a sheet, from the second line on.

    Parameters
    ----------
    page : a sheet of XlsxWriter, whose open row is the one below the last of these rows
    columns : of numbers or texts; beside each, texts for where it has nothing
    start, end : which rows
    """
    for at in range(start, end, _CHUNK):
        length = min(_CHUNK, end - at)
        first = at - start + 2
        lines = pc.cast(pa.array(range(first, first + length)), pa.string())
        cells: list[Any] = []
        for n, (column, instead) in enumerate(columns, 1):
            other = None if instead is None else instead.slice(at, length)
            cells.append(_cells(letters(n), lines, column.slice(at, length), other))
        rows = joined(pa.scalar('<row r="'), lines, pa.scalar('">'), *cells, pa.scalar("</row>"))
        page.row_data_fh.write("".join(rows.to_pylist()))


def _cells(letter: str, lines: Column, column: Column, instead: Column | None) -> Column:
    """The cells of a column as XML; nothing for those that are empty."""
    if pa.types.is_string(column.type):
        return _texts(letter, lines, column)
    numbers = pc.cast(_finite(column), pa.string())
    made = pc.binary_join_element_wise(f'<c r="{letter}', lines, '"><v>', numbers, "</v></c>", "")
    made = _none(made)  # of what has no number
    return made if instead is None else pc.if_else(pc.equal(made, ""), _texts(letter, lines, instead), made)


def _finite(column: Column) -> Column:
    """Numbers; nothing for what is none."""
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))


def _texts(letter: str, lines: Column, column: Column) -> Column:
    text = pc.replace_substring_regex(_none(column), _FORBIDDEN, "\ufffd")
    cut = joined(pc.utf8_slice_codeunits(text, 0, LONGEST), "…")
    text = pc.if_else(pc.greater(pc.utf8_length(text), LONGEST), cut, text)
    for sign, safe in _ESCAPES:
        text = pc.replace_substring(text, sign, safe)
    text = pc.replace_substring_regex(text, _CODED, r"_x005F\1")
    start = pa.scalar('" t="inlineStr"><is><t xml:space="preserve">')
    made = joined(pa.scalar(f'<c r="{letter}'), lines, start, text, pa.scalar("</t></is></c>"))
    return pc.if_else(pc.equal(text, ""), "", made)


def _none(column: Column) -> Column:
    return pc.fill_null(column, "")
