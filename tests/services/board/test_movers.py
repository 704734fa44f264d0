"""Parts of a figure and of its change: exact sums, the ten, the rest, who came and who left."""

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Task
from gaoxin.formula.values import Value
from gaoxin.plan.parts import parts_plan
from gaoxin.services.board.movers import MOST, Mover, movers_of
from gaoxin.services.stored import stored_table
from tests.agreement import members

Firms = dict[tuple[str, int], tuple[int | None, int | None]]
SUM = members.program(formula="sum(firm.cost)", unit="元", coverage="50%")
RATIO = members.program(formula="sum(firm.cost) / sum(firm.revenue)", unit="%", coverage="50%")


def movers(
    engine: DuckDB, program: Any, firms: Firms, broken: tuple[int, ...] = ()
) -> dict[int, list[Mover]]:
    """The movers of one zone by period; a firm has cost and revenue."""
    rows: dict[tuple[str, int], dict[str, Value]] = {}
    for key, (cost, revenue) in firms.items():
        named = {"cost": cost, "revenue": revenue}
        rows[key] = {"zone": "区", **{n: F(v) for n, v in named.items() if v is not None}}
    zones = stored_table({("区", year): {} for year in (2023, 2024)}, program.variables)
    plan = parts_plan(program, "f")
    task = Task(zones, {"firm": stored_table(rows, program.variables)})
    found = engine.movers(plan, task, MOST).arrow().to_pylist()
    return {period: listed for _, period, listed in movers_of(plan, found, broken)}


def figure(program: Any, firms: Firms, year: int) -> F | None:
    """The figure in its unit, past all code under test; firms without a value are left out."""
    of_year = [values for (_, y), values in firms.items() if y == year]
    cost = sum((F(c) for c, _ in of_year if c is not None), F(0))
    if program is SUM:
        return cost if of_year else None
    revenue = sum((F(r) for _, r in of_year if r is not None), F(0))
    return 100 * cost / revenue if revenue else None


def test_ten_by_part_ten_by_change_and_the_rest(engine: DuckDB):
    """Firms 1 to 25 cost as much as their number; the year before each cost 1, but the first twelve 10·n."""
    now: Firms = {(f"{n:02}", 2024): (n, 100) for n in range(1, 26)}
    before: Firms = {(f"{n:02}", 2023): (10 * n if n <= 12 else 1, 100) for n in range(1, 26)}
    listed = movers(engine, SUM, now | before)[2024]
    *named, rest = listed
    assert [m.member for m in named] == [f"{n:02}" for n in [*range(25, 15, -1), *range(12, 2, -1)]]
    assert [m.place for m in listed] == list(range(1, 22))
    assert {m.member: m.change_place for m in named if m.change_place} == {
        f"{n:02}": 13 - n for n in range(3, 13)
    }
    assert (rest.member, rest.standing, rest.members) == ("", "others", 5)
    assert rest.part == 1 + 2 + 13 + 14 + 15
    assert rest.change == -9 - 18 + 12 + 13 + 14
    assert sum(m.part for m in listed) == sum(range(1, 26))
    assert sum(m.share or 0 for m in listed) == 1


def test_who_came_who_left_and_who_did_not_report(engine: DuckDB):
    firms: Firms = {
        ("来", 2024): (3, 1),
        ("走", 2023): (2, 1),
        ("在", 2023): (4, 1),
        ("在", 2024): (5, 1),
        ("缺", 2023): (6, 1),
        ("缺", 2024): (None, 1),
        ("回", 2023): (None, 1),
        ("回", 2024): (7, 1),
    }
    found = {m.member: (m.standing, m.change) for m in movers(engine, SUM, firms)[2024]}
    assert found == {
        "来": ("entered", 3),
        "走": ("left", -2),
        "在": ("stayed", 1),
        "缺": ("missing", -6),
        "回": ("returned", 7),
    }


def test_without_a_known_year_before_nothing_is_said_of_the_change(engine: DuckDB):
    firms: Firms = {("甲", 2024): (3, 1), ("甲", 2023): (None, None), ("乙", 2023): (None, None)}
    (only,) = movers(engine, SUM, firms)[2024]
    assert (only.member, only.part, only.change, only.change_place, only.standing) == (
        "甲",
        3,
        None,
        None,
        None,
    )


def test_a_broken_year_names_no_firm_for_its_change(engine: DuckDB):
    firms: Firms = {("甲", 2024): (3, 1), ("走", 2023): (9, 1)}
    (only,) = movers(engine, SUM, firms, (2024,))[2024]
    assert (only.member, only.members, only.change) == ("甲", 1, None)


def test_a_figure_of_zero_has_parts_and_no_shares(engine: DuckDB):
    found = movers(engine, SUM, {("甲", 2024): (5, 1), ("乙", 2024): (-5, 1)})[2024]
    assert [(m.member, m.part, m.share) for m in found] == [("乙", -5, None), ("甲", 5, None)]


def test_more_revenue_at_last_years_rate_moves_nothing(engine: DuckDB):
    """The allocation of a quotient: what a firm added beyond last year's rate (5 %) of what it grew by."""
    firms: Firms = {
        ("甲", 2023): (5, 100),
        ("乙", 2023): (5, 100),
        ("甲", 2024): (10, 200),
        ("乙", 2024): (5, 200),
    }
    found = {m.member: m.change for m in movers(engine, RATIO, firms)[2024]}
    assert found == {"甲": 0, "乙": F(-5, 400) * 100}


_VALUES = st.tuples(st.none() | st.integers(-(10**11), 10**11), st.none() | st.integers(1, 10**11))
_FIRMS = st.dictionaries(
    st.tuples(st.integers(1, 30).map("企{:02}".format), st.sampled_from([2023, 2024])), _VALUES, max_size=45
)


@pytest.mark.slow
@pytest.mark.parametrize("program", [SUM, RATIO], ids=["sum", "ratio"])
@settings(max_examples=20)
@given(firms=_FIRMS)
def test_whatever_the_firms_the_sums_close_exactly(engine: DuckDB, program: Any, firms: Firms):
    for year, listed in movers(engine, program, firms).items():
        now, before = figure(program, firms, year), figure(program, firms, year - 1)
        assert sum((m.part for m in listed), F(0)) == now
        changes = [m.change for m in listed]
        if None not in changes:
            assert before is not None
            assert now is not None
            assert sum(changes, F(0)) == now - before
        assert sum(m.change_place is not None for m in listed) <= MOST
        assert sum(m.members for m in listed) == _present(firms, year, compared=None not in changes)


def _present(firms: Firms, year: int, *, compared: bool) -> int:
    return len({firm for firm, y in firms if y == year or (compared and y == year - 1)})
