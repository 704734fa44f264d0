"""Plans of alternatives joined: the steps of each family from its own plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gaoxin.measure.robust.setting import Family
from gaoxin.plan.index import Aggregate, GroupColumn, Impute, IndexPlan, Normalise, Rank, Screen, Tidy, Treat

_KINDS: dict[Family, tuple[type, ...]] = {
    "fill": (Screen, Impute),
    "treat": (Treat,),
    "scale": (Normalise,),
    "join": (Aggregate,),
}


def joined(nominal: IndexPlan, plans: Mapping[Family, IndexPlan]) -> IndexPlan:
    """One plan with the steps of several, which differ in a family of steps each.

    Parameters
    ----------
    nominal : the index as it is
    plans : by family, the plan whose steps of that family are taken
    """
    if all(plan is nominal for plan in plans.values()):
        return nominal
    steps = [
        step for family, kinds in _KINDS.items() for step in plans[family].steps if isinstance(step, kinds)
    ]
    last = [step for step in nominal.steps if isinstance(step, (Rank, Tidy))]
    groups: dict[str, GroupColumn] = {
        group.column: group for plan in (nominal, *plans.values()) for group in plan.groups
    }
    return replace(nominal, steps=(*steps, *last), groups=tuple(groups.values()))
