"""The run made by hand, in words."""

import pytest

from gaoxin.report.html.book import Book
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.wide import Names


@pytest.fixture(scope="session")
def titles(book: Book) -> Titles:
    return Titles(book)


@pytest.fixture(scope="session")
def names(titles: Titles) -> Names:
    return Names(titles)
