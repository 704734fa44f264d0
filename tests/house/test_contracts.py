"""The import contracts bite: each planted fault is named."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.slow

SOUND = {
    "base/money.py": "",
    "spec/model.py": "import gaoxin.base.money",
    "formula/tree.py": "import gaoxin.spec.model",
    "plan/steps.py": "import gaoxin.formula.tree",
    "loading/files.py": "import yaml",
    "engines/protocol.py": "import gaoxin.plan.steps",
    "engines/sql/build.py": "import sqlglot",
    "engines/duckdb/run.py": "import duckdb, gaoxin.engines.sql.build, gaoxin.engines.protocol",
    "engines/array/run.py": "import numpy, gaoxin.engines.protocol",
    "intake/tables.py": "import gaoxin.engines.protocol",
    "services/verbs.py": "import gaoxin.engines.duckdb.run, gaoxin.intake.tables, gaoxin.loading.files",
    "cli/app.py": "import gaoxin.services.verbs",
}

FAULTS = {
    "a room that nobody listed": ("utils/text.py", "", "gaoxin.utils"),
    "an arrow that points up": (
        "spec/up.py",
        "def f():\n    import gaoxin.services",
        "gaoxin.spec.up -> gaoxin.services",
    ),
    "an arrow hidden from run time": (
        "base/hint.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import gaoxin.plan.steps",
        "gaoxin.base.hint -> gaoxin.plan.steps",
    ),
    "rooms of one line that meet": (
        "plan/near.py",
        "import gaoxin.loading.files",
        "gaoxin.plan.near -> gaoxin.loading",
    ),
    "a room that picks its engine": (
        "intake/pick.py",
        "import gaoxin.engines.duckdb.run",
        "gaoxin.intake.pick -> gaoxin.engines.duckdb",
    ),
    "a room that computes on the engine's arrays": (
        "intake/count.py",
        "import gaoxin.engines.array.run",
        "gaoxin.intake.count -> gaoxin.engines.array",
    ),
    "an engine that reads packs": (
        "engines/peek.py",
        "import gaoxin.loading.files",
        "gaoxin.engines.peek -> gaoxin.loading",
    ),
    "a pure room that is not": ("plan/impure.py", "import rich", "gaoxin.plan.impure -> rich"),
    "DuckDB out of its room": ("intake/duck.py", "import duckdb", "gaoxin.intake.duck -> duckdb"),
    "SQL out of its room": (
        "engines/duckdb/glue.py",
        "import sqlglot",
        "gaoxin.engines.duckdb.glue -> sqlglot",
    ),
    "YAML out of its room": ("services/yaml.py", "import yaml", "gaoxin.services.yaml -> yaml"),
    "a ring": ("base/ring/a.py", "import gaoxin.base.money, gaoxin.base.back", "base"),
}


def lint(folder: Path, files: dict[str, str]) -> tuple[int, str]:
    """Build a house from files and lint it with the project's own contracts."""
    for name, code in files.items():
        path = folder / "gaoxin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code + "\n", "utf-8")
    for place in [folder / "gaoxin", *(p for p in (folder / "gaoxin").rglob("*") if p.is_dir())]:
        (place / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_sound_house_passes(tmp_path: Path):
    code, said = lint(tmp_path, SOUND)
    assert code == 0, said


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named(fault: str, tmp_path: Path):
    name, text, expected = FAULTS[fault]
    planted = {name: text}
    if fault == "a ring":
        planted["base/back.py"] = "import gaoxin.base.ring.a"
    code, said = lint(tmp_path, SOUND | planted)
    assert code == 1, said
    assert expected in said
