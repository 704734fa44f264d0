"""Cases of a pack's tests as rows with exact values."""

from datetime import date
from fractions import Fraction

import pytest

from gaoxin.base.errors import FormulaError, PackError, Place
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval
from gaoxin.services.cases import literal, quantity, read_cases
from gaoxin.services.tables import program_of
from gaoxin.spec import Expectation

HERE = Place("cases.yaml", 7)


@pytest.fixture
def program(small: str) -> Program:
    return program_of(small)


def read(program: Program, *specs: dict[str, object]):
    return read_cases(program, [(Expectation.model_validate({"expect": {}, **s}), HERE) for s in specs])


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("revenue", "12.5 万元", Fraction(125000)),
        ("revenue", "3 亿元", Fraction(300000000)),
        ("revenue", "0.25 万元", Fraction(2500)),
        ("staff", 7, Fraction(7)),
        ("staff", "7 人", Fraction(7)),
        ("kind", "'甲'", "甲"),
        ("kind", "乙", "乙"),
        ("core", True, True),
        ("born", "2024-02-29", date(2024, 2, 29)),
        ("born", "date('2024-02-29')", date(2024, 2, 29)),
        ("born", date(2024, 2, 29), date(2024, 2, 29)),
        ("mark", "A", Interval(Fraction(7), Fraction(8))),
        ("mark", "5.5", Interval(Fraction("5.5"), Fraction("5.5"))),
        ("mark", "3..4", Interval(Fraction(3), Fraction(4))),
        ("weight", "0.5", 0.5),
        ("zone", "东区", "东区"),
    ],
)
def test_a_cell_is_a_value_in_base_units(program: Program, name: str, cell: object, value: object):
    assert literal(cell, program.variables[name], name) == value


@pytest.mark.parametrize(
    ("name", "cell", "rule"),
    [
        ("revenue", 5, "needs one unit"),
        ("revenue", "5 人", "needs one unit"),
        ("revenue", "revenue", "a value has no names in it"),
        ("revenue", "'甲'", "a number with its unit"),
        ("revenue", "0.001 元", "at most 2 decimals"),
        ("kind", "丙", "one of 甲, 乙"),
        ("core", "yes", "true or false"),
        ("born", "yesterday", "a date such as"),
        ("mark", "Z", "A, B, or points"),
    ],
)
def test_what_is_not_a_value_is_a_fault_with_its_place(program: Program, name: str, cell: object, rule: str):
    with pytest.raises(PackError, match=rule) as caught:
        read(program, {"case": "x", "period": 2024, "given": {name: cell}})
    assert str(caught.value).startswith("1 fault\ncases.yaml:7  x")


def test_all_faults_come_at_once(program: Program):
    with pytest.raises(PackError) as caught:
        read(program, {"case": "x", "given": {"staff": "5 元"}}, {"case": "y", "given": {"nobody": 1}})
    assert [fault.object for fault in caught.value.faults] == ["x", "y"]


def test_years_stand_behind_the_name(program: Program):
    (case,) = read(
        program, {"case": "x", "period": 2024, "given": {"staff@2022": 3, "staff": 5, "born": "2020-01-01"}}
    )
    assert case.rows == {
        ("case 1", 2024): {"staff": Fraction(5), "born": date(2020, 1, 1)},
        ("case 1", 2022): {"staff": Fraction(3)},
    }


def test_a_case_like_another_one(program: Program):
    first = {"case": "x", "period": 2024, "given": {"staff": 5, "core": True}}
    second = {"case": "y", "like": "x", "given": {"staff": None, "kind": "甲"}}
    third = {"case": "z", "like": "y", "given": {"core": False}}
    *_, last = read(program, first, second, third)
    assert last.period == 2024
    assert last.rows[("case 3", 2024)] == {"core": False, "kind": "甲"}


@pytest.mark.parametrize(("first", "second"), [("y", "x"), ("nobody", "x"), ("x", "x")])
def test_likeness_does_not_go_round(program: Program, first: str, second: str):
    with pytest.raises(PackError, match="not in a circle"):
        read(program, {"case": "x", "like": first}, {"case": "y", "like": second})


def test_tables_and_members(program: Program):
    (case,) = read(
        program,
        {
            "case": "x",
            "table": [{"subject": "a", "period": 2023, "staff": 5}, {"subject": "a", "period": 2024}],
            "populations": {"firm": [{"subject": "f", "period": 2024, "zone": "东", "cost": "1 万元"}]},
        },
    )
    assert case.rows == {("a", 2023): {"staff": Fraction(5)}, ("a", 2024): {}}
    assert case.members == {"firm": {("f", 2024): {"zone": "东", "cost": Fraction(10000)}}}


@pytest.mark.parametrize(
    ("cell", "unit", "value"), [("5%", "%", "1/20"), ("3 千元/人", "元/人", "3000"), ("2", "1", "2")]
)
def test_quantities(cell: str, unit: str, value: str):
    assert quantity(cell, unit) == Fraction(value)


def test_a_quantity_of_another_dimension():
    with pytest.raises(FormulaError, match="needs one unit"):
        quantity("5 元", "人")
