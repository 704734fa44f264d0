"""Formula checks are conditions of one more verdict."""

from fractions import Fraction
from typing import Any

from gaoxin.formula.checks import CHECKS, with_checks
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Judgement

from .conftest import Example, T


def check(require: str, **more: Any) -> dict[str, Any]:
    return {"title": T, "level": "error", "require": require, **more}


def test_checks_become_conditions(firm: Example):
    program = firm.program(checks={"part": check("profit <= revenue"), "few": check("staff >= 1 人")})
    assert [(rule.name, rule.subject, rule.variable) for rule in program.rules] == [
        ("part", "firm", "profit"), ("few", "firm", "staff")
    ]  # fmt: skip
    judged = with_checks(program)
    made = judged.find(CHECKS)
    assert isinstance(made, Judgement)
    rows = {("甲", 2024): {"profit": Fraction(2), "revenue": Fraction(1)}}
    evaluator = Evaluator(judged, World(rows), "甲", 2024)
    assert [evaluator.test(test) for test in made.tests.values()] == [False, None]


def test_the_figure_that_is_meant(firm: Example):
    program = firm.program(checks={"part": check("profit <= revenue", variable="revenue")})
    assert program.rules[0].variable == "revenue"


def test_checks_about_another_subject(firm: Example):
    program = firm.program(
        checks={"few": check("count(firm) >= 1", subject="zone"), "part": check("profit <= revenue")}
    )
    judged = with_checks(program, "zone")
    assert judged.subject == "zone"
    assert list(judged.items) == ["example.checks"]
    assert judged.members == {"firm": "zone_name"}
    assert next(iter(with_checks(program).pack.verdicts[CHECKS].conditions)).id == "part"


def test_a_pack_without_checks_stays_as_it_is(firm: Example):
    program = firm.program()
    assert with_checks(program) is program


def test_a_fault_is_told_with_its_way(firm: Example):
    _, faults = firm.build(checks={"sum": check("profit + revenue"), "name": check("nothing > 1")})
    assert [".".join(map(str, fault.path)) for fault in faults] == [
        "checks.sum.require", "checks.name.require"
    ]  # fmt: skip
