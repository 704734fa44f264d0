"""What moved between two runs, and which cause moved it: found by changing one cause at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Program
from gaoxin.report.run import Run
from gaoxin.services.runs.changes import Cell, Changes, changes
from gaoxin.services.runs.comparing import KEYS, Difference, differences
from gaoxin.services.runs.computing import Ground, Step, ground_of
from gaoxin.services.runs.layout import find
from gaoxin.services.runs.manifest import verify
from gaoxin.services.runs.replaying import recompute

MOVED: dict[str, tuple[str, ...]] = {
    "verdicts": ("result",),
    "conditions": ("result", "why"),
    "points": ("low", "high"),
    "index": ("score", "rank"),
    "indicators": ("number", "text"),
    "findings": ("level", "seen", "state"),
}
"""The tables whose rows are told when they move, and the columns that count."""

TOGETHER = "together"
"""The cause of what no change moves alone."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A result that two runs have differently.

    Parameters
    ----------
    table : of the run
    pack, kind, subject, period : whose result; a finding has no pack
    item : the rest of its key: the verdict, the node, the check …
    before, after : the columns that differ; None where a run has no such row
    causes : which changes move it, each by itself; all of them, and `TOGETHER`, where none does alone
    why : the figures, packs and settings behind the causes
    """

    table: str
    pack: str
    kind: str
    subject: str
    period: int
    item: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    causes: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """Two runs side by side.

    Parameters
    ----------
    before, after : their names
    changes : what they were made from
    moved : the results that moved
    """

    before: str
    after: str
    changes: Changes
    moved: tuple[Moved, ...]


def diff(folder: Path, before: str, after: str, *, step: Step = str) -> Diff:
    """Say what moved between two runs of a project, and why.

    Where one thing changed, it moved everything. Where several did, the earlier run is computed again with
    each of them alone, from the inputs and packs that both runs hold.

    Raises
    ------
    UsageError : no such run
    DataError : a run is not what was published
    """
    old, new = find(folder, before), find(folder, after)
    step("read")
    for run in (old, new):
        verify(run.folder, run.manifest)
    found = changes(old, new)
    step("compare")
    apart = [
        d
        for name, columns in MOVED.items()
        for d in differences(name, old.table(name), new.table(name), columns)
    ]
    trials = _trials(old, new, found, step) if apart and len(found.causes) > 1 else {}
    grounds = (ground_of(old), ground_of(new)) if apart else ()
    programs = {name: p for ground in grounds for name, p in ground.programs.items()}
    moved = tuple(_moved(d, found, _causes(d, found, trials), programs) for d in apart)
    return Diff(old.folder.name, new.folder.name, found, moved)


def _trials(old: Run, new: Run, found: Changes, step: Step) -> dict[str, set[Any]]:
    """For each cause, the rows that it moves when it alone changes."""
    first, second = ground_of(old), ground_of(new)
    names = [name for name in MOVED if name != "findings"]
    base: Mapping[str, Any] = {name: old.table(name) for name in names}
    moved: dict[str, set[Any]] = {}
    if "method" in found.causes:
        step("method")
        again = recompute(first, names)
        moved["method"] = set(_rows_apart(base, again))
        base = again
    for cause in found.causes:
        if cause != "method":
            step(cause)
            moved[cause] = set(_rows_apart(base, recompute(_with(first, second, cause), names)))
    return moved


def _rows_apart(left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, table in left.items():
        yield from ((name, d.key) for d in differences(name, table, right[name], MOVED[name]))


def _with(first: Ground, second: Ground, cause: str) -> Ground:
    """The ground of the earlier run with one thing of the later one."""
    match cause:
        case "data":
            return replace(first, tables=second.tables, values=second.values, ranges=second.ranges)
        case "packs":
            return replace(first, programs=second.programs, variants=second.variants)
        case _:
            return replace(first, as_of=second.as_of, periods=second.periods)


def _causes(found: Difference, changed: Changes, trials: Mapping[str, Collection[Any]]) -> tuple[str, ...]:
    if len(changed.causes) < 2:
        return changed.causes or ("method",)
    if found.table == "findings":
        return _causes_of_finding(found, changed)
    alone = tuple(cause for cause in changed.causes if (found.table, found.key) in trials[cause])
    return alone or (*changed.causes, TOGETHER)


def _causes_of_finding(found: Difference, changed: Changes) -> tuple[str, ...]:
    """A finding comes of the files, which a run does not hold: its own cell tells, else all that changed."""
    row = dict(zip(KEYS["findings"], found.key, strict=True))
    own = [
        c
        for c in changed.cells
        if (c.kind, c.subject, c.period) == (row["kind"], row["subject"], row["period"])
    ]
    if any(cell.variable == row["variable"] or not row["variable"] for cell in own):
        return ("data",)
    return tuple(cause for cause in changed.causes if cause != "settings") or changed.causes


def _moved(
    found: Difference, changed: Changes, causes: tuple[str, ...], programs: Mapping[str, Program]
) -> Moved:
    key = dict(zip(KEYS[found.table], found.key, strict=True))
    kind, subject, period = (key.pop(name) for name in ("kind", "subject", "period"))
    pack = key.pop("pack", "")
    why: list[str] = []
    if "data" in causes:
        inputs = _inputs(programs.get(pack), found.table, key)
        why += _cells_behind(changed.cells, kind, subject, inputs) or changed.said["data"][:3]
    if "packs" in causes:
        others = [name for name in sorted(changed.packs) if name not in programs]
        why += [pack] if pack in changed.packs else others or sorted(changed.packs)
    why += [line for cause in ("settings", "method") if cause in causes for line in changed.said[cause]]
    item = ".".join(str(part) for part in key.values() if part)
    return Moved(
        found.table, pack, kind, subject, period, item, found.before, found.after, causes, tuple(why)
    )


def _inputs(program: Program | None, table: str, key: Mapping[str, Any]) -> frozenset[str] | None:
    """The variables behind a result; None for all of its subject's."""
    names = {
        "verdicts": lambda: key["verdict"],
        "conditions": lambda: f"{key['verdict']}.{key['condition']}",
        "points": lambda: ".".join(part for part in (key["sheet"], key["item"].rpartition(".")[2]) if part),
        "indicators": lambda: key["indicator"],
    }
    if program is None or table not in names:
        return None
    full = f"{program.pack.family}.{names[table]()}"
    short = ".".join(full.split(".")[:2])
    return frozenset(ref.name for ref in item_inputs(program, full)) if short in program.items else None


def _cells_behind(cells: Iterable[Cell], kind: str, subject: str, inputs: frozenset[str] | None) -> list[str]:
    own = [cell for cell in cells if (cell.kind, cell.subject) == (kind, subject)]
    return [str(cell) for cell in own if inputs is None or cell.variable in inputs]
