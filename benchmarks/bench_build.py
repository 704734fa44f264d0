"""The result tables of a run: what each step takes on a synthetic zone, and its peak memory.

    python benchmarks/bench_build.py [ENTERPRISES]

The enterprises of the example zone over three years, judged by the packs that their description is made for.
Seconds are of the processor as well as of the clock; `per_judging` is a step's processor time in units of
judging all verdicts once, which is what stays comparable between machines.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

ENTERPRISES = 5_000


def memory() -> int:
    """The peak memory of this process, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


class Clock:
    """Times steps by the clock and by the processor."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is inside."""
        wall, used = time.perf_counter(), time.process_time()
        yield
        self.wall[name] = round(time.perf_counter() - wall, 2)
        self.processor[name] = round(time.process_time() - used, 2)


def measure(enterprises: int, folder: Path) -> dict[str, object]:
    """Draw, type, judge and write; every step timed."""
    import pyarrow.parquet as pq

    from gaoxin.engines.duckdb.engine import DuckDB
    from gaoxin.engines.protocol import Table, Task
    from gaoxin.intake import bind, open_table
    from gaoxin.loading.library import installed
    from gaoxin.plan.rows import verdict_plan
    from gaoxin.services.results import Basis, write_tables
    from gaoxin.services.synthetic import synthetic_table
    from gaoxin.services.synthetic_reading import examples, read_recipe

    clock = Clock()
    recipe = read_recipe(examples() / "synthetic.yaml")
    with clock.step("draw"):
        drawn = synthetic_table(recipe, numbers=range(1, enterprises + 1))
    with clock.step("load packs"):
        library = installed()
        loaded = [library.program(name) for name in recipe.spec.packs]
        judged = [p for p in loaded if p.pack.verdicts and p.subject == "enterprise"]
    programs = [*judged, library.program("vocabulary")]
    typed = folder / "enterprise.parquet"
    with DuckDB() as engine:
        with clock.step("type"):
            variables = {name: spec for p in programs for name, spec in p.variables.items()}
            source = open_table(drawn)
            table = Table(source, bind(source, variables, judged[0].subjects["enterprise"]))
            subjects = sorted(set(drawn.column(0).to_pylist()))
            pq.write_table(engine.cells(Task(table), "subject", subjects), typed)
        stored = Table(open_table(typed))
        with clock.step("judge"):
            for program in judged:
                engine.rows(verdict_plan(program), Task(stored)).arrow()
        with clock.step("write tables"):
            written = write_tables(folder, Basis(programs, {"enterprise": stored}), engine)
    size = sum(file.stat().st_size for file in (folder / "tables").iterdir()) // 1024
    unit = clock.processor["judge"] or 0.01
    return {
        "enterprises": enterprises,
        "packs": len(judged),
        "rows": dict(written.rows),
        "kilobytes": size,
        "seconds": clock.wall,
        "processor_seconds": clock.processor,
        "per_judging": {name: round(used / unit, 1) for name, used in clock.processor.items()},
        "peak_mb": memory(),
        "load": [round(x, 2) for x in os.getloadavg()],
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=os.environ.get("GAOXIN_BENCH_DIR")) as name:
        count = int(sys.argv[1]) if sys.argv[1:] else ENTERPRISES
        print(json.dumps({"build": measure(count, Path(name))}, ensure_ascii=False))
