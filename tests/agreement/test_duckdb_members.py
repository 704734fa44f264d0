"""DuckDB agrees with the reference on roll-ups, ranks and shares over random members."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import PackError
from gaoxin.formula.program import Program
from gaoxin.plan.rows import full_plan
from tests.agreement import language as lang
from tests.agreement import members
from tests.agreement.run import on_duckdb, on_reference

ALLOWED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as con:
        yield con


def agree(connection, program: Program, tables) -> None:
    rows, firms = tables
    try:
        plan = full_plan(program)
    except PackError:
        return
    ours = on_duckdb(connection, program, plan, rows, firms)
    for key, row in on_reference(program, plan, rows, firms).items():
        for name, value in row.items():
            if isinstance(value, float):
                assert ours[key][name] == pytest.approx(value, rel=1e-9, abs=1e-9), (key, name)
            else:
                assert ours[key][name] == value, (key, name)


@pytest.mark.slow
@ALLOWED
@given(tables=members.tables(), formula=members.shares(), coverage=st.sampled_from(["1", "0", "1/2", "4/5"]))
def test_roll_ups_agree(connection, tables, formula, coverage) -> None:
    agree(connection, members.program(formula=formula, coverage=coverage), tables)


@pytest.mark.slow
@ALLOWED
@given(tables=members.tables(), formulas=st.lists(members.tests(), min_size=1, max_size=3))
def test_conditions_over_members_agree(connection, tables, formulas) -> None:
    conditions = [{"id": f"c{n}", "title": lang.T, "require": f} for n, f in enumerate(formulas)]
    agree(connection, members.program(verdicts={"v": {"title": lang.T, "any": conditions}}), tables)


@pytest.mark.slow
@ALLOWED
@given(tables=members.tables(), formula=members.places())
def test_ranks_and_shares_agree(connection, tables, formula) -> None:
    agree(connection, members.program(formula=formula), tables)


@pytest.mark.slow
@settings(ALLOWED, max_examples=20)
@given(tables=members.tables(), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(connection, tables, order) -> None:
    """Sums are exact, so that ties stay ties in whatever order members come."""
    program = members.program(formula="rank(sum(firm.revenue) / sum(firm.cost))")
    plan = full_plan(program)
    rows, firms = tables
    shuffled = list(firms["firm"].items())
    order.shuffle(shuffled)
    first = on_duckdb(connection, program, plan, rows, firms)
    assert on_duckdb(connection, program, plan, rows, {"firm": dict(shuffled)}) == first


def test_firms_of_the_year_before() -> None:
    """Of 2023, and of the zone that they were in then."""
    program = members.program(formula="sum(firm.revenue) / prior(sum(firm.revenue)) - 1")
    firms = {
        ("甲", 2023): {"revenue": Fraction(100), "zone": "东区"},
        ("乙", 2023): {"revenue": Fraction(50), "zone": "西区"},
        ("甲", 2024): {"revenue": Fraction(90), "zone": "东区"},
        ("乙", 2024): {"revenue": Fraction(60), "zone": "东区"},
    }
    rows = {(zone, 2024): {} for zone in ("东区", "西区")}
    with duckdb.connect() as connection:
        found = on_duckdb(connection, program, full_plan(program), rows, {"firm": firms})
    assert found == {("东区", 2024): {"f": 0.5}, ("西区", 2024): {"f": None}}
