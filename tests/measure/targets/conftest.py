"""Trials of unit u over the small index of the change account."""

from collections.abc import Mapping, Sequence

from gaoxin.measure.targets import Trials
from tests.measure.change.conftest import Tree, panel_of, plan_of, score

YEAR = 2024


def trials_of(rows: Mapping[str, Sequence[float]], tree: Tree, **ways: object) -> Trials:
    """Trials of u among other units in one year."""
    leaves = "abcdef"[: len(next(iter(rows.values())))]
    panel = panel_of({(subject, YEAR): figures for subject, figures in rows.items()})
    return Trials(panel, plan_of(leaves, tree, **ways), score, "u", YEAR, "total")
