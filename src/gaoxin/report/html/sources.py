"""Where every number comes from: the files, the formulas of each pack, the packs themselves, the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gaoxin.report.html.book import Row
from gaoxin.report.html.dictionary import anchor, children, pairs, part
from gaoxin.report.html.figures import letters
from gaoxin.report.html.site import Site

Section = tuple[str, list[Row]]


def write_sources(site: Site) -> None:
    """Write the pages about files, formulas, packs and the run."""
    packs = [_pack(site, name) for name in site.book.names.packs]
    parts = [_file(site, entry) for entry in site.book.parts.values()]
    site.write("sources.html", "sources.html", here="sources.html", packs=packs, parts=parts)
    for pack in packs:
        site.write(
            "source.html",
            f"sources/{pack['id']}.html",
            here="sources.html",
            pack=pack["id"],
            title=pack["title"],
            sections=list(sections(site, pack["id"])),
        )
    site.write("packs.html", "packs.html", here="packs.html", packs=packs)
    site.write("run.html", "run.html", here="run.html")


def _file(site: Site, entry: Row) -> Row:
    """A part of the data with its columns."""
    names = site.book.names
    columns = sorted(part(entry, "headings").items(), key=_column)
    return {
        "part": entry["part"],
        "called": site.book.part_text(entry["part"]),
        "kind_title": site.words.of(names.kind(entry.get("kind", ""))),
        "period": entry.get("period"),
        "rows": str(entry.get("rows", "")),
        "sha256": entry.get("sha256") or "",
        "columns": [
            {
                "letters": letters(column.get("column") or 0),
                "heading": column.get("heading") or "",
                "unit": column.get("unit") or "",
                "title": _heading(site, name),
                "page": found.page if (found := names.entry("", name.partition("@")[0])) else "",
            }
            for name, column in columns
        ],
    }


def _column(pair: tuple[str, Row]) -> int:
    return pair[1].get("column") or 0


def _heading(site: Site, name: str) -> str:
    """A variable of a heading, with the year that the heading states."""
    variable, at, year = name.partition("@")
    return f"{site.words.of(site.book.names.title('', variable))}{f' {year}' if at else ''}"


def _pack(site: Site, name: str) -> Row:
    """A pack as its own page shows it."""
    body = site.book.names.packs[name]
    built = next((pack for pack in site.book.built if pack["pack"] == name), Row())
    document, force = part(body, "document"), part(body, "in_force")
    assumed = [
        (row["title"], f"sources/{name}.html#{row['anchor']}")
        for _, rows in sections(site, name)
        for row in rows
        if row["status"] == "assumed"
    ]
    return {
        "id": name,
        "title": site.words.of(body.get("title")) or name,
        "summary": site.words.of(body.get("summary")),
        "document": site.words.of(document.get("title")),
        "number": document.get("number") or "",
        "issuers": "、".join(children(document, "issuers")),
        "published": document.get("published"),
        "url": document.get("url") or "",
        "start": force.get("from"),
        "end": force.get("to"),
        "status": body.get("status") or built.get("status") or "",
        "variant": built.get("variant") or "",
        "hash": built.get("hash") or "",
        "assumed": assumed,
    }


def sections(site: Site, pack: str) -> Iterator[Section]:
    """What a pack explains, in the order of a reader: each thing with its anchor."""
    names = site.book.names
    for section, letter in (("variables", "v"), ("indicators", "i")):
        things = names.section(pack, section)
        yield section, [_row(site, pack, name, thing, anchor(letter, name)) for name, thing in things.items()]
    yield "verdicts", list(_conditions(site, pack, names.section(pack, "verdicts")))
    yield "points", list(_points(site, pack, names.section(pack, "points")))
    yield "index", list(_nodes(site, pack, names.section(pack, "index")))


def _row(site: Site, pack: str, name: str, thing: Mapping[str, Any], place: str, formula: str = "") -> Row:
    names = site.book.names
    inputs: list[tuple[str, str]] = []
    for other, shift in pairs(thing):
        entry = names.entry(pack, other)
        title = site.words.of(names.title(pack, other))
        inputs.append(
            (title + (site.words("shifted", n=-shift) if shift else ""), entry.page if entry else "")
        )
    unit = str(thing.get("unit") or "")
    note = thing.get("calibre") or thing.get("note") or ""
    return {
        "anchor": place,
        "id": name,
        "title": site.words.of(thing.get("title")) or name,
        "unit": "" if unit == "1" else unit,
        "formula": formula or thing.get("formula") or thing.get("require") or "",
        "note": site.words.of(note),
        "inputs": inputs,
        "clause": site.words.of(thing.get("clause")),
        "source": site.words.of(thing.get("source")),
        "quote": site.words.of(thing.get("quote")),
        "status": thing.get("status") or "",
    }


def _conditions(site: Site, pack: str, verdicts: Mapping[str, Row]) -> Iterator[Row]:
    for name, verdict in verdicts.items():
        yield _row(site, pack, name, verdict, anchor("c", name))
        for condition in children(verdict, "conditions"):
            yield _row(site, pack, condition["id"], condition, anchor("c", name, condition["id"]))


def _points(site: Site, pack: str, sheets: Mapping[str, Row]) -> Iterator[Row]:
    for name, sheet in sheets.items():
        yield _row(site, pack, name, sheet, anchor("p", name), bounds(site, sheet))
        for group in children(sheet, "groups"):
            path = anchor("p", name, group["id"])
            yield _row(site, pack, group["id"], group, path, bounds(site, group))
            for item in children(group, "items"):
                place = anchor("p", name, group["id"], item["id"])
                yield _row(site, pack, item["id"], item, place, item.get("formula") or bounds(site, item))


def bounds(site: Site, thing: Mapping[str, Any]) -> str:
    """The most points that a sheet, a group or an item gives."""
    return site.words("at_most", n=thing["max"]) if thing.get("max") is not None else ""


def _nodes(site: Site, pack: str, indices: Mapping[str, Row]) -> Iterator[Row]:
    for name, index in indices.items():
        yield _row(site, pack, name, index, anchor("x", name))
        for node in children(index, "nodes"):
            weight = node.get("weight")
            formula = site.words("weight_is", n=weight) if weight is not None else ""
            inputs = [(node["indicator"], 0)] if node.get("indicator") else []
            place = anchor("x", name, node["node"])
            yield _row(site, pack, node["node"], node | {"inputs": inputs}, place, formula)
