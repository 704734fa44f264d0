"""A small project: twelve synthetic enterprises by one rule, and the published figures of the zones."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gaoxin.loading.library import installed
from gaoxin.services.hashing import content_hash
from gaoxin.services.project import SETTINGS
from gaoxin.services.project.columns import forms
from gaoxin.services.runs.building import build
from gaoxin.services.runs.manifest import write_manifest
from gaoxin.services.synthetic import write_table
from gaoxin.services.synthetic_reading import examples

RULE, INDEX = "hnte-2016", "zone-capability-2014"
TEXT = """\
title = { zh = "示例", en = "Example" }
synthetic = true
packs = ["RULE", "INDEX"]

[tables.enterprise]
files = ["firms.csv"]
[tables.zone]
files = ["zones.csv"]
[engine]
threads = 1
"""


def write_project(folder: Path, rule: str) -> Path:
    """Write a project of twelve firms under one rule, and of zones under an index."""
    form = forms([installed().program(rule)])["enterprise"]
    names = {column.variable for column in form.columns}
    write_table(examples() / "synthetic.yaml", folder / "firms.csv", numbers=range(1, 13), variables=names)
    shutil.copyfile(examples() / "zones-published.csv", folder / "zones.csv")
    (folder / SETTINGS).write_text(TEXT.replace("RULE", rule).replace("INDEX", INDEX), "utf-8")
    return folder


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it was made; copies of it are worked on."""
    return write_project(tmp_path_factory.mktemp("pattern"), RULE)


@pytest.fixture(scope="session")
def built_pattern(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one run."""
    folder = tmp_path_factory.mktemp("built") / "p"
    shutil.copytree(pattern, folder)
    build(folder)
    return folder


@pytest.fixture
def project(pattern: Path, tmp_path: Path) -> Path:
    """A project without a run."""
    return Path(shutil.copytree(pattern, tmp_path / "p"))


@pytest.fixture
def built(built_pattern: Path, tmp_path: Path) -> Path:
    """A project with one run."""
    return Path(shutil.copytree(built_pattern, tmp_path / "p"))


Edit = Callable[[Path, str, str], None]


@pytest.fixture
def edit() -> Edit:
    """The function that replaces a text, which stands there, in a file."""

    def replace(file: Path, old: str, new: str) -> None:
        text = file.read_text("utf-8")
        assert old in text, f"{file} has no {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")

    return replace


@pytest.fixture
def rename() -> Callable[[Path], str]:
    """The function that gives a run the name that its edited manifest asks for."""

    def again(run: Path) -> str:
        manifest = json.loads((run / "manifest.json").read_text("utf-8"))
        rest = {key: value for key, value in manifest.items() if key != "run"}
        place = run.with_name(f"{run.name[:16]}{content_hash(rest)[:6]}")
        run.rename(place)
        write_manifest(place, {"run": place.name, **rest})
        return place.name

    return again
