"""The score sheets of the run made by hand."""

import pytest

from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.book import Book
from gaoxin.report.score_sheets.content import Score, scores
from gaoxin.report.titles import Titles
from tests.report.made import FIRMS


@pytest.fixture(scope="session")
def titles(book: Book) -> Titles:
    return Titles(book)


@pytest.fixture(scope="session")
def sheets(titles: Titles) -> list[Score]:
    """Give the sheet of each firm."""
    rows = SubjectRows(titles)
    return [next(scores(rows, "enterprise", code)) for code, _ in FIRMS]
