"""A run folder in, a report folder out: written aside, and published whole by a rename."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

from gaoxin.base.errors import UsageError
from gaoxin.report.attachment import Attachment
from gaoxin.report.run import Run

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""
MARKER = "report.json"
"""The file that makes a folder a report, which another report may replace."""

Writer = Callable[[Run, Path], Iterable[Attachment]]
"""Writes files of a run into the report's folder ``files`` and says which."""


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """A report that was built.

    Parameters
    ----------
    folder : where it stands
    home : the page to open first, and its English twin
    pages, files : how many pages in both languages, and how many files beside them
    """

    folder: Path
    home: tuple[Path, Path]
    pages: int
    files: int


def build(
    run_folder: Path,
    out_folder: Path,
    progress: Progress | None = None,
    writers: Sequence[Writer] | None = None,
    subjects: Sequence[str] | None = None,
) -> BuiltReport:
    """Build the report of a run; an earlier report in the same folder is replaced whole.

    Parameters
    ----------
    run_folder : a published run
    out_folder : where the report shall stand: a new folder, an empty one, or a report
    progress : told how many steps are done, of how many
    writers : make the files beside the pages; workbooks and documents (`gaoxin.report.files`) where None
    subjects : who shall have self-checks as documents; a few where None

    Raises
    ------
    UsageError : no run; a subject that it does not have; a folder with something else in it; another report
        is being written there
    """
    run = Run(run_folder)
    writers = _files(subjects) if writers is None else writers
    _check(out_folder)
    try:
        out_folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(out_folder.parent / f".{out_folder.name}.lock", timeout=0):
            return _publish(run, out_folder, progress, writers)
    except Timeout:
        message = (
            f"{out_folder}: 正在写报告 · another report is being written here; try: again when it is done"
        )
    except OSError as error:
        message = f"{out_folder}: 写不了 · cannot be written ({error}); try: --out elsewhere"
    raise UsageError(message)


def _files(subjects: Sequence[str] | None) -> Sequence[Writer]:
    """The usual files. Who only reads a run does not load what writes them."""
    from gaoxin.report.files import write_files

    return [partial(write_files, subjects=subjects)]


def _check(folder: Path) -> None:
    """Refuse to replace what is no report."""
    if not folder.exists() or (folder / MARKER).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        message = f"{folder} 里有别的东西 · holds something that is no report; try: another folder"
        raise UsageError(message)


def _publish(run: Run, folder: Path, progress: Progress | None, writers: Sequence[Writer]) -> BuiltReport:
    """Write aside, then change places. Templates are loaded now, not by everybody who reads a run."""
    from gaoxin.report.html.pages import write_pages

    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left)
    aside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    aside.chmod(0o755)
    try:
        files = [file for writer in writers for file in writer(run, aside)]
        pages = write_pages(run, files, aside, progress)
        told = {"run": run.manifest["run"], "gaoxin": run.manifest["gaoxin"], "pages": pages}
        (aside / MARKER).write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")
        _swap(aside, folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return BuiltReport(folder, (folder / "index.html", folder / "en" / "index.html"), pages, len(files))


def _swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another; the old one is back if that fails."""
    if not place.exists():
        new.rename(place)
        return
    old = Path(mkdtemp(prefix=f".{place.name}-", dir=place.parent)) / "before"
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)
