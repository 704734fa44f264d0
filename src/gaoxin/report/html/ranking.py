"""Indices: who stands where, and which parts of the tree the score is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor
from typing import Any

from markupsafe import Markup

from gaoxin.report.html.board import block
from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.canvas import tags
from gaoxin.report.html.dictionary import anchor, children
from gaoxin.report.html.figures import decimal, slug
from gaoxin.report.html.site import Site

_PAGE = 200
_CHARTED = 30


@dataclass(frozen=True, slots=True)
class Tree:
    """An index of a pack, with the kind that it ranks.

    Parameters
    ----------
    pack, index, kind : what it is
    body : what the dictionary says
    periods : those that it has scores of, the last one first
    rows : the scores by period and subject, and by node
    sure : the intervals of its ranks by period and subject, where they were computed
    accounted : the periods whose change since the year before was accounted for
    """

    pack: str
    index: str
    kind: str
    body: Row
    periods: Sequence[int]
    rows: dict[tuple[int, str], dict[str, Row]] = field(repr=False)
    sure: dict[tuple[int, str], Row] = field(default_factory=dict[tuple[int, str], Row], repr=False)
    accounted: frozenset[int] = frozenset()

    @property
    def nodes(self) -> list[Row]:
        """The nodes in the order of the tree."""
        return children(self.body, "nodes")

    @property
    def top(self) -> str:
        """The node that stands above all."""
        return next((node["node"] for node in self.nodes if not node.get("parent")), "total")

    @property
    def parts(self) -> list[Row]:
        """The nodes right below it."""
        return [node for node in self.nodes if node.get("parent") == self.top]

    @property
    def status(self) -> str:
        """Assumed where a weight of it is."""
        states = [str(node.get("status") or "") for node in self.nodes]
        return next((state for state in ("assumed", "paraphrased") if state in states), "")

    def path(self, period: int, at: int = 1) -> str:
        """The page of a period."""
        name = slug(f"{self.pack}.{self.index}.{self.kind}")
        return f"ranking/{name}-{period}{f'-{at}' if at > 1 else ''}.html"

    def beside(self, period: int, name: str, at: int = 1) -> str:
        """Another page about a period: ``map``, ``sure``, ``change``."""
        return f"{self.path(period).removesuffix('.html')}-{name}{f'-{at}' if at > 1 else ''}.html"

    def known(self, period: int) -> bool:
        """Whether intervals of a period were computed."""
        return any(year == period for year, _ in self.sure)


class Rankings:
    """The indices of a run.

    Parameters
    ----------
    book : the run
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def trees(self) -> list[Tree]:
        """The indices that have scores, in the periods in which a node of them has one."""
        found: dict[tuple[str, str, str], dict[tuple[int, str], dict[str, Row]]] = {}
        scored = {_table(row) for row in self.book.rows("index") if row["score"] is not None}
        for row in self.book.rows("index"):
            if _table(row) in scored:
                rows = found.setdefault((row["pack"], row["index"], row["kind"]), {})
                rows.setdefault((row["period"], row["subject"]), {})[row["node"]] = row
        sure: dict[tuple[str, str, str], dict[tuple[int, str], Row]] = {}
        for row in self.book.rows("robust"):
            sure.setdefault(_table(row)[:3], {})[row["period"], row["subject"]] = row
        accounted = {_table(row) for row in self.book.rows("changes")}
        return [
            Tree(
                *key,
                self._body(*key[:2]),
                sorted({period for period, _ in rows}, reverse=True),
                rows,
                sure.get(key, {}),
                frozenset(period for *table, period in accounted if (*table,) == key),
            )
            for key, rows in found.items()
        ]

    def _body(self, pack: str, index: str) -> Row:
        return self.book.names.thing(pack, "index", index)


def _table(row: Row) -> tuple[str, str, str, int]:
    """The ranking in which a score stands."""
    return row["pack"], row["index"], row["kind"], row["period"]


def write_rankings(site: Site, rankings: Rankings) -> None:
    """Write the list of indices and a page for each of their periods."""
    indices = [
        {
            "title": site.words.of(tree.body.get("title")) or tree.index,
            "status": tree.status,
            "pack": tree.pack,
            "kind": site.words.of(site.book.names.kind(tree.kind)),
            "periods": [(tree.path(period), period) for period in tree.periods],
        }
        for tree in rankings.trees
    ]
    if indices:
        site.write("rankings.html", "ranking.html", here="ranking.html", indices=indices)
    for tree in rankings.trees:
        for period in tree.periods:
            _write_period(site, tree, period)


def _write_period(site: Site, tree: Tree, period: int) -> None:
    rows = sorted(_ranked(site, tree, period), key=_order)
    pages = [rows[start : start + _PAGE] for start in range(0, len(rows), _PAGE)]
    paths = [tree.path(period, at) for at in range(1, len(pages) + 1)]
    title = site.words.of(tree.body.get("title")) or tree.index
    parts = [site.words.of(node.get("title")) or node["node"] for node in tree.parts]
    for at, shown in enumerate(pages, 1):
        charted = shown[:_CHARTED] if at == 1 and parts else []
        site.write(
            "ranking.html",
            paths[at - 1],
            here="ranking.html",
            title=title,
            period=period,
            status=tree.status,
            sure=next((row for (year, _), row in tree.sure.items() if year == period), None),
            map=tree.beside(period, "map"),
            certainty=tree.beside(period, "sure") if tree.known(period) else "",
            history=tree.beside(tree.periods[0], "years") if len(tree.periods) > 1 else "",
            changed=tree.beside(period, "change") if period in tree.accounted else "",
            source=f"sources/{tree.pack}.html#{anchor('x', tree.index)}",
            periods=[(tree.path(year), year) for year in tree.periods],
            parts=parts,
            rows=shown,
            pages=[path.removeprefix("ranking/") for path in paths],
            at=at,
            charts=bool(charted),
            chart=_chart(title, parts, charted) if charted else "",
        )


def _order(row: Row) -> tuple[bool, int, str]:
    """By rank; those without one last."""
    return row["rank"] is None, row["rank"] or 0, row["name"]


def _chart(title: str, parts: Sequence[str], rows: Sequence[Row]) -> Any:
    return block(
        {
            "type": "stack",
            "name": title,
            "parts": parts,
            "rows": [[row["name"], row["score"], row["parts"], row["numbers"]] for row in rows],
        }
    )


def _interval(sure: Row | None) -> str:
    """Between which ranks a subject stands; empty where no interval was computed."""
    if sure is None or sure["rank_low"] is None:
        return ""
    low, high = floor(sure["rank_low"]), ceil(sure["rank_high"])
    return str(low) if low == high else f"{low}–{high}"


def _ranked(site: Site, tree: Tree, period: int) -> Iterator[Row]:
    for (year, subject), nodes in tree.rows.items():
        if year != period or tree.top not in nodes:
            continue
        total = nodes[tree.top]
        numbers = [nodes.get(node["node"], {}).get("contribution") for node in tree.parts]
        yield {
            "rank": total["rank"],
            "interval": _interval(tree.sure.get((year, subject))),
            "apart": tree.sure.get((year, subject), {}).get("apart"),
            "name": site.book.name(tree.kind, subject),
            "page": site.book.page(tree.kind, subject),
            "anchor": anchor("x", tree.pack, tree.index),
            "score": decimal(total["score"]),
            "parts": [decimal(number) for number in numbers],
            "numbers": numbers,
            "marks": Markup(tags(site.words, "index", total["status"] or "")),  # noqa: S704  made by `tag`
        }
