"""What the names and codes of a run's tables are called in files: in Chinese, by the words of the pages."""

from __future__ import annotations

from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.catalogue import Words
from gaoxin.report.html.dictionary import children

FINAL = "footer"
"""The key of the words that stand below everything: the competent authority decides."""


class Titles:
    """The names of a run, asked for in Chinese.

    Parameters
    ----------
    book : the run as the pages see it
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.words = Words("zh")

    @property
    def run(self) -> str:
        """What the data are of."""
        return self.words.of(self.book.manifest["title"])

    @property
    def synthetic(self) -> str:
        """The mark of made-up data; empty where they are real."""
        return self.words("synthetic") if self.book.manifest.get("synthetic") else ""

    @property
    def final(self) -> str:
        """The sentence below every page."""
        return self.words(FINAL)

    def kind(self, kind: str) -> str:
        """A kind of subject."""
        return self.words.of(self.book.names.kind(kind))

    def pack(self, pack: str) -> str:
        """A standard."""
        return self.words.of(self.book.names.packs.get(pack, {}).get("title")) or pack

    def of(self, pack: str, name: str) -> str:
        """A variable or an indicator; empty for none."""
        return self.words.of(self.book.names.title(pack, name)) if name else ""

    def unit(self, pack: str, name: str) -> str:
        """The unit of a variable or an indicator; empty for a pure number."""
        entry = self.book.names.entry(pack, name)
        return entry.unit if entry else ""

    def thing(self, pack: str, section: str, name: str) -> str:
        """A verdict, a score sheet, an index or a board."""
        return self.words.of(self.book.names.thing(pack, section, name).get("title")) or name

    def conditions(self, pack: str, verdict: str) -> list[Row]:
        """The conditions of a verdict, in their order."""
        return children(self.book.names.thing(pack, "verdicts", verdict), "conditions")

    def state(self, group: str, code: str) -> str:
        """A code of a result in words."""
        return self.words("break") if code == "break" else self.words.known(group, code) if code else ""

    def year(self, period: int | None) -> str:
        """A period as a heading or a sentence has it; empty without periods."""
        return f"{period}年" if period else ""

    def missing(self, pack: str, names: str, period: int) -> str:
        """The figures that are missing (``rd_expense@-1; revenue``), each with its year.

        Parameters
        ----------
        period : of the row
        """
        return self.words("comma").join(self._dated(pack, name, period) for name in names.split("; ") if name)

    def _dated(self, pack: str, name: str, period: int) -> str:
        plain, at, shift = name.partition("@")
        title = self.of(pack, plain)
        return f"{title}（{period + int(shift)}年）" if at and period else title
