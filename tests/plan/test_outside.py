"""Roll-ups, ranks and shares: known answers, on the reference and on DuckDB alike."""

from fractions import Fraction
from typing import Any

import duckdb
import pytest

from gaoxin.base.errors import PackError
from gaoxin.plan.rows import full_plan
from tests.agreement import members
from tests.agreement.run import Rows, on_duckdb, on_reference

FIRMS: list[dict[str, Any]] = [
    {"revenue": 100, "cost": 5, "staff": 10, "hightech": True, "zone": "东区"},
    {"revenue": 300, "cost": Fraction(1499, 100), "staff": 20, "hightech": False, "zone": "东区"},
    {"revenue": 50, "cost": 60, "staff": 5, "hightech": True, "zone": "西区"},
    {"revenue": 999, "cost": 999, "staff": 999, "hightech": True, "zone": None},
]


def table(firms: list[dict[str, Any]], year: int = 2024) -> Rows:
    return {
        (f"firm {n}", year): {
            k: Fraction(v) if not isinstance(v, (bool, str, type(None))) else v for k, v in f.items()
        }
        for n, f in enumerate(firms)
    }


def found(
    formula: str, firms: list[dict[str, Any]] = FIRMS, zones: Rows | None = None, **more: Any
) -> dict[str, Any]:
    """The figure of each zone in 2024."""
    program = members.program(formula=formula, **more)
    plan = full_plan(program)
    rows = zones or {(zone, 2024): {} for zone in members.ZONES}
    inside = {"firm": table(firms)}
    with duckdb.connect() as connection:
        ours = on_duckdb(connection, program, plan, rows, inside)
    reference = on_reference(program, plan, rows, inside)
    assert {k: v["f"] for k, v in ours.items()} == pytest.approx({k: v["f"] for k, v in reference.items()})
    return {zone: row["f"] for (zone, _), row in ours.items()}


@pytest.mark.parametrize(
    ("formula", "east", "west"),
    [
        ("sum(firm.revenue)", 400, 50),
        ("sum(firm.revenue - firm.cost)", 380.01, -10),
        ("min(firm.revenue)", 100, 50),
        ("max(firm.revenue)", 300, 50),
        ("mean(firm.revenue)", 200, 50),
        ("sum(firm.revenue where firm.hightech)", 100, 50),
        ("max(firm.revenue where NOT firm.hightech)", 300, None),
        ("mean(firm.revenue where NOT firm.hightech)", 300, None),
        ("sum(firm.revenue where NOT firm.hightech)", 300, 0),
        ("sum(firm.aid)", 0, 0),
    ],
)
def test_figures_over_members(formula: str, east: float, west: float | None):
    """No member of 新区: unknown, not 0; no member that meets a condition: 0 of them."""
    got = found(formula, unit="元")
    assert got == {
        "东区": pytest.approx(east),
        "西区": west if west is None else pytest.approx(west),
        "新区": None,
    }


def test_the_share_of_firms_that_reach_a_line():
    """5 of 100 is 5 %; 14.99 of 300 is one 分 under it."""
    formula = "sum(firm.revenue where firm.cost >= firm.revenue * 5%) / sum(firm.revenue)"
    assert found(formula) == {"东区": 0.25, "西区": 1.0, "新区": None}
    assert found("count(firm where firm.cost >= firm.revenue * 5%)")["东区"] == 1


@pytest.mark.parametrize(
    ("coverage", "known", "value"),
    [
        ("1", 3, 6),
        ("1", 2, None),
        ("1/2", 2, 3),
        ("2/3", 2, 3),
        ("3/4", 2, None),
        ("0", 0, 0),
        ("1/2", 1, None),
    ],
)
def test_enough_members_must_be_known(coverage: str, known: int, value: float | None):
    """Three firms with 1, 2 and 3, the first few of them reported."""
    firms = [{"revenue": n + 1 if n < known else None, "zone": "东区"} for n in range(3)]
    assert found("sum(firm.revenue)", firms, unit="元", coverage=coverage)["东区"] == value


