"""Build the documentation site into site/, without a network: `python dev/build_docs.py [--check]`.

Pages under docs/reference/ that are made from the code come first: every `dev/reference_*.py` is run, and
writes its page there. With `--check` nothing is kept; the exit code tells whether the site builds.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("docs", "zensical.toml")


def write_reference() -> None:
    """Run the scripts that make reference pages from the code."""
    for script in sorted((ROOT / "dev").glob("reference_*.py")):
        subprocess.run([sys.executable, str(script)], cwd=ROOT, check=True)


def build(folder: Path) -> Path:
    """Build the site of a folder that holds `docs` and `zensical.toml`; any warning is a failure."""
    tool = Path(sys.executable).with_name("zensical")
    done = subprocess.run(
        [tool, "build", "--strict", "--clean"], cwd=folder, capture_output=True, text=True, check=False
    )
    print(done.stdout + done.stderr)
    if done.returncode:
        sys.exit(done.returncode)
    return folder / "site"


def build_apart(folder: Path) -> Path:
    """Build from a copy, and leave the repository as it is."""
    shutil.copytree(ROOT / PARTS[0], folder / PARTS[0])
    shutil.copy(ROOT / PARTS[1], folder)
    return build(folder)


if __name__ == "__main__":
    if "--check" in sys.argv:
        with tempfile.TemporaryDirectory() as place:
            build_apart(Path(place))
    else:
        write_reference()
        print(build(ROOT))
