"""What all pages of a report share: the run, its subjects with their pages, its data parts, its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gaoxin.report.attachment import Attachment
from gaoxin.report.html.dictionary import Names
from gaoxin.report.html.figures import letters, mark
from gaoxin.report.run import Run

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """The subjects of one kind.

    Parameters
    ----------
    kind : its name
    subjects, names : identifiers and what they are called, in the order of the run
    """

    kind: str
    subjects: Sequence[str]
    names: Sequence[str]


class Book:
    """A run as the pages see it.

    Parameters
    ----------
    run : the run
    attachments : files that stand beside the pages
    """

    def __init__(self, run: Run, attachments: Sequence[Attachment] = ()) -> None:
        self.run = run
        self.attachments = attachments
        self.manifest = run.manifest
        self.names = Names(run.dictionary)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of subject, each with its subjects."""
        table = self.run.table("subjects").select(["kind", "subject", "name"])
        found: dict[str, tuple[list[str], list[str]]] = {}
        columns = (table[name].to_pylist() for name in ("kind", "subject", "name"))
        for kind, subject, name in zip(*columns, strict=True):
            subjects, names = found.setdefault(kind, ([], []))
            subjects.append(subject)
            names.append(name or subject)
        return {kind: Kind(kind, *lists) for kind, lists in found.items()}

    @cached_property
    def _called(self) -> dict[tuple[str, str], str]:
        return {
            (kind.kind, subject): name
            for kind in self.kinds.values()
            for subject, name in zip(kind.subjects, kind.names, strict=True)
        }

    def name(self, kind: str, subject: str) -> str:
        """What a subject is called."""
        return self._called.get((kind, subject), subject)

    def page(self, kind: str, subject: str) -> str:
        """The page of a subject, from the home of the language; empty where it has none."""
        return subject_page(kind, subject) if (kind, subject) in self._called else ""

    @cached_property
    def parts(self) -> dict[int, Row]:
        """The parts of the data, by number."""
        return {part["part"]: part for part in self.manifest.get("data", [])}

    def part_text(self, part: int) -> str:
        """A part as addresses begin: file and sheet."""
        entry = self.parts.get(part, {})
        return "!".join(str(entry[key]) for key in ("file", "sheet") if entry.get(key))

    def cell(self, part: int | None, row: int | None, column: int | None) -> str:
        """The address of a cell: ``file!sheet!C12``."""
        if part is None or row is None or column is None:
            return ""
        return f"{self.part_text(part)}!{letters(column)}{row}"

    @cached_property
    def periods(self) -> list[int]:
        """The periods of the run, the first one first."""
        return sorted(self.manifest.get("periods") or [0])

    @cached_property
    def built(self) -> list[Row]:
        """The packs of the run, those that others need last."""
        return [*self.manifest.get("packs", []), *self.manifest.get("needs", [])]

    def rows(self, table: str) -> list[Row]:
        """A small table as rows."""
        return self.run.table(table).to_pylist()


def subject_page(kind: str, subject: str) -> str:
    """The file of a subject's page."""
    return f"subjects/{mark(f'{kind}/{subject}')}.html"
