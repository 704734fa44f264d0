"""Ratios to a base year as figures."""

from dataclasses import replace

from gaoxin.measure.change.settling import settled
from gaoxin.plan.index import Impute, Normalise, Screen

from .conftest import panel_of, plan_of, score

PANEL = panel_of({("u", 2023): (4, 2), ("u", 2024): (6, 3)})
TREE = {"total": {"a": 1, "b": 1}}


def test_nothing_to_settle():
    plan = plan_of("ab", TREE)
    panel = panel_of({("u", 2023): (4, 2), ("v", 2023): (1, 3)})
    assert settled(panel, plan, score(panel, plan)) == (panel, plan)


def test_the_index_is_the_same_and_looks_at_no_other_year():
    plan = plan_of("ab", TREE, method="base_period", base=2023)
    steps = (Screen(("a", "b"), 1), Impute("mean", (), "period", ("a", "b")), *plan.steps)
    plan = replace(plan, steps=steps)
    panel, found = settled(PANEL, plan, score(PANEL, plan))
    assert panel.figures.tolist() == [[100, 100], [150, 150]]
    kinds = [type(step) for step in found.steps[:2]]
    assert kinds == [Screen, Normalise]
    assert found.steps[1].method == "none"
    assert score(panel, found).scores["total"].tolist() == [100, 150]
