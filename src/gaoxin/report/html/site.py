"""One language of the report: its templates, its addresses, its files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from gaoxin.report.html.book import Book
from gaoxin.report.html.catalogue import LANGUAGES, TAGS, Language, Words
from gaoxin.report.html.dictionary import anchor
from gaoxin.report.html.figures import NONE, decimal, grouped

FOLDERS: dict[Language, str] = {"zh": "", "en": "en/"}
"""Where the pages of a language stand: Chinese at the top, English in its own folder.

Two files for each page, not two texts in one: the language of a page is then plain to browsers, readers and
printers, every link stays in its language, and switching works without scripts.
"""


@cache
def _templates() -> Environment:
    """The templates, compiled once."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"grouped": lambda text: grouped(str(text)) if text else NONE, "decimal": decimal}
    made.globals.update(anchor=anchor, NONE=NONE)  # pyright: ignore[reportArgumentType, reportCallIssue]  templates may name any object
    return made


class Site:
    """One language of the report.

    Parameters
    ----------
    book : what the pages show
    language : zh or en
    folder : the folder of the report
    """

    def __init__(self, book: Book, language: Language, folder: Path) -> None:
        self.book = book
        self.language: Language = language
        self.other: Language = next(other for other in LANGUAGES if other != language)
        self.tag = TAGS[language]
        self.words = Words(language)
        self.folder = folder / FOLDERS[language]
        self.menu: list[tuple[str, str]] = []
        self.written = 0

    def pick(self, row: dict[str, Any], column: str) -> str:
        """The sentence of a row in this language (``column_zh``, ``column_en``)."""
        return str(row.get(f"{column}_{self.language}") or row.get(f"{column}_zh") or "")

    def render(self, template: str, path: str, **context: Any) -> str:
        """A page as text.

        Parameters
        ----------
        template : its file
        path : where it will stand, from the home of the language
        context : what it shows
        """
        home = "../" * path.count("/")
        root = home + ("../" if FOLDERS[self.language] else "")
        return self._template(template).render(
            site=self,
            book=self.book,
            t=self.words,
            path=path,
            home=home,
            root=root,
            switch=f"{root}{FOLDERS[self.other]}{path}",
            **context,
        )

    def piece(self, template: str, **context: Any) -> str:
        """A part of a subject's page as text."""
        return self._template(template).render(t=self.words, home="../", **context)

    def write(self, template: str, path: str, **context: Any) -> None:
        """Write a page."""
        self.put(path, self.render(template, path, **context).encode())

    def put(self, path: str, content: bytes | memoryview) -> None:
        """Write the bytes of a page."""
        with (self.folder / path).open("wb", buffering=0) as file:
            file.write(content)
        self.written += 1

    @staticmethod
    def _template(name: str) -> Template:
        return _templates().get_template(name)
