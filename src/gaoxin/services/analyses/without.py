"""An index without one of its nodes: the figures are computed once, the index anew on arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from gaoxin.engines.array.index import run_index
from gaoxin.formula.program import Program
from gaoxin.measure.analyses.dropping import Scores
from gaoxin.services.indices import index_task, of_periods
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.tables import Options, engine_for, task_for
from gaoxin.spec import Index, IndexNode

Runs = Callable[[str | None], dict[int, Scores]]
"""Scores and ranks at the top, by period, without a node; nothing where nothing is left."""


def without(spec: Index, node: str) -> Index | None:
    """An index that lacks a node, and the groups that are empty without it; None where nothing is left."""
    tree = _pruned(spec.tree, node)
    return spec.model_copy(update={"tree": tree}) if tree else None


def _pruned(nodes: Sequence[IndexNode], gone: str) -> tuple[IndexNode, ...]:
    kept: list[IndexNode] = []
    for node in nodes:
        children = _pruned(node.children, gone)
        if node.id == gone or (node.children and not children):
            continue
        same = children == node.children
        kept.append(node if same else node.model_copy(update={"children": children}))
    return tuple(kept)


def runs_of(program: Program, index: str, variant: str | None, table: object, options: Options) -> Runs:
    """Give the function that runs an index on a table without one of its nodes.

    Everything is computed anew from the figures on: screening, imputing, treatment, scales, scores and ranks.
    """
    spec = program.pack.index[index]
    figures, plan = index_task(program, index, variant)
    with engine_for(options) as engine:
        task = task_for(program, figures, table, options)
        task = replace(task, periods=None) if plan.across_periods else task
        held: Any = engine.rows(figures, task).arrow()
    columns = {leaf.node: leaf.column for leaf in plan.leaves}

    def run(node: str | None) -> dict[int, Scores]:
        left = spec if node is None else without(spec, node)
        if left is None:
            return {}
        _, reduced = index_task(program, index, variant, under=left)
        names = ["subject", "period", *(group.column for group in reduced.groups)]
        given = {name: held[name] for name in names}
        given |= {leaf.column: held[columns[leaf.node]] for leaf in reduced.leaves}
        return _at_the_top(of_periods(run_index(reduced, pa.table(given)), options.periods))

    return run


def _at_the_top(rows: Any) -> dict[int, Scores]:
    top = rows.filter(pc.equal(rows["level"], pc.max(rows["level"])))
    found: dict[int, dict[str, tuple[float, float]]] = {}
    keys = ("subject", "period", "score", "rank")
    for subject, period, score, rank in zip(*(top[key].to_pylist() for key in keys), strict=True):
        numbers = tuple(float("nan") if cell is None else float(cell) for cell in (score, rank))
        found.setdefault(period, {})[subject] = (numbers[0], numbers[1])
    return dict(found)
