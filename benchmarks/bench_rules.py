"""Eleven rules on a million enterprises: Gaoxin against SQL written by hand for DuckDB.

Both read the same Parquet file and write twelve outputs to Parquet. Ours loads the pack, compiles, checks
every cell and judges in exact integers; the SQL computes in doubles and checks nothing. Imports
count for neither.

    python benchmarks/bench_rules.py [ROWS] [ROUNDS]

First in one process, in turn; then each alone in a new process, for its memory and its first run. Then every
difference of the two results is judged in fractions: ours must be right, and each must be an exact tie.
"""

from __future__ import annotations

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

ROWS, ROUNDS, ALONE = 1_000_000, 9, 3
OUTPUTS = ("hnte", "size", "gazelle", *(f"s{n}" for n in range(1, 9)), "total")
PACK, SQL = HERE / "rules" / "pack", HERE / "rules" / "baseline.sql"


def ours(table: Path, out: Path) -> None:
    """Load the pack, compile, bind, run and write."""
    from gaoxin.services import verbs

    verbs.indicators(str(PACK), table, names=OUTPUTS, out=out)


def by_hand(table: Path, out: Path) -> None:
    """Run the SQL and write."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW ent AS SELECT * FROM read_parquet('{table}')")
        connection.execute(f"COPY ({SQL.read_text(encoding='utf-8')}) TO '{out}' (FORMAT parquet)")


RUNS: dict[str, Callable[[Path, Path], None]] = {"ours": ours, "by_hand": by_hand}


def imported() -> None:
    """Import what the runs need, so that no run pays for it."""
    import duckdb  # noqa: F401 - only to have it loaded

    import gaoxin.engines.duckdb.engine
    import gaoxin.services.verbs  # noqa: F401 - only to have it loaded


def seconds(run: Callable[[Path, Path], None], table: Path, out: Path) -> tuple[float, float]:
    """Time one run: by the clock, and of the processors."""
    start, busy = time.perf_counter(), time.process_time()
    run(table, out)
    return time.perf_counter() - start, time.process_time() - busy


def in_turn(table: Path, folder: Path, rounds: int) -> dict[str, tuple[float, ...]]:
    """Median seconds of each, taken in turn, so that a busy moment falls on both."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in RUNS}
    for _ in range(rounds):
        for name, run in RUNS.items():
            times[name].append(seconds(run, table, folder / f"{name}.parquet"))
    return {name: tuple(map(statistics.median, zip(*taken, strict=True))) for name, taken in times.items()}


def alone(name: str, table: Path, out: Path) -> dict[str, float]:
    """Seconds and peak memory of one run in a new process."""
    command = [sys.executable, __file__, "alone", name, str(table), str(out)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def once(name: str, table: Path, out: Path) -> dict[str, float]:
    """Run in this process and say what it took."""
    from benchmarks.memory import peak_mb

    imported()
    taken, _ = seconds(RUNS[name], table, out)
    return {"seconds": taken, "peak_mb": peak_mb()}


def measure(rows: int, rounds: int) -> dict[str, object]:
    """Run everything and report."""
    from benchmarks.rules.compare import differences, wrong_among
    from benchmarks.rules.generate import write

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "enterprises.parquet"
        write(rows, table)
        imported()
        medians = in_turn(table, folder, rounds)
        single = [{n: alone(n, table, folder / f"{n}.parquet") for n in RUNS} for _ in range(ALONE)]
        results = folder / "ours.parquet", folder / "by_hand.parquet"
        found = differences(table, *results)
        wrong = wrong_among(table, *results, max(rows // 2000, 1))
    first = {n: statistics.median(s[n]["seconds"] for s in single) for n in RUNS}
    for line in [*map(str, found[:5]), *wrong[:5]]:
        print(line)
    return {
        "rows": rows,
        "seconds": {n: round(clock, 3) for n, (clock, _) in medians.items()},
        "ratio": round(medians["ours"][0] / medians["by_hand"][0], 2),
        "processor_seconds": {n: round(busy, 3) for n, (_, busy) in medians.items()},
        "processor_ratio": round(medians["ours"][1] / medians["by_hand"][1], 2),
        "first_run_seconds": {n: round(value, 3) for n, value in first.items()},
        "first_run_ratio": round(first["ours"] / first["by_hand"], 2),
        "peak_mb": {n: round(max(s[n]["peak_mb"] for s in single)) for n in RUNS},
        "differences": len(found),
        "differences_not_explained": [str(d) for d in found if not d.explained],
        "wrong_in_sample": wrong,
        "load": [round(x, 2) for x in os.getloadavg()],
    }


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["alone"]:
        print(json.dumps(once(arguments[1], Path(arguments[2]), Path(arguments[3]))))
    else:
        numbers = [int(argument) for argument in arguments]
        print(json.dumps({"rules": measure(*(numbers + [ROWS, ROUNDS][len(numbers) :]))}, ensure_ascii=False))
