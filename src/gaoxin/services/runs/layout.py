"""Where the runs of a project stand: listed, found by name, and the current one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.report.run import Run
from gaoxin.services.project import SETTINGS
from gaoxin.services.runs.publishing import RUN

INPUTS, PACKS, TABLES = "inputs", "packs", "tables"

WORDS = ("latest", "previous")
"""What the newest run is called, and the one before."""


def run_folders(runs: Path) -> list[Path]:
    """The folders of published runs, the oldest first."""
    if not runs.is_dir():
        return []
    found = (folder for folder in runs.iterdir() if RUN.fullmatch(folder.name))
    return sorted(folder for folder in found if (folder / "manifest.json").is_file())


def runs_of(folder: Path) -> Path:
    """The folder of a project's runs; its data need not be at hand, since runs hold all that they need.

    Raises
    ------
    UsageError : no project stands there
    """
    if not (folder / SETTINGS).is_file():
        message = f"{folder} 没有 {SETTINGS} · holds no {SETTINGS}; try: gaoxin new {folder}"
        raise UsageError(message)
    return folder / "runs"


def current(folder: Path) -> Run:
    """The newest run of a project.

    Raises
    ------
    UsageError : nothing was built yet
    """
    folders = run_folders(runs_of(folder))
    if not folders:
        message = f"{folder} 还没有测算批次 · holds no run; try: gaoxin build {folder}"
        raise UsageError(message)
    return Run(folders[-1])


def find(folder: Path, name: str) -> Run:
    """A run of a project: by its name, by a beginning that only one run has, or `latest` or `previous`.

    Raises
    ------
    UsageError : none, or several
    """
    folders = run_folders(runs_of(folder))
    last = {word: place.name for word, place in zip(WORDS, reversed(folders), strict=False)}
    name = last.get(name, name)
    exact = [place for place in folders if place.name == name]
    meant = exact or [place for place in folders if name and place.name.startswith(name)]
    if len(meant) != 1:
        known = ", ".join(place.name for place in folders[-5:]) or "没有 · none"
        seen = "对应几个批次 · matches several runs" if meant else "不是批次 · is no run"
        message = f"{name} {seen} of {folder}; 最近的是 · the latest are {known}; try: gaoxin runs {folder}"
        raise UsageError(message)
    return Run(meant[0])


def listed(folder: Path) -> list[dict[str, Any]]:
    """Every run of a project, the oldest first: when it was made, of what, and what was found."""
    return [_row(Run(place).manifest) for place in run_folders(runs_of(folder))]


def _row(manifest: dict[str, Any]) -> dict[str, Any]:
    kept = {key: manifest[key] for key in ("run", "created", "as_of", "gaoxin")}
    packs = [pack["pack"] for pack in manifest["packs"]]
    return {**kept, "packs": packs, "files": len(manifest["data"]), **manifest["findings"]}
