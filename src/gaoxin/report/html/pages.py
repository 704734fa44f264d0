"""All pages of a report, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gaoxin.report.attachment import Attachment
from gaoxin.report.html.board import Boards, write_boards
from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.catalogue import LANGUAGES, Language
from gaoxin.report.html.certainty import Certainty, write_certainty
from gaoxin.report.html.changes import Changes, write_changes
from gaoxin.report.html.heat import write_heat
from gaoxin.report.html.history import write_history
from gaoxin.report.html.lists import (
    Results,
    list_page,
    listing,
    search_script,
    write_findings,
    write_nearly,
    write_subject_lists,
)
from gaoxin.report.html.ranking import Rankings, write_rankings
from gaoxin.report.html.site import FOLDERS, Site
from gaoxin.report.html.sources import write_sources
from gaoxin.report.html.subject_tables import SubjectTables, by_subject
from gaoxin.report.html.subjects import write_subjects
from gaoxin.report.run import Run

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""
_FOLDERS = ("subjects", "figures", "boards", "ranking", "sources")
_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class Content:
    """What both languages show, read and laid out once."""

    book: Book
    boards: Boards
    rankings: Rankings
    certainty: Certainty
    changes: Changes
    results: dict[str, Results]
    tables: dict[str, SubjectTables]
    nearly: list[Row]
    findings: list[Row]
    corrections: list[Row]


def write_pages(
    run: Run, attachments: Sequence[Attachment], folder: Path, progress: Progress | None = None
) -> int:
    """Write the pages of a run, and what they need beside them.

    One language after the other: two threads that fill pages and write files get in each other's way, and
    together take twice the processor time.

    Returns
    -------
    the number of pages
    """
    book = Book(run, attachments)
    content = Content(
        book,
        Boards(book),
        Rankings(book),
        Certainty(book),
        Changes(book),
        {kind: Results(book, kind) for kind in book.kinds},
        {kind: SubjectTables(book, kind) for kind in book.kinds},
        *(book.rows(table) for table in ("nearly", "findings", "corrections")),
    )
    write_assets(book, folder)
    steps = 2 * (3 + len(book.kinds))
    done: list[str] = []

    def step(name: str) -> None:
        done.append(name)
        if progress is not None:
            progress(len(done), steps)

    return sum(write_language(content, language, folder, step).written for language in LANGUAGES)


def write_assets(book: Book, folder: Path) -> None:
    """Copy styles, script and charts, and write the lists that the search boxes read."""
    home = folder / "assets"
    home.mkdir(parents=True, exist_ok=True)
    for source in sorted(_ASSETS.iterdir()):
        if source.is_file():
            shutil.copyfile(source, home / source.name)
    for kind in book.kinds.values():
        (home / listing(kind.kind)).write_text(search_script(book, kind), encoding="utf-8")


def write_language(content: Content, language: Language, folder: Path, step: Callable[[str], None]) -> Site:
    """Write the pages of one language."""
    site = Site(content.book, language, folder)
    for name in _FOLDERS:
        (folder / FOLDERS[language] / name).mkdir(parents=True, exist_ok=True)
    site.menu = menu(content)
    write_boards(site, content.boards)
    write_rankings(site, content.rankings)
    _write_beside(site, content)
    step("boards")
    write_subject_lists(site, content.results)
    write_nearly(site, content.nearly)
    write_findings(site, content.findings, content.corrections)
    step("lists")
    write_sources(site)
    step("sources")
    for kind, tables in content.tables.items():
        nearly, findings = (by_subject(rows, kind) for rows in (content.nearly, content.findings))
        write_subjects(site, tables, content.rankings, nearly, findings)
        step(kind)
    return site


def _write_beside(site: Site, content: Content) -> None:
    """Write what stands beside each ranking: its map, how sure it is, what changed."""
    for tree in content.rankings.trees:
        write_history(site, tree)
        for period in tree.periods:
            write_heat(site, tree, period)
            write_certainty(site, tree, content.certainty, period)
            write_changes(site, tree, content.changes, period)


def menu(content: Content) -> list[tuple[str, str]]:
    """The pages of the menu: key of the words, address."""
    kinds = list(content.book.kinds)
    return [
        ("menu.board", "index.html"),
        *([("menu.ranking", "ranking.html")] if content.rankings.trees else []),
        *([("menu.subjects", list_page(kinds[0]))] if kinds else []),
        ("menu.nearly", "nearly.html"),
        ("menu.findings", "findings.html"),
        ("menu.sources", "sources.html"),
        ("menu.packs", "packs.html"),
        ("menu.run", "run.html"),
    ]
