"""The board as the home page, and a page for each figure on it with the members behind it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from markupsafe import Markup

from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.dictionary import children, pairs
from gaoxin.report.html.figures import NONE, decimal, grouped, slug
from gaoxin.report.html.site import Site
from gaoxin.report.html.waterfall import Accounts

Key = tuple[str, str, str, str]
_QUOTED_MARK = re.compile(r'"\\u0002(\d+)\\u0003"')
_AS_IS = ("red", "change", "nation_source", "peers", "peers_below", "period", "state", "direction", "rollup")


class Boards:
    """The boards of a run and their figures.

    Parameters
    ----------
    book : the run
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def rows(self) -> list[Row]:
        """The table ``board``, the last period first."""
        return sorted(self.book.rows("board"), key=lambda row: -(row["period"] or 0))

    @cached_property
    def shown(self) -> list[Key]:
        """Each board with each subject that it shows: pack, board, kind, subject.

        Subjects with newer figures come first, then those that stand first in the run.
        """
        trees = [
            (pack, board) for pack, body in self.book.names.packs.items() for board in body.get("boards", {})
        ]
        order = {s: at for kind in self.book.kinds.values() for at, s in enumerate(kind.subjects)}
        last: dict[Key, int] = {}
        for row in self.rows:
            last.setdefault((row["pack"], row["board"], row["kind"], row["subject"]), row["period"] or 0)
        keys = sorted(last, key=lambda key: (trees.index(key[:2]), -last[key], order.get(key[3], 0), key))
        return keys + [(*tree, "", "") for tree in trees if not any(key[:2] == tree for key in keys)]

    def path(self, key: Key) -> str:
        """The page of a board."""
        return "index.html" if key == self.shown[0] else f"boards/{slug('.'.join(key))}.html"

    @cached_property
    def figures(self) -> dict[tuple[str, ...], list[Row]]:
        """The years of each figure: pack, board, measure, kind, subject; the last year first."""
        found: dict[tuple[str, ...], dict[int, Row]] = {}
        for row in self.rows:
            found.setdefault(figure_key(row), {}).setdefault(row["period"], row)
        return {key: list(years.values()) for key, years in found.items()}

    @cached_property
    def accounts(self) -> Accounts:
        """The lines between each figure and that of the year before."""
        return Accounts(self.book)

    @cached_property
    def movers(self) -> dict[tuple[Any, ...], list[Row]]:
        """The members behind each figure, by pack, indicator, kind, subject and period."""
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.book.rows("movers"):
            key = (row["pack"], row["indicator"], row["kind"], row["subject"], row["period"])
            found.setdefault(key, []).append(row)
        return found


def figure_key(row: Row) -> tuple[str, ...]:
    """What names a figure of a board."""
    return (row["pack"], row["board"], row["measure"], row["kind"], row["subject"])


def figure_page(row: Row) -> str:
    """The page of a figure."""
    return f"figures/{slug('.'.join((row['measure'], *figure_key(row))))}.html"


def write_boards(site: Site, boards: Boards) -> None:
    """Write the home page, the boards and a page for each figure."""
    if not boards.shown:
        site.write("home.html", "index.html", here="index.html")
    for key in boards.shown:
        pack, board, kind, subject = key
        rows = [row for row in boards.rows if (row["pack"], row["board"], row["kind"], row["subject"]) == key]
        period = rows[0]["period"] if rows else site.book.periods[-1]
        body = site.book.names.thing(pack, "boards", board)
        figures: dict[str, list[Row]] = {}
        for row in rows:
            if row["period"] == period:
                figures.setdefault(row["node"], []).append(shown_figure(site, row))
        tree = [_part(site, part, figures) for part in body["tree"]]
        site.write(
            "board.html",
            boards.path(key),
            here="index.html",
            title=site.words.of(body.get("title")) or board,
            name=site.book.name(kind, subject) or site.words.of(site.book.manifest["title"]),
            period=period,
            assumed=body.get("assumed") or [],
            tree=tree,
            red=_red(figures, tree),
            others=[
                (boards.path(other), site.book.name(*other[2:]) or other[1])
                for other in boards.shown
                if other != key
            ],
        )
    for years in boards.figures.values():
        _write_figure(site, boards, years)


def _red(figures: Mapping[str, list[Row]], tree: list[Row]) -> list[Row]:
    """The red figures, each once, with the tasks that they stand beside: who answers, which clauses help."""
    found = {figure["page"]: figure for rows in figures.values() for figure in rows if figure["red"]}
    leaves = [leaf for part in tree for direction in part["directions"] for leaf in direction["leaves"]]
    return [
        figure | {"tasks": [leaf for leaf in leaves if page in {f["page"] for f in leaf["figures"]}]}
        for page, figure in found.items()
    ]


def _part(site: Site, part: Row, figures: Mapping[str, list[Row]]) -> Row:
    """One ecology as the template takes it: directions with their leaves."""
    below = children(part, "children")
    deep = [child for child in below if child.get("children")]
    directions = deep or ([part | {"children": below}] if below else [])
    loose = [child for child in below if deep and not child.get("children")]
    if loose:
        directions = [*directions, part | {"id": f"{part['id']}.", "children": loose}]
    leaves = [leaf for direction in directions for leaf in _leaves(direction)]
    states = Counter(leaf.get("state") or "" for leaf in leaves)
    return _words(site, part, figures) | {
        "directions": [
            _words(site, direction, figures)
            | {"leaves": [_words(site, leaf, figures) for leaf in _leaves(direction)]}
            for direction in directions
        ],
        "states": [(state, count) for state, count in states.items() if state],
    }


