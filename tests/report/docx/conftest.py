"""The documents of the run made by hand."""

from pathlib import Path

import pytest

from gaoxin.report.docx.data_notes import FILE, write_notes
from gaoxin.report.docx.self_check import self_check
from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from tests.report.made import FIRMS, PACK


@pytest.fixture(scope="session")
def titles(book: Book) -> Titles:
    return Titles(book)


@pytest.fixture
def rows(titles: Titles) -> SubjectRows:
    return SubjectRows(titles)


@pytest.fixture(scope="session")
def notes(titles: Titles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the notes on the data."""
    folder = tmp_path_factory.mktemp("notes")
    assert write_notes(titles, folder).path == f"files/{FILE}"
    return folder / FILE


@pytest.fixture(scope="session")
def checks(made: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give a self-check of each firm."""
    folder = tmp_path_factory.mktemp("checks")
    paths = [folder / f"{at}.docx" for at in range(len(FIRMS))]
    for path, (code, _) in zip(paths, FIRMS, strict=True):
        self_check(Run(made), PACK, code, path)
    return paths
