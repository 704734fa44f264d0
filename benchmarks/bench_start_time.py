"""How long `--help` takes: a bare interpreter, three tools with the same four commands, and Gaoxin.

Tools that are not installed are left out. All of them, without touching the environment of the project:

    python3 -m venv /tmp/start && /tmp/start/bin/pip install cyclopts==5.4.0 typer==0.29.2
    /tmp/start/bin/python benchmarks/bench_start_time.py
"""

import json
import os
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec

ROUNDS = 21
CACHED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
COMMANDS = "('verdicts', 'index', 'packs', 'sql')"
CASES = {
    "bare": "pass",
    "argparse": f"""
import argparse
parser = argparse.ArgumentParser(prog="x")
commands = parser.add_subparsers()
for name in {COMMANDS}:
    one = commands.add_parser(name)
    one.add_argument("pack")
    one.add_argument("table")
    one.add_argument("-o", "--out")
parser.parse_args()
""",
    "cyclopts": f"""
from pathlib import Path
from cyclopts import App
app = App(name="x", version="1")
def command(pack: str, table: Path, *, out: Path | None = None): "Do it."
for name in {COMMANDS}:
    app.command(command, name=name)
app()
""",
    "typer": f"""
from pathlib import Path
import typer
app = typer.Typer()
def command(pack: str, table: Path, out: Path = typer.Option(None)): "Do it."
for name in {COMMANDS}:
    app.command(name=name)(command)
app()
""",
    "gaoxin": "from gaoxin.cli import main; import sys; sys.argv[0] = 'gaoxin'; main()",
}


def available(case: str) -> bool:
    """Tell whether a case can run here."""
    if case == "gaoxin":
        return (
            find_spec("gaoxin") is not None and getattr(find_spec("gaoxin.cli"), "origin", None) is not None
        )
    return case in {"bare", "argparse"} or find_spec(case) is not None


def seconds(code: str) -> float:
    """Time one interpreter from start to end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, "--help"], check=True, capture_output=True, env=CACHED)
    return time.perf_counter() - start


def measure() -> dict[str, dict[str, float]]:
    """Take every case in turn, round after round, so that a busy moment falls on all alike."""
    cases = [case for case in CASES if available(case)]
    times: dict[str, list[float]] = {case: [] for case in cases}
    for _ in range(ROUNDS):
        for case in cases:
            times[case].append(seconds(CASES[case]))
    middle = {case: statistics.median(values) for case, values in times.items()}
    return {
        case: {
            "median_ms": round(value * 1000),
            "fastest_ms": round(min(times[case]) * 1000),
            "times_bare": round(value / middle["bare"], 1),
        }
        for case, value in middle.items()
    }


if __name__ == "__main__":
    print(json.dumps({"start_time": measure()}))
