"""A fault names file, sheet, cell, heading, value, rule and next step."""

from fractions import Fraction

import pytest

from gaoxin.plan.binding import Binding, BoundColumn, Key, Source, SourceColumn, Storage
from gaoxin.plan.cell_faults import cell_faults

TEXT = Storage("text")
SOURCE = Source(
    "firms.xlsx",
    tuple(SourceColumn(f"c{i}", "营业收入（千元）" if i == 28 else f"h{i}", i, TEXT) for i in range(1, 29)),
    sheet="数据",
)
REVENUE = BoundColumn(
    "c28",
    "营业收入（千元）",
    "revenue",
    None,
    "number",
    TEXT,
    "千元",
    Fraction(10**5),
    2,
    Fraction(0),
    Fraction(10**9),
    16,
)
FIELD = BoundColumn("c2", "h2", "field", None, "category", TEXT, categories=("新材料", "其他"))
GRADE = BoundColumn(
    "c3", "h3", "grade", None, "grade", TEXT, factor=Fraction(100), grades=(("A", 1, 2), ("B", 0, 1))
)
BINDING = Binding(Key("c1", "h1", TEXT), None, (REVENUE, FIELD, GRADE))


def words(column: str, value: str | None, rule: str) -> str:
    return str(cell_faults(SOURCE, BINDING, [(7, column, value, rule, 1)])[0])


def test_place_and_value():
    assert words("c28", "1.234567", "decimals").splitlines() == [
        "firms.xlsx:7:28  column '营业收入（千元）', cell 数据!AB7",
        "  '1.234567'; revenue keeps 5 decimals of 千元; nothing is rounded here",
        "  try: round the figure, or correct the unit in the heading",
    ]


@pytest.mark.parametrize(
    ("column", "rule", "said"),
    [
        ("c28", "least", "at least 0 千元"),
        ("c28", "most", "at most 10000 千元"),
        ("c28", "digits", "at most 16 digits"),
        ("c28", "number", "a number is due"),
        ("c28", "unit", "measures the same as 千元"),
        ("c28", "finite", "NaN and infinity"),
        ("c28", "precision", "as text or as a decimal"),
        ("c28", "founded", "founding date"),
        ("c2", "category", "one of 新材料, 其他"),
        ("c3", "grade", "one of A, B"),
        ("c1", "no subject", "identifier of its subject"),
        ("c1", "no period", "its period"),
        ("c1", "duplicate", "one row in a period"),
        ("c1", "code", "format the column as text"),
        ("c2", "flag", "是 or 否"),
        ("c2", "date", "2024年3月5日"),
        ("c2", "time", "the date alone"),
        ("c2", "year", "from 1900 to 2200"),
    ],
)
def test_rules_in_words(column: str, rule: str, said: str):
    assert said in words(column, "x", rule)


def test_an_empty_cell_is_called_empty():
    assert "  empty; every row" in words("c1", None, "no subject")
    assert "  empty; every row" in words("c1", "  ", "no subject")


def test_the_total_is_said_when_the_list_is_cut():
    rows = [(i, "c28", "?", "number", 2345) for i in range(1, 4)]
    faults = cell_faults(SOURCE, BINDING, rows)
    assert len(faults) == 4
    assert "2,345 faults in all; the first 3 are listed" in str(faults[-1])
    assert cell_faults(SOURCE, BINDING, []) == []
