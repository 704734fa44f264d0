"""A score sheet over a population, free of any engine: its steps, printed, and exact totals of a few rows."""

from gaoxin.plan.points.compile import only_compared, points_plan, standing_in, with_variant
from gaoxin.plan.points.exact import exact_totals, settled_ranks
from gaoxin.plan.points.steps import (
    FIGURES,
    MARKS,
    Counted,
    ExactItem,
    PlannedCap,
    PlannedGroup,
    PlannedItem,
    PlannedVeto,
    PointsPlan,
    ShareItem,
)

__all__ = [
    "FIGURES",
    "MARKS",
    "Counted",
    "ExactItem",
    "PlannedCap",
    "PlannedGroup",
    "PlannedItem",
    "PlannedVeto",
    "PointsPlan",
    "ShareItem",
    "exact_totals",
    "only_compared",
    "points_plan",
    "settled_ranks",
    "standing_in",
    "with_variant",
]
