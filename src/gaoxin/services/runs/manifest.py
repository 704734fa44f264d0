"""The manifest of a run: what made it, with hashes of all that it holds; and whether they still fit."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from gaoxin.base.errors import DataError, Fault, Place
from gaoxin.report.run import FORMAT
from gaoxin.services.hashing import content_hash, file_hash
from gaoxin.services.inputs.gathered import Gathered, PartInfo
from gaoxin.services.project import Project
from gaoxin.services.project.checking import count
from gaoxin.services.project.standards import Standards
from gaoxin.services.runs.layout import INPUTS, PACKS, TABLES
from gaoxin.services.runs.packs import hashes_of

SEED = 0
"""Seed of whatever a run draws; nothing is drawn yet."""


def manifest(
    folder: Path,
    project: Project,
    standards: Standards,
    gathered: Gathered,
    notices: Sequence[str],
    created: datetime,
    engine: str,
) -> dict[str, Any]:
    """The manifest of the run that stands in a folder, all but its name."""
    name, _, number = engine.partition(" ")
    return {
        "format": FORMAT,
        "created": created.isoformat(timespec="seconds"),
        "title": {"zh": project.title.zh, "en": project.title.en},
        "synthetic": project.synthetic,
        "as_of": None if project.as_of is None else project.as_of.isoformat(),
        "periods": _periods(folder / TABLES),
        "gaoxin": version("gaoxin"),
        "python": platform.python_version(),
        "engine": {"name": name, "version": number},
        "seed": SEED,
        **_packs(folder, standards),
        "data": [_part(part) for part in gathered.parts],
        "inputs": _hashes(folder / INPUTS),
        "dictionary": file_hash(folder / "dictionary.json"),
        "tables": _tables(folder / TABLES),
        "findings": count(gathered.findings),
        "settings": {**project.settings(), "day": standards.day.isoformat()},
        "notices": list(notices),
    }


def named(content: Mapping[str, Any], stamp: str) -> dict[str, Any]:
    """A manifest with the name of its run: the time, and six digits of what the manifest says."""
    return {"run": f"{stamp}-{content_hash(content)[:6]}", **content}


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write the manifest, which makes a folder a run."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(f"{text}\n", encoding="utf-8")


def _packs(folder: Path, standards: Standards) -> dict[str, list[dict[str, Any]]]:
    """The packs of the project, and apart those that they need."""
    hashes = hashes_of(folder / PACKS)
    rows = {
        name: {
            "pack": name,
            "family": entry.family,
            "title": standards.library.load(entry).pack.title.model_dump(),
            "hash": hashes[name],
            "status": standards.library.load(entry).pack.status,
            "variant": standards.variants.get(name),
        }
        for name, entry in standards.entries.items()
    }
    chosen = [rows[name] for name in standards.programs]
    return {"packs": chosen, "needs": [row for name, row in rows.items() if name not in standards.programs]}


def _part(part: PartInfo) -> dict[str, Any]:
    headings = {
        (column.variable if column.year is None else f"{column.variable}@{column.year}"): {
            "column": column.column,
            "heading": column.heading,
            "unit": column.unit,
        }
        for column in part.columns
    }
    return {
        "part": part.part,
        "kind": part.kind,
        "file": part.file,
        "sheet": part.sheet,
        "sha256": part.sha256,
        "rows": part.rows,
        "period": part.period,
        "headings": headings,
        "ignored": list(part.ignored),
    }


def _tables(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        file.stem: {"rows": pq.read_metadata(file).num_rows, "sha256": file_hash(file)}
        for file in sorted(folder.glob("*.parquet"))
    }


def _hashes(folder: Path) -> dict[str, str]:
    return {file.name: file_hash(file) for file in sorted(folder.iterdir())}


def _periods(folder: Path) -> list[int]:
    """The years of all subjects."""
    column = pq.read_table(folder / "values.parquet", columns=["period"])["period"]
    return sorted(int(year) for year in column.unique().to_pylist() if year)


def verify(folder: Path, content: Mapping[str, Any]) -> None:
    """Make sure that a run is what it was when it was published.

    Raises
    ------
    DataError : every file whose hash does not fit, and the manifest where it does not fit its name
    """
    rest = {key: value for key, value in content.items() if key != "run"}
    fits = content["run"] == folder.name and content_hash(rest)[:6] == folder.name[-6:]
    faults = [] if fits else [_tampered(folder / "manifest.json", content["run"])]
    told = {f"{INPUTS}/{name}": seen for name, seen in content["inputs"].items()}
    told |= {f"{TABLES}/{name}.parquet": table["sha256"] for name, table in content["tables"].items()}
    told["dictionary.json"] = content["dictionary"]
    found = {name: file_hash(folder / name) for name in told if (folder / name).is_file()}
    told |= {f"{PACKS}/{pack['pack']}": pack["hash"] for pack in [*content["packs"], *content["needs"]]}
    hashes = hashes_of(folder / PACKS) if (folder / PACKS).is_dir() else {}
    found |= {f"{PACKS}/{name}": seen for name, seen in hashes.items()}
    faults += [
        _tampered(folder / n, f"not sha256 {seen[:12]}…") for n, seen in told.items() if found.get(n) != seen
    ]
    if faults:
        raise DataError(faults)


def _tampered(path: Path, seen: str) -> Fault:
    rule = "测算批次发布后不得改动 · a run is never edited after it is published"
    return Fault(
        Place(str(path)), path.name, seen, rule, "从备份恢复，或重新测算 · restore it, or build anew"
    )
