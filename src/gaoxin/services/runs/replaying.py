"""Computing a run again from its own inputs and packs, and saying each difference."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq

from gaoxin.report.run import Run
from gaoxin.services.runs.comparing import Difference, differences
from gaoxin.services.runs.computing import Ground, Step, compute, ground_of
from gaoxin.services.runs.layout import find
from gaoxin.services.runs.manifest import verify
from gaoxin.services.tables import Options, engine_for


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a run when it was computed again.

    Parameters
    ----------
    run : its name
    tables : the tables that were computed
    differences : every row that came out differently
    versions : what computes now and did not compute then: part, then, now
    """

    run: str
    tables: tuple[str, ...]
    differences: tuple[Difference, ...]
    versions: tuple[tuple[str, str, str], ...]


def replay(folder: Path, name: str, *, step: Step = str) -> Replayed:
    """Compute a run of a project again and compare it with what was published.

    Verdicts, points, ranks and texts must be identical, doubles agree to 1e-12.

    Raises
    ------
    UsageError : no such run
    DataError : the run is not what was published
    """
    run = find(folder, name)
    step("read")
    verify(run.folder, run.manifest)
    with tempfile.TemporaryDirectory(prefix="gaoxin-") as place, engine_for(Options()) as engine:
        compute(Path(place), ground_of(run), engine, step)
        now = (engine.name, version("gaoxin"))
        step("compare")
        names = computed(Path(place))
        found = [
            d for table in names for d in differences(table, run.table(table), table_in(Path(place), table))
        ]
    return Replayed(run.folder.name, names, tuple(found), versions_apart(run, *now))


def computed(folder: Path) -> tuple[str, ...]:
    """The tables that computing wrote into a folder."""
    return tuple(sorted(file.stem for file in (folder / "tables").glob("*.parquet")))


def table_in(folder: Path, name: str) -> object:
    """One of the tables in a folder."""
    return pq.read_table(folder / "tables" / f"{name}.parquet")


def versions_apart(run: Run, engine: str, gaoxin: str) -> tuple[tuple[str, str, str], ...]:
    """Versions that are not those of a run: part, then, now."""
    made = run.manifest["engine"]
    pairs = (
        ("gaoxin", run.manifest["gaoxin"], gaoxin),
        ("engine", f"{made['name']} {made['version']}", engine),
    )
    return tuple((part, then, now) for part, then, now in pairs if then != now)


def recompute(ground: Ground, names: Sequence[str]) -> dict[str, object]:
    """Some of the tables that come of a ground, computed aside."""
    with tempfile.TemporaryDirectory(prefix="gaoxin-") as place, engine_for(Options()) as engine:
        compute(Path(place), ground, engine, str)
        return {name: table_in(Path(place), name) for name in names}
