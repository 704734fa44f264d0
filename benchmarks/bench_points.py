"""Points of a whole country's enterprises: Gaoxin against DuckDB and Polars written by hand.

    python benchmarks/bench_points.py [ROWS]

18 indicators in 36 groups (3 stages x 12 sectors), a weighted sum, the rank in the group; from a Parquet file
to a Parquet file of id, score and rank. Min-max shares beside SQL for DuckDB, percentile ranks beside Polars;
with no figure missing, and with one in ten. Ours loads the pack, compiles, checks every cell, and ranks the
exact sums. Each runs in a new process, in turn, ROUNDS times; imports count for none.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

ROWS, ROUNDS = 1_000_000, 3
MISSING = (0.0, 0.1)
PEERS = {"minmax": "duckdb", "percentile_rank": "polars"}


def ours(method: str, table: Path, out: Path) -> None:
    """Load the pack, compile, bind, score, rank and write."""
    from benchmarks.scoring.data import pack
    from gaoxin.services.points import points

    points(str(pack(out.parent, method)), table, columns=["points", "rank"], out=out)


def imported(name: str) -> None:
    """Import what a run needs, so that it does not pay for it."""
    import duckdb  # noqa: F401 - only to have it loaded

    if name == "polars":
        import polars  # noqa: F401 - only to have it loaded
    if name == "ours":
        import pyarrow as pa

        import gaoxin.engines.duckdb.engine
        import gaoxin.services.points  # noqa: F401 - only to have it loaded

        pa.chunked_array([[1.0]]).to_numpy()  # loads what conversion to numpy needs


def once(name: str, method: str, table: Path, out: Path) -> dict[str, float]:
    """Run in this process and say what it took."""
    from benchmarks.memory import peak_mb
    from benchmarks.scoring import peers

    imported(name)
    run = {"ours": ours, "duckdb": peers.duckdb, "polars": peers.polars}[name]
    start, busy = time.perf_counter(), time.process_time()
    run(method, table, out)
    return {
        "seconds": time.perf_counter() - start,
        "processor_seconds": time.process_time() - busy,
        "peak_mb": peak_mb(),
    }


def alone(name: str, method: str, table: Path, folder: Path) -> dict[str, float]:
    """Run in a new process."""
    out = folder / f"{name}-{method}.parquet"
    command = [sys.executable, __file__, "alone", name, method, str(table), str(out)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def compared(method: str, folder: Path) -> dict[str, object]:
    """How far scores lie apart, and how many ranks differ: ours tie where sums tie on paper."""
    import duckdb

    ours_at, theirs = (folder / f"{name}-{method}.parquet" for name in ("ours", PEERS[method]))
    with duckdb.connect() as connection:
        row = connection.execute(
            "SELECT count(*), max(abs(a.score - b.points)), count(*) FILTER (a.rk <> b.rank) "
            f"FROM read_parquet('{theirs}') a JOIN read_parquet('{ours_at}') b ON a.id = b.subject "
            "WHERE isfinite(a.score)"
        ).fetchone()
    assert row is not None
    return {"rows": row[0], "largest_difference": row[1], "other_ranks": row[2]}


def measure(rows: int, rounds: int) -> dict[str, object]:
    """Run everything and report."""
    from benchmarks.scoring.data import write

    found: dict[str, object] = {}
    for missing in MISSING:
        with tempfile.TemporaryDirectory(dir=os.environ.get("GAOXIN_BENCH_DIR")) as name:
            folder = Path(name)
            table = folder / "enterprises.parquet"
            write(table, rows, missing)
            for method, peer in PEERS.items():
                runs = [
                    {who: alone(who, method, table, folder) for who in ("ours", peer)} for _ in range(rounds)
                ]
                found[f"{method}, {missing:.0%} missing"] = summary(runs, peer) | compared(method, folder)
                print(json.dumps(found), file=sys.stderr, flush=True)
    return found | {"rows": rows, "load": [round(x, 2) for x in os.getloadavg()]}


def summary(runs: list[dict[str, dict[str, float]]], peer: str) -> dict[str, object]:
    """Medians of each, and the ratios of ours to the peer's."""
    found: dict[str, object] = {}
    for what in ("seconds", "processor_seconds", "peak_mb"):
        medians = {who: statistics.median(run[who][what] for run in runs) for who in ("ours", peer)}
        found[what] = {who: round(value, 2) for who, value in medians.items()}
        found[f"{what}_ratio"] = round(medians["ours"] / medians[peer], 2)
    return found


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["alone"]:
        print(json.dumps(once(arguments[1], arguments[2], Path(arguments[3]), Path(arguments[4]))))
    else:
        numbers = [int(argument) for argument in arguments]
        print(json.dumps({"points": measure(*(numbers + [ROWS, ROUNDS][len(numbers) :]))}))
