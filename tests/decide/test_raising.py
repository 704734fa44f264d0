"""What would raise a sheet: each change gains what is said, and one stored unit less does not."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.decide.nearly import with_value
from gaoxin.decide.raising import TRIED, Move, Raiser
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Program, Sheet
from gaoxin.formula.values import Interval, Value
from tests.agreement import language as lang
from tests.agreement.single import FIRM, YEAR, program

WAN = 10_000
MONEY = {"unit": "万元", "decimals": 2, "min": 0}
VARIABLES: dict[str, dict[str, Any]] = {
    "revenue": MONEY,
    "cost": MONEY,
    "patents": {"unit": "件", "min": 0},
    "listed": {"type": "flag"},
    "mark": {"type": "grade", "grades": {"A": [3, 4], "B": [1, 2]}, "origin": "jury"},
}
BANDS: list[dict[str, Any]] = [
    {"id": "share", "max": 10, "bands": [
        {"when": "cost / revenue >= 5%", "points": 10}, {"when": "cost / revenue >= 3%", "points": 6},
    ], "otherwise": 0},
    {"id": "patents_held", "max": 8, "bands": [
        {"when": "patents >= 5 件", "points": [7, 8]}, {"when": "patents >= 2 件", "points": [3, 4]},
    ], "otherwise": 0},
    {"id": "listing", "max": 2, "bands": [{"when": "listed", "points": 2}], "otherwise": 0},
]  # fmt: skip


def sheet(*items: Mapping[str, Any], cap: int = 100) -> Program:
    """A sheet `s` of one group."""
    group = {"id": "g", "title": lang.T, "max": cap, "items": [{"title": lang.T, **item} for item in items]}
    return program({"points": {"s": {"title": lang.T, "max": cap, "groups": [group]}}}, VARIABLES)


def firm(built: Program, others: Mapping[str, Mapping[str, int]] | None = None, **own: Any) -> Evaluator:
    """The firm in its year beside others; whole numbers are in base units."""
    rows: dict[tuple[str, int], dict[str, Value]] = {
        (name, YEAR): {key: Fraction(v) if type(v) is int else v for key, v in row.items()}
        for name, row in {FIRM: own, **(others or {})}.items()
    }
    return Evaluator(built, World(rows), FIRM, YEAR)


def raiser(built: Program, worth: Fraction | None = None) -> Raiser:
    made = built.items["test.s"]
    assert isinstance(made, Sheet)
    return Raiser(built, made, worth)


def told(evaluator: Evaluator, worth: Fraction | None = None) -> dict[str, tuple[Value, tuple[int, int]]]:
    """By variable: the value that it needs, and the gain."""
    found = raiser(evaluator.program, worth).singles(evaluator)
    return {e.moves[0].variable: (e.moves[0].then, (int(e.gain[0]), int(e.gain[1]))) for e in found}


def test_the_nearest_edges_of_bands():
    """3 % of 1000 万元 is 30 万元; 29.99 万元 are 3 % of 999.666… 万元, so of 999.66 万元 just above."""
    evaluator = firm(sheet(*BANDS), revenue=1000 * WAN, cost=299_900, patents=1, listed=False)
    assert told(evaluator) == {
        "cost": (Fraction(300_000), (6, 6)),
        "revenue": (Fraction("9996666.66"), (6, 6)),
        "patents": (Fraction(2), (3, 4)),
        "listed": (True, (2, 2)),
    }


def test_what_is_at_the_top_or_not_known_has_no_change():
    built = sheet(*BANDS)
    assert told(firm(built, revenue=100 * WAN, cost=5 * WAN, patents=5, listed=True)) == {}
    assert told(firm(built)) == {}


def test_a_full_group_gains_nothing_more():
    evaluator = firm(sheet(*BANDS, cap=10), revenue=100 * WAN, cost=5 * WAN, patents=1, listed=False)
    assert told(evaluator) == {}


def test_points_by_a_formula_rise_as_far_as_is_worth_it():
    """A point for every 万元: a tenth of a point (a thousandth of 100) is 1000 元; half a point 5000 元."""
    built = sheet({"id": "rate", "max": 50, "formula": "cost / 1 万元"})
    evaluator = firm(built, cost=7 * WAN)
    assert {n: then for n, (then, _) in told(evaluator).items()} == {"cost": Fraction(71_000)}
    assert told(evaluator, Fraction(1, 2))["cost"][0] == 75_000
    assert told(firm(built, cost=50 * WAN)) == {}


def test_less_can_be_more():
    """Points for a low share of cost: the nearest change is downwards for cost and upwards for revenue."""
    low = {"id": "low", "max": 5, "bands": [{"when": "cost / revenue <= 10%", "points": 5}], "otherwise": 0}
    evaluator = firm(sheet(low), revenue=100 * WAN, cost=20 * WAN)
    assert told(evaluator) == {"cost": (Fraction(10 * WAN), (5, 5)), "revenue": (Fraction(200 * WAN), (5, 5))}


def test_compared_with_others_who_stay():
    """Of 200 万元 in all, 20 are a tenth; with the own move in the sum, x / (180 + x) = 1/2 at x = 180."""
    built = sheet({"id": "part", "max": 10, "formula": "10 * share_of(revenue)"})
    others = {"乙": {"revenue": 80 * WAN}, "丙": {"revenue": 100 * WAN}}
    evaluator = firm(built, others, revenue=20 * WAN)
    assert told(evaluator, Fraction(4))["revenue"] == (Fraction(180 * WAN), (4, 4))


def test_pairs_and_triples_are_the_best_of_all():
    evaluator = firm(sheet(*BANDS), revenue=1000 * WAN, cost=299_900, patents=1, listed=False)
    finder = raiser(evaluator.program)
    singles = finder.singles(evaluator)
    pair, triple = finder.together(evaluator, singles)
    assert {move.variable for move in pair.moves} == {"cost", "patents"}
    assert (pair.before, pair.after) == (
        Interval(Fraction(0), Fraction(0)),
        Interval(Fraction(9), Fraction(10)),
    )
    assert {move.variable for move in triple.moves} == {"cost", "patents", "listed"}
    assert triple.gain == (11, 12)
    assert set(triple.items) == {"test.s.share", "test.s.patents_held", "test.s.listing"}


def test_what_adds_nothing_is_not_added():
    """Both a higher cost and a lower revenue reach the band: together they gain no more than either."""
    evaluator = firm(sheet(BANDS[0]), revenue=1000 * WAN, cost=299_900)
    finder = raiser(evaluator.program)
    singles = finder.singles(evaluator)
    assert len(singles) == 2
    assert finder.together(evaluator, singles) == []
    assert finder.together(evaluator, []) == []


def test_more_than_a_triple_by_adding_the_best():
    items = [
        {"id": f"i{n}", "max": 2, "bands": [{"when": f"{name} >= {need}", "points": 2}], "otherwise": 0}
        for n, (name, need) in enumerate([("revenue", "10 万元"), ("cost", "10 万元"), ("patents", "3 件")])
    ]
    evaluator = firm(sheet(*items, BANDS[2]), revenue=9 * WAN, cost=9 * WAN, patents=2, listed=False)
    finder = raiser(evaluator.program)
    gains = [len(each.moves) for each in finder.together(evaluator, finder.singles(evaluator))]
    assert gains == [2, 3, 4]
    assert TRIED >= 4


@pytest.mark.parametrize(("worth", "names"), [
    (Fraction(0), {"cost", "revenue", "patents", "listed"}), (Fraction(6), {"cost", "revenue", "patents"}),
    (Fraction(9), {"cost", "revenue"}), (Fraction(11), set[str]()),
])  # fmt: skip
def test_what_is_worth_it(worth: Fraction, names: set[str]):
    """Eight points of patents need five of them; ten of the share need 5 %."""
    evaluator = firm(sheet(*BANDS), revenue=1000 * WAN, cost=299_900, patents=1, listed=False)
    found = told(evaluator, worth)
    assert set(found) == names
    assert all(max(gain) >= worth for _, gain in found.values())


@pytest.mark.slow
@given(st.integers(1, 10**6), st.integers(0, 10**5), st.integers(0, 6), st.booleans())
def test_stated_gains_are_recomputed_and_smallest(revenue: int, cost: int, patents: int, listed: bool):
    """Applying a change to the row gives the stated points; one stored unit less never gains."""
    built = sheet(*BANDS)
    row: dict[str, Any] = {"revenue": Fraction(revenue), "cost": Fraction(cost, 100), "listed": listed}
    row["patents"] = Fraction(patents)
    evaluator = firm(built, None, **row)
    before = evaluator.item("test.s")
    for each in raiser(built).singles(evaluator):
        move = each.moves[0]
        again = firm(built, None, **{**row, move.variable: move.then})
        assert again.item("test.s") == each.after
        assert each.before == before
        if isinstance(move.then, Fraction) and isinstance(move.now, Fraction):
            unit = Fraction(1, 10 ** built.variables[move.variable].scale)
            back = move.then + (unit if move.then < move.now else -unit)
            less = with_value(evaluator, move.variable, back).item("test.s")
            assert isinstance(less, Interval)
            assert isinstance(before, Interval)
            assert (less.low, less.high) <= (before.low, before.high)


def test_the_size_of_a_move():
    assert Move("cost", Fraction(4), Fraction(5)).size == Fraction(1, 4)
    assert Move("cost", Fraction(0), Fraction(5)).size == 5
    assert Move("listed", now=False, then=True).size == 1
