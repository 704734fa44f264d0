"""A project from its files to its report: what every step takes, and the memory that it needs.

    python benchmarks/bench_build.py [ENTERPRISES]

A new project of the example zone: synthetic enterprises over three years, judged by every pack that their
description is made for, the example zones with their index, and the board. Seconds are of the processor, with
all threads and child processes; ``wall`` is the clock. ``peak_mb`` is the most memory held in a step, where
the system lets a process set its mark back, else the most so far.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

ENTERPRISES = 5_000
MARK = Path("/proc/self/clear_refs")
PARTS = ("add_values", "add_computed", "judge", "add_outcomes", "add_nearly", "add_index", "dictionary")
"""Parts of the steps that write the tables; `write_pages` is the report without its workbooks and letters."""
ZONE_FIGURES = (
    "zone_name",
    *(
        f"zone_index_{name}"
        for name in ("resources", "environment", "performance", "international", "growth")
    ),
)
"""What the index of the example zones is made from."""
SIZE_LIMIT = 300 * 1024
"""No page is larger, without charts."""


def used() -> float:
    """Processor seconds of this process and of its children."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class Clock:
    """Times steps, one after the other, and parts of them."""

    def __init__(self) -> None:
        self.processor: dict[str, float] = {}
        self.wall: dict[str, float] = {}
        self.peak_mb: dict[str, int] = {}
        self.parts: dict[str, float] = {}
        self._open: tuple[str, float, float] | None = None

    def step(self, name: str) -> None:
        """End the step before, and begin one."""
        self.end()
        if os.access(MARK, os.W_OK):
            MARK.write_text("5")
        self._open = (name, used(), time.perf_counter())

    def end(self) -> None:
        """End the last step."""
        from benchmarks.memory import peak_mb

        if self._open is not None:
            name, processor, wall = self._open
            self.processor[name] = round(used() - processor, 2)
            self.wall[name] = round(time.perf_counter() - wall, 2)
            self.peak_mb[name] = round(peak_mb())
        self._open = None

    def part(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that adds up what its calls take."""

        @wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            began = used()
            try:
                return function(*given, **named)
            finally:
                name = function.__name__
                self.parts[name] = round(self.parts.get(name, 0.0) + used() - began, 2)

        return timed

    @contextmanager
    def watching(self, module: Any, names: tuple[str, ...]) -> Iterator[None]:
        """Time the functions that a module calls by these names."""
        before = {name: getattr(module, name) for name in names}
        for name, function in before.items():
            setattr(module, name, self.part(function))
        try:
            yield
        finally:
            for name, function in before.items():
                setattr(module, name, function)


def make(folder: Path, enterprises: int) -> dict[str, int]:
    """Write the project's files."""
    from gaoxin.services.synthetic import write_table
    from gaoxin.services.synthetic_reading import examples, read_recipe

    data = folder / "data"
    data.mkdir(parents=True)
    recipe = read_recipe(examples() / "synthetic.yaml")
    rows = write_table(recipe, data / "enterprises.csv", numbers=range(1, enterprises + 1))
    write_table(examples() / "zones.yaml", data / "zones.csv", variables=ZONE_FIGURES)
    packs = [pack for pack in recipe.spec.packs if pack != "vocabulary"]
    packs += [pack for pack in ("ecosystem-2020", "zone-capability-2014") if pack not in packs]
    settings = f"""title = "示例高新区（合成数据）"
synthetic = true
packs = {json.dumps(packs)}
[tables.enterprise]
files = ["data/enterprises.csv"]
[tables.zone]
files = ["data/zones.csv"]
"""
    (folder / "gaoxin.toml").write_text(settings, encoding="utf-8")
    return {"rows": rows, "packs": len(packs)}


def run(folder: Path) -> dict[str, object]:
    """Build the project and its report, every step timed."""
    clock = Clock()
    clock.step("start")
    from gaoxin.report.html import pages as pages_of_reports
    from gaoxin.report.run import Run
    from gaoxin.services.results import writing
    from gaoxin.services.runs.building import build
    from gaoxin.services.runs.reporting import report

    with clock.watching(writing, PARTS):
        built = build(folder, step=clock.step)
    clock.step("report")
    with clock.watching(pages_of_reports, ("write_pages",)):
        made = report(folder)
    clock.end()
    read = Run(built.folder)
    return {
        "processor_seconds": clock.processor,
        "parts": clock.parts,
        "peak_mb": clock.peak_mb,
        "wall": clock.wall,
        "total_processor_seconds": round(sum(clock.processor.values()), 1),
        "total_wall": round(sum(clock.wall.values()), 1),
        "findings": built.findings,
        "table_rows": {name: table["rows"] for name, table in read.manifest["tables"].items()},
        "run_kb": size(built.folder) // 1024,
        "report": {"pages": made.pages, "kb": size(made.folder) // 1024, **pages(made.folder)},
        "load": [round(x, 2) for x in os.getloadavg()],
    }


def size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def pages(folder: Path) -> dict[str, object]:
    """How large pages are: of subjects on average and at most, and the largest of all others."""
    sizes = {file.relative_to(folder): file.stat().st_size for file in folder.rglob("*.html")}
    own = [bytes_ for path, bytes_ in sizes.items() if path.parent.name == "subjects"]
    others = {path: bytes_ for path, bytes_ in sizes.items() if path.parent.name != "subjects"}
    largest = max(others, key=lambda path: others[path])
    return {
        "subject_page_kb": {
            "mean": sum(own) // max(len(own), 1) // 1024,
            "most": max(own, default=0) // 1024,
        },
        "largest_other": {"page": str(largest), "kb": others[largest] // 1024},
        "over_limit": sum(bytes_ > SIZE_LIMIT for bytes_ in sizes.values()),
    }


def measure(enterprises: int, folder: Path) -> dict[str, Any]:
    """Make a project, then build it in a new process, as people do."""
    made = make(folder, enterprises)
    done = subprocess.run(
        [sys.executable, __file__, "run", str(folder)], stdout=subprocess.PIPE, text=True, check=True
    )
    return {"enterprises": enterprises, **made, **json.loads(done.stdout.splitlines()[-1])}


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(run(Path(sys.argv[2])), ensure_ascii=False))
    else:
        with tempfile.TemporaryDirectory(dir=os.environ.get("GAOXIN_BENCH_DIR")) as name:
            count = int(sys.argv[1]) if sys.argv[1:] else ENTERPRISES
            print(json.dumps({"build": measure(count, Path(name) / "project")}, ensure_ascii=False))
