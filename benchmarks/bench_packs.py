"""All conditions of all delivered enterprise packs on a population, and how time grows with its size.

    python benchmarks/bench_packs.py [ENTERPRISES...]

The population has three years; every pack is loaded and compiled, the table is read and typed once, every
pack is run and written to Parquet, for the latest year alone and for all years. Each size runs in a new
process; the largest also under a memory limit, spilling.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

SIZES = (1_000_000, 3_000_000, 10_000_000)
YEARS = range(2022, 2025)
LIMIT = "4GB"
PACKS = (
    *("hnte-2016", "tech-sme-2017", "innovative-sme-2022", "srdi-2022", "srdi-2026"),
    *("little-giant-2022", "little-giant-2026", "sme-size-2017"),
)


def population(path: Path, enterprises: int) -> dict[str, int]:
    """Write the population that the packs need."""
    from benchmarks.packs.population import variables_of, write
    from gaoxin.services.tables import program_of

    programs = [program_of(pack) for pack in PACKS]
    variables = variables_of(programs)
    subject = programs[0].subjects[str(programs[0].subject)]
    rows = write(path, variables, subject.id[0], enterprises, YEARS)
    return {"rows": rows, "variables": len(variables)}


def judge(table: Path, folder: Path, memory: str | None, years: list[int] | None) -> dict[str, object]:
    """Judge the population by every pack; seconds of each step, cells, and the peak memory of the process."""
    import pyarrow.parquet as pq

    from benchmarks.memory import peak_mb
    from gaoxin.engines.duckdb.engine import DuckDB
    from gaoxin.engines.protocol import Task
    from gaoxin.loading.library import library_for
    from gaoxin.plan.rows import verdict_plan
    from gaoxin.services.tables import table_of

    seconds: dict[str, float] = {}
    cells = 0
    start = time.perf_counter()
    library = library_for("")
    plans = {pack: (library.program(pack), verdict_plan(library.program(pack))) for pack in PACKS}
    seconds["load and compile"] = round(time.perf_counter() - start, 2)
    with DuckDB(memory=memory, spill=folder / "spill") as engine:
        start = time.perf_counter()
        read = table_of([(program, plan.frame) for program, plan in plans.values()], table)
        task = engine.framed([plan for _, plan in plans.values()], Task(read, periods=years))
        seconds["read"] = round(time.perf_counter() - start, 2)
        for pack, (_, plan) in plans.items():
            out = folder / f"{pack}.parquet"
            start = time.perf_counter()
            engine.rows(plan, task).write(out)
            seconds[pack] = round(time.perf_counter() - start, 2)
            written = pq.read_metadata(out)
            cells += written.num_rows * (written.num_columns - 2)
            out.unlink()
    total, cpu = round(sum(seconds.values()), 2), round(time.process_time(), 2)
    found = {"seconds": total, "cpu_seconds": cpu, "peak_mb": round(peak_mb()), "cells": cells}
    return found | {"steps": seconds}


def alone(*arguments: object) -> dict[str, object]:
    """Run one step in a new process."""
    command = [sys.executable, __file__, "alone", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def step(arguments: list[str]) -> Mapping[str, object]:
    """One step of `measure`, in this process."""
    if arguments[0] == "write":
        return population(Path(arguments[1]), int(arguments[2]))
    _, table, folder, memory, *years = arguments
    return judge(Path(table), Path(folder), memory or None, [int(year) for year in years] or None)


def measure(sizes: list[int]) -> dict[str, object]:
    """Run all sizes and report."""
    found: dict[str, object] = {}
    first: float | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=os.environ.get("GAOXIN_BENCH_DIR")) as name:
            table = Path(name) / "enterprises.parquet"
            made = alone("write", table, size)
            latest = alone("judge", table, name, "", YEARS[-1])
            each = float(str(latest["seconds"])) / size
            first = first or each
            result = {**made, "latest_year": latest, "time_per_enterprise": round(each / first, 2)}
            if size == sizes[0]:
                result["all_years"] = alone("judge", table, name, "")
            if size == sizes[-1]:
                result[f"latest_year_in_{LIMIT}"] = alone("judge", table, name, LIMIT, YEARS[-1])
            found[f"{size:,}"] = result
            print(f"{size:,} enterprises: {json.dumps(result)}", file=sys.stderr, flush=True)
    return found | {"load": [round(x, 2) for x in os.getloadavg()]}


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        print(json.dumps(step(sys.argv[2:])))
    else:
        print(
            json.dumps({"packs": measure([int(a) for a in sys.argv[1:]] or list(SIZES))}, ensure_ascii=False)
        )
