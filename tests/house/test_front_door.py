"""`import gaoxin` is cheap, and says truly what it offers."""

import os
import subprocess
import sys
import time
from importlib.util import find_spec

import pytest

import gaoxin

pytestmark = pytest.mark.slow

ENGINES = {"duckdb", "pyarrow", "sqlglot", "pyspark", "numpy"}
EXTRAS = {"pandas", "polars", "rich", "cyclopts", "yaml", "python_calamine", "scipy"}
MOST_NAMES = 48
CACHED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

needs_cli = pytest.mark.skipif(
    (spec := find_spec("gaoxin.cli")) is None or spec.origin is None, reason="gaoxin.cli is not written yet"
)


def loaded_by(code: str) -> set[str]:
    """Run code in a new interpreter and give the top modules that it loaded."""
    code += "\nimport sys; print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_import_loads_no_engine_and_no_extra():
    loaded = loaded_by("import gaoxin") & (ENGINES | EXTRAS)
    assert not loaded, f"`import gaoxin` loads {sorted(loaded)}; import them where they are used"


@needs_cli
def test_help_loads_no_engine():
    code = "import sys; sys.argv = ['gaoxin', '--help']\nfrom gaoxin.cli import main\n"
    loaded = loaded_by(code + "try:\n    main()\nexcept SystemExit:\n    pass") & (
        ENGINES | {"pandas", "polars", "yaml"}
    )
    assert not loaded, f"`gaoxin --help` loads {sorted(loaded)}; import them inside the commands"


@needs_cli
@pytest.mark.parametrize("command", ["list", "schema", "show hnte-2016"])
def test_reading_packs_loads_no_engine(command: str):
    code = f"import sys; sys.argv = ['gaoxin', 'packs', *{command.split()}]\nfrom gaoxin.cli import main\n"
    loaded = loaded_by(code + "try:\n    main()\nexcept SystemExit:\n    pass") & ENGINES
    assert not loaded, f"`gaoxin packs {command}` loads {sorted(loaded)}"


def test_building_loads_no_statistics_of_scipy():
    """They take a moment, and few runs need them."""
    code = "import gaoxin.services.runs.building, sys; sys.exit('scipy.stats' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_all_is_sorted_and_true():
    names = list(getattr(gaoxin, "__all__", []))
    assert names == sorted(set(names))
    assert len(names) <= MOST_NAMES, "the front door is short"
    missing = [name for name in names if not hasattr(gaoxin, name)]
    assert not missing, f"__all__ promises {missing}"
    assert set(names) <= set(dir(gaoxin)), "tab completion shows what __all__ promises"


def fastest(arguments: list[str], tries: int = 5) -> float:
    """Give the shortest wall time of a command."""
    times: list[float] = []
    for _ in range(tries):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=CACHED)
        times.append(time.perf_counter() - start)
    return min(times)


@needs_cli
def test_help_is_quick(record_property):
    bare = fastest(["-c", "pass"])
    shown = fastest(["-m", "gaoxin", "--help"])
    record_property("help_seconds", shown)
    print(f"gaoxin --help {shown:.3f} s, bare interpreter {bare:.3f} s, ratio {shown / bare:.0f}")
    assert shown / bare < 60, "something heavy is loaded before it is needed"
