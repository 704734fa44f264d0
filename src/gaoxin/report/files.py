"""The files beside the pages: workbooks, notes on the data, accounts, self-checks and score sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gaoxin.report.attachment import Attachment
from gaoxin.report.docx.data_notes import write_notes
from gaoxin.report.docx.self_check import write_checks
from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.docx.year_on_year import write_accounts
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.score_sheets.files import write_score_sheets
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.findings import write_findings
from gaoxin.report.xlsx.results import write_results

FOLDER = "files"
"""Where they stand in the folder of a report."""


def write_files(run: Run, report: Path, subjects: Sequence[str] | None = None) -> Iterator[Attachment]:
    """Write the files of a run.

    Parameters
    ----------
    run : the run
    report : folder of the report
    subjects : who shall have self-checks, by every verdict, and score sheets. Where None: everybody of a kind
        with ten subjects or fewer, else a few

    Raises
    ------
    UsageError : a subject that the run does not have
    """
    folder = report / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    titles = Titles(Book(run))
    rows = SubjectRows(titles)
    wanted = rows.wanted(None if subjects is None else list(subjects))
    yield write_results(titles, folder)
    yield write_findings(titles, folder)
    yield write_notes(titles, folder)
    yield from write_accounts(titles, folder)
    yield from write_checks(rows, wanted, folder)
    yield from write_score_sheets(rows, subjects, folder)
