"""Panels, and panels mixed of two years."""

from dataclasses import replace

import numpy as np

from gaoxin.measure.change.panel import mixed, within_all
from gaoxin.plan.index import Aggregate

from .conftest import panel_of, plan_of

PANEL = panel_of(
    {("u", 2023): (1,), ("v", 2023): (2,), ("u", 2024): (3,), ("v", 2024): (4,), ("w", 2024): (5,)}
)
TREE = {"total": {"a": 1}}


def test_a_row_of_a_unit():
    assert PANEL.row("u", 2024) == 2
    assert PANEL.row("w", 2023) == -1


def test_one_year_as_it_is():
    panel, row = mixed(PANEL, plan_of("a", TREE), "u", 2024, 2024)
    assert panel.figures.tolist() == [[3], [4], [5]]
    assert row == 0


def test_own_figures_of_one_year_among_the_others_of_another():
    panel, row = mixed(PANEL, plan_of("a", TREE), "u", 2023, 2024)
    assert panel.figures.tolist() == [[1], [4], [5]]
    assert (panel.periods == 2024).all()
    assert row == 0
    assert PANEL.periods.tolist() == [2023, 2023, 2024, 2024, 2024]


def test_other_years_stay_where_the_plan_looks_back():
    plan = plan_of("a", TREE, method="base_period", base=2023)
    assert plan.across_periods
    panel, row = mixed(PANEL, plan, "u", 2023, 2024)
    assert panel.figures.tolist() == [[1], [2], [1], [4], [5]]
    assert row == 2


def test_extremes_of_all_years_leave_the_rows():
    plan = plan_of("a", TREE, within="all")
    assert within_all(plan)
    panel, row = mixed(PANEL, plan, "u", 2023, 2024)
    assert panel is PANEL
    assert row == 0


def test_weights_computed_from_all_rows_look_back():
    plan = plan_of("a", TREE)
    steps = tuple(
        replace(step, joins=tuple(replace(join, weigh="pca") for join in step.joins))
        if isinstance(step, Aggregate)
        else step
        for step in plan.steps
    )
    assert not plan.across_periods
    assert replace(plan, steps=steps).across_periods


def test_other_figures_in_the_same_rows():
    found = PANEL.with_figures(np.zeros((5, 1)))
    assert found.subjects is PANEL.subjects
    assert not found.figures.any()
