"""A document as official papers are laid out (GB/T 9704): page, faces, headings, tables, pages n/N."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from gaoxin.report.characters import clean
from gaoxin.report.docx.binding import Figure, attach
from gaoxin.report.docx.fonts import BODY, HEAD, NAMESPACE, TITLE, faced, font_table
from gaoxin.report.titles import Titles

MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
"""Millimetres of GB/T 9704."""
WIDTH = 210 - 28 - 26
"""Millimetres of a line."""
_SIZES = {"title": 22, "heading": 16, "body": 14, "table": 9, "small": 9}
_TWIPS = 1440 / 25.4
Piece = str | Figure
Pieces = Piece | Sequence[Piece]
"""What stands in a line or in a cell."""


class Paper:
    """A document that is being written.

    Parameters
    ----------
    titles : the run in words
    title : of the document
    """

    def __init__(self, titles: Titles, title: str) -> None:
        self._paper: Any = Document()
        self._titles = titles
        self._bound: list[Figure] = []
        self._grid = str(self._paper.styles["Table Grid"].style_id)
        self._lay_out()
        self._margins_text()
        properties = self._paper.core_properties
        properties.title, properties.author = clean(title)[:255], "Gaoxin"
        properties.subject, properties.comments = titles.final, titles.synthetic
        properties.language = "zh-CN"
        properties.created = properties.modified = datetime.fromisoformat(titles.book.manifest["created"])
        line = self._paper.add_paragraph(style="Title")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._fill(line, title, TITLE, "title")

    def heading(self, text: str) -> None:
        """A heading of the first level."""
        self._fill(self._paper.add_paragraph(style="Heading 1"), text, HEAD, "heading")

    def line(self, pieces: Pieces, *, centred: bool = False) -> None:
        """A paragraph."""
        line = self._paper.add_paragraph()
        if centred:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._fill(line, pieces, BODY, "body")

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[Pieces]], widths: Sequence[int]) -> None:
        """A table whose headings stand on every page.

        Parameters
        ----------
        widths : of the columns, in parts of the line
        """
        # python-docx would look through the whole document for its page and its styles, for every table
        table = self._paper._body.add_table(0, 0, Mm(0))  # noqa: SLF001 - the public way does that
        made = table._tbl  # noqa: SLF001 - python-docx has no quick way to thousands of cells
        made.tblStyle_val = self._grid
        scale = WIDTH * _TWIPS / sum(widths)
        twips = [round(width * scale) for width in widths]
        grid = made.tblGrid
        for width in twips:
            column = _element("w:gridCol")
            column.set(qn("w:w"), str(width))
            grid.append(column)
        table.autofit = False
        for at, row in enumerate([headings, *rows]):
            made.append(self._row(row, twips, head=at == 0))

    def save(self, path: Path) -> None:
        """Write the file, with the list of its figures."""
        attach(self._paper, self._bound, self._titles.book.manifest["run"])
        self._paper.save(str(path))

    def _row(self, cells: Sequence[Pieces], widths: Sequence[int], *, head: bool) -> Any:
        row = _element("w:tr")
        properties = _element("w:trPr")
        properties.append(_element("w:cantSplit"))
        if head:
            properties.append(_element("w:tblHeader"))
        row.append(properties)
        for pieces, width in zip(cells, widths, strict=True):
            cell = deepcopy(_cell(width))
            cell[-1].extend(self._runs(pieces, HEAD if head else BODY, "table"))
            row.append(cell)
        return row

    def _fill(self, line: Any, pieces: Pieces, face: str, size: str) -> None:
        for part in self._runs(pieces, face, size):
            line._p.append(part)  # noqa: SLF001 - python-docx has no way to add a made run

    def _runs(self, pieces: Pieces, face: str, size: str) -> list[Any]:
        """Runs of text; a figure has a bookmark around it."""
        found: list[Any] = []
        for piece in [pieces] if isinstance(pieces, (str, Figure)) else pieces:
            if isinstance(piece, str):
                found.append(_run(piece, face, size))
                continue
            self._bound.append(piece)
            start, end = _element("w:bookmarkStart"), _element("w:bookmarkEnd")
            for bound in (start, end):
                bound.set(qn("w:id"), str(len(self._bound)))
            start.set(qn("w:name"), f"gx{len(self._bound):05d}")
            found += [start, _run(piece.text, face, size), end]
        return found

    def _lay_out(self) -> None:
        """Page, margins, and the faces of the styles that are used."""
        section = self._paper.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, width in MARGINS.items():
            setattr(section, side, Mm(width))
        section.header_distance, section.footer_distance = Mm(15), Mm(25)
        styles: Any = self._paper.styles
        defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        faced(defaults, BODY)
        language = defaults.find(qn("w:lang"))
        language.set(qn("w:eastAsia"), "zh-CN")
        for name, face in (("Normal", BODY), ("Heading 1", HEAD), ("Title", TITLE)):
            faced(styles[name].element, face)
        for part in self._paper.part.package.iter_parts():
            if part.partname.endswith("/fontTable.xml"):
                part._blob = font_table()  # noqa: SLF001 - a part that python-docx only carries

    def _margins_text(self) -> None:
        """What stands above and below every page: the mark of made-up data; the sentence and the page."""
        section = self._paper.sections[0]
        if self._titles.synthetic:
            line = section.header.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._fill(line, self._titles.synthetic, HEAD, "small")
        line = section.footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._fill(line, f"{self._titles.final}　　第 ", BODY, "small")
        for code, between in (("PAGE", "/"), ("NUMPAGES", " 页")):
            for part in _field(code):
                line._p.append(part)  # noqa: SLF001 - python-docx has no way to add a made run
            self._fill(line, between, BODY, "small")


def _element(tag: str) -> Any:
    return deepcopy(_empty(tag))


@cache
def _empty(tag: str) -> Any:
    """An element to copy: to parse one takes several times as long."""
    return parse_xml(f'<{tag} xmlns:w="{NAMESPACE}"/>')


@cache
def _cell(width: int) -> Any:
    """A cell of a table to copy, with an empty line."""
    cell, about, size = _element("w:tc"), _element("w:tcPr"), _element("w:tcW")
    size.set(qn("w:w"), str(width))
    size.set(qn("w:type"), "dxa")
    about.append(size)
    line = _element("w:p")
    cell.extend([about, line])
    spacing, style = _element("w:spacing"), _element("w:pPr")
    for side in ("before", "after"):
        spacing.set(qn(f"w:{side}"), "20")
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")
    style.append(spacing)
    line.append(style)
    return cell


def _run(text: str, face: str, size: str) -> Any:
    run = deepcopy(_bare(face, size))
    for at, part in enumerate(clean(text).split("\n")):
        if at:
            run.append(_element("w:br"))
        piece = _element("w:t")
        piece.text = part
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(piece)
    return run


@cache
def _bare(face: str, size: str) -> Any:
    """A run without text to copy, with its face and size."""
    run = _element("w:r")
    faced(run, face)
    half_points = str(_SIZES[size] * 2)
    for tag, value in (("w:color", "000000"), ("w:sz", half_points), ("w:szCs", half_points)):
        about = _element(tag)
        about.set(qn("w:val"), value)
        run.rPr.append(about)
    return run


def _field(code: str) -> list[Any]:
    """The runs of a field that a word processor fills in."""
    found: list[Any] = []
    for step in ("begin", code, "separate", "1", "end"):
        run = deepcopy(_bare(BODY, "small"))
        if step in ("begin", "separate", "end"):
            piece = _element("w:fldChar")
            piece.set(qn("w:fldCharType"), step)
        else:
            piece = _element("w:instrText" if step == code else "w:t")
            piece.text = step
        run.append(piece)
        found.append(run)
    return found