def _leaves(node: Row) -> Iterator[Row]:
    for child in children(node, "children"):
        if child.get("children"):
            yield from _leaves(child)
        else:
            yield child


def _words(site: Site, node: Row, figures: Mapping[str, list[Row]]) -> Row:
    keys = ("quote", "place", "clause_class", "state")
    return {
        "id": node["id"],
        "title": site.words.of(node.get("title")) or node["id"],
        "owner": site.words.of(node.get("owner")),
        "figures": figures.get(node["id"], []),
        **{key: node.get(key) or "" for key in keys},
    }


def shown_figure(site: Site, row: Row) -> Row:
    """A figure as the templates take it."""
    entry = site.book.names.entry(row["pack"], row["measure"])
    body: Mapping[str, Any] = entry.body if entry else Row()
    unit = entry.unit if entry else ""
    ranges = {key: in_unit(row[key], unit) for key in ("own_low", "own_high", "nation_low", "nation_high")}
    broken = row["state"] == "break"
    unknown = site.words("break") if broken else site.words("verdict.unknown")
    return {
        "page": figure_page(row),
        "title": site.words.of(body.get("title")) or row["measure"],
        "text": unknown if row["number"] is None else grouped(row["text"]),
        "prior": grouped(row["prior_text"] or NONE),
        "why": site.pick(row, "why_red"),
        "status": "assumed" if row["state"] == "assumed" else body.get("status") or "",
        "unit": unit,
        "formula": body.get("formula") or "",
        "clause": site.words.of(body.get("clause")),
        "source": entry.page if entry else "sources.html",
        "broken": broken,
        "change_text": grouped(row["change_text"] or ""),
        **{key: row[key] for key in _AS_IS},
        **ranges,
    }


def in_unit(number: float | None, unit: str) -> str:
    """A double with its unit behind it."""
    if number is None:
        return NONE
    if unit in ("%", "‰"):
        return f"{number:,.2f}{unit}"
    return f"{decimal(number, 4)}{f' {unit}' if unit else ''}"


def _write_figure(site: Site, boards: Boards, years: list[Row]) -> None:
    row = years[0]
    figure = shown_figure(site, row)
    shown = [shown_figure(site, year) for year in reversed(years)]
    points = [
        [str(year["period"]), year["number"], each["text"]]
        for year, each in zip(years[::-1], shown, strict=True)
    ]
    board = (row["pack"], row["board"], row["kind"], row["subject"])
    site.write(
        "figure.html",
        figure_page(row),
        here="index.html",
        figure=figure,
        name=site.book.name(row["kind"], row["subject"]),
        back=boards.path(board),
        years=shown,
        account=boards.accounts.shown(site, _behind(site, row)),
        movers=_movers(site, boards, row),
        inputs=list(_inputs(site, row)),
        charts=sum(point[1] is not None for point in points) > 1,
        chart=block(
            {"type": "line", "unit": figure["unit"], "name": figure["title"], "points": points}
            | _breaks(site, years)
        ),
    )


def _breaks(site: Site, years: list[Row]) -> Row:
    """The years that a chart marks as breaks, with the words for it."""
    found = [str(year["period"]) for year in years if year["state"] == "break"]
    return {"breaks": found, "broken": site.words("break")} if found else {}


def _movers(site: Site, boards: Boards, row: Row) -> list[Row]:
    """The members behind a figure, and the rest of them in the last row."""
    return [
        {
            "place": mover["place"] or "",
            "change_place": mover["change_place"] or "",
            "name": site.book.name(mover["member_kind"], mover["member"])
            if mover["member"]
            else site.words("rest", n=mover["members"]),
            "page": site.book.page(mover["member_kind"] or "", mover["member"] or ""),
            "text": grouped(mover["text"] or NONE),
            "share": percent(mover["share"]),
            "change_text": grouped(mover["change_text"] or NONE),
            "standing": mover["standing"] or "",
        }
        for mover in boards.movers.get(_behind(site, row), [])
    ]


def _behind(site: Site, row: Row) -> tuple[Any, ...]:
    """What names a figure in the tables about its members: pack, indicator, kind, subject, period."""
    entry = site.book.names.entry(row["pack"], row["measure"])
    figure = (entry.pack, entry.name) if entry else (row["pack"], row["measure"])
    return (*figure, row["kind"], row["subject"], row["period"])


def percent(share: float | None) -> str:
    """A share of one, in hundredths with two decimals."""
    return NONE if share is None else f"{share:.2%}"


def _inputs(site: Site, row: Row) -> Iterator[tuple[str, str, int]]:
    """What a figure is made from: title, place, years before."""
    entry = site.book.names.entry(row["pack"], row["measure"])
    for name, shift in pairs(entry.body) if entry else ():
        found = site.book.names.entry(entry.pack if entry else row["pack"], name)
        if found:
            yield site.words.of(found.body.get("title")) or name, found.page, -shift


def block(data: Any) -> Markup:
    """Figures for a chart, safe inside a page; a mark (`columns.Marks`) in it stands for a number."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(_QUOTED_MARK.sub("\x02\\1\x03", text))  # noqa: S704  no sign of HTML is left
