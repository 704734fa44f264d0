"""Accounts of figures over members, from the engine's rows."""

from fractions import Fraction as F

import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Task
from gaoxin.measure.change.members import quotient_of, total_of
from gaoxin.plan.parts import parts_plan
from gaoxin.services.change.zone import LARGEST, accounts
from gaoxin.services.stored import stored_table
from tests.agreement import members

FIRMS = {
    ("甲", 2023): {"zone": "区", "revenue": F(100), "cost": F(10)},
    ("乙", 2023): {"zone": "区", "revenue": F(50), "cost": F(20)},
    ("甲", 2024): {"zone": "区", "revenue": F(130), "cost": F(15)},
    ("丙", 2024): {"zone": "区", "revenue": F(70), "cost": F(25)},
}


def told(formula: str, **more):
    program = members.program(formula=formula, **more)
    zones = stored_table({("区", year): {} for year in (2023, 2024)}, program.variables)
    task = Task(zones, {"firm": stored_table(FIRMS, program.variables)})
    with DuckDB() as engine:
        return list(accounts(program, "f", engine, task))


@pytest.mark.parametrize(
    ("formula", "unit", "amounts"),
    [
        ("sum(firm.revenue)", "元", {"entered": 70, "left": -50, "stayed": 30}),
        ("count(firm)", "1", {"entered": 1, "left": -1, "stayed": 0}),
        ("sum(firm.revenue where firm.revenue >= 100 元)", "元", {"entered": 0, "left": 0, "stayed": 30}),
    ],
)
def test_sums_and_counts(formula: str, unit: str, amounts: dict[str, int]):
    (found,) = told(formula, unit=unit)
    (figure,) = found.counted
    assert (found.subject, found.period, found.comparable) == ("区", 2024, True)
    assert {part.line: part.amount * figure.scale for part in figure.total.parts} == amounts


def test_a_comparable_series_holds_the_earlier_year():
    """Cost changes its calibre in 2024; revenue is the comparable series, 150 where 30 were reported."""
    (found,) = told("sum(firm.cost)", unit="元")
    (figure,) = found.counted
    lines = {part.line: part.amount * figure.scale for part in figure.total.parts}
    assert lines == {"calibre": 120, "entered": 25, "left": -50, "stayed": -85}
    assert (figure.total.before * figure.scale, figure.total.after * figure.scale) == (30, 40)


def test_a_quotient_has_its_sums_in_their_units():
    (found,) = told("sum(firm.revenue) / count(firm)", unit="元")
    assert [counted.figure for counted in found.counted] == ["figure", "numerator", "denominator"]
    assert [counted.unit for counted in found.counted] == ["元", "元", ""]
    assert found.counted[1].total.after * found.counted[1].scale == 200
    assert found.counted[2].total.after * found.counted[2].scale == 2


def test_sums_of_those_who_stand_alike_are_those_of_every_member():
    program = members.program(formula="sum(firm.cost) / sum(firm.revenue)", unit="%")
    plan = parts_plan(program, "f")
    zones = stored_table({("区", year): {} for year in (2023, 2024)}, program.variables)
    task = Task(zones, {"firm": stored_table(FIRMS, program.variables)})
    with DuckDB() as engine:
        together = engine.standings(plan, task).arrow().to_pylist()
        rows = engine.movers(plan, task, 100).arrow().to_pylist()
    everybody = [{**row, "members": 1} for row in rows if row["period"] == 2024]
    together = [row for row in together if row["period"] == 2024]
    assert quotient_of(together) == quotient_of(everybody)
    assert total_of(together, "over") == total_of(everybody, "over")
    assert sum(row["members"] for row in together) == len(everybody) == 3


@pytest.mark.parametrize("formula", ["sum(firm.revenue)", "sum(firm.cost)"])
def test_movers_at_hand_change_nothing(formula: str):
    """The series of cost breaks in 2024: there those at hand are of the wrong calibre, and not used."""
    program = members.program(formula=formula, unit="元")
    zones = stored_table({("区", year): {} for year in (2023, 2024)}, program.variables)
    task = Task(zones, {"firm": stored_table(FIRMS, program.variables)})
    with DuckDB() as engine:
        rows = engine.movers(parts_plan(program, "f"), task, LARGEST).arrow().to_pylist()
        asked = [list(accounts(program, "f", engine, task, at_hand=given)) for given in (None, rows)]
    assert asked[0] == asked[1]
    assert asked[0][0].movers
