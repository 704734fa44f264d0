"""The demonstration from end to end: a project is made, built, reported, and told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gaoxin.loading.library import installed
from gaoxin.report.build import BuiltReport
from gaoxin.report.run import Run
from gaoxin.services.demo import records
from gaoxin.services.demo.drawing import Drawn, draw
from gaoxin.services.demo.folder import make_project, refuse
from gaoxin.services.demo.found import Found
from gaoxin.services.demo.spec import Demo, IndexSpec, read_demo
from gaoxin.services.demo.telling import text
from gaoxin.services.linting import lint
from gaoxin.services.runs.building import build
from gaoxin.services.runs.reporting import report
from gaoxin.services.runs.telling import tell
from gaoxin.services.synthetic_codes import subject_code
from gaoxin.services.synthetic_reading import examples
from gaoxin.services.tables import Results
from gaoxin.services.verbs import index

Step = Callable[[str], object]
"""Told the name of a step before it begins."""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demonstration found: as text for people and as facts for machines."""

    text: str
    facts: dict[str, Any]


@dataclass(slots=True)
class _Clock:
    """Passes the names of steps on, and keeps how long each took."""

    step: Step
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    name: str = ""
    since: float = 0

    def __call__(self, name: str) -> None:
        now = time.perf_counter()
        if self.name:
            self.seconds[self.name] = round(self.seconds.get(self.name, 0) + now - self.since, 2)
        self.name, self.since = name, now
        self.step(name)


def run(folder: Path, *, count: int | None = None, step: Step = str) -> DemoReport:
    """Make the example project in a new folder, build it, write its report, and say what there is to see.

    Parameters
    ----------
    folder : one that is not there yet, or is empty
    count : enterprises; all of the example where None, and no fewer than those that stand at a line
    step : told the name of each step before it begins

    Raises
    ------
    UsageError : the folder holds something or cannot be written, or no example is installed
    """
    home = examples()
    demo = read_demo(home)
    clock = _Clock(step)
    clock("draw")
    refuse(folder)
    firms, zones = draw(home, demo, count)
    clock("files")
    files = make_project(folder, home, demo, firms, zones)
    corrected = records.corrections(demo, firms)
    records.write_list(folder, records.CORRECTIONS, corrected)
    records.write_list(folder, records.REASONS, records.reasons(demo, firms))
    built = build(folder, step=clock)
    clock("report")
    pages = report(folder)
    clock("look")
    facts = _facts(folder, home, demo, firms, zones, Run(built.folder))
    facts |= {"files": files, "findings": built.findings, **_places(folder, pages)}
    clock("")
    facts["steps"] = clock.seconds
    facts["seconds"] = round(sum(clock.seconds.values()), 2)
    return DemoReport(text(facts), facts)


def _facts(folder: Path, home: Path, demo: Demo, firms: Drawn, zones: Drawn, run: Run) -> dict[str, Any]:
    """All that is shown."""
    show = demo.show
    found = Found(run, subject_code(zones.recipe.spec, 1))
    chosen = firms.special(show.nearly.special)
    (told,) = tell(folder, chosen, [show.rules.pack])
    return {
        "title": {"zh": run.manifest["title"]["zh"], "en": run.manifest["title"]["en"]},
        "synthetic": run.manifest["synthetic"],
        "enterprises": len(set(firms.columns["subject"])),
        "zones": len(set(zones.columns["subject"])),
        "rules": _rules(run, demo),
        **found.facts(demo),
        "slips": found.slips(demo.records.check, records.corrections(demo, firms)),
        "refused": _refusal(home.parent / show.refused),
        "explained": {"subject": chosen, "text": told.text()},
        "index": _index(home, show.index),
        "change": records.change(demo, firms),
    }


def _rules(run: Run, demo: Demo) -> dict[str, Any]:
    """The standard that is shown, and the title of its points."""
    told = run.dictionary["packs"][demo.show.rules.pack]
    points = told["points"][demo.show.rules.sheet]["title"]
    return {"pack": demo.show.rules.pack, "title": told["title"], "points": points}


def _places(folder: Path, pages: BuiltReport) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "report": [str(place) for place in pages.home],
        "pages": pages.pages,
    }


def _refusal(pack: Path) -> dict[str, Any]:
    """Why a pack that uses fields of a survey is refused."""
    faults = [{"place": str(f.place), "object": f.object, "seen": f.seen, "rule": f.rule} for f in lint(pack)]
    return {"path": str(pack), "faults": faults}


def _index(home: Path, wanted: IndexSpec) -> dict[str, float]:
    """An index of published figures, by subject and year."""
    program, table = installed().program(wanted.pack), str(home / wanted.table)
    results = index(program, table, name=wanted.name)
    assert isinstance(results, Results)
    totals = [row for row in results.rows() if row["node"] == "total"]
    return {f"{row['subject']} {row['period']}": row["score"] for row in totals}
