"""Indices with what each node adds to the one above it.

Contributions of the children of a node add up to its score. In a weighted mean, a child adds its score times
its weight among the known children. In a weighted geometric mean the logarithms add up: a child adds the
share of the parent's score that its weighted logarithm has in the sum of them; below a score of one a
logarithm turns its sign, so where a child or the parent is not above one, nothing is divided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gaoxin.formula.program import Program
from gaoxin.plan.index import IndexPlan
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.files import TableFiles
from gaoxin.spec import Index


@dataclass(frozen=True, slots=True)
class Family:
    """A node and its children, and how they are joined."""

    parent: str
    children: tuple[str, ...]
    geometric: bool


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
    for family in families(index):
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


def families(index: Index) -> Iterator[Family]:
    """The nodes that have children, the total first."""
    for family in index.families():
        children = tuple(child.id for child in family.children)
        yield Family(family.node, children, family.aggregate.method == "geometric")


def _shares(family: Family, nodes: dict[str, Any]) -> dict[str, Any]:
    """What each child adds to the score of its parent; null where either has no score."""
    score = nodes[family.parent]["score"]
    parts = {child: _part(nodes[child], geometric=family.geometric) for child in family.children}
    zero = pa.repeat(pa.scalar(0.0), len(score))
    whole, parting = zero, pc.is_valid(score)
    for child, part in parts.items():
        known = nodes[child]["score"]
        base = part if family.geometric else nodes[child]["weight"]
        whole = pc.add(whole, pc.if_else(pc.is_valid(known), pc.coalesce(base, zero), zero))
        if family.geometric:
            weighs = pc.greater(pc.coalesce(nodes[child]["weight"], zero), 0.0)
            low = pc.and_(weighs, pc.less_equal(pc.coalesce(known, pa.scalar(2.0)), 1.0))
            parting = pc.and_(parting, pc.invert(low))
    whole = pc.if_else(pc.and_(parting, pc.not_equal(whole, 0.0)), whole, pa.scalar(None, pa.float64()))
    factor = pc.divide(score, whole) if family.geometric else pc.divide(1.0, whole)
    return {
        child: pc.if_else(parting, pc.multiply(part, factor), pa.scalar(None, pa.float64()))
        for child, part in parts.items()
    }


def _part(node: Any, *, geometric: bool) -> Any:
    """A child's part before it is divided: weight times score, or times its logarithm."""
    score = node["score"]
    if geometric:
        score = pc.ln(pc.if_else(pc.greater(score, 0.0), score, pa.scalar(None, pa.float64())))
    return pc.multiply(node["weight"], score)
