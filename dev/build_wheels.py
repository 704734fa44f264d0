"""Build both distributions with what .venv holds, without a network: `python dev/build_wheels.py dist`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECTS = (ROOT, ROOT / "src" / "gaoxin_packs")


def build(target: Path) -> list[Path]:
    """Write a wheel and a source archive of each distribution.

    Parameters
    ----------
    target : path
        the folder to write to, made if absent

    Returns
    -------
    the wheels, the engine's first
    """
    target = target.resolve()
    target.mkdir(parents=True, exist_ok=True)
    for project in PROJECTS:
        command = [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "-t",
            "wheel",
            "-t",
            "sdist",
            "-d",
            str(target),
        ]
        subprocess.run(command, cwd=project, check=True, capture_output=True)
    return [next(target.glob(f"{name}-*.whl")) for name in ("gaoxin", "gaoxin_packs")]


if __name__ == "__main__":
    for wheel in build(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")):
        print(wheel)
