"""Collecting the faults of `gaoxin.toml`, each with its key and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gaoxin.base.errors import Fault, Place
from gaoxin.services.project.lines import line_of


@dataclass(slots=True)
class Told:
    """Faults found so far in a settings file.

    Parameters
    ----------
    file : the file, as faults name it
    text : what it holds
    lines : the line of each key
    """

    file: str
    text: str
    lines: Mapping[tuple[str, ...], int]
    faults: list[Fault] = field(default_factory=list[Fault])

    def line(self, key: tuple[str, ...]) -> int | None:
        """The line of a key, or of the nearest key above it."""
        return line_of(self.lines, *key)

    def fault(
        self, key: tuple[str, ...], seen: str, rule: str, next_step: str, line: int | None = None
    ) -> None:
        """Note one fault; its line is the key's where none is given."""
        place = Place(self.file, line or self.line(key))
        self.faults.append(Fault(place, ".".join(key), seen, rule, next_step))
