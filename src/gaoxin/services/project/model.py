"""What a project says, frozen: its title, its packs, its files, the day and the years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gaoxin.spec import Text


@dataclass(frozen=True, slots=True)
class Part:
    """One file, or one sheet of it, that holds rows or columns of a kind of subject.

    Parameters
    ----------
    path : the file
    name : what findings and runs call it: its path inside the project, with ``/``
    sheet : sheet of a workbook; the first that holds data where None
    table : table of a database
    period : the year of all its rows, where the file does not say
    line : of ``gaoxin.toml``
    """

    path: Path
    name: str
    sheet: str | None = None
    table: str | None = None
    period: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project as ``gaoxin.toml`` has it, its globs expanded.

    Parameters
    ----------
    folder : the project's folder
    title : its name in reports
    packs : packs or families, in the order given
    tables : the parts of each kind of subject, in the order given
    synthetic : the data are made up, and every page and file says so
    as_of : day of judgement; the last day of each row's period where None
    periods : only these years; all that the data have where empty
    variants : variant that fills the unpublished weights, by pack or family
    memory, threads, spill : limits of the engine
    lines : line of ``gaoxin.toml`` behind each key, for faults that are found later
    """

    folder: Path
    title: Text
    packs: tuple[str, ...]
    tables: Mapping[str, tuple[Part, ...]]
    synthetic: bool = False
    as_of: date | None = None
    periods: tuple[int, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict[str, str])
    memory: str | None = None
    threads: int | None = None
    spill: Path | None = None
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])

    @property
    def reasons(self) -> Path:
        """The reasons for warnings, as entered."""
        return self.folder / "reasons.csv"

    @property
    def corrections(self) -> Path:
        """The recorded corrections."""
        return self.folder / "corrections.csv"

    @property
    def ranges(self) -> Path:
        """The nation's ranges, as entered."""
        return self.folder / "ranges.csv"

    @property
    def runs(self) -> Path:
        """The folder of all runs."""
        return self.folder / "runs"

    @property
    def report(self) -> Path:
        """The folder of the report."""
        return self.folder / "report"

    def settings(self) -> dict[str, Any]:
        """What a run records of the project beside its data, as plain values."""
        return {
            "title": {"zh": self.title.zh, "en": self.title.en},
            "packs": list(self.packs),
            "synthetic": self.synthetic,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "periods": list(self.periods),
            "variants": dict(sorted(self.variants.items())),
        }
