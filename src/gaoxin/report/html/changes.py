"""Why the scores of an index changed since the year before, as waterfalls: own figures, others, calibre."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.dictionary import anchor
from gaoxin.report.html.figures import decimal
from gaoxin.report.html.ranking import Tree
from gaoxin.report.html.site import Site
from gaoxin.report.html.strips import bar, ends, strip

_ENDS = ("before", "after")
_PAGE = 20
_BROKEN = ("calibre", "specification", "all")


class Changes:
    """The bars of the changes of a run's indices.

    Parameters
    ----------
    book : the run
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def bars(self) -> dict[tuple[str, str, str, int], dict[str, list[Row]]]:
        """By ranking and subject, in the order of their places."""
        found: dict[tuple[str, str, str, int], dict[str, list[Row]]] = {}
        for row in sorted(self.book.rows("changes"), key=lambda row: (row["by"] != "part", row["place"])):
            key = (row["pack"], row["index"], row["kind"], row["period"])
            found.setdefault(key, {}).setdefault(row["subject"], []).append(row)
        return found

    def of(self, tree: Tree, period: int) -> dict[str, list[Row]]:
        """Those of a ranking; empty where the run has none."""
        return self.bars.get((tree.pack, tree.index, tree.kind, period), {})


def write_changes(site: Site, tree: Tree, changes: Changes, period: int) -> None:
    """Write the page of a period, where the run has its changes."""
    found = changes.of(tree, period)
    if not found:
        return
    places = {
        subject: tree.rows.get((period, subject), {}).get(tree.top, {}).get("rank") for subject in found
    }
    subjects = sorted(found, key=lambda subject: (places[subject] is None, places[subject] or 0, subject))
    pages = [subjects[start : start + _PAGE] for start in range(0, len(subjects), _PAGE)]
    paths = [tree.beside(period, "change", at) for at in range(1, len(pages) + 1)]
    for at, listed in enumerate(pages, 1):
        _write_page(site, tree, period, found, listed, paths, at)


def _write_page(
    site: Site,
    tree: Tree,
    period: int,
    found: dict[str, list[Row]],
    subjects: Sequence[str],
    paths: Sequence[str],
    at: int,
) -> None:
    titles = {node["node"]: site.words.of(node.get("title")) or node["node"] for node in tree.nodes}
    site.write(
        "changes.html",
        paths[at - 1],
        here="ranking.html",
        title=site.words.of(tree.body.get("title")) or tree.index,
        period=period,
        since=next(iter(found.values()))[0]["since"],
        status=tree.status,
        ranking=tree.path(period),
        pages=[path.removeprefix("ranking/") for path in paths],
        at=at,
        subjects=[
            {
                "name": site.book.name(tree.kind, subject),
                "page": f"{site.book.page(tree.kind, subject)}#{anchor('x', tree.pack, tree.index)}",
                "parts": _lines(site, found[subject], "part", titles),
                "nodes": _lines(site, found[subject], "node", titles),
            }
            for subject in subjects
        ],
    )


def _lines(site: Site, rows: Sequence[Row], by: str, titles: dict[str, str]) -> list[dict[str, Any]]:
    """The bars of a waterfall as the template takes them."""
    bars = [row for row in rows if row["by"] == by]
    edges = ends([row["end"] for row in bars])
    low = edges[0] - 0.15 * (edges[1] - edges[0])
    return [
        {
            "part": row["part"],
            "title": site.words.known("moved_by", row["part"]),
            "node": titles.get(row["node"], ""),
            "text": _text(row),
            "strip": _drawn(row, (low, edges[1])),
        }
        for row in bars
    ]


def _text(row: Row) -> str:
    text = decimal(row["amount"])
    return text if row["part"] in _ENDS or row["amount"] <= 0 or text == "0" else f"+{text}"


def _drawn(row: Row, scale: tuple[float, float]) -> Any:
    if row["part"] in _ENDS:
        return strip(bar(scale[0], row["end"], scale, "end"))
    tone = "cut" if row["part"] in _BROKEN else "rise" if row["amount"] >= 0 else "fall"
    return strip(bar(row["start"], row["end"], scale, tone))
