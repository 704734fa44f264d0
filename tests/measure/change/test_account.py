"""The account of a change of a score, by hand and by its properties."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.measure.change import Panel, Side, account
from gaoxin.measure.change.account import Mixtures, steps_of
from gaoxin.plan.index import IndexPlan

from .conftest import panel_of, plan_of, score

TREE = {"total": {"a": 1, "b": 3}}


def told(
    panel: Panel,
    plans: tuple[IndexPlan, IndexPlan] | IndexPlan,
    subject: str = "u",
    walls: dict | None = None,
):
    pair = plans if isinstance(plans, tuple) else (plans, plans)
    one = Side(pair[0], panel, walls or {})
    sides = (one, one) if pair[0] is pair[1] else (one, Side(pair[1], panel, walls or {}))
    found, _ = account(Mixtures(sides, (2023, 2024), score, "total"), subject)
    return found


def amounts(found) -> dict[tuple[str, str, str], float]:
    return {(a.part, a.node, a.detail): a.amount for a in found.amounts}


def test_own_and_peers_by_hand():
    """Minmax of a between 0 and 10, then 0 and 20; u goes from 5 to 8; b stays in the middle.

    a of u is 50; with its new figure among the old others 80, with its old one among the new 25, at last 40.
    Own: (30 + 15)/2 = 22.5; others: (-25 - 40)/2 = -32.5; a quarter of each reaches the total.
    """
    panel = panel_of(
        {
            ("u", 2023): (5, 5),
            ("v", 2023): (0, 0),
            ("w", 2023): (10, 10),
            ("u", 2024): (8, 5),
            ("v", 2024): (0, 0),
            ("w", 2024): (20, 10),
        }
    )
    found = told(panel, plan_of("ab", TREE))
    assert (found.before, found.after) == (50, 47.5)
    assert amounts(found) == pytest.approx(
        {
            ("own", "a", "value"): 5.625,
            ("peers", "a", "value"): -8.125,
            ("own", "b", "value"): 0,
            ("peers", "b", "value"): 0,
        }
    )


def test_a_changed_standard_by_hand():
    """Goalposts 0 to 10: a is 80, b is 20. Weights 1:3 make 35, weights 1:1 make 50.

    A weight counts against the unit's own mean, (35 + 50)/2 = 42.5: a gets a quarter more, 37.5·0.25 = 9.375;
    b a quarter less, (20 - 42.5)·(-0.25) = 5.625.
    """
    panel = panel_of({("u", 2023): (8, 2), ("u", 2024): (8, 2)})
    plans = tuple(
        plan_of("ab", tree, method="goalposts", posts=(0, 10)) for tree in (TREE, {"total": {"a": 1, "b": 1}})
    )
    found = told(panel, plans)
    assert (found.before, found.after) == (35, 50)
    spec = {key: amount for key, amount in amounts(found).items() if key[0] == "specification"}
    assert spec[("specification", "a", "weight")] == pytest.approx(9.375)
    assert spec[("specification", "b", "weight")] == pytest.approx(5.625)
    assert all(amount == pytest.approx(0) for key, amount in amounts(found).items() if key not in spec)


def test_an_indicator_that_enters_is_the_set():
    panel = panel_of({("u", 2023): (8, 2), ("u", 2024): (8, 2)})
    first = plan_of("ab", {"total": {"a": 1}}, method="goalposts", posts=(0, 10))
    last = plan_of("ab", {"total": {"a": 1, "b": 1}}, method="goalposts", posts=(0, 10))
    found = amounts(told(panel, (first, last)))
    assert found["specification", "b", "set"] == pytest.approx((20 - 65) / 2)
    assert sum(found.values()) == pytest.approx(-30)


def test_a_geometric_mean_by_hand():
    """Goalposts 0 to 10, equal weights: 40 and 90 make 60, 90 and 90 make 90: all of it is a's."""
    panel = panel_of({("u", 2023): (4, 9), ("u", 2024): (9, 9)})
    found = told(
        panel,
        plan_of("ab", {"total": {"a": 1, "b": 1}}, method="goalposts", posts=(0, 10), joined="geometric"),
    )
    assert amounts(found)["own", "a", "value"] == pytest.approx(30)
    assert amounts(found)["own", "b", "value"] == pytest.approx(0)


