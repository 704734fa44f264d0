"""What a formula rests on: the variables behind it, through everything it names."""

from typing import Any

import pytest

from gaoxin.formula.inputs import inputs, item_inputs
from gaoxin.formula.parser import parse
from gaoxin.formula.resolve import resolve

from .conftest import Example, T


def figure(formula: str, unit: str = "1") -> dict[str, Any]:
    return {"title": T, "formula": formula, "unit": unit}


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("1 + 2 > 3", []),
        ("revenue + profit - revenue", ["revenue", "profit"]),
        ("prior(revenue) / revenue", ["revenue@1", "revenue"]),
        ("growth(revenue, 2)", ["revenue", "revenue@2"]),
        ("existed(2)", ["opened"]),
        ("age_days(opened)", ["opened"]),
        ("as_of > date('2024-01-01')", []),
        ("CASE WHEN listed THEN revenue ELSE profit END", ["listed", "revenue", "profit"]),
        ("share > 5%", ["profit", "revenue"]),
        ("prior(share)", ["profit@1", "revenue@1"]),
        ("good", ["listed", "patents", "staff"]),
        ("good.a", ["listed", "patents"]),
        ("sheet", ["patents", "mark", "profit", "revenue"]),
        ("sheet.i", ["patents"]),
        ("sheet.second_group", ["profit", "revenue"]),
        ("rank(revenue)", ["revenue"]),
    ],
)
def test_inputs_in_reading_order(firm: Example, formula: str, found: list[str]):
    band = [{"when": "patents > 1", "points": 1}]
    items = [
        {"id": "i", "title": T, "max": 5, "bands": band, "otherwise": 0},
        {"id": "j", "title": T, "max": 5, "grade": "mark"},
    ]
    more = [{"id": "k", "title": T, "max": 5, "formula": "share"}]
    program = firm.program(
        indicators={"share": figure("profit / revenue", "%")},
        verdicts={
            "good": {
                "title": T,
                "all": [
                    {"id": "a", "title": T, "require": "listed", "applies": "patents > 1"},
                    {"id": "b", "title": T, "require": "staff > 1"},
                ],
            }
        },
        points={
            "sheet": {
                "title": T,
                "max": 10,
                "groups": [
                    {"id": "first_group", "title": T, "max": 10, "items": items},
                    {"id": "second_group", "title": T, "max": 5, "items": more},
                ],
            }
        },
    )
    refs = inputs(program, resolve(parse(formula), program.scopes["example"]).node)
    assert [ref.name + (f"@{ref.shift}" if ref.shift else "") for ref in refs] == found
    if formula in ("good", "good.a", "sheet", "sheet.i", "sheet.second_group"):
        assert item_inputs(program, f"example.{formula}") == refs


def test_a_verdict_rests_on_whom_it_applies_to(firm: Example):
    good = {"title": T, "applies": "staff > 1", "all": [{"id": "a", "title": T, "require": "listed"}]}
    program = firm.program(verdicts={"good": good}, indicators={"line": figure("revenue", "元")})
    assert [ref.name for ref in item_inputs(program, "example.good")] == ["listed", "staff"]
    assert [ref.name for ref in item_inputs(program, "example.good.a")] == ["listed"]
    assert [ref.name for ref in item_inputs(program, "example.line")] == ["revenue"]


def test_a_sum_over_years_names_its_years_only(firm: Example):
    """The founding day is no input of its own: it says which of these years count."""
    program = firm.program(indicators={"sum": figure("total(revenue, 2)", "元")})
    found = [(ref.name, ref.shift) for ref in item_inputs(program, "example.sum")]
    assert found == [("revenue", 0), ("revenue", 1)]
