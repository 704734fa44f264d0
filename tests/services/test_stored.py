"""Values as stored columns: integers at the variable's scale, empty cells empty."""

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest

from gaoxin.formula.values import Interval
from gaoxin.services.stored import stored_table
from gaoxin.services.tables import program_of


def test_every_type_has_its_column(small: str):
    variables = program_of(small).variables
    row = {
        "revenue": Fraction("123456.78"),
        "staff": Fraction(7),
        "kind": "甲",
        "core": False,
        "born": date(2024, 2, 29),
        "mark": Interval(Fraction(7), Fraction("7.5")),
        "weight": 0.1,
        "zone": "东",
    }
    found = stored_table({("a", 2024): row, ("b", 2023): {}}, variables)
    table = found.source.table
    assert isinstance(table, pa.Table)
    first, second = table.to_pylist()
    assert first == {
        "subject": "a",
        "period": 2024,
        "born": date(2024, 2, 29),
        "core": False,
        "kind": "甲",
        "mark__lo": 700,
        "mark__hi": 750,
        "revenue": 12345678,
        "staff": 7,
        "weight": 0.1,
        "zone": "东",
    }
    assert set(second.values()) == {"b", 2023, None}
    assert found.binding is None
    assert [column.name for column in found.source.columns] == table.column_names


def test_kinds_are_those_that_the_engine_reads(small: str):
    table = stored_table(
        {("a", 0): {"revenue": None, "core": None}}, program_of(small).variables
    ).source.table
    assert isinstance(table, pa.Table)
    assert {f.name: str(f.type) for f in table.schema} == {
        "subject": "string",
        "period": "int32",
        "core": "bool",
        "revenue": "int64",
    }


def test_a_value_beyond_its_scale_is_our_own_fault(small: str):
    with pytest.raises(ValueError, match="more decimals than the 2 that are kept"):
        stored_table({("a", 0): {"revenue": Fraction(1, 3)}}, program_of(small).variables)
