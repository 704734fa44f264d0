"""A heading is matched to what the packs in use need, and only what is left to other variables."""

import pyarrow as pa
import pytest

from gaoxin.base.errors import DataError, UsageError
from gaoxin.intake import open_table
from gaoxin.services.inputs.wanted import of_period, wanted

from .conftest import programs


def bound(*headings: str) -> list[str]:
    table = open_table(pa.table({heading: ["1"] for heading in headings}))
    return list(wanted(programs(), "enterprise").bind(table).variables)


def test_needed_variables_come_first():
    assert bound("统一社会信用代码", "研发费用") == ["rd_expense"]  # an alias of three; the pack needs one


def test_other_variables_in_sight_are_read_too():
    assert bound("统一社会信用代码", "销售收入", "成本费用总额") == ["sales_revenue", "cost_total"]


def test_needs_of_a_pack_are_those_of_its_formulas():
    asked = wanted(programs(), "enterprise")
    assert {"rd_expense", "sales_revenue", "founded_on", "enterprise_name", "zone"} <= set(asked.variables)
    assert "rd_expense_sme" in asked.others  # an indicator of the vocabulary alone reads it
    assert not set(asked.variables) & set(asked.others)


def test_a_heading_of_several_others_is_left_out():
    assert bound("统一社会信用代码", "年末资产总额") == ["total_assets"]
    with pytest.raises(DataError):
        bound("年末资产总额")  # no identifier


def test_a_kind_that_is_unknown():
    with pytest.raises(UsageError, match="the kinds are"):
        wanted(programs(), "planet")


def test_a_period_for_all_rows():
    table = open_table(pa.table({"统一社会信用代码": ["甲"], "销售收入": ["1"]}))
    binding = wanted(programs(), "enterprise").bind(table)
    assert binding.periods == (0,)
    assert of_period(binding, 2024).periods == (2024,)