def test_another_mean_is_the_method():
    """40 and 90: their mean 65, their geometric mean 60."""
    panel = panel_of({("u", 2023): (4, 9), ("u", 2024): (4, 9)})
    plans = tuple(
        plan_of("ab", {"total": {"a": 1, "b": 1}}, method="goalposts", posts=(0, 10), joined=way)
        for way in ("arithmetic", "geometric")
    )
    found = amounts(told(panel, plans))
    assert found["specification", "total", "method"] == pytest.approx(-5)
    assert sum(found.values()) == pytest.approx(-5)


def test_a_changed_calibre_has_one_amount():
    panel = panel_of(
        {
            ("u", 2023): (4, 4),
            ("v", 2023): (9, 9),
            ("w", 2023): (0, 0),
            ("u", 2024): (6, 6),
            ("v", 2024): (8, 8),
            ("w", 2024): (0, 0),
        }
    )
    found = amounts(told(panel, plan_of("ab", TREE), walls={"a": 2024}))
    assert not [key for key in found if key[1] == "a" and key[0] != "calibre"]
    assert found["calibre", "a", "value"] == pytest.approx(0.25 * (75 - 400 / 9))


def test_an_unknown_figure_is_named_and_has_no_amount():
    panel = panel_of(
        {("u", 2023): (4, 4), ("v", 2023): (0, 9), ("u", 2024): (6, np.nan), ("v", 2024): (8, 8)}
    )
    found = told(panel, plan_of("ab", TREE, method="goalposts", posts=(0, 10)))
    assert (found.after, found.change, found.amounts) == (None, None, ())
    assert found.gaps == (("b", 2024),)


def test_weights_are_spread_where_a_figure_is_lost():
    """b is gone in the later year: a alone is the score, and b's weight is taken from what b was."""
    panel = panel_of({("u", 2023): (8, 2), ("u", 2024): (8, np.nan)})
    found = told(
        panel, plan_of("ab", {"total": {"a": 1, "b": 1}}, method="goalposts", posts=(0, 10), least=1)
    )
    assert (found.before, found.after) == (50, 80)
    assert amounts(found)["own", "b", "weight"] == pytest.approx((20 - 65) * -0.5)
    assert amounts(found)["own", "a", "weight"] == pytest.approx((80 - 65) * 0.5)


def test_orders_through_a_mixture_without_a_score_are_left_out():
    """Under a geometric mean a unit at the old others' least has no score: it is seen among the new only."""
    panel = panel_of(
        {
            ("u", 2023): (6,),
            ("v", 2023): (5,),
            ("w", 2023): (9,),
            ("u", 2024): (4,),
            ("v", 2024): (0,),
            ("w", 2024): (9,),
        }
    )
    found = told(panel, plan_of("a", {"total": {"a": 1}}, joined="geometric"))
    assert amounts(found)["peers", "a", "value"] == pytest.approx(200 / 3 - 25)
    assert amounts(found)["own", "a", "value"] == pytest.approx(400 / 9 - 200 / 3)


def test_a_base_year_is_the_units_own_history():
    panel = panel_of({("u", 2023): (4, 2), ("v", 2023): (5, 5), ("u", 2024): (6, 2), ("v", 2024): (8, 8)})
    found = amounts(told(panel, plan_of("ab", TREE, method="base_period", base=2023)))
    assert found["own", "a", "value"] == pytest.approx(0.25 * 50)
    assert sum(found.values()) == pytest.approx(12.5)


def test_extremes_of_all_years_leave_the_others_no_part():
    panel = panel_of({("u", 2023): (4, 4), ("v", 2023): (0, 9), ("u", 2024): (6, 5), ("v", 2024): (8, 0)})
    found = amounts(told(panel, plan_of("ab", TREE, within="all")))
    assert [amount for key, amount in found.items() if key[0] == "peers"] == [0, 0]
    assert sum(found.values()) == pytest.approx(25 * 2 / 8 + 75 * 1 / 9)


