"""The project folder of the example: settings, lists, a note that everything is synthetic, and the data."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from gaoxin.base.errors import UsageError
from gaoxin.services.demo.drawing import Drawn
from gaoxin.services.demo.files import write_files
from gaoxin.services.demo.spec import Demo
from gaoxin.services.project import SETTINGS
from gaoxin.services.project.creating import LISTS
from gaoxin.services.project.sheets import Sheet, write_csv

README = "README.md"
PACKS = "packs"
"""The folder of the project's own packs."""
_COPIED = {"project.md": README, SETTINGS: SETTINGS, "ranges.csv": "ranges.csv"}


def free_folder(place: Path) -> Path:
    """Give a folder that holds nothing yet: the place itself, or the same with a number behind it."""
    for n in count(1):
        folder = place if n == 1 else place.with_name(f"{place.name}-{n}")
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return folder
    raise AssertionError


def refuse(folder: Path) -> None:
    """Refuse a folder that holds something.

    Raises
    ------
    UsageError : it does, or no folder can be made there
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} 已有内容 · has content; try: gaoxin demo with a new folder"
        raise UsageError(message)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: no folder can be written here ({error.strerror}); try: another place"
        raise UsageError(message) from None


def make_project(folder: Path, home: Path, demo: Demo, firms: Drawn, zones: Drawn) -> list[str]:
    """Write the project of an example into an empty folder.

    Returns
    -------
    the files of data, as paths inside the folder
    """
    for name, place in _COPIED.items():
        shutil.copyfile(home / name, folder / place)
    if (home / PACKS).is_dir():
        shutil.copytree(home / PACKS, folder / PACKS, ignore=shutil.ignore_patterns("__pycache__"))
    for name, headings in LISTS.items():
        if not (folder / name).exists():
            write_csv(folder / name, Sheet(name, headings))
    return write_files(folder, demo, (firms, zones))
