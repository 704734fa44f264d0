"""The scores and ranks of an index over its years, with a mark where a year cannot be compared."""

from __future__ import annotations

from typing import Any

from gaoxin.report.html.book import Row
from gaoxin.report.html.dictionary import anchor
from gaoxin.report.html.figures import NONE, decimal
from gaoxin.report.html.ranking import Tree
from gaoxin.report.html.site import Site
from gaoxin.report.html.strips import ends, shade

_MOST = 300
_BREAK = "calibre changed"


def write_history(site: Site, tree: Tree) -> None:
    """Write the years of an index, where it has several; subjects in the order of the last."""
    if len(tree.periods) < 2:
        return
    periods = sorted(tree.periods)
    totals = {key: nodes[tree.top] for key, nodes in tree.rows.items() if tree.top in nodes}
    scales = {
        period: ends([row["score"] for (year, _), row in totals.items() if year == period])
        for period in periods
    }
    subjects = sorted(
        {subject for _, subject in totals}, key=lambda s: _order(totals.get((periods[-1], s)), s)
    )
    site.write(
        "history.html",
        tree.beside(periods[-1], "years"),
        here="ranking.html",
        title=site.words.of(tree.body.get("title")) or tree.index,
        status=tree.status,
        ranking=tree.path(periods[-1]),
        periods=[(tree.path(period), period) for period in periods],
        rows=[
            {
                "name": site.book.name(tree.kind, subject),
                "page": f"{site.book.page(tree.kind, subject)}#{anchor('x', tree.pack, tree.index)}",
                "cells": [_cell(tree, (period, subject), scales[period]) for period in periods],
            }
            for subject in subjects[:_MOST]
        ],
        left=max(len(subjects) - _MOST, 0),
    )


def _order(total: Row | None, subject: str) -> tuple[bool, int, str]:
    rank = total["rank"] if total else None
    return rank is None, rank or 0, subject


def _cell(tree: Tree, key: tuple[int, str], scale: tuple[float, float]) -> dict[str, Any]:
    """Score, rank and shade of a year; whether the calibre of any figure in it changed."""
    nodes = tree.rows.get(key, {})
    total = nodes.get(tree.top)
    if total is None:
        return {"score": NONE, "rank": None, "shade": "", "broken": False}
    broken = any(_BREAK in str(node["status"] or "").split(";") for node in nodes.values())
    return {
        "score": decimal(total["score"], 1),
        "rank": total["rank"],
        "shade": shade(total["score"], scale),
        "broken": broken,
    }
