"""Pages as a test reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

VOID = {"meta", "link", "input", "br"}


@dataclass
class Cell:
    """A cell of a table: its text, the addresses that it links to, whether it is a figure."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    figure: bool = False
    head: bool = False


@dataclass
class Table:
    """A table: the chart whose figures it has, whether all cells may be figures, its rows."""

    chart: str
    figures: bool = False
    rows: list[list[Cell]] = field(default_factory=list)


class Page(HTMLParser):
    """A page, read: every tag is closed in its turn."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.text = path.read_text("utf-8")
        self.lang = ""
        self.title = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.headings: list[int] = []
        self.tables: list[Table] = []
        self.blocks: dict[str, str] = {}
        self.words = ""
        self._open: list[str] = []
        self._block = ""
        self.feed(self.text)
        assert not self._open, f"{path}: not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        self.ids += [had["id"]] if "id" in had else []
        if tag == "html":
            self.lang = had["lang"]
        if tag == "a":
            self.links.append(had["href"])
        if tag in ("script", "link", "img") and (source := had.get("src") or had.get("href")):
            self.sources.append(source)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "script" and had.get("type") == "application/json":
            self._block = had["id"]
            self.blocks[self._block] = ""
        self._table(tag, had)

    def _table(self, tag: str, had: dict[str, str]) -> None:
        if tag == "table":
            self.tables.append(Table(had.get("data-of", ""), "n" in had.get("class", "").split()))
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            figure = tag == "td" and (self.tables[-1].figures or "n" in had.get("class", "").split())
            self.tables[-1].rows[-1].append(Cell(figure=figure, head=tag == "th"))
        elif tag == "a" and {"td", "th"} & {*self._open}:
            self.tables[-1].rows[-1][-1].links.append(had["href"])

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop() if self._open else "nothing"
        assert opened == tag, f"{self.path}: {tag} closes {opened} at {self.getpos()}"
        self._block = ""

    def handle_data(self, data: str) -> None:
        if self._block:
            self.blocks[self._block] += data
            return
        if self._open and self._open[-1] in ("script", "style"):
            return
        if "title" in self._open:
            self.title += data
        self.words += data
        if {"td", "th"} & {*self._open}:
            self.tables[-1].rows[-1][-1].text += data


def pages(folder: Path) -> list[Page]:
    """Read every page of a report."""
    return [Page(path) for path in sorted(folder.rglob("*.html"))]


def target(page: Page, link: str) -> tuple[Path, str]:
    """The file and the anchor that a link leads to."""
    path, _, anchor = link.partition("#")
    return (page.path.parent / unquote(path)).resolve() if path else page.path.resolve(), unquote(anchor)
