"""Plans of indices: a tree of weighted indicators as named steps, from screening to the tidy rows."""

from gaoxin.plan.index.compile import compile_index
from gaoxin.plan.index.steps import (
    MARKS,
    TOTAL,
    Aggregate,
    Child,
    GroupColumn,
    Impute,
    IndexPlan,
    Join,
    Leaf,
    Normalise,
    Rank,
    Row,
    ScaledLeaf,
    Screen,
    Step,
    Tidy,
)

__all__ = [
    "MARKS",
    "TOTAL",
    "Aggregate",
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
    "Step",
    "Tidy",
    "compile_index",
]
