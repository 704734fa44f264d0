"""What a rule finds, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from gaoxin.base.errors import Place
from gaoxin.formula.program import Program
from gaoxin.loading.yaml import Path
from gaoxin.spec import Pack


@dataclass(frozen=True, slots=True)
class Found:
    """A broken rule.

    Parameters
    ----------
    path : where in the pack
    object, seen, rule, next_step : as a `Fault` has them
    place : file and line, where they are known better than by the path
    """

    path: Path
    object: str
    seen: str
    rule: str
    next_step: str
    place: Place | None = None


Rule = Callable[[Program, Mapping[str, Pack]], Iterator[Found]]
