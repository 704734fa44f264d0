"""What two runs were made from, side by side: data, packs, settings, method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from gaoxin.report.run import Run
from gaoxin.services.runs.comparing import differences
from gaoxin.services.runs.layout import INPUTS

CAUSES = ("data", "packs", "settings", "method")
"""What can move a result. Data are the files, corrections, reasons and entered ranges; method is the program,
its engine and its seed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A reported figure that two runs have differently, as people read it; None where one has none."""

    kind: str
    subject: str
    period: int
    variable: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        year = f"@{self.period}" if self.period else ""
        return f"{self.variable}{year} {self.before or '–'} → {self.after or '–'}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two runs.

    Parameters
    ----------
    causes : which of `CAUSES` changed; what did not cannot have moved a result
    said : cause -> what changed of it, in words
    cells : the reported figures that changed
    packs : the packs that changed, by id; needed ones too
    """

    causes: tuple[str, ...]
    said: Mapping[str, tuple[str, ...]]
    cells: tuple[Cell, ...]
    packs: frozenset[str]


def changes(before: Run, after: Run) -> Changes:
    """Compare what two runs were made from, by the hashes and settings of their manifests."""
    cells = tuple(_cells(before, after))
    said = {
        "data": tuple(_data(before, after)),
        "packs": tuple(_packs(before.manifest, after.manifest)),
        "settings": tuple(_settings(before.manifest, after.manifest)),
        "method": tuple(_method(before.manifest, after.manifest)),
    }
    packs = frozenset(line.partition(" ")[0] for line in said["packs"])
    return Changes(tuple(cause for cause in CAUSES if said[cause]), said, cells, packs)


def _cells(before: Run, after: Run) -> Iterator[Cell]:
    old, new = before.table("values"), after.table("values")
    for found in differences("values", old, new, ["number", "text"]):
        texts = [None if row is None else row.get("text") for row in (found.before, found.after)]
        yield Cell(*found.key, *texts)


def _data(before: Run, after: Run) -> Iterator[str]:
    """Files whose bytes changed, and entered lists; nothing where the typed figures are what they were."""
    old, new = before.manifest["inputs"], after.manifest["inputs"]
    typed = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    typed = [name for name in typed if name.endswith(".csv") or not _same_rows(before, after, name)]
    if typed:
        files = [{(p["file"], p["sheet"]): p["sha256"] for p in r.manifest["data"]} for r in (before, after)]
        yield from _apart(*files)
        yield from (name for name in typed if name.endswith(".csv"))
        yield from (
            f"{name.partition('.')[0]} figures"
            for name in typed
            if name.count(".") == 1 and ".csv" not in name
        )


def _same_rows(before: Run, after: Run, name: str) -> bool:
    """Whether a file of typed figures holds the same rows, whatever its bytes."""
    paths = [run.folder / INPUTS / name for run in (before, after)]
    if not all(path.is_file() for path in paths):
        return False
    old, new = [pq.read_table(path) for path in paths]
    return bool(old.equals(new))


def _apart(old: Mapping[Any, str], new: Mapping[Any, str]) -> Iterator[str]:
    for key in sorted({*old, *new}, key=str):
        name = "!".join(part for part in key if part)
        if key not in new:
            yield f"{name} removed"
        elif key not in old:
            yield f"{name} added"
        elif old[key] != new[key]:
            yield f"{name} changed"


def _packs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    kept = [{row["pack"]: row for row in [*made["packs"], *made["needs"]]} for made in (old, new)]
    chosen = [{row["pack"] for row in made["packs"]} for made in (old, new)]
    for name in sorted({*kept[0], *kept[1]}):
        left, right = kept[0].get(name), kept[1].get(name)
        if right is None or left is None:
            yield f"{name} {'added' if left is None else 'removed'}"
        elif left["hash"] != right["hash"]:
            yield f"{name} changed"
        elif left["variant"] != right["variant"]:
            yield f"{name} variant {left['variant']} → {right['variant']}"
        elif (name in chosen[0]) != (name in chosen[1]):
            yield f"{name} {'chosen' if name in chosen[1] else 'left out'}"


def _settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old["as_of"] != new["as_of"]:
        yield f"as_of {old['as_of'] or '–'} → {new['as_of'] or '–'}"
    left, right = old["settings"]["periods"], new["settings"]["periods"]
    if left != right:
        yield f"periods {left or 'all'} → {right or 'all'}"


def _method(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in ("gaoxin", "seed"):
        if old[name] != new[name]:
            yield f"{name} {old[name]} → {new[name]}"
    engines = [f"{made['engine']['name']} {made['engine']['version']}" for made in (old, new)]
    if engines[0] != engines[1]:
        yield f"engine {engines[0]} → {engines[1]}"
