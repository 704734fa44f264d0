"""A run made by hand, and the report built from it."""

from pathlib import Path

import pytest

from gaoxin.report import BuiltReport, build
from gaoxin.report.html.book import Book
from gaoxin.report.html.site import Site
from gaoxin.report.run import Run
from tests.report.made import make_run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a small run."""
    return make_run(tmp_path_factory.mktemp("made") / "run")


@pytest.fixture(scope="session")
def book(made: Path) -> Book:
    """Give the run as pages see it."""
    return Book(Run(made))


@pytest.fixture
def site(book: Book, tmp_path: Path) -> Site:
    """Give an empty site in Chinese."""
    return Site(book, "zh", tmp_path)


@pytest.fixture(scope="session")
def report(made: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltReport:
    """Give a report of the small run; nobody writes to it."""
    return build(made, tmp_path_factory.mktemp("built") / "report", writers=())
