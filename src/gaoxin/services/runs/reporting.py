"""The report of a project: the current run as pages and files that open offline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gaoxin.report.build import BuiltReport, Progress, build
from gaoxin.services.runs.layout import current


def report(
    folder: Path,
    out: Path | None = None,
    progress: Progress | None = None,
    subjects: Sequence[str] | None = None,
) -> BuiltReport:
    """Write the report of the current run of a project.

    Parameters
    ----------
    folder : the project's folder
    out : where to write it; ``report`` in the project where None
    progress : told how many steps are done, of how many
    subjects : who shall have self-checks as documents; a few where None

    Raises
    ------
    UsageError : no run yet, a subject that it does not have, or a folder with something else in it
    """
    return build(current(folder).folder, out or folder / "report", progress, subjects=subjects)
