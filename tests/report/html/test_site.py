"""Addresses, escaping and files of one language."""

from pathlib import Path

import pytest

from gaoxin.report.html.book import Book
from gaoxin.report.html.site import Site
from tests.report.made import HOSTILE


@pytest.mark.parametrize(
    ("language", "path", "home", "switch"),
    [
        ("zh", "index.html", "index.html", "en/index.html"),
        ("zh", "sources/a.html", "../index.html", "../en/sources/a.html"),
        ("en", "index.html", "index.html", "../index.html"),
        ("en", "sources/a.html", "../index.html", "../../sources/a.html"),
    ],
)
def test_addresses_are_relative(book: Book, tmp_path: Path, language, path: str, home: str, switch: str):
    page = Site(book, language, tmp_path).render("home.html", path)
    assert f'class="brand" href="{home}"' in page
    assert f'class="tool" href="{switch}"' in page


def test_what_a_page_shows_is_escaped(site: Site):
    assert HOSTILE not in site.render("nearly.html", "nearly.html", rows=[], links=[HOSTILE, "b"], at=1)


def test_pages_are_counted(site: Site):
    site.write("home.html", "index.html")
    site.put("b.html", b"<p>")
    assert site.written == 2
    assert (site.folder / "b.html").read_bytes() == b"<p>"


def test_a_sentence_is_picked_in_the_language(book: Book, tmp_path: Path):
    row = {"why_zh": "原因", "why_en": None}
    assert Site(book, "en", tmp_path).pick(row, "why") == "原因"
    assert Site(book, "en", tmp_path).pick(row | {"why_en": "reason"}, "why") == "reason"
    assert Site(book, "zh", tmp_path).pick({"why_zh": None}, "why") == ""


def test_a_piece_is_escaped_too(site: Site):
    row = {"level": "error", "period": 2024, "variable": "x", "seen": HOSTILE, "rule": "", "step": "",
           "address": "", "state": "open", "reason": ""}  # fmt: skip
    assert "<script>" not in site.piece("subject_findings.html", rows=[row])
