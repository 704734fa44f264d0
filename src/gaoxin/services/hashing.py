"""Hashes of files and packs, by which a run and a document know their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_hash(files: Iterable[Path]) -> str:
    """SHA-256 of files of one folder: their names and bytes, in the order of their names."""
    found = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        found.update(f"{file.name}\0{file_hash(file)}\n".encode())
    return found.hexdigest()


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of plain values, whatever the order of their keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
