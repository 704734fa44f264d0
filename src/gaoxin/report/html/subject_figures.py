"""The figures of a subject: score sheets, indices, indicators, and what it reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from gaoxin.report.html.arrow import pc
from gaoxin.report.html.board import block
from gaoxin.report.html.book import Row
from gaoxin.report.html.canvas import Canvas, tag
from gaoxin.report.html.columns import Column, joined, mapped
from gaoxin.report.html.dictionary import anchor, children, pairs
from gaoxin.report.html.figures import NONE
from gaoxin.report.html.ranking import Tree


def sheets(canvas: Canvas) -> Iterator[Row]:
    """The score sheets of a kind."""
    found = canvas.tables.points["text"]
    for pack, sheet in dict.fromkeys(key[:2] for key in found):
        body = canvas.names.thing(pack, "points", sheet)
        groups = children(body, "groups")
        rows = [(0, "", body, canvas.words("total"))]
        for group in groups:
            rows.append((1, group["id"], group, ""))
            rows += [(2, f"{group['id']}.{item['id']}", item, "") for item in children(group, "items")]
        yield {
            "anchor": anchor("s", pack, sheet),
            "title": canvas.words.of(body.get("title")) or sheet,
            "pack": pack,
            "status": body.get("status") or "",
            "rows": [_item(canvas, pack, sheet, *row) for row in rows],
            "last": canvas.last,
            "chart": _radar(canvas, pack, sheet, groups) if len(groups) > 2 else "",
        }


def _item(canvas: Canvas, pack: str, sheet: str, depth: int, item: str, body: Row, title: str) -> Row:
    points, key = canvas.tables.points, (pack, sheet, item, canvas.last)
    found = points["text"]
    place = anchor("p", sheet, item) if item else anchor("p", sheet)
    return {
        "depth": depth,
        "title": title or canvas.words.of(body.get("title")) or item,
        "max": canvas.mark(_full(points["cap"](*key), body)),
        "source": f"sources/{pack}.html#{place}",
        "cells": [canvas.mark(found(pack, sheet, item, year)) for year in canvas.periods],
        "beside": [canvas.mark(points[name](*key)) for name in ("share", "median")],
    }


def _full(caps: Column, body: Row, nothing: str = NONE) -> Column:
    """The full marks of each subject; those of the pack where a subject has none in its last period."""
    return pc.if_else(pc.equal(caps, NONE), str(body.get("max") or nothing), caps)


def _radar(canvas: Canvas, pack: str, sheet: str, groups: list[Row]) -> Any:
    """The groups of a sheet for a chart; the figures are those of the table."""
    points, key = canvas.tables.points, (pack, sheet)
    rows = [
        [
            canvas.words.of(group.get("title")) or group["id"],
            canvas.mark(_full(points["cap"](*key, group["id"], canvas.last), group, "0")),
            *(canvas.mark(points[end](*key, group["id"], canvas.last)) for end in ("low", "high")),
        ]
        for group in groups
    ]
    names = [canvas.words("points.low"), canvas.words("points.high")]
    return block({"type": "radar", "names": names, "rows": rows})


def index(canvas: Canvas, tree: Tree) -> Row:
    """An index of the subject in its last period, node by node."""
    period = tree.periods[0]
    found, key = canvas.tables.index, (tree.pack, tree.index)
    depths: dict[str, int] = {}
    rows: list[Row] = []
    for node in tree.nodes:
        name = node["node"]
        depths[name] = depths.get(node.get("parent") or "", -1) + 1
        cells = ("weight", "raw", "score", "contribution", "rank")
        rows.append(
            {
                "depth": depths[name],
                "title": canvas.words.of(node.get("title")) or name,
                "status": node.get("status") or "",
                "source": f"sources/{tree.pack}.html#{anchor('x', tree.index, name)}",
                "cells": [canvas.mark(found[cell](*key, name, period)) for cell in cells],
                "state": canvas.state("index", found["status"](*key, name, period)),
            }
        )
    return {
        "anchor": anchor("x", tree.pack, tree.index),
        "title": canvas.words.of(tree.body.get("title")) or tree.index,
        "period": period,
        "ranking": tree.path(period),
        "status": tree.status,
        "interval": _interval(canvas, *key, period),
        "rows": rows,
    }


def _interval(canvas: Canvas, *key: str | int) -> Markup:
    """The rank interval of each subject, and a tag where its rank cannot be told from the next."""
    cells = canvas.tables.sure["interval"](*key)
    words = canvas.words
    alike = mapped(
        canvas.tables.sure["alike"](*key), lambda code: tag(words(code), "doubtful") if code else ""
    )
    told = joined(words("interval"), " ", cells, " ", alike)
    return canvas.mark(pc.if_else(pc.equal(cells, ""), words("no_interval"), told))


def indicators(canvas: Canvas) -> Iterator[tuple[str, str, list[Row]]]:
    """The indicators of each pack: id, title, rows."""
    found, packs = canvas.tables.indicators, canvas.names.packs
    rows: dict[str, list[Row]] = {}
    for pack, name in dict.fromkeys(key[:2] for key in found):
        entry = canvas.entry(pack, name)
        rows.setdefault(pack, []).append(
            {
                "anchor": anchor("i", pack, name),
                "title": canvas.title(pack, name),
                "unit": entry.unit if entry else "",
                "status": canvas.tables.marks.get((pack, name), ""),
                "source": entry.page if entry else "sources.html",
                "cells": [canvas.figure(found(pack, name, year)) for year in canvas.periods],
                "inputs": list(_inputs(canvas, pack, name)),
            }
        )
    for pack, each in rows.items():
        yield pack, canvas.words.of(packs.get(pack, {}).get("title")) or pack, each


def _inputs(canvas: Canvas, pack: str, name: str) -> Iterator[tuple[str, str]]:
    """What an indicator reads of the subject, each once, with its place on the page."""
    entry = canvas.entry(pack, name)
    for variable in dict.fromkeys(variable for variable, _ in pairs(entry.body)) if entry else ():
        if place := canvas.value_anchor(variable):
            yield canvas.title(pack, variable), place


def values(canvas: Canvas) -> Iterator[Row]:
    """What the subjects of a kind reported, variable by variable."""
    for variable in canvas.tables.variables:
        entry = canvas.entry("", variable)
        yield {
            "anchor": anchor("v", variable),
            "title": canvas.title("", variable),
            "unit": entry.unit if entry else "",
            "page": entry.page if entry else "",
            "cells": [canvas.mark(canvas.tables.values(variable, year)) for year in canvas.periods],
        }
