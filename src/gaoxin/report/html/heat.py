"""The map of an index: every node of every subject, in shades, with the numbers in the cells."""

from __future__ import annotations

from typing import Any

from gaoxin.report.html.book import Row
from gaoxin.report.html.dictionary import anchor
from gaoxin.report.html.figures import decimal
from gaoxin.report.html.ranking import Tree
from gaoxin.report.html.site import Site
from gaoxin.report.html.strips import ends, shade

_PAGE = 16
_MOST = 96
"""The first of a ranking that the map shows."""


def write_heat(site: Site, tree: Tree, period: int) -> None:
    """Write the map of a period, some subjects on each page in the order of their ranks."""
    found = {subject: nodes for (year, subject), nodes in tree.rows.items() if year == period}
    subjects = sorted(found, key=lambda subject: _order(found[subject].get(tree.top, {}), subject))
    shown = subjects[:_MOST]
    pages = [shown[start : start + _PAGE] for start in range(0, len(shown), _PAGE)]
    paths = [tree.beside(period, "map", at) for at in range(1, len(pages) + 1)]
    scales = {
        node["node"]: ends([nodes.get(node["node"], {}).get("score") for nodes in found.values()])
        for node in tree.nodes
    }
    for at, listed in enumerate(pages, 1):
        site.write(
            "heat.html",
            paths[at - 1],
            here="ranking.html",
            title=site.words.of(tree.body.get("title")) or tree.index,
            period=period,
            status=tree.status,
            ranking=tree.path(period),
            subjects=[
                {
                    "name": site.book.name(tree.kind, subject),
                    "page": site.book.page(tree.kind, subject),
                    "rank": found[subject].get(tree.top, {}).get("rank"),
                }
                for subject in listed
            ],
            rows=[
                _row(site, tree, node, [found[s] for s in listed], scales[node["node"]], depth)
                for node, depth in zip(tree.nodes, _depths(tree.nodes), strict=True)
            ],
            left=len(subjects) - len(shown),
            pages=[path.removeprefix("ranking/") for path in paths],
            at=at,
        )


def _order(total: Row, subject: str) -> tuple[bool, int, str]:
    return total.get("rank") is None, total.get("rank") or 0, subject


def _depths(nodes: list[Row]) -> list[int]:
    """How far below the top each node stands; parents come before their children."""
    found: dict[str, int] = {}
    for node in nodes:
        found[node["node"]] = found.get(node.get("parent") or "", -1) + 1
    return [*found.values()]


def _row(
    site: Site, tree: Tree, node: Row, subjects: list[dict[str, Row]], scale: tuple[float, float], depth: int
) -> dict[str, Any]:
    name = node["node"]
    return {
        "title": site.words.of(node.get("title")) or name,
        "source": f"sources/{tree.pack}.html#{anchor('x', tree.index, name)}",
        "depth": depth,
        "cells": [_cell(nodes.get(name, {}), scale) for nodes in subjects],
    }


def _cell(row: Row, scale: tuple[float, float]) -> tuple[str, str]:
    """The shade and the number of a cell, with a star where it rests on figures filled in."""
    score = row.get("score")
    filled = "imputed" in str(row.get("status") or "").split(";") and score is not None
    return shade(score, scale), decimal(score, 1) + ("*" if filled else "")
