"""Cells of a sheet, in every form that programs write them."""

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.intake.files.packages import BROKEN
from gaoxin.intake.files.sheets import NO_VALUE, Seen, iso, moment, rows, unescaped

FORMATS = ["number", "date", "duration"]


def read(cells: str, seen: Seen | None = None, prefix: str = "") -> list[tuple[int, dict[int, Any]]]:
    p = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="m"' if prefix else ""
    text = f"<{p}worksheet {space}>{cells}</{p}worksheet>"
    return list(rows(io.BytesIO(text.encode()), 1, ["甲", "  ", "a_x000D_b"], FORMATS, seen or Seen()))


def cell(inner: str, attributes: str = "") -> Any:
    found = read(f'<sheetData><row r="3"><c r="B3" {attributes}>{inner}</c></row></sheetData>')
    return found[0][1].get(2) if found else None


@pytest.mark.parametrize(
    ("inner", "attributes", "expected"),
    [
        ("<v>1.5</v>", "", 1.5),
        ("<v>1.5</v>", 't="n" s="0"', 1.5),
        ("<v>0</v>", 't="s"', "甲"),
        ("<v>1</v>", 't="s"', None),
        ("<v>2</v>", 't="s"', "a\rb"),
        ("<is><t>x</t></is>", 't="inlineStr"', "x"),
        ("<is><r><t>高</t></r><r><t>新</t></r><rPh><t>gao</t></rPh></is>", 't="inlineStr"', "高新"),
        ("<v>1</v>", 't="b"', True),
        ("<v>0</v>", 't="b"', False),
        ("<f>1/0</f><v>#DIV/0!</v>", 't="e"', "#DIV/0!"),
        ("<f>A1</f><v>7</v>", "", 7.0),
        ("<f>A1</f>", "", NO_VALUE),
        ("<f>A1</f><v></v>", "", NO_VALUE),
        ("<f>A1</f><v/>", 't="n"', NO_VALUE),
        ("<f>A1</f><v></v>", 't="str"', None),
        ("<f>A1</f>", 't="str"', NO_VALUE),
        ("<v>x &amp; y</v>", 't="str"', "x & y"),
        ("<v>45356</v>", 's="1"', dt.date(2024, 3, 5)),
        ("<v>45356.5</v>", 's="1"', dt.datetime(2024, 3, 5, 12)),
        ("<v>0.5</v>", 's="1"', "12:00:00"),
        ("<v>1.5</v>", 's="2"', "36 h"),
        ("<v>2024-03-05</v>", 't="d"', dt.date(2024, 3, 5)),
        ("<v>1e999</v>", "", "1e999"),
        ("<v>1_000</v>", "", "1_000"),
        ("", 's="1"', None),
        ("<v> </v>", 't="str"', None),
    ],
)
def test_cells(inner: str, attributes: str, expected: Any):
    found = cell(inner, attributes)
    assert (type(found), found) == (type(expected), expected)


def test_rows_and_cells_without_references_follow_each_other():
    lines = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"
    assert read(f"<sheetData>{lines}</sheetData>") == [
        (1, {1: 1.0, 2: 2.0}),
        (3, {1: 3.0}),
    ]  # fmt: skip


def test_names_with_a_prefix():
    found = read('<x:sheetData><x:row r="2"><x:c r="C2"><x:v>1</x:v></x:c></x:row></x:sheetData>', prefix="x")
    assert found == [(2, {3: 1.0})]


def test_merges_and_hidden_rows_are_seen():
    seen = Seen(last=5)
    merged = '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="A6:A7"/></mergeCells>'
    read(f'<sheetData><row r="1" hidden="1"/><row r="2"/></sheetData>{merged}', seen)
    assert (seen.merges, seen.hidden_rows) == ([(1, 1, 2, 3)], 1)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="2"/><row r="2"/>',
        '<row r="0"/>',
        '<row r="99999999"/>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="7"><v>1</v></c></row>',
        '<row r="1"><c r="a7"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" s="-1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>x</v></c></row>',
        '<mergeCell ref="A"/>',
        f'<row r="1"><c r="A1" t="str"><v>{"x" * (1 << 20)}y</v></c></row>',
    ],
)
def test_what_cannot_be(cells: str):
    with pytest.raises(BROKEN):
        read(cells)


def test_rows_out_of_order_say_so():
    with pytest.raises(ValueError, match="row 1 stands after row 2"):
        read('<row r="2"/><row r="1"/>')


def test_progress_counts_the_bytes():
    text = b"<worksheet>" + b'<row r="1"/>' + b" " * 300_000 + b"</worksheet>"
    done: list[int] = []
    list(rows(io.BytesIO(text), len(text), [], [], Seen(), lambda now, whole: done.append(now)))
    assert done == sorted(done)
    assert done[-1] == len(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.0, dt.date(1900, 1, 1)),
        (59.0, dt.date(1900, 2, 28)),
        (60.0, 60.0),
        (61.0, dt.date(1900, 3, 1)),
        (2958465.0, dt.date(9999, 12, 31)),
        (2958466.0, 2958466.0),
        (-1.0, -1.0),
        (45356.999999999, dt.datetime(2024, 3, 6)),
    ],
)
def test_serials(value: float, expected: Any):
    assert moment(value, "date") == expected


@given(st.dates(dt.date(1900, 3, 1)))
def test_every_day_comes_back(day: dt.date):
    assert moment(float((day - dt.date(1899, 12, 30)).days), "date") == day


def test_texts_with_escapes():
    assert [unescaped(t) for t in ("_x0041_", "_xD800_", "a_xb", "_x005F_x0041_")] == [
        "A", "_xD800_", "a_xb", "_x0041_",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05T10:00:00Z", dt.datetime(2024, 3, 5, 10)),
        ("2024-03-05T00:00:00", dt.date(2024, 3, 5)),
        ("soon", "soon"),
    ],
)
def test_dates_of_iso_8601(text: str, expected: Any):
    assert iso(text) == expected
