"""Plans of alternatives, joined."""

from gaoxin.measure.robust.combining import joined
from gaoxin.measure.robust.setting import Family
from gaoxin.plan.index import IndexPlan, compile_index


def test_joined_steps_are_those_of_one_index_with_both_alternatives(index):
    scale = {"normalise": {"method": "zscore", "by": ["region"]}}
    fill = {"impute": {"method": "group_mean", "by": ["stage"]}}
    nominal, scaled, filled, both = (
        compile_index(index(methods=methods), "x") for methods in ({}, scale, fill, {**scale, **fill})
    )
    plans: dict[Family, IndexPlan] = {"fill": filled, "treat": nominal, "scale": scaled, "join": nominal}
    found = joined(nominal, plans)
    assert found.steps == both.steps
    assert {group.reference for group in found.groups} == {"region", "stage"}
    assert joined(nominal, dict.fromkeys(plans, nominal)) is nominal
