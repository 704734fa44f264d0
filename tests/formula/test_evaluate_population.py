"""The reference over many rows: roll-ups with their coverage, ranks and shares with ties and gaps."""

from fractions import Fraction

import pytest

from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.parser import parse
from gaoxin.formula.resolve import resolve
from gaoxin.formula.values import Value

from .conftest import Example, T

Q = Fraction

# Four firms of a zone in 2024, one of 2023, and one of another zone
FIRMS: dict[tuple[str, int], dict[str, Value]] = {
    ("a", 2024): {"zone_name": "甲", "revenue": Q(100), "profit": Q(5), "staff": Q(10), "listed": True},
    ("b", 2024): {"zone_name": "甲", "revenue": Q(300), "profit": Q(30), "staff": Q(20), "listed": False},
    ("c", 2024): {"zone_name": "甲", "revenue": Q(100), "profit": Q(1), "listed": True},
    ("d", 2024): {"zone_name": "乙", "revenue": Q(999), "profit": Q(99), "staff": Q(9), "listed": True},
    ("a", 2023): {"zone_name": "甲", "revenue": Q(50), "profit": Q(5), "staff": Q(10)},
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sum(firm.revenue)", Q(500)),
        ("count(firm)", Q(3)),
        ("mean(firm.revenue)", Q(500, 3)),
        ("min(firm.revenue)", Q(100)),
        ("max(firm.revenue)", Q(300)),
        ("sum(firm.revenue where firm.profit >= firm.revenue * 5%)", Q(400)),
        ("sum(firm.revenue where firm.profit >= firm.revenue * 5%) / sum(firm.revenue)", Q(4, 5)),
        ("count(firm where firm.listed)", Q(2)),
        ("count(firm where firm.revenue > 1000 元)", Q(0)),
        ("sum(firm.revenue where firm.revenue > 1000 元)", Q(0)),
        ("mean(firm.revenue where firm.revenue > 1000 元)", None),
        ("max(firm.revenue where firm.revenue > 1000 元)", None),
        ("sum(firm.staff)", None),
        ("sum(firm.staff where NOT firm.listed)", Q(20)),
        ("sum(firm.staff where firm.listed)", None),
        ("count(firm where firm.staff > 5)", None),
        ("prior(sum(firm.revenue))", Q(50)),
        ("growth(sum(firm.revenue))", Q(9)),
        ("prior(sum(firm.revenue), 2)", None),
        ("sum(firm.revenue - firm.profit)", Q(464)),
    ],
)
def test_roll_ups(zone: Example, formula: str, value: Value):
    world = World({("甲", 2024): {}}, None, {"firm": World(FIRMS)})
    assert zone.value(formula, world=world) == value


@pytest.mark.parametrize(
    ("coverage", "value"), [("1", None), ("70%", None), ("2/3", Q(30)), ("0.5", Q(30)), ("0", Q(30))]
)
@pytest.mark.parametrize(
    "formula", ["sum(firm.staff)", "CASE WHEN TRUE THEN sum(firm.staff) ELSE 0 人 END", "-(-sum(firm.staff))"]
)
def test_the_least_known_share_of_members(zone: Example, formula: str, coverage: str, value: Value):
    """Staff is known of two of three firms."""
    figure = {"title": T, "formula": formula, "unit": "人", "coverage": coverage}
    program = zone.program(indicators={"heads": figure})
    world = World({("甲", 2024): {}}, None, {"firm": World(FIRMS)})
    assert Evaluator(program, world, "甲", 2024).item("example.heads") == value


def test_a_zone_without_members_is_unknown(zone: Example):
    for members in ({}, {"firm": World({})}):
        assert zone.value("count(firm)", world=World({("甲", 2024): {}}, None, members)) is None


# revenue of five firms: two ties on top, one unknown
RANKED: dict[tuple[str, int], dict[str, Value]] = {
    ("甲", 2024): {"revenue": Q(300), "zone_name": "东"},
    ("乙", 2024): {"revenue": Q(300), "zone_name": "西"},
    ("丙", 2024): {"revenue": Q(100), "zone_name": "西"},
    ("丁", 2024): {},
    ("戊", 2024): {"revenue": Q(50)},
    ("甲", 2023): {"revenue": Q(10**9)},
}


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("rank(revenue)", [1, 1, 3, None, 4]),
        ("rank(revenue, 'desc')", [1, 1, 3, None, 4]),
        ("rank(revenue, 'asc')", [3, 3, 2, None, 1]),
        ("top_share(revenue)", [Q(1, 4), Q(1, 4), Q(3, 4), None, Q(1)]),
        ("share_of(revenue)", [Q(300, 750), Q(300, 750), Q(100, 750), None, Q(50, 750)]),
        ("mean_over(revenue)", [Q(750, 4), Q(750, 4), Q(750, 4), None, Q(750, 4)]),
        ("rank(revenue) <= 1", [True, True, False, None, False]),
        ("rank(revenue * 0)", [1, 1, 1, None, 1]),
        ("share_of(revenue * 0)", [None] * 5),
        ("min_over(revenue)", [50, 50, 50, None, 50]),
        ("max_over(revenue)", [300, 300, 300, None, 300]),
        ("percentile_rank(revenue)", [Q(2, 3), Q(2, 3), Q(1, 3), None, 0]),
        ("percentile_rank(revenue, 'asc')", [0, 0, Q(2, 3), None, 1]),
        ("max_over(revenue, zone_name)", [300, 300, 300, None, None]),
        ("rank(revenue, 'desc', zone_name)", [1, 1, 2, None, None]),
        ("percentile_rank(revenue, zone_name)", [None, 1, 0, None, None]),
    ],
)
def test_population(firm: Example, formula: str, values: list[Value]):
    program = firm.program()
    node = resolve(parse(formula), program.scopes["example"]).node
    world = World(RANKED)
    assert [Evaluator(program, world, name, 2024).value(node) for name in "甲乙丙丁戊"] == values
