"""How sure ranks are: intervals, how often each rank is taken, which assumption moves whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.dictionary import anchor
from gaoxin.report.html.figures import NONE, decimal
from gaoxin.report.html.ranking import Tree
from gaoxin.report.html.site import Site
from gaoxin.report.html.strips import bar, ends, interval, shade, strip

_MOST = 100
"""The first of a ranking whose intervals are drawn."""
_RANKS = 40
"""Rankings of more than these have no table of how often each rank is taken."""
_WHOLE = (0.0, 1.0)
Key = tuple[str, str, str, int]


class Certainty:
    """How often ranks are taken, and what moves them, for the indices of a run.

    Parameters
    ----------
    book : the run
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def shares(self) -> dict[Key, dict[str, dict[int, float]]]:
        """By ranking and subject: the share of runs of each rank."""
        found: dict[Key, dict[str, dict[int, float]]] = {}
        for row in self.book.rows("rank_shares"):
            found.setdefault(_key(row), {}).setdefault(row["subject"], {})[row["rank"]] = row["share"]
        return found

    @cached_property
    def assumptions(self) -> dict[Key, list[Row]]:
        """By ranking: the indices of all assumptions, those of the mean shift without a subject."""
        found: dict[Key, list[Row]] = {}
        for row in self.book.rows("assumptions"):
            found.setdefault(_key(row), []).append(row)
        return found


def _key(row: Row) -> Key:
    return row["pack"], row["index"], row["kind"], row["period"]


def write_certainty(site: Site, tree: Tree, certainty: Certainty, period: int) -> None:
    """Write the page of a period, where it has intervals."""
    if not tree.known(period):
        return
    rows = [row for (year, _), row in tree.sure.items() if year == period and row["rank"] is not None]
    rows.sort(key=lambda row: (row["rank"], row["subject"]))
    key = (tree.pack, tree.index, tree.kind, period)
    listed = [*_intervals(site, tree, rows)]
    assumptions = certainty.assumptions.get(key, [])
    site.write(
        "certainty.html",
        tree.beside(period, "sure"),
        here="ranking.html",
        title=site.words.of(tree.body.get("title")) or tree.index,
        period=period,
        status=tree.status,
        ranking=tree.path(period),
        sure=next(row for (year, _), row in tree.sure.items() if year == period),
        rows=listed[:_MOST],
        left=len(listed) - len(listed[:_MOST]),
        last=max((row["rank"] for row in listed), default=1),
        frequencies=_frequencies(site, tree, rows, certainty.shares.get(key, {})),
        assumptions=_assumptions(site, assumptions),
        moved=_moved(site, tree, rows, assumptions),
    )


def _subject(site: Site, tree: Tree, row: Row) -> Row:
    return {
        "name": site.book.name(tree.kind, row["subject"]),
        "page": f"{site.book.page(tree.kind, row['subject'])}#{anchor('x', tree.pack, tree.index)}",
        "rank": row["rank"],
    }


def _intervals(site: Site, tree: Tree, rows: Sequence[Row]) -> Iterator[Row]:
    last = max((row["rank_high"] or row["rank"] for row in rows), default=1)
    scores = ends([*(row["score_low"] for row in rows), *(row["score_high"] for row in rows)])
    for row in rows:
        total = tree.rows[row["period"], row["subject"]].get(tree.top, {})
        yield _subject(site, tree, row) | {
            "ranks": _between(row["rank_low"], row["rank_high"], 0),
            "rank_strip": _drawn(row["rank_low"], row["rank_high"], row["rank"], (1, last)),
            "score": decimal(total.get("score"), 1),
            "scores": _between(row["score_low"], row["score_high"], 1),
            "score_strip": _drawn(row["score_low"], row["score_high"], total.get("score"), scores),
            "ahead": _share(row["ahead_of_next"]),
            "apart": row["apart"],
        }


def _drawn(low: float | None, high: float | None, at: float | None, scale: tuple[float, float]) -> Any:
    if low is None or high is None:
        return ""
    return strip(interval(low, high, at, (min(scale[0], low), max(scale[1], high))))


def _between(low: float | None, high: float | None, places: int) -> str:
    if low is None or high is None:
        return NONE
    first, last = decimal(low, places), decimal(high, places)
    return first if first == last else f"{first}～{last}"


def _share(share: float | None) -> str:
    """A share in whole hundredths; what is neither none nor all does not look so.

    Examples
    --------
    >>> _share(0.934), _share(0.004), _share(0.996), _share(0.0), _share(None)
    ('93%', '<1%', '>99%', '0%', '—')
    """
    if share is None:
        return NONE
    if 0.995 <= share < 1:
        return ">99%"
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def _frequencies(
    site: Site, tree: Tree, rows: Sequence[Row], shares: dict[str, dict[int, float]]
) -> list[Row]:
    """Of each subject the share of runs of each rank, empty where it never takes it."""
    last = max((rank for found in shares.values() for rank in found), default=0)
    if not 1 < last <= _RANKS:
        return []
    return [
        _subject(site, tree, row)
        | {
            "cells": [
                (shade(share, _WHOLE), _share(share)) if share else ("", "")
                for share in (shares.get(row["subject"], {}).get(rank) for rank in range(1, last + 1))
            ]
        }
        for row in rows
    ]


def _assumptions(site: Site, rows: Sequence[Row]) -> list[Row]:
    """The assumptions by how much of the mean shift of ranks they explain, the greatest first."""
    found = [row for row in rows if not row["subject"] and row["total"] is not None]
    edge = max([1.0, *(row["total_high"] or row["total"] for row in found)])
    return [
        {
            "title": site.pick(row, "title"),
            "total": _share(row["total"]),
            "range": _range(row["total_low"], row["total_high"]),
            "first": _share(max(row["first"] or 0.0, 0.0)),
            "strip": strip(
                bar(0, max(row["total"], 0), (0, edge), "fill"),
                interval(max(row["total_low"], 0), row["total_high"], None, (0, edge))
                if row["total_low"] is not None and row["total_high"] is not None
                else "",
            ),
        }
        for row in sorted(found, key=lambda row: -row["total"])
    ]


def _range(low: float | None, high: float | None) -> str:
    return NONE if low is None or high is None else f"{_share(max(low, 0.0))}～{_share(max(high, 0.0))}"


def _moved(site: Site, tree: Tree, rows: Sequence[Row], told: Sequence[Row]) -> dict[str, Any]:
    """Of each subject what moves its rank: total indices of assumptions; a rank that stays has none."""
    inputs = {row["input"]: site.pick(row, "title") for row in told}
    totals = {(row["subject"], row["input"]): row["total"] for row in told if row["subject"]}
    listed = [
        _subject(site, tree, row)
        | {
            "cells": [
                (shade(None if total is None else min(max(total, 0), 1), _WHOLE), _share(_least(total)))
                for total in (totals.get((row["subject"], name)) for name in inputs)
            ]
        }
        for row in rows[:_MOST]
    ]
    return {"heads": [*inputs.values()], "rows": listed if totals else []}


def _least(total: float | None) -> float | None:
    return None if total is None else max(total, 0.0)
