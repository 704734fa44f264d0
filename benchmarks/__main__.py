"""Run every `bench_*.py` beside this file and print one JSON document: `python -m benchmarks [NAME...]`.

A benchmark is a script that prints one JSON object on its last line. It is judged by ratios within one run,
never by bare seconds.
"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    found: dict[str, object] = {"python": platform.python_version(), "cores": os.cpu_count()}
    for script in sorted(HERE.glob("bench_*.py")):
        if names and script.stem.removeprefix("bench_") not in names:
            continue
        print(f"{script.stem} …", file=sys.stderr)
        done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, text=True, check=True)
        found |= json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(found, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
