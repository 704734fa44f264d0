"""What a board's measure rests on, and the words for its figures."""

from fractions import Fraction as F
from itertools import product

import pyarrow as pa
import pytest

from gaoxin.formula.program import Program
from gaoxin.services.board.measures import digits, measures_of, rounded
from gaoxin.services.results.texts import figures, tail
from tests.agreement import members
from tests.services.board.conftest import TITLE, indicator


def test_unit_direction_years_and_whether_members_can_be_named(program: Program):
    found = measures_of(program)
    assert list(found) == ["intensity", "turnover", "growth_rate", "area"]
    assert [m.unit for m in found.values()] == ["%", "万元", "%", "亩"]
    assert [m.direction for m in found.values()] == ["up", "up", "up", "none"]
    assert [m.rollup for m in found.values()] == [True, True, False, False]
    assert set(found["intensity"].years) == {("cost", 0), ("revenue", 0)}
    assert set(found["growth_rate"].years) == {("revenue", 0), ("revenue", 1)}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ({"f": indicator("sum(firm.cost)", "元")}, False),
        ({"f": indicator("sum(firm.cost)", "元", status="assumed")}, True),
        (
            {"g": indicator("area", "亩", status="assumed"), "f": indicator("sum(firm.cost) / g", "元/亩")},
            True,
        ),
    ],
)
def test_what_rests_on_an_assumption_is_assumed(items: dict[str, object], expected: bool):
    tree = [{"id": "a", "title": TITLE, "state": "indicator", "measures": ["f"]}]
    program = members.program(indicators=items, board={"b": {"title": TITLE, "tree": tree}})
    assert measures_of(program)["f"].assumed is expected


def test_breaks_between_years_and_inside_a_figure(program: Program):
    growth = measures_of(program)["growth_rate"]
    breaks = {("revenue", 2023)}
    assert [year for year in range(2021, 2027) if growth.inside(breaks, year)] == [2023]
    assert [year for year in range(2021, 2027) if growth.between(breaks, year - 1, year)] == [2023, 2024]
    plain = measures_of(program)["intensity"]
    assert not any(plain.inside(breaks, year) for year in range(2021, 2027))
    assert [year for year in range(2021, 2027) if plain.between(breaks, year - 1, year)] == [2023]
    assert plain.between(breaks, 2021, 2025)
    assert not plain.between({("cost", 2020)}, 2021, 2025)


def test_changes_have_a_sign_and_shares_change_by_points(program: Program):
    found = measures_of(program)
    assert found["intensity"].worded_change(F(1, 3)) == "+0.33 百分点"
    assert found["intensity"].worded_change(F(0)) == "0.00 百分点"
    assert found["turnover"].worded_change(F(-3, 2)) == "-1.5 万元"


NUMBERS = [0, "1/3", "-2/3", "0.005", "0.004", "-0.0004", "12345.678", "2.675", "0.00003", "100", "-0.125"]


@pytest.mark.parametrize(("number", "unit"), list(product(NUMBERS, ["%", "万元", "1"])))
def test_figures_read_as_in_the_table_of_indicators(number: int | str, unit: str):
    exact = F(number)
    assert f"{rounded(exact, unit)}{tail(unit)}" == figures(pa.array([float(exact)]), unit, [])[0].as_py()


def test_a_double_stands_for_its_leading_digits():
    assert digits(0.1 + 0.2) == F(3, 10)
    assert digits(1 / 3) == F("0.333333333333")