def test_an_amount_that_cancels_out_must_still_be_known():
    firms = [{**FIRMS[0], "revenue": None}, FIRMS[1]]
    result = found("sum(firm.revenue - firm.revenue + firm.cost)", firms, unit="元")
    assert result["东区"] is None


def test_a_member_known_not_to_count_needs_no_value():
    firms = [
        {"revenue": None, "hightech": False, "zone": "东区"},
        {"revenue": 7, "hightech": True, "zone": "东区"},
    ]
    assert found("sum(firm.revenue where firm.hightech)", firms, unit="元")["东区"] == 7
    firms[0]["hightech"] = None
    assert found("sum(firm.revenue where firm.hightech)", firms, unit="元")["东区"] is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("rank(income)", {"东区": 1, "西区": 1, "新区": 3}),
        ("rank(income, 'asc')", {"东区": 2, "西区": 2, "新区": 1}),
        ("top_share(income)", {"东区": 1 / 3, "西区": 1 / 3, "新区": 1}),
        ("share_of(income)", {"东区": 0.4, "西区": 0.4, "新区": 0.2}),
        ("income / mean_over(income)", {"东区": 1.2, "西区": 1.2, "新区": 0.6}),
    ],
)
def test_places_within_the_year(formula: str, expected: dict[str, float]):
    """2, 2 and 1; the year before is another list."""
    zones = {(zone, 2024): {"income": Fraction(n)} for zone, n in zip(members.ZONES, (2, 2, 1), strict=True)}
    zones |= {(zone, 2023): {"income": Fraction(9)} for zone in members.ZONES}
    program = members.program(formula=formula)
    with duckdb.connect() as connection:
        ours = on_duckdb(connection, program, full_plan(program), zones)
    assert {zone: row["f"] for (zone, year), row in ours.items() if year == 2024} == pytest.approx(expected)


def test_what_is_unknown_has_no_place_and_takes_none():
    zones: Rows = {
        ("东区", 2024): {"income": Fraction(2)},
        ("西区", 2024): {},
        ("新区", 2024): {"income": Fraction(1)},
    }
    assert found("rank(income)", zones=zones) == {"东区": 1, "西区": None, "新区": 2}
    assert found("top_share(income)", zones=zones) == {"东区": 0.5, "西区": None, "新区": 1}


def test_ties_of_exact_sums_stay_ties():
    """0.1 ten times and 1 once: in doubles they would differ."""
    firms = [{"revenue": Fraction(1, 10), "zone": "东区"}] * 10 + [{"revenue": 1, "zone": "西区"}]
    got = found("rank(sum(firm.revenue))", firms)
    assert got == {"东区": 1, "西区": 1, "新区": None}


def test_members_of_one_kind_share_a_scan():
    program = members.program(formula="sum(firm.revenue where firm.hightech) / sum(firm.revenue)")
    (rollup,) = full_plan(program).rollups
    assert [s.function for s in rollup.sums] == ["sum", "sum"]
    assert rollup.link == "zone"
    assert str(rollup) == "roll up firm by zone: rollup.firm.1 (sum), rollup.firm.2 (sum)"


@pytest.mark.parametrize(
    "formula", ["sum(firm.revenue / firm.cost)", "mean(log(firm.staff))", "share_of(income / area)"]
)
def test_what_cannot_be_summed_exactly_is_refused(formula: str):
    with pytest.raises(PackError, match="try: "):
        full_plan(members.program(formula=formula))


def test_a_sum_too_wide_for_128_bits_is_refused():
    cubes = "sum(firm.revenue * firm.revenue * firm.revenue)"
    with pytest.raises(PackError, match="38 digits"):
        full_plan(members.program(formula=f"{cubes} / {cubes}"))
