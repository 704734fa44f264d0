"""Indices with what each node adds to the one above it; see `gaoxin.measure.analyses.parts`."""

from __future__ import annotations

from typing import Any

import numpy as np

from gaoxin.formula.program import Program
from gaoxin.measure.analyses.parts import shares
from gaoxin.plan.index import IndexPlan
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.files import TableFiles
from gaoxin.spec import Family


def add_index(files: TableFiles, program: Program, plan: IndexPlan, rows: Any) -> None:
    """Add an index to the tables of a run.

    Parameters
    ----------
    rows : an Arrow table, a row for each subject, period and node; nodes in one order throughout
    """
    if not rows.num_rows:
        return
    index = program.pack.index[plan.index]
    nodes = {node: rows.filter(pc.equal(rows["node"], node)) for node in pc.unique(rows["node"]).to_pylist()}
    added: dict[str, Any] = {}
    for family in index.families():
        added |= _shares(family, nodes)
    for node, table in nodes.items():
        columns = dict(zip(table.column_names, table.columns, strict=True))
        files.add(
            "index",
            {
                **columns,
                "pack": program.pack.pack,
                "index": plan.index,
                "kind": program.subject,
                "imputed": pc.and_(pc.is_null(columns["raw"]), pc.is_valid(columns["imputed"])),
                "contribution": added.get(node),
            },
        )


def _shares(family: Family, nodes: dict[str, Any]) -> dict[str, Any]:
    """What each child adds to the score of its parent; null where either has no score."""
    children = [child.id for child in family.children]
    scores, weights = (
        np.column_stack([_numbers(nodes[child][key]) for child in children]) for key in ("score", "weight")
    )
    way = family.aggregate
    parent = _numbers(nodes[family.node]["score"])
    made = shares(scores, weights, parent, way.method, power=float(way.p or 1))
    return {
        child: pa.array(made[:, place], pa.float64(), mask=np.isnan(made[:, place]))
        for place, child in enumerate(children)
    }


def _numbers(column: Any) -> Any:
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)
