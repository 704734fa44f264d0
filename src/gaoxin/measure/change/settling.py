"""Ratios to a base year are a unit's own history: they are settled before years are mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gaoxin.measure.change.panel import Panel, Scored
from gaoxin.plan.index import IndexPlan, Normalise, Step


def settled(panel: Panel, plan: IndexPlan, scored: Scored) -> tuple[Panel, IndexPlan]:
    """The same index with the ratios to a base year as figures, so that no row looks at another year's.

    Parameters
    ----------
    scored : the index of the panel
    """
    based = {
        leaf.node
        for step in plan.steps
        if isinstance(step, Normalise) and step.method == "base_period"
        for leaf in step.leaves
    }
    if not based:
        return panel, plan
    places = [(at, leaf.node) for at, leaf in enumerate(plan.leaves) if leaf.node in based]
    figures = np.array(panel.figures)
    for at, node in places:
        figures[:, at] = scored.scores[node]
    steps = tuple(found for step in plan.steps for found in _without(step, based))
    return panel.with_figures(figures), replace(plan, steps=steps)


def _without(step: Step, based: set[str]) -> Iterator[Step]:
    """A step as it is when some leaves need it no more; screening still counts them."""
    if isinstance(step, Normalise) and step.method == "base_period":
        leaves = tuple(replace(leaf, down=False) for leaf in step.leaves)
        yield Normalise("none", leaves, step.within)
        return
    listed = getattr(step, "leaves", None)
    if step.name.startswith(("impute", "treat")) and listed is not None:
        kept = tuple(leaf for leaf in listed if getattr(leaf, "node", leaf) not in based)
        if kept:
            yield replace(step, leaves=kept)  # pyright: ignore[reportCallIssue] - steps of leaves
        return
    yield step
