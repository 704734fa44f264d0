"""Which score sheets are written as files, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gaoxin.report.attachment import Attachment
from gaoxin.report.characters import file_name
from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.dictionary import part
from gaoxin.report.score_sheets.book import write_sheets
from gaoxin.report.score_sheets.content import Score, scores
from gaoxin.report.score_sheets.page import write_page
from gaoxin.report.score_sheets.paper import write_paper
from gaoxin.report.titles import Titles

FEW = 10
"""Where a kind has so many subjects or fewer, each of them has its sheets."""
SAMPLES = 3
_WRITERS: dict[str, Callable[[Titles, Score, Path], None]] = {
    "html": write_page,
    "xlsx": write_sheets,
    "docx": write_paper,
}


def write_score_sheets(
    rows: SubjectRows, subjects: Sequence[str] | None, folder: Path
) -> Iterator[Attachment]:
    """Write the score sheets of some subjects: page, workbook and document of each.

    Parameters
    ----------
    rows : tables of the run
    subjects : whose. Where None: everybody of a kind with ten subjects or fewer, else the first three of whom
        the run says what would raise their points
    folder : of the files
    """
    titles = rows.titles
    for kind, subject in _whose(rows, subjects):
        found = list(scores(rows, kind, subject))
        names = [each.title for each in found]
        for score in found:
            whose = f"-{file_name(score.pack)}" if names.count(score.title) > 1 else ""
            base = f"{file_name(score.title)}{whose}-{file_name(subject)}"
            for ending, write in _WRITERS.items():
                write(titles, score, folder / f"{base}.{ending}")
                yield Attachment(f"files/{base}.{ending}", _told(titles, score, ending))


def _told(titles: Titles, score: Score, ending: str) -> dict[str, str]:
    called = titles.book.name(score.kind, score.subject)
    english = part(titles.book.names.thing(score.pack, "points", score.sheet), "title").get("en")
    return {
        "zh": f"《{score.title}》{called}（{ending.upper()}）",
        "en": f"{english or score.title}, score sheet: {called} ({ending.upper()})",
    }


def _whose(rows: SubjectRows, subjects: Sequence[str] | None) -> list[tuple[str, str]]:
    """Who has score sheets as files: kind and subject."""
    if subjects is not None:
        return [(rows.kind(subject), subject) for subject in subjects]
    kinds = rows.titles.book.kinds
    table: Any = rows.titles.book.run.table("points")
    scored: list[str] = table["kind"].unique().to_pylist()
    raised = rows.titles.book.run.table("raises").select(["kind", "subject"]).to_pylist()
    found: list[tuple[str, str]] = []
    for kind in scored:
        known = list(kinds[kind].subjects) if kind in kinds else list[str]()
        first = dict.fromkeys(row["subject"] for row in raised if row["kind"] == kind)
        found += [(kind, subject) for subject in (known if len(known) <= FEW else [*first][:SAMPLES])]
    return found
