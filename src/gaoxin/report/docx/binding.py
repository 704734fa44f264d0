"""Figures that know where they come from: a bookmark around each, and a list of them inside the document.

The list is a custom XML part: for each bookmark the run's table, the key of the row, the column, and how the
value is written. So any figure of a document can be read back and compared with the run, by a program and
without the text around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow.compute
from docx import Document
from docx.document import Document as Paper
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from gaoxin.report.characters import clean
from gaoxin.report.html.catalogue import Words
from gaoxin.report.html.figures import NONE, decimal, grouped
from gaoxin.report.run import Run

NAMESPACE = "urn:gaoxin:figures"
MANIFEST = "manifest.findings"
"""The table of the counts in a run's manifest; a key that is empty."""
ROWS = "count()"
"""The column of a figure that counts the rows with its key."""
_PLACE = "/customXml/item2.xml"
_pc: Any = pyarrow.compute


def _word(group: str) -> Callable[[Any], str]:
    """How codes of a group are written."""

    def say(code: Any) -> str:
        named = str(code or "") if not isinstance(code, bool) else str(code).lower()
        words = Words("zh")
        return words("break") if named == "break" else words.known(group, named) if named else ""

    return say


STYLES: dict[str, Callable[[Any], str]] = {
    "text": lambda value: str(value or NONE),
    "grouped": lambda value: grouped(str(value)) if value else NONE,
    "count": lambda value: f"{value:,}",
    "points": lambda value: decimal(value, 4),
    "verdict": _word("verdict"),
    "condition": _word("condition"),
    "state": _word("finding_state"),
    "standing": _word("standing"),
    "members": lambda value: f"{value:,}" if value else NONE,
}
"""How a value of a table is written in a document."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a document and its place in the run.

    Parameters
    ----------
    text : as it is written
    table, key, column : where it stands: in the row that has all values of the key
    style : one of `STYLES`
    """

    text: str
    table: str
    key: Mapping[str, str]
    column: str
    style: str


def figure(table: str, row: Mapping[str, Any], keys: str, column: str, style: str = "text") -> Figure:
    """A figure of a row.

    Parameters
    ----------
    keys : the columns that tell the row from others, apart by spaces
    """
    key = {name: "" if row[name] is None else str(row[name]) for name in keys.split()}
    return Figure(clean(STYLES[style](row[column])), table, key, column, style)


def count(table: str, number: int, **key: str) -> Figure:
    """A figure that counts the rows of a table with some values."""
    return Figure(STYLES["count"](number), table, key, ROWS, "count")


def attach(paper: Paper, figures: Sequence[Figure], run: str) -> None:
    """Put the list of figures into a document.

    Parameters
    ----------
    paper : the document
    figures : in the order of their bookmarks
    run : the run that they are of
    """
    rows = "".join(_entry(name, each) for name, each in named(figures))
    text = f'<figures xmlns="{NAMESPACE}" run={quoteattr(run)}>{rows}</figures>'
    part = Part(PackURI(_PLACE), "application/xml", text.encode(), paper.part.package)
    paper.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def named(figures: Sequence[Figure]) -> Iterator[tuple[str, Figure]]:
    """Figures with the names of their bookmarks."""
    for at, each in enumerate(figures, 1):
        yield f"gx{at:05d}", each


def _entry(name: str, each: Figure) -> str:
    keys = "".join(
        f"<key name={quoteattr(column)}>{escape(clean(value))}</key>" for column, value in each.key.items()
    )
    place = f"table={quoteattr(each.table)} column={quoteattr(each.column)} style={quoteattr(each.style)}"
    return f"<figure name={quoteattr(name)} {place}>{keys}</figure>"


def figures(path: Path) -> list[Figure]:
    """The figures of a document, as they are written in it now."""
    paper: Any = Document(str(path))
    parts: list[Any] = [
        part for part in paper.part.package.iter_parts() if NAMESPACE.encode() in part.blob[:400]
    ]
    written = dict(_bookmarked(paper))
    found: list[Figure] = []
    listed: Any = parse_xml(parts[0].blob) if parts else ()
    for each in listed:
        key: dict[str, str] = {entry.get("name"): entry.text or "" for entry in each}
        place: dict[str, str] = {name: each.get(name) for name in ("table", "column", "style")}
        found.append(Figure(written.get(each.get("name", ""), ""), key=key, **place))
    return found


def _bookmarked(paper: Any) -> Iterator[tuple[str, str]]:
    """The text between each bookmark's ends."""
    for start in paper.element.body.iter(qn("w:bookmarkStart")):
        text = ""
        for next_one in start.itersiblings():
            if next_one.tag == qn("w:bookmarkEnd"):
                break
            text += "".join(piece.text or "" for piece in next_one.iter(qn("w:t")))
        yield start.get(qn("w:name"), ""), text


def differing(path: Path, run: Run) -> list[tuple[Figure, str]]:
    """The figures of a document that are not what a run says, each with what it says."""
    told = ((each, _told(each, run)) for each in figures(path))
    return [(each, text) for each, text in told if each.text != text]


def _told(each: Figure, run: Run) -> str:
    if each.table == MANIFEST:
        return STYLES[each.style](run.manifest["findings"][each.column])
    table: Any = run.table(each.table)
    for column, value in each.key.items():
        cells = _pc.fill_null(_pc.cast(table[column], "string"), "")
        table = table.filter(_pc.equal(cells, value))
    if each.column == ROWS:
        return STYLES[each.style](table.num_rows)
    return clean(STYLES[each.style](table[each.column][0].as_py())) if table.num_rows else ""
