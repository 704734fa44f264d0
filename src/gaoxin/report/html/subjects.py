"""A page for each subject: verdicts, what is missing, score sheets, indices, figures with their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from gaoxin.report.html.arrow import pa
from gaoxin.report.html.book import Row, subject_page
from gaoxin.report.html.canvas import Canvas
from gaoxin.report.html.columns import escaped
from gaoxin.report.html.lists import finding_row, list_page, nearly_row
from gaoxin.report.html.ranking import Rankings
from gaoxin.report.html.site import Site
from gaoxin.report.html.subject_figures import index, indicators, sheets, values
from gaoxin.report.html.subject_raises import raised_rows
from gaoxin.report.html.subject_tables import SubjectTables
from gaoxin.report.html.subject_verdicts import condition_anchor, missing, verdicts

_INDENT = re.compile(r"\n\s*")
_QUOTED = re.compile(r""" ([a-z-]+)="([\w#./:-]*[\w])"(?=[ >])""", re.ASCII)
"""An attribute whose value HTML reads without quotes too."""
Grouped = Mapping[str, Sequence[Row]]


def write_subjects(
    site: Site, tables: SubjectTables, rankings: Rankings, nearly: Grouped, findings: Grouped
) -> None:
    """Write the pages of one kind of subject.

    Parameters
    ----------
    site : the language
    tables : the figures
    rankings : the indices of the run
    nearly, findings : rows of these tables by subject
    """
    canvas = Canvas(site, tables)
    files = [subject_page(tables.kind, subject) for subject in site.book.kinds[tables.kind].subjects]
    page = lean(_template(canvas, files, rankings, nearly, findings))
    for path, content in zip(files, canvas.mark.fill(page, tables.size), strict=True):
        site.put(path, content)


def lean(page: str) -> str:
    """A page without what says nothing: indents, and quotes around plain values of attributes."""
    return _QUOTED.sub(r" \1=\2", _INDENT.sub("\n", page))


def _template(
    canvas: Canvas, files: Sequence[str], rankings: Rankings, nearly: Grouped, findings: Grouped
) -> str:
    """The page of all subjects, with its marks."""
    site, tables = canvas.site, canvas.tables
    shown = list(sheets(canvas))
    names = [file.removeprefix("subjects/") for file in files]
    return site.render(
        "subject.html",
        f"subjects/{canvas.mark(pa.array(names, pa.string()))}",
        here=list_page(next(iter(site.book.kinds))),
        name=canvas.mark(tables.names),
        subject=canvas.mark(escaped(tables.subjects)),
        kind=canvas.words.of(canvas.names.kind(tables.kind)),
        last=canvas.last,
        periods=canvas.periods,
        packs=list(verdicts(canvas)),
        missing=missing(canvas),
        nearly=_listed(canvas, nearly, "nearly", _near),
        sheets=shown,
        raises=_listed(canvas, raised_rows(site, tables.kind), "raises", lambda _, row: row),
        indices=[index(canvas, tree) for tree in rankings.trees if tree.kind == tables.kind],
        indicators=list(indicators(canvas)),
        values=list(values(canvas)),
        parts=tables.files,
        findings=_listed(canvas, findings, "findings", finding_row),
        charts=any(sheet["chart"] for sheet in shown),
    )


def _near(site: Site, row: Row) -> Row:
    """A near miss, with the place of its condition on the page."""
    return nearly_row(site, row) | {
        "condition_cell": condition_anchor(row["pack"], row["verdict"], row["condition"])
    }


def _listed(canvas: Canvas, rows: Grouped, name: str, shown: Callable[[Site, Row], Row]) -> Markup:
    """A mark for a list that few subjects have."""
    template = f"subject_{name}.html"
    made = {
        subject: canvas.site.piece(template, rows=[shown(canvas.site, row) for row in each])
        for subject, each in rows.items()
    }
    nothing: Any = escape(canvas.words(f"{name}.none"))
    return canvas.mark(canvas.tables.listed(made, f"<p>{nothing}</p>"))
