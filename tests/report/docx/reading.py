"""Documents as a test reads them."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree


def text(path: Path) -> str:
    """Give all text of a document, line by line."""
    return "\n".join(
        "".join(piece.text or "" for piece in line.iter(qn("w:t")))
        for line in Document(str(path)).element.iter(qn("w:p"))
    )


def tables(path: Path) -> list[list[list[str]]]:
    """Give the tables of a document."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in read(path)]


def read(path: Path) -> list[Table]:
    """Give the tables of a document as python-docx has them."""
    return list(Document(str(path)).tables)


def runs(path: Path) -> Iterator[tuple[str, etree._Element]]:
    """Give every run of text of a document, its headers and footers, with the part that it stands in."""
    with ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                for run in etree.fromstring(file.read(name)).iter(qn("w:r")):
                    yield name, run


def parts(path: Path, start: str) -> str:
    """Give the text of the parts whose names start so."""
    with ZipFile(path) as file:
        names = [name for name in file.namelist() if name.startswith(start)]
        return "".join("".join(etree.fromstring(file.read(name)).itertext()) for name in names)
