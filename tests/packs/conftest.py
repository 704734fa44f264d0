"""Every pack at hand, with its program and its cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gaoxin.formula.program import Program
from gaoxin.loading.library import Library, installed
from gaoxin.loading.loader import load_tests
from gaoxin.services.cases import Case, read_cases
from gaoxin.spec import Pack


@cache
def library() -> Library:
    """Give all packs of the installed distributions."""
    return installed()


NAMES = tuple(library().entries)


@dataclass(frozen=True)
class Delivered:
    """A pack as its tests see it."""

    program: Program

    @property
    def pack(self) -> Pack:
        """Give the pack itself."""
        return self.program.pack

    @property
    def cases(self) -> tuple[Case, ...]:
        """Give its cases."""
        return _cases(self.pack.pack)


@cache
def delivered(name: str) -> Delivered:
    """Give a pack by its name, with its cases."""
    return Delivered(library().program(name))


@cache
def _cases(name: str) -> tuple[Case, ...]:
    return tuple(read_cases(library().program(name), load_tests(library().find(name).folder)))
