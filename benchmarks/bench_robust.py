"""Robustness of an index of 46 indicators with eight uncertain inputs: seconds, memory, and how they grow.

A whole call of `gx.robust` is timed: reading the table, the figures on DuckDB, all runs, the intervals, the
pairs, and the Sobol' indices of every unit's score and rank with 200 bootstrap replicates. Loading the pack
and the imports count for nothing. Beside it runs a model in bare numpy, which draws weights and ranks alone.

    python benchmarks/bench_robust.py [ROUNDS] [--plot FILE]

Each size runs in a new process, for its memory; the first call in it, and the median of the others, are told.
With `--plot` growth is drawn too, as SVG or PNG: seconds by the runs, and the line through them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

ROUNDS = 5
INPUTS = 8
CASES = {"178": (178, 1024), "5000": (5000, 100)}
GROWTH = (128, 256, 512, 1024, 2048, 4096)
"""N of the runs by which growth is told, at 178 units: N · 10 runs each."""


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processors."""
    start, busy = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - start, time.process_time() - busy


def once(units: int, draws: int, rounds: int) -> dict[str, object]:
    """Run in this process and say what it took."""
    import scipy.stats  # noqa: F401 - only to have it loaded

    import gaoxin as gx
    import gaoxin.engines.duckdb.engine
    import gaoxin.services.robust.running
    from benchmarks.memory import peak_mb
    from benchmarks.robust import bare, making

    with tempfile.TemporaryDirectory() as name:
        program = gx.load_pack(str(making.write_pack(Path(name) / "bench")))
        table, inputs = making.table(units), making.inputs(draws)
        taken = [timed(lambda: gx.robust(program, table, inputs=inputs)) for _ in range(rounds + 1)]
        peak = peak_mb()
        found = gx.robust(program, table, inputs=inputs)
        alone = [timed(lambda: bare.runs(units, draws)) for _ in range(rounds)]
    return {
        "runs": found.runs,
        "indices": len(found.sensitivity),
        "pairs": len(found.pairs),
        "first_seconds": round(taken[0][0], 3),
        "seconds": round(statistics.median(clock for clock, _ in taken[1:]), 3),
        "processor_seconds": round(statistics.median(busy for _, busy in taken[1:]), 3),
        "bare_seconds": round(statistics.median(clock for clock, _ in alone), 3),
        "bare_processor_seconds": round(statistics.median(busy for _, busy in alone), 3),
        "peak_mb": round(peak),
    }


def apart(units: int, draws: int, rounds: int) -> dict[str, float]:
    """The same in a new process."""
    command = [sys.executable, __file__, "alone", str(units), str(draws), str(rounds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(rounds: int, plot: Path | None = None) -> dict[str, object]:
    """Run everything and report; draw how seconds grow where asked."""
    from benchmarks.robust import growth as drawn

    cases = {name: apart(units, draws, rounds) for name, (units, draws) in CASES.items()}
    growth = {draws * (INPUTS + 2): apart(CASES["178"][0], draws, max(rounds // 2, 1)) for draws in GROWTH}
    points = {
        name: [(float(runs), found[name.replace(" ", "_")]) for runs, found in growth.items()]
        for name in drawn.LINES
    }
    if plot is not None:
        drawn.draw(points, plot)
    start, slope, explained = drawn.straight(points["processor seconds"])
    return {
        "units": cases,
        "growth": {
            runs: {key: found[key] for key in ("seconds", "processor_seconds", "peak_mb")}
            for runs, found in growth.items()
        },
        "line_of_processor_seconds": {
            "start_seconds": round(start, 3),
            "seconds_per_1000_runs": round(1000 * slope, 4),
            "r_squared": round(explained, 4),
        },
        "load": [round(x, 2) for x in os.getloadavg()],
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        print(json.dumps(once(*map(int, sys.argv[2:]))))
    else:
        asked = argparse.ArgumentParser()
        asked.add_argument("rounds", type=int, nargs="?", default=ROUNDS)
        asked.add_argument("--plot", type=Path, metavar="FILE")
        given = asked.parse_args()
        print(json.dumps({"robust": measure(given.rounds, given.plot)}, ensure_ascii=False))
