"""Errors: who is at fault, where, what was seen, which rule, and what to do next.

GaoxinError
├── UserError            the user's data or pack is at fault (exit code 1)
│   ├── PackError        one or more faults in a pack, all reported at once
│   ├── FormulaError     one fault in a formula, with its column
│   ├── DataError        one or more faults in a table
│   └── UnsupportedError an engine lacks a step; the gap is declared
├── UsageError           the call itself is wrong (exit code 2)
└── InternalError        our own fault (exit code 3)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands: a file and line, or a table with its column and row."""

    file: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file or "<text>"]
        if self.line is not None:
            parts.append(str(self.line))
        if self.column is not None:
            parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the place, the object, the thing seen, the rule, the next step."""

    place: Place
    object: str
    seen: str
    rule: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.place}  {self.object}\n  {self.seen}; {self.rule}\n  try: {self.next_step}"


class GaoxinError(Exception):
    """Any error raised on purpose by Gaoxin."""

    exit_code = 3


class UserError(GaoxinError):
    """The user's data or pack is at fault."""

    exit_code = 1


class FaultsError(UserError):
    """Several faults, collected and raised once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = "1 fault" if count == 1 else f"{count} faults"
        super().__init__("\n".join([head, *map(str, self.faults)]))


class PackError(FaultsError):
    """One or more faults in a pack."""


class DataError(FaultsError):
    """One or more faults in a table."""


class FormulaError(UserError):
    """One fault in a formula.

    Parameters
    ----------
    column : 1-based column of the formula text
    seen, rule, next_step : what stands there, what should, and what to do
    """

    def __init__(self, column: int, seen: str, rule: str, next_step: str) -> None:
        self.column, self.seen, self.rule, self.next_step = column, seen, rule, next_step
        super().__init__(f"column {column}: {seen}; {rule}; try: {next_step}")


class UnsupportedError(UserError):
    """An engine lacks a step; the message names the engine, the step and the way round."""


class UsageError(GaoxinError):
    """The call is wrong: an unknown pack, a missing file, a bad option."""

    exit_code = 2


class InternalError(GaoxinError):
    """Our own fault: please report it."""

    exit_code = 3
