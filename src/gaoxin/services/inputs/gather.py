"""Gathering: the parts of every kind of subject -> typed tables, cells and findings. Doors call `gather`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gaoxin.engines.protocol import Engine
from gaoxin.formula.program import Program
from gaoxin.loading.library import Library
from gaoxin.services.inputs.gathered import Gathered, PartsByKind


def programs_in_use(library: Library, packs: Sequence[str], day: date | None = None) -> list[Program]:
    """The programs of packs and of all packs that they need, each once, those asked for first.

    Raises
    ------
    UsageError, PackError : as of `Library.program`
    """
    found: dict[str, Program] = {}
    queue = list(packs)
    while queue:
        program = library.program(queue.pop(0), day)
        if program.pack.pack not in found:
            found[program.pack.pack] = program
            queue += program.pack.needs
    return list(found.values())


def gather(
    parts: PartsByKind,
    programs: Sequence[Program],
    engine: Engine,
    folder: Path,
    *,
    reasons: Path | None = None,
    corrections: Path | None = None,
) -> Gathered:
    """Type, join and check the parts of every kind, and write the typed tables into a folder.

    Parameters
    ----------
    parts : by kind of subject, as declared by the packs
    programs : of the packs in use and of all that they need (`programs_in_use`): their variables are read,
        their checks are run
    engine : the engine that runs it
    folder : an existing folder for ``<kind>.parquet`` and the files beside it
    reasons : ``reasons.csv``, typed reasons for warnings; none where None or absent
    corrections : ``corrections.csv``, recorded corrections; none where None or absent

    Returns
    -------
    the typed tables, without the cells that are at fault; look at `Gathered.blocked` before computing

    Raises
    ------
    DataError : every fault of the two files at once
    UsageError : a file that is not there, a kind that no pack declares
    """
    raise NotImplementedError
