"""The plan of contributions: which figures have parts, and in which unit."""

from fractions import Fraction

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Figure
from gaoxin.plan import expr as e
from gaoxin.plan.parts import has_parts, parts_plan
from tests.agreement import members


def test_a_sum_is_its_own_parts():
    """分 to 万元."""
    plan = parts_plan(members.program(formula="sum(firm.revenue)", unit="万元"), "f")
    assert plan.under is None
    assert plan.over.value == e.Column("revenue", "int")
    assert plan.scale == Fraction(1, 10**6)
    assert plan.rows.outputs == ()


def test_a_share_has_the_parts_of_its_numerator():
    formula = "sum(firm.revenue where firm.hightech) / sum(firm.staff)"
    plan = parts_plan(members.program(formula=formula, unit="万元/人"), "f")
    assert plan.under is not None
    assert plan.over.where == e.Column("hightech", "flag")
    assert plan.scale == Fraction(1, 10**6)
    assert plan.rollup.sums == (plan.over, plan.under)


def test_a_percentage():
    plan = parts_plan(members.program(formula="count(firm where firm.hightech) / count(firm)", unit="%"), "f")
    assert plan.scale == 100


def test_only_the_figure_is_planned():
    items = {
        name: {"title": {"zh": "题", "en": "title"}, "formula": formula, "unit": "元"}
        for name, formula in {"f": "sum(firm.revenue)", "g": "sum(firm.cost)", "h": "max(firm.cost)"}.items()
    }
    plan = parts_plan(members.program(indicators=items), "g")
    assert [s.value for s in plan.rollup.sums] == [e.Column("cost", "int")]


@pytest.mark.parametrize(
    "formula",
    [
        "income",
        "max(firm.revenue)",
        "mean(firm.revenue)",
        "income - sum(firm.revenue)",
        "prior(sum(firm.revenue))",
    ],
)
def test_other_figures_have_no_parts(formula: str):
    program = members.program(formula=formula, unit="元")
    with pytest.raises(
        UsageError, match=r"f is not a sum, or a sum divided by a sum.*such figures are: none"
    ):
        parts_plan(program, "f")


def test_a_figure_that_is_not_there():
    program = members.program(formula="sum(firm.revenue)", unit="元")
    with pytest.raises(UsageError, match=r"such figures are: f; try: one of these"):
        parts_plan(program, "nothing")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("sum(firm.cost)", True),
        ("count(firm) / count(firm where firm.hightech)", True),
        ("mean(firm.cost)", False),
        ("income", False),
    ],
)
def test_which_figures_have_parts(formula: str, expected: bool):
    unit = "1" if "count" in formula else "元"
    made = members.program(formula=formula, unit=unit).find("f")
    assert isinstance(made, Figure)
    assert has_parts(made) is expected
