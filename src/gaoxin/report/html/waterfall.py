"""The change of a figure against the year before, line by line, each bar where the last one ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.figures import NONE, grouped
from gaoxin.report.html.site import Site
from gaoxin.report.html.strips import bar, ends, strip

_ENDS = ("before", "after")
_SUM = "change"


class Accounts:
    """The accounts of a run.

    Parameters
    ----------
    book : the run
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def figures(self) -> dict[tuple[Any, ...], list[Row]]:
        """The lines of each figure, by pack, indicator, kind, subject and period."""
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.book.rows("accounts"):
            if row["figure"] == "figure":
                key = (row["pack"], row["indicator"], row["kind"], row["subject"], row["period"])
                found.setdefault(key, []).append(row)
        return {key: sorted(rows, key=lambda row: row["place"]) for key, rows in found.items()}

    def shown(self, site: Site, key: tuple[Any, ...]) -> list[Row]:
        """The lines of a figure as the template takes them; empty where it has no account."""
        rows = self.figures.get(key, [])
        edges = ends([edge for *span, _ in _spans(rows) for edge in span])
        return [
            {
                "title": site.words.known("account", row["part"]),
                "part": row["part"],
                "members": row["members"] or "",
                "text": grouped(row["text"] or NONE),
                "points": f"{row['points_text']}" if row["points_text"] else "",
                "strip": _drawn(start, end, tone, edges),
                "breaks": row["breaks"] or "" if row["part"] in ("calibre", "undivided") else "",
            }
            for row, (start, end, tone) in zip(rows, _spans(rows), strict=True)
        ]


def _spans(rows: Sequence[Row]) -> Iterator[tuple[float | None, float | None, str]]:
    """From where to where each bar stands; those of both ends from the edge."""
    level = next((row["amount"] for row in rows if row["part"] == _ENDS[0]), None)
    for row in rows:
        amount = row["amount"]
        if row["part"] in _ENDS:
            yield amount, amount, "end"
        elif row["part"] == _SUM or level is None or amount is None:
            yield None, None, ""
        else:
            tone = "cut" if row["part"] in ("calibre", "undivided") else "rise" if amount >= 0 else "fall"
            yield level, level + amount, tone
            level += amount


def _drawn(start: float | None, end: float | None, tone: str, edges: tuple[float, float]) -> Any:
    if start is None or end is None:
        return ""
    low = edges[0] - 0.15 * (edges[1] - edges[0])
    return strip(bar(low if tone == "end" else start, end, (low, edges[1]), tone))
