"""The packs of a run: copied as they were, hashed, and loaded again from there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from gaoxin.loading.library import Entry, Library
from gaoxin.services.hashing import folder_hash


def pack_files(folder: Path) -> list[Path]:
    """The files that say what a pack computes; its tests are left out."""
    return sorted(file for file in folder.glob("*.yaml") if file.is_file())


def copy_packs(entries: Mapping[str, Entry], folder: Path) -> dict[str, str]:
    """Copy packs into a run, each into a folder of its name.

    Returns
    -------
    the hash of each pack
    """
    hashes: dict[str, str] = {}
    for name, entry in entries.items():
        place = folder / name
        place.mkdir(parents=True)
        for file in pack_files(entry.folder):
            shutil.copyfile(file, place / file.name)
        hashes[name] = folder_hash(pack_files(place))
    return hashes


def hashes_of(folder: Path) -> dict[str, str]:
    """The hash of each pack below a folder."""
    return {
        place.name: folder_hash(pack_files(place)) for place in sorted(folder.iterdir()) if place.is_dir()
    }


def library_in(folder: Path) -> Library:
    """The packs of a run, and no others."""
    return Library((folder,))