figures = st.lists(st.floats(1, 99), min_size=18, max_size=18)


@settings(max_examples=60, deadline=None)
@given(
    figures,
    st.sampled_from(["minmax", "zscore", "goalposts"]),
    st.sampled_from(["arithmetic", "geometric", "harmonic", "minimum", "median"]),
    st.booleans(),
)
def test_amounts_sum_to_the_change(values: list[float], method: str, joined: str, other: bool):
    joined = "arithmetic" if method != "goalposts" else joined
    rows = {
        (s, y): values[at * 3 : at * 3 + 3]
        for at, (s, y) in enumerate(itertools.product("uvw", (2023, 2024)))
    }
    tree = {"g": {"a": 2, "b": 1}, "total": {"g": 1, "c": 3}}
    first = plan_of("abc", tree, method=method, joined=joined, posts=(0, 100), down="b")
    last = (
        plan_of("abc", {"total": {"a": 1, "c": 1}}, method=method, joined=joined, posts=(0, 100))
        if other
        else first
    )
    spread = [{rows[s, y][at] for s in "uvw"} for y in (2023, 2024) for at in range(3)]
    mixed = [{values[3 * unit + at] for unit in range(6)} for at in range(3)]
    if min(map(len, [*spread, *mixed])) < 3 or min(max(s) - min(s) for s in spread) < 1e-3:
        return
    found = told(panel_of(rows), (first, last) if other else first)
    if found.change is None:
        return
    assert sum(a.amount for a in found.amounts) == pytest.approx(found.change, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(figures)
def test_the_same_figures_change_nothing_and_own_alone_is_all_own(values: list[float]):
    rows = {(s, y): values[at * 3 : at * 3 + 3] for at, s in enumerate("uvw") for y in (2023, 2024)}
    plan = plan_of("abc", {"total": {"a": 1, "b": 1, "c": 1}}, method="goalposts", posts=(0, 100))
    assert all(a.amount == 0 for a in told(panel_of(rows), plan).amounts)
    rows["u", 2024] = values[9:12]
    assert all(a.amount == 0 for a in told(panel_of(rows), plan).amounts if a.part == "peers")
    rows["u", 2024] = rows["u", 2023]
    rows["v", 2024] = values[12:15]
    assert all(a.amount == 0 for a in told(panel_of(rows), plan).amounts if a.part == "own")


def test_steps_of_every_factor_weigh_one():
    plan = plan_of("ab", TREE, method="goalposts", posts=(0, 10))
    panel = panel_of({("u", 2023): (8, 2), ("u", 2024): (7, 2)})
    sides = (Side(plan, panel), Side(plan_of("ab", TREE, method="goalposts", posts=(0, 20)), panel))
    _, states = account(Mixtures(sides, (2023, 2024), score, "total"), "u")
    weights = {}
    for factor, *_, weight in steps_of(states, "total"):
        weights[factor] = weights.get(factor, 0) + weight
    assert weights == pytest.approx({0: 1, 1: 1, 2: 1})


def test_another_indicator_under_the_same_name_is_another_indicator():
    """b means one thing at first, 20, and another at last, 100: the old one leaves, the new one enters.

    The unit's own mean is (50 + 90)/2 = 70: without a 20 it gains 25, with a 100 it gains 15.
    """
    panel = panel_of({("u", 2023): (8, 2), ("u", 2024): (8, 2)})
    tree = {"total": {"a": 1, "b": 1}}
    first = plan_of("ab", tree, method="goalposts", posts=(0, 10))
    leaves = (first.leaves[0], replace(first.leaves[1], reference="other"))
    other = panel_of({("u", 2023): (8, 10), ("u", 2024): (8, 10)})
    sides = (Side(first, panel), Side(replace(first, leaves=leaves), other))
    found, _ = account(Mixtures(sides, (2023, 2024), score, "total"), "u")
    told = {key: amount for key, amount in amounts(found).items() if amount}
    assert told == {
        ("specification", "b (2023)", "set"): pytest.approx(25),
        ("specification", "b", "set"): pytest.approx(15),
    }
