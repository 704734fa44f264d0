"""The rows of a run about one subject, read once for many of them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.report.html.arrow import pc
from gaoxin.report.html.book import Row
from gaoxin.report.titles import Titles

_FEW = 10
"""Where a kind has so many subjects or fewer, each of them has its documents."""
_SAMPLES = 3
Wanted = tuple[str, str, str, str]
"""A pack, one of its verdicts, a kind, and a subject of it."""


class SubjectRows:
    """The tables of a run, asked for one subject.

    Parameters
    ----------
    titles : the run in words
    """

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self._tables: dict[str, Any] = {}

    def of(self, table: str, kind: str, subject: str, **values: str) -> list[Row]:
        """The rows of a table about a subject that have some values."""
        if table not in self._tables:
            self._tables[table] = self.titles.book.run.table(table)
        found = self._tables[table]
        for name, value in {"subject": subject, "kind": kind, **values}.items():
            found = found.filter(pc.equal(found[name], value))
        return found.to_pylist()

    @cached_property
    def judged(self) -> list[tuple[str, str, str]]:
        """The verdicts of the run: pack, name, kind of subject."""
        table = self.titles.book.run.table("verdicts")
        found = table.group_by(["pack", "verdict", "kind"], use_threads=False).aggregate([]).to_pylist()
        return [(row["pack"], row["verdict"], row["kind"]) for row in found]

    def kind(self, subject: str) -> str:
        """The kind of a subject.

        Raises
        ------
        UsageError : no such subject in the run
        """
        for kind, found in self.titles.book.kinds.items():
            if subject in found.subjects:
                return kind
        run = self.titles.book.manifest["run"]
        message = f"{run}: 没有 {subject} · no such subject in this run; try: the code as the data write it"
        raise UsageError(message)

    def wanted(self, subjects: list[str] | None = None) -> list[Wanted]:
        """Who has a document: those asked for, by every verdict; else few of those who just miss one.

        Parameters
        ----------
        subjects : identifiers; None where nobody was asked for
        """
        if subjects is not None:
            kinds = {subject: self.kind(subject) for subject in subjects}
            return [(*each, one) for one, kind in kinds.items() for each in self.judged if each[2] == kind]
        return [(*verdict, subject) for verdict in self.judged for subject in self._samples(*verdict)]

    def _samples(self, pack: str, verdict: str, kind: str) -> list[str]:
        kinds = self.titles.book.kinds
        known = list(kinds[kind].subjects) if kind in kinds else list[str]()
        if len(known) <= _FEW:
            return known
        near = self._near.get((pack, verdict, kind), {})
        first = [subject for subject, settles in near.items() if settles]
        return list(dict.fromkeys([*first, *near]))[:_SAMPLES]

    @cached_property
    def _near(self) -> dict[tuple[str, str, str], dict[str, bool]]:
        """Who just misses a verdict, and whether one change settles it."""
        found: dict[tuple[str, str, str], dict[str, bool]] = {}
        for row in self.titles.book.rows("nearly"):
            named = found.setdefault((row["pack"], row["verdict"], row["kind"]), {})
            named[row["subject"]] = named.get(row["subject"], False) or bool(row["settles"])
        return found
