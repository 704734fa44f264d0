"""What the rules say of a subject: conditions with their figures, what is missing, what is just missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from gaoxin.report.html.arrow import pc
from gaoxin.report.html.book import Row
from gaoxin.report.html.canvas import Canvas
from gaoxin.report.html.columns import Column, joined, mapped
from gaoxin.report.html.dictionary import anchor, children, pairs
from gaoxin.report.html.figures import NONE
from gaoxin.report.html.lists import condition_title


def verdicts(canvas: Canvas) -> Iterator[Row]:
    """The verdicts of a kind as the template takes them."""
    found = canvas.tables.verdicts
    for pack, name in dict.fromkeys(key[:2] for key in found):
        body = canvas.names.thing(pack, "verdicts", name)
        years = [(year, canvas.state("verdict", found(pack, name, year))) for year in canvas.periods]
        yield {
            "anchor": anchor("d", pack, name),
            "title": canvas.words.of(body.get("title")) or name,
            "pack": pack,
            "clause": canvas.words.of(body.get("clause")),
            "status": body.get("status") or "",
            "source": f"sources/{pack}.html#{anchor('c', name)}",
            "now": years[-1][1],
            "years": years[:-1],
            "conditions": [_condition(canvas, pack, name, each) for each in children(body, "conditions")],
        }


def condition_anchor(pack: str, verdict: str, condition: str) -> str:
    """Where a condition stands on a subject's page."""
    return anchor("d", pack, verdict, condition)


def _condition(canvas: Canvas, pack: str, verdict: str, body: Row) -> Row:
    name = body["id"]
    found = canvas.tables.conditions
    inputs: dict[str, list[int]] = {}
    for variable, shift in pairs(body):
        inputs.setdefault(variable, []).append(shift)
    return {
        "anchor": condition_anchor(pack, verdict, name),
        "id": name,
        "title": canvas.words.of(body.get("title")),
        "require": canvas.words.of(body.get("words")) or body.get("require") or NONE,
        "clause": canvas.words.of(body.get("clause")),
        "status": body.get("status") or "",
        "source": f"sources/{pack}.html#{anchor('c', verdict, name)}",
        "figures": [_own(canvas, pack, variable, years) for variable, years in inputs.items()],
        "states": [canvas.cell("condition", found(pack, verdict, name, year)) for year in canvas.periods],
    }


def _own(canvas: Canvas, pack: str, variable: str, shifts: list[int]) -> Row:
    """A figure that a condition reads: the subject's own of each year, with its place on the page."""
    place = canvas.value_anchor(variable)
    plain = variable if place == anchor("v", variable) else variable.rpartition(".")[2]
    years = [canvas.last + shift if canvas.last else 0 for shift in shifts]
    return {
        "title": canvas.title(pack, variable),
        "anchor": place or "values",
        "years": [(year, canvas.mark(canvas.tables.figures(plain, year))) for year in years],
    }


def missing(canvas: Canvas) -> Markup:
    """What is to be supplied, checked or judged, condition by condition, in the last period."""
    parts: list[Any] = []
    for key in canvas.tables.missing:
        pack, verdict, condition, year = key
        if year == canvas.last:
            column = _named(canvas, pack, canvas.tables.missing(*key))
            link = f'<a href="#{condition_anchor(pack, verdict, condition)}">'
            title = escape(f"{condition} {condition_title(canvas.site, pack, verdict, condition)}")
            tail = f" <small>{link}{title}</a></small></li>"
            parts.append(pc.if_else(pc.equal(column, ""), "", joined(column, tail)))
    return canvas.or_none(parts, "missing.none")


def _named(canvas: Canvas, pack: str, codes: Column) -> Column:
    """Codes (``missing|a; b``) as the start of a list item in words."""

    def said(code: str) -> str:
        why, _, names = code.partition("|")
        titles = [canvas.title(pack, name.partition("@")[0]) for name in names.split("; ") if name]
        after = canvas.words("colon") + canvas.words("comma").join(titles) if titles else ""
        return f"<li><strong>{escape(canvas.words.known('condition', why) + after)}</strong>" if code else ""

    return mapped(codes, said)
