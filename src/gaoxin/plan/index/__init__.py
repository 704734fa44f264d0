"""Plans of indices: a tree of weighted indicators as named steps, from screening to the tidy rows."""

from gaoxin.plan.index.compile import compile_index
from gaoxin.plan.index.joins import COMPUTED, Aggregate, Case, Child, Join
from gaoxin.plan.index.marks import MARKS
from gaoxin.plan.index.notices import choice_notices, weight_notices
from gaoxin.plan.index.scaling import GroupColumn, Normalise, ScaledLeaf
from gaoxin.plan.index.steps import (
    CUTS,
    TOTAL,
    Impute,
    IndexPlan,
    Leaf,
    Rank,
    Row,
    Screen,
    Share,
    Step,
    Tidy,
    Treat,
)

__all__ = [
    "COMPUTED",
    "CUTS",
    "MARKS",
    "TOTAL",
    "Aggregate",
    "Case",
    "Child",
    "GroupColumn",
    "Impute",
    "IndexPlan",
    "Join",
    "Leaf",
    "Normalise",
    "Rank",
    "Row",
    "ScaledLeaf",
    "Screen",
    "Share",
    "Step",
    "Tidy",
    "Treat",
    "choice_notices",
    "compile_index",
    "weight_notices",
]
